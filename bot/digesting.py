"""What a digest holds, frozen into the outbox when it is planned."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.views.digests import digest_messages
from briefings.digests import Digest, compose
from db.database import Transaction
from db.outbox import Planned

KIND = "digest"
FIRST_COVERS = timedelta(days=30)


def digest_for(tx: Transaction, covered_until: datetime | None, now: datetime) -> Digest:
    """What was recorded since the last digest; the first one covers the last 30 days."""
    since = covered_until or now - FIRST_COVERS
    cases = tx.store.cases_recorded(since, now, now.date())
    return compose(cases, since, now, now.date(), first=covered_until is None)


def plan_digest(
    tx: Transaction, workspace_id: str, channel_id: str, key: str, covered_until: datetime | None, now: datetime
) -> bool:
    """Plan a channel's digest of what was recorded since the last one; False where this one was planned before."""
    digest = digest_for(tx, covered_until, now)
    planned = False
    for part, message in enumerate(digest_messages(digest)):
        payload = {"text": message.text, "blocks": list(message.blocks)}
        planned |= tx.outbox.plan(Planned(workspace_id, KIND, key, part, channel_id, payload, message.claims), now)
    return planned
