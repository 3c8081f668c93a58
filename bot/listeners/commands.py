"""The slash command `/ev`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.boundary import guarded
from bot.requests import Request, answer_request
from bot.services import Services
from bot.views.message import Message
from bot.views.notices import notice

if TYPE_CHECKING:
    from slack_bolt import Ack, App, BoltContext, Respond
    from slack_sdk import WebClient


MAX_RESPONSES = 5
"""A response URL takes five messages: https://docs.slack.dev/interactivity/handling-user-interaction"""


def within_uses(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """At most as many messages as the response URL takes; the last says how many are left out."""
    if len(messages) <= MAX_RESPONSES:
        return messages
    rest = len(messages) - MAX_RESPONSES + 1
    return (*messages[: MAX_RESPONSES - 1], notice(f"… and {rest} more pages, too many to show here: ask about less."))


def register(app: App, services: Services) -> None:
    """Answer `/ev …` to the one who typed it."""

    @app.command("/ev")
    @guarded
    def ev(
        ack: Ack,
        body: dict[str, Any],
        context: BoltContext,  # noqa: ARG001 - the boundary wants it
        respond: Respond,
        client: WebClient,
    ) -> None:
        ack()
        request = Request(
            key=f"command:{body['trigger_id']}",
            workspace_id=body["team_id"],
            channel_id=body["channel_id"],
            user_id=body["user_id"],
            text=body.get("text") or "",
            client=client,
        )
        for message in within_uses(answer_request(services, request)):
            respond(text=message.text, blocks=list(message.blocks), response_type="ephemeral", unfurl_links=False)
