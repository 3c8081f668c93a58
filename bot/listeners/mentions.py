"""Mentions of the bot in channels, and direct messages to it: both are answered in the thread."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.addressed import addressed
from bot.boundary import Later, answering
from bot.posting import answer, answer_edited
from bot.requests import Request
from bot.services import Services
from briefings.names import find_mentions, normalised
from briefings.questions import vocabulary

if TYPE_CHECKING:
    from slack_bolt import Ack, App, BoltContext
    from slack_sdk import WebClient


def register(app: App, services: Services, later: Later) -> None:
    """Answer mentions and direct messages."""

    @app.event("app_mention")
    @answering(later)
    def mentioned(
        ack: Ack,  # noqa: ARG001 - done by the boundary
        body: dict[str, Any],
        event: dict[str, Any],
        context: BoltContext,
        client: WebClient,
    ) -> None:
        if _by_a_person(event):
            request = _request(body, event, event, context, client)
            asked = addressed(event.get("text") or "", str(context.bot_user_id), partial(_names_company, services))
            answer(services, replace(request, text=asked))

    @app.event("message")
    @answering(later)
    def written(
        ack: Ack,  # noqa: ARG001 - done by the boundary
        body: dict[str, Any],
        event: dict[str, Any],
        context: BoltContext,
        client: WebClient,
    ) -> None:
        if event.get("channel_type") != "im":
            return
        if not event.get("subtype") and _by_a_person(event):
            answer(services, _request(body, event, event, context, client))
        elif event.get("subtype") == "message_changed" and _is_reworded(event):
            request = _request(body, event, event["message"], context, client, edited=True)
            answer_edited(services, request, _key(event["channel"], event["message"]["ts"]))
        # Deletions and joins have other subtypes: none is a question.


def _by_a_person(message: dict[str, Any]) -> bool:
    """Whether a person wrote it: two bots that answer each other never stop."""
    return bool(message.get("user")) and not message.get("bot_id") and not message.get("subtype")


def _is_reworded(event: dict[str, Any]) -> bool:
    """Whether a person changed the words of their message; a link that is unfolded is a change as well, and is none."""
    message, before = event.get("message") or {}, event.get("previous_message") or {}
    return _by_a_person(message) and message.get("text") != before.get("text")


def _request(
    body: dict[str, Any],
    event: dict[str, Any],
    message: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    edited: bool = False,
) -> Request:
    """What a message asks; `event` says where it stands."""
    return Request(
        key=f"edit:{event['channel']}:{message['ts']}:{event['ts']}"
        if edited
        else _key(event["channel"], message["ts"]),
        workspace_id=body["team_id"],
        channel_id=event["channel"],
        user_id=message["user"],
        text=(message.get("text") or "").replace(f"<@{context.bot_user_id}>", " "),
        client=client,
        thread_ts=message.get("thread_ts") or message["ts"],
        question_ts=message["ts"],
        is_direct=event.get("channel_type") == "im",
        is_edited=edited,
    )


def _names_company(services: Services, sentence: str) -> bool:
    with services.database.read() as tx:
        return bool(find_mentions(normalised(sentence), tx.store.watchlist(), vocabulary().everyday))


def _key(channel: str, ts: str) -> str:
    """One message can arrive as two kinds of event, and each event several times."""
    return f"message:{channel}:{ts}"
