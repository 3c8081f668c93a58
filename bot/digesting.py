"""What a digest holds, frozen into the outbox when it is planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.views.digests import digest_messages
from bot.views.message import Message
from briefings.digests import Digest, compose, first_window
from db.database import Transaction
from db.outbox import Planned

KIND = "digest"


@dataclass(frozen=True)
class Composed:
    """A digest ready to be planned: its messages, and from when it covers, where it takes that from later ones."""

    messages: tuple[Message, ...]
    since: datetime | None


def digest_for(tx: Transaction, covered_until: datetime | None, now: datetime) -> Digest:
    """What was recorded since the last digest; the first one covers the last 30 days."""
    since = covered_until or first_window(now)
    cases = tx.store.cases_recorded(since, now, now.date())
    checked = tx.feeds.sources().words(now)
    return compose(cases, since, now, now.date(), first=covered_until is None, checked=checked and f"{checked}.")


def compose_digest(tx: Transaction, covered_until: datetime | None, now: datetime) -> Composed:
    """The digest as messages."""
    digest = digest_for(tx, covered_until, now)
    return Composed(digest_messages(digest), digest.since)


def plan_digest(
    tx: Transaction, workspace_id: str, channel_id: str, key: str, composed: Composed, now: datetime
) -> None:
    """Plan a channel's digest, once."""
    for part, message in enumerate(composed.messages):
        payload = {"text": message.text, "blocks": list(message.blocks)}
        since = composed.since if part == 0 else None
        tx.outbox.plan(Planned(workspace_id, KIND, key, part, channel_id, payload, message.claims, since), now)
