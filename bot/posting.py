"""Answers in threads: posted once, and put in place of the old one when a question is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.replying import Reply
from bot.requests import Request, answer_request
from bot.services import Services
from bot.slack_api import Outcome, failure_of
from bot.views.message import Message
from db.database import Transaction
from db.outbox import Place

if TYPE_CHECKING:
    from slack_sdk import WebClient


def answer(services: Services, request: Request) -> None:
    """Answer a message in its thread."""
    with services.turns.of(request.workspace_id, request.channel_id, request.question_ts or ""):
        reply = answer_request(services, request)
        _post(services, request, reply, [])


def answer_edited(services: Services, request: Request, first_key: str) -> None:
    """Put the answer to an edited message in place of the one before; post it where there is none."""
    question = request.question_ts or ""
    with services.turns.of(request.workspace_id, request.channel_id, question):
        with services.database.begin() as tx:
            # Should the event of the message itself come only now, the old text needs no answer any more.
            tx.workspaces.take_request(request.workspace_id, first_key, services.now())
            before = tx.posts.answering(request.workspace_id, request.channel_id, question)
            overtaken = tx.workspaces.has_later_request(request.workspace_id, request.key)
        if overtaken:
            return  # a newer edit of the same message was answered: events come in any order
        reply = answer_request(services, request)
        if reply.messages:
            _post(services, request, reply, before)


def _post(services: Services, request: Request, reply: Reply, before: list[Place]) -> None:
    """Show the messages where the earlier ones stand, the rest below them; take away what is too many."""
    for number, message in enumerate(reply.messages):
        old = before[number] if number < len(before) else None
        ts = _show(services, request, message, old)
        if number == 0 and reply.asked_id is not None:
            with services.database.begin() as tx:
                tx.asking.answered_at(request.workspace_id, reply.asked_id, ts)
    for place in before[len(reply.messages) :]:
        _delete(request.client, place)
        with services.database.begin() as tx:
            tx.posts.forget(place)


def _show(services: Services, request: Request, message: Message, old: Place | None) -> str:
    """Put a message in place of an old one, or post it; where it stands."""
    if old is not None and _update(request.client, old, message):
        with services.database.begin() as tx:
            tx.posts.reword(old, still_known(tx, message))
        return old.ts
    posted = request.client.chat_postMessage(
        channel=request.channel_id,
        text=message.text,
        blocks=list(message.blocks),
        thread_ts=request.thread_ts,
        unfurl_links=False,
        unfurl_media=False,
    )
    place = Place(request.workspace_id, request.channel_id, str(posted["ts"]), request.thread_ts)
    with services.database.begin() as tx:
        if old is not None:
            tx.posts.forget(old)
        tx.outbox.remember_post(place, still_known(tx, message), services.now(), question_ts=request.question_ts)
    return place.ts


def still_known(tx: Transaction, message: Message) -> tuple[str, ...]:
    """The claims of a message by the ids they have now: since it was composed they may have been merged."""
    return tuple(dict.fromkeys(known for each in message.claims if (known := tx.store.claim_id(each))))


def _update(client: WebClient, place: Place, message: Message) -> bool:
    """Whether the message stands there now; False where Slack lets nothing be changed there, or nothing is there."""
    try:
        client.chat_update(channel=place.channel_id, ts=place.ts, text=message.text, blocks=list(message.blocks))
    except Exception as error:
        if failure_of(error).outcome is Outcome.REFUSED:
            return False
        raise
    return True


def _delete(client: WebClient, place: Place) -> None:
    """Take a message away, if it is still there."""
    try:
        client.chat_delete(channel=place.channel_id, ts=place.ts)
    except Exception as error:
        if failure_of(error).outcome is not Outcome.REFUSED:
            raise
