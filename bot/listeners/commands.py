"""The slash command `/ev`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.boundary import Later, answering
from bot.requests import Request, answer_request
from bot.responding import respond_all
from bot.services import Services

if TYPE_CHECKING:
    from slack_bolt import Ack, App, BoltContext, Respond
    from slack_sdk import WebClient


def register(app: App, services: Services, later: Later) -> None:
    """Answer `/ev …` to the one who typed it."""

    @app.command("/ev")
    @answering(later)
    def ev(
        ack: Ack,  # noqa: ARG001 - done by the boundary, as are errors
        body: dict[str, Any],
        context: BoltContext,  # noqa: ARG001
        respond: Respond,
        client: WebClient,
    ) -> None:
        request = Request(
            key=f"command:{body['trigger_id']}",
            workspace_id=body["team_id"],
            channel_id=body["channel_id"],
            user_id=body["user_id"],
            text=body.get("text") or "",
            client=client,
        )
        respond_all(respond, answer_request(services, request).messages)
