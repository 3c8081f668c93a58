"""What Slack tells about the conversation itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.services import Services

if TYPE_CHECKING:
    from slack_bolt import App
    from slack_sdk import WebClient


def register(app: App, services: Services) -> None:  # noqa: ARG001 - every kind of listener is registered alike
    """Note that an agent session was stopped: our answers take no time, so there is never work left to stop."""

    @app.event("agent_session_stopped")
    def stopped(event: dict[str, Any], client: WebClient) -> None:
        client.agents_sessions_setStatus(channel_id=event["channel"], thread_ts=event.get("thread_ts"), status="active")
