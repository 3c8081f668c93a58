"""Mentions of the bot in channels, and direct messages to it: both are answered in the thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.boundary import Later, answering
from bot.requests import Request, answer_request
from bot.services import Services
from db.outbox import Place

if TYPE_CHECKING:
    from slack_bolt import Ack, App, BoltContext, Say
    from slack_sdk import WebClient


def register(app: App, services: Services, later: Later) -> None:
    """Answer mentions and direct messages."""

    def answer(body: dict[str, Any], event: dict[str, Any], context: BoltContext, say: Say, client: WebClient) -> None:
        if event.get("bot_id") or not event.get("user"):
            return  # another app's post: two bots that answer each other never stop
        thread = event.get("thread_ts") or event["ts"]
        request = Request(
            # One message can arrive as two kinds of event, and each event several times.
            key=f"message:{event['channel']}:{event['ts']}",
            workspace_id=body["team_id"],
            channel_id=event["channel"],
            user_id=event["user"],
            text=(event.get("text") or "").replace(f"<@{context.bot_user_id}>", " "),
            client=client,
            thread_ts=thread,
            question_ts=event["ts"],
            is_direct=event.get("channel_type") == "im",
        )
        for message in answer_request(services, request).messages:
            posted = say(
                text=message.text,
                blocks=list(message.blocks),
                thread_ts=thread,
                unfurl_links=False,
                unfurl_media=False,
            )
            place = Place(request.workspace_id, request.channel_id, posted["ts"], thread)
            with services.database.begin() as tx:
                tx.outbox.remember_post(place, message.claims, services.now())

    @app.event("app_mention")
    @answering(later)
    def mentioned(
        ack: Ack,  # noqa: ARG001 - done by the boundary
        body: dict[str, Any],
        event: dict[str, Any],
        context: BoltContext,
        say: Say,
        client: WebClient,
    ) -> None:
        answer(body, event, context, say, client)

    @app.event("message")
    @answering(later)
    def written(
        ack: Ack,  # noqa: ARG001 - done by the boundary
        body: dict[str, Any],
        event: dict[str, Any],
        context: BoltContext,
        say: Say,
        client: WebClient,
    ) -> None:
        # Edits, deletions and joins have a subtype: none is a question.
        if event.get("channel_type") == "im" and not event.get("subtype"):
            answer(body, event, context, say, client)
