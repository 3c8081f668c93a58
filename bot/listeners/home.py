"""The Home tab: what the bot does, and the digests of the workspace; the Messages tab: what could be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.prompting import suggest_prompts
from bot.services import Services
from bot.subscribing import digest_lines
from bot.views.home import home_view

if TYPE_CHECKING:
    from slack_bolt import App
    from slack_sdk import WebClient


def register(app: App, services: Services) -> None:
    """Show the Home tab, or suggest questions, when it is opened."""

    @app.event("app_home_opened")
    def opened(body: dict[str, Any], event: dict[str, Any], client: WebClient) -> None:
        if event.get("tab") == "messages":
            suggest_prompts(services, client, body["team_id"], event["channel"])
        if event.get("tab") != "home":
            return
        with services.database.read() as tx:
            digests = tx.workspaces.subscriptions(body["team_id"])
            companies = len(tx.store.watchlist())
            claims = sum(tx.store.count_claims().values())
        client.views_publish(user_id=event["user"], view=home_view(digest_lines(digests), companies, claims))
