"""Outbox row → Slack → settled. The delivery contract, with its states, is drawn in `db/outbox.py`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.services import Services
from bot.slack_api import Failure, Outcome, failure_of
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


def deliver_due(services: Services, client: WebClient, most: int = 500) -> int:
    """Post what is due, at most so many; how many were settled or put off."""
    owner = uuid.uuid4().hex
    for done in range(most):
        if not (_resolve_doubt(services, client, owner) or _post_next(services, client, owner)):
            return done
    return most


def delivery_key(planned: Planned) -> str:
    """The opaque id that a post carries in its metadata, by which it is found again."""
    name = "\n".join((planned.workspace_id, planned.kind, planned.key, str(planned.part)))
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def _post_next(services: Services, client: WebClient, owner: str) -> bool:
    now = services.now()
    with services.database.begin() as tx:
        delivery = tx.outbox.claim(owner, now)
    if delivery is None:
        return False
    try:
        ts = str(client.chat_postMessage(**_arguments(delivery))["ts"])
    except Exception as error:
        _settle_failure(services, delivery, owner, failure_of(error))
        return True
    _settle_sent(services, delivery, owner, ts)
    return True


def _settle_sent(services: Services, delivery: Delivery, owner: str, ts: str) -> None:
    now = services.now()
    with services.database.begin() as tx:
        tx.outbox.sent(delivery, owner, ts, now)
        tx.outbox.pace(delivery.planned.workspace_id, delivery.planned.channel_id, now + CHANNEL_PACE)


def _settle_failure(services: Services, delivery: Delivery, owner: str, failure: Failure) -> None:
    now = services.now()
    with services.database.begin() as tx:
        if failure.outcome is Outcome.REFUSED:
            tx.outbox.fail(delivery, owner, now, failure.words)
        elif failure.outcome is Outcome.DOUBT:
            tx.outbox.doubt(delivery, owner, now, failure.words)
        elif failure.outcome is Outcome.UNSENT and delivery.attempts >= MAX_ATTEMPTS:
            tx.outbox.fail(delivery, owner, now, f"{Outcome.UNSENT.value} {delivery.attempts} times")
        else:
            wait = timedelta(seconds=failure.retry_after_seconds) or min(BACKOFF * 2**delivery.attempts, MAX_BACKOFF)
            tx.outbox.retry(delivery, owner, now + wait, failure.outcome.value)
            if failure.outcome is Outcome.LATER:
                tx.outbox.pace(delivery.planned.workspace_id, delivery.planned.channel_id, now + wait)


def _resolve_doubt(services: Services, client: WebClient, owner: str) -> bool:
    """Look one doubtful delivery up in its channel: adopt the post that is there, or send it again."""
    now = services.now()
    with services.database.begin() as tx:
        delivery = tx.outbox.claim_doubt(owner, now)
    if delivery is None:
        return False
    try:
        ts = _find_post(client, delivery)
    except Exception as error:
        failure = failure_of(error)
        if failure.outcome is Outcome.REFUSED:
            _cannot_look(services, delivery, owner)
        else:
            wait = timedelta(seconds=failure.retry_after_seconds) or BACKOFF
            with services.database.begin() as tx:
                tx.outbox.look_later(delivery, owner, now + wait)
        return True
    if ts is not None:
        _settle_sent(services, delivery, owner, ts)
    else:
        with services.database.begin() as tx:
            tx.outbox.retry(delivery, owner, now, "looked up and not there")
    return True


def _cannot_look(services: Services, delivery: Delivery, owner: str) -> None:
    now = services.now()
    with services.database.begin() as tx:
        if services.repost_doubtful:
            tx.outbox.send_again(delivery, owner, now)
        else:
            tx.outbox.fail(delivery, owner, now, "held: it may have arrived, and I may not look it up")


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
