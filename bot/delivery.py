"""Outbox row → Slack → settled. The delivery contract, with its states, is drawn in `db/outbox.py`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.services import Services
from bot.slack_api import Failure, Outcome, failure_of
from db.database import Transaction
from db.outbox import Delivery, Planned

if TYPE_CHECKING:
    from slack_sdk import WebClient

EVENT_TYPE = "ev_delivery"
SENT_AGAIN = "Sent again: Slack did not say whether the first copy arrived."
MAX_ATTEMPTS = 12
"""With the back-off below, about three hours of an unreachable Slack."""
BACKOFF = timedelta(seconds=15)
MAX_BACKOFF = timedelta(minutes=30)
CHANNEL_PACE = timedelta(seconds=1)
"""One message a second a channel: https://docs.slack.dev/apis/web-api/rate-limits"""
LOOK_BACK = timedelta(minutes=5)
"""How far before our first attempt the look-up begins, should Slack's clock be behind ours."""
HISTORY_LIMIT = 100


@dataclass(frozen=True)
class Worker:
    """Who posts: for which workspace, with which client, under which name its leases stand."""

    services: Services
    workspace_id: str
    client: WebClient
    name: str


def deliver_due(services: Services, workspace_id: str, client: WebClient, most: int = 500) -> int:
    """Post what is due in a workspace, at most so many; how many were settled or put off. The client must not retry."""
    worker = Worker(services, workspace_id, client, uuid.uuid4().hex)
    for done in range(most):
        if not (_resolve_doubt(worker) or _post_next(worker)):
            return done
    return most


def delivery_key(planned: Planned) -> str:
    """The opaque id that a post carries in its metadata, by which it is found again."""
    name = "\n".join((planned.workspace_id, planned.kind, planned.key, str(planned.part)))
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def _post_next(worker: Worker) -> bool:
    now = worker.services.now()
    with worker.services.database.begin() as tx:
        delivery = tx.outbox.claim(worker.workspace_id, worker.name, now)
    if delivery is None:
        return False
    try:
        ts = str(worker.client.chat_postMessage(**_arguments(delivery))["ts"])
    except Exception as error:
        _settle_failure(worker, delivery, failure_of(error))
        return True
    _settle_sent(worker, delivery, ts)
    return True


def _settle_sent(worker: Worker, delivery: Delivery, ts: str) -> None:
    now = worker.services.now()
    with worker.services.database.begin() as tx:
        tx.outbox.sent(delivery, worker.name, ts, now)
        tx.outbox.pace(worker.workspace_id, delivery.planned.channel_id, now + CHANNEL_PACE)


def _settle_failure(worker: Worker, delivery: Delivery, failure: Failure) -> None:
    now = worker.services.now()
    with worker.services.database.begin() as tx:
        if failure.outcome is Outcome.REFUSED:
            give_up(tx, delivery, worker.name, now, failure.words)
        elif failure.outcome is Outcome.DOUBT:
            tx.outbox.doubt(delivery, worker.name, now, failure.words)
        elif failure.outcome is Outcome.LATER:
            until = now + timedelta(seconds=failure.retry_after_seconds)
            tx.outbox.retry(delivery, worker.name, until, failure.outcome.value)
            tx.outbox.close_gate(worker.workspace_id, until)
        else:
            _try_again(tx, delivery, worker.name, now, failure.outcome.value)


def _try_again(tx: Transaction, delivery: Delivery, owner: str, now: datetime, why: str) -> None:
    """Back to pending, later each time, until it has been tried often enough."""
    if delivery.attempts >= MAX_ATTEMPTS:
        give_up(tx, delivery, owner, now, f"{why}, {delivery.attempts} times")
    else:
        tx.outbox.retry(delivery, owner, now + _backoff(delivery), why)


def _resolve_doubt(worker: Worker) -> bool:
    """Look one doubtful delivery up in its channel: adopt the post that is there, or send it again."""
    services, owner = worker.services, worker.name
    now = services.now()
    with services.database.begin() as tx:
        delivery = tx.outbox.claim_doubt(worker.workspace_id, owner, now)
    if delivery is None:
        return False
    try:
        ts = _find_post(worker.client, delivery)
    except Exception as error:
        failure = failure_of(error)
        with services.database.begin() as tx:
            if failure.outcome is Outcome.REFUSED:
                _cannot_look(tx, services, delivery, owner)
            else:
                wait = timedelta(seconds=failure.retry_after_seconds) or _backoff(delivery)
                tx.outbox.look_later(delivery, owner, services.now() + wait)
        return True
    if ts is not None:
        _settle_sent(worker, delivery, ts)
    else:
        with services.database.begin() as tx:
            if delivery.attempts <= 1:
                tx.outbox.retry(delivery, owner, services.now(), "looked up and not there")
            else:
                _try_again(tx, delivery, owner, services.now(), "looked up and not there")
    return True


def _cannot_look(tx: Transaction, services: Services, delivery: Delivery, owner: str) -> None:
    """Send again what may have arrived, once and saying so; or hold it, as is set."""
    now = services.now()
    if delivery.doubted:
        give_up(tx, delivery, owner, now, "sent twice, and Slack confirmed neither")
    elif services.repost_doubtful:
        tx.outbox.send_again(delivery, owner, now)
    else:
        give_up(tx, delivery, owner, now, "held: it may have arrived, and I may not look it up")


def give_up(tx: Transaction, delivery: Delivery, owner: str, now: datetime, why: str) -> None:
    """Settle as failed; what a digest would have told is left to the next one."""
    planned = delivery.planned
    if tx.outbox.fail(delivery, owner, now, why) and planned.covers_since is not None:
        tx.workspaces.uncover(planned.workspace_id, planned.channel_id, planned.covers_since)


def _backoff(delivery: Delivery) -> timedelta:
    doublings = min(delivery.attempts, 10)
    return min(BACKOFF * (1 << doublings), MAX_BACKOFF)


def _find_post(client: WebClient, delivery: Delivery) -> str | None:
    """The `ts` of our post with this delivery's key, where Slack shows one."""
    assert delivery.first_sent_at is not None
    where: dict[str, Any] = {
        "channel": delivery.planned.channel_id,
        "oldest": f"{(delivery.first_sent_at - LOOK_BACK).timestamp():.6f}",
        "include_all_metadata": True,
        "limit": HISTORY_LIMIT,
    }
    key = delivery_key(delivery.planned)
    cursor = None
    while True:
        if delivery.thread_ts:
            page = client.conversations_replies(ts=delivery.thread_ts, cursor=cursor, **where)
        else:
            page = client.conversations_history(cursor=cursor, **where)
        for message in page.get("messages") or []:
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload", {}).get("key") == key:
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None


def _arguments(delivery: Delivery) -> dict[str, Any]:
    """What `chat.postMessage` is called with; a second copy says that it is one."""
    payload: Mapping[str, Any] = delivery.planned.payload
    text, blocks = str(payload["text"]), list(payload["blocks"])
    if delivery.doubted:
        text = f"{SENT_AGAIN}\n{text}"
        blocks = [{"type": "context", "elements": [{"type": "plain_text", "text": SENT_AGAIN}]}, *blocks]
    return {
        "channel": delivery.planned.channel_id,
        "text": text,
        "blocks": blocks,
        "thread_ts": delivery.thread_ts,
        "unfurl_links": False,
        "unfurl_media": False,
        "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": delivery_key(delivery.planned)}},
    }
