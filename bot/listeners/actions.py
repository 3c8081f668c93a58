"""Clicks on our buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.boundary import guarded
from bot.requests import Request, company_card, first_time
from bot.responding import respond_all
from bot.services import Services

if TYPE_CHECKING:
    from slack_bolt import Ack, App, BoltContext, Respond
    from slack_sdk import WebClient


def register(app: App, services: Services) -> None:
    """Show the company that was chosen among several."""

    @app.action(re.compile(r"^ev_company:\d+$"))
    @guarded
    def chosen(
        ack: Ack,
        body: dict[str, Any],
        action: dict[str, Any],
        context: BoltContext,  # noqa: ARG001 - the boundary wants it
        respond: Respond,
        client: WebClient,
    ) -> None:
        ack()
        request = Request(
            key=f"action:{body['trigger_id']}",
            workspace_id=body["team"]["id"],
            channel_id=(body.get("channel") or {}).get("id", ""),
            user_id=body["user"]["id"],
            text=str(action.get("value", "")),
            client=client,
        )
        if not first_time(services, request):
            return
        respond_all(respond, company_card(services, request.workspace_id, request.text))
