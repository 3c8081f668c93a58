"""Clicks on our buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.boundary import Later, answering
from bot.conversing import company_card
from bot.replying import finished
from bot.requests import Request, first_time
from bot.responding import respond_all
from bot.services import Services

if TYPE_CHECKING:
    from slack_bolt import Ack, App, BoltContext, Respond
    from slack_sdk import WebClient


def register(app: App, services: Services, later: Later) -> None:
    """Show the company that was chosen among several."""

    @app.action(re.compile(r"^ev_company:\d+$"))
    @answering(later)
    def chosen(
        ack: Ack,  # noqa: ARG001 - done by the boundary, as are errors
        body: dict[str, Any],
        action: dict[str, Any],
        context: BoltContext,  # noqa: ARG001
        respond: Respond,
        client: WebClient,
    ) -> None:
        request = clicked(body, action, client)
        if not first_time(services, request):
            return
        card = company_card(services, request.workspace_id, request.text)
        respond_all(respond, finished(services, request, request.text, card).messages, request.thread_ts)


def clicked(body: dict[str, Any], action: dict[str, Any], client: WebClient) -> Request:
    """What a click asks for: the value of its button."""
    return Request(
        key=f"action:{body['trigger_id']}",
        workspace_id=body["team"]["id"],
        channel_id=(body.get("channel") or {}).get("id", ""),
        user_id=body["user"]["id"],
        text=str(action.get("value", "")),
        client=client,
        thread_ts=body["container"].get("thread_ts"),
    )
