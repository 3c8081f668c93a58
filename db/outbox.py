"""The outbox: what we post unasked, from planned to settled. The states and the lease are the delivery contract.

    pending ── claim (lease; commit) ──> sending ── post ──> sent
       ^  ^                                 │ └── refused for good ──> failed
       │  └── 429, or nothing was written ──┤
       │                                    └── no or doubtful reply, lease run out ──> doubt
       └── looked up and not there, or cannot be looked up ── doubt ── looked up and there ──> sent

Every settling names the lease's owner: a worker that wakes after its lease ran out cannot overwrite what another did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import exists, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from db.tables import DeliveryRow, PostClaimRow, PostRow, WorkspaceRow

LEASE = timedelta(seconds=120)
"""Longer than the client's time-out (10 s), the settling time and Slack's longest known processing together."""
SETTLE = timedelta(seconds=30)
"""How long a doubtful post is left alone before it is looked up: Slack may still be storing it."""


class State(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    SENDING = "sending"
    DOUBT = "doubt"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Planned:
    """A delivery to be, unique by (workspace, kind, key, part). Part 0 begins the thread of the others."""

    workspace_id: str
    kind: str
    key: str
    part: int
    channel_id: str
    payload: Mapping[str, Any]
    claims: tuple[str, ...] = ()
    covers_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery as stored."""

    id: int
    planned: Planned
    planned_at: datetime
    state: State
    reason: str | None
    attempts: int
    doubted: bool
    first_sent_at: datetime | None
    ts: str | None
    thread_ts: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message of ours stands."""

    workspace_id: str
    channel_id: str
    ts: str
    thread_ts: str | None = None


class Outbox:
    """Questions and changes about deliveries and posts within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def plan(self, planned: Planned, now: datetime, skip: str | None = None) -> bool:
        """Record a delivery once; False where it was planned before. `skip` records it as skipped, for that reason."""
        state = State.SKIPPED if skip else State.PENDING
        row = insert(DeliveryRow).values(
            workspace_id=planned.workspace_id,
            kind=planned.kind,
            key=planned.key,
            part=planned.part,
            channel_id=planned.channel_id,
            payload=dict(planned.payload),
            claims=list(planned.claims),
            covers_since=planned.covers_since,
            planned_at=now,
            not_before=now,
            state=state.value,
            reason=skip,
            attempts=0,
            doubted=False,
            settled_at=now if skip else None,
        )
        return self._session.connection().execute(row.on_conflict_do_nothing()).rowcount == 1

    def claim(self, workspace_id: str, owner: str, now: datetime) -> Delivery | None:
        """Take the workspace's oldest delivery that may be posted now; None where there is none.

        A part waits for the one before it, a channel for its live lease, the workspace for its gate.
        """
        before, busy = aliased(DeliveryRow), aliased(DeliveryRow)
        unsent_part = exists().where(
            col(before.workspace_id) == col(DeliveryRow.workspace_id),
            col(before.kind) == col(DeliveryRow.kind),
            col(before.key) == col(DeliveryRow.key),
            col(before.part) < col(DeliveryRow.part),
            col(before.state) != State.SENT.value,
        )
        live_lease = exists().where(
            col(busy.workspace_id) == col(DeliveryRow.workspace_id),
            col(busy.channel_id) == col(DeliveryRow.channel_id),
            col(busy.state) == State.SENDING.value,
        )
        gate = exists().where(col(WorkspaceRow.id) == workspace_id, col(WorkspaceRow.gate_until) > now)
        row = self._session.execute(
            select(DeliveryRow)
            .where(
                col(DeliveryRow.workspace_id) == workspace_id,
                ~gate,
                col(DeliveryRow.state) == State.PENDING.value,
                col(DeliveryRow.not_before) <= now,
                ~unsent_part,
                ~live_lease,
            )
            .order_by(col(DeliveryRow.not_before), col(DeliveryRow.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        ).scalar()
        return self._lease(row, State.SENDING, owner, now) if row else None

    def claim_doubt(self, workspace_id: str, owner: str, now: datetime) -> Delivery | None:
        """Take a delivery of the workspace whose fate is doubtful and has had time to settle, to look it up."""
        self._expire(now)
        row = self._session.execute(
            select(DeliveryRow)
            .where(
                col(DeliveryRow.workspace_id) == workspace_id,
                col(DeliveryRow.state) == State.DOUBT.value,
                col(DeliveryRow.not_before) <= now,
                (col(DeliveryRow.lease_until).is_(None)) | (col(DeliveryRow.lease_until) <= now),
            )
            .order_by(col(DeliveryRow.not_before), col(DeliveryRow.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        ).scalar()
        return self._lease(row, State.DOUBT, owner, now) if row else None

    def sent(self, delivery: Delivery, owner: str, ts: str, now: datetime) -> bool:
        """Settle as posted at `ts`, and remember the post with the claims it mentions."""
        values = {"state": State.SENT.value, "ts": ts, "settled_at": now, "reason": None}
        if not self._settle(delivery, owner, values):
            return False
        planned = delivery.planned
        place = Place(planned.workspace_id, planned.channel_id, ts, delivery.thread_ts)
        self.remember_post(place, planned.claims, now, delivery.id)
        return True

    def remember_post(
        self,
        place: Place,
        claims: Sequence[str],
        now: datetime,
        delivery_id: int | None = None,
        question_ts: str | None = None,
    ) -> None:
        """Keep where a message of ours stands, which claims it mentions, and which message it answers, if any."""
        where = {"workspace_id": place.workspace_id, "channel_id": place.channel_id, "ts": place.ts}
        origin = {"delivery_id": delivery_id, "question_ts": question_ts}
        post = insert(PostRow).values(**where, **origin, thread_ts=place.thread_ts, posted_at=now)
        self._session.execute(post.on_conflict_do_nothing())
        for claim_id in claims:
            mention = insert(PostClaimRow).values(**where, claim_id=claim_id)
            self._session.execute(mention.on_conflict_do_nothing())

    def retry(self, delivery: Delivery, owner: str, not_before: datetime, reason: str) -> bool:
        """Back to pending: nothing was posted, try again then."""
        return self._settle(delivery, owner, {"state": State.PENDING.value, "not_before": not_before, "reason": reason})

    def send_again(self, delivery: Delivery, owner: str, now: datetime) -> bool:
        """Back to pending though it may have arrived: it could not be looked up. The next attempt says so."""
        values = {"state": State.PENDING.value, "not_before": now, "doubted": True, "reason": "could not be looked up"}
        return self._settle(delivery, owner, values)

    def doubt(self, delivery: Delivery, owner: str, now: datetime, reason: str) -> bool:
        """Whether it was posted is not known; to be looked up after the settling time."""
        values = {"state": State.DOUBT.value, "not_before": now + SETTLE, "reason": reason}
        return self._settle(delivery, owner, values)

    def fail(self, delivery: Delivery, owner: str, now: datetime, reason: str) -> bool:
        """Settle as refused for good, and with it the parts that were to follow in its thread."""
        values = {"state": State.FAILED.value, "settled_at": now, "reason": reason}
        if not self._settle(delivery, owner, values):
            return False
        planned = delivery.planned
        self._session.execute(
            update(DeliveryRow)
            .where(
                col(DeliveryRow.workspace_id) == planned.workspace_id,
                col(DeliveryRow.kind) == planned.kind,
                col(DeliveryRow.key) == planned.key,
                col(DeliveryRow.part) > planned.part,
                col(DeliveryRow.state) == State.PENDING.value,
            )
            .values(state=State.FAILED.value, settled_at=now, reason="the part before it failed")
        )
        return True

    def look_later(self, delivery: Delivery, owner: str, not_before: datetime) -> bool:
        """Still doubtful: the look-up itself did not work, try it again then."""
        return self._settle(delivery, owner, {"not_before": not_before})

    def pace(self, workspace_id: str, channel_id: str, until: datetime) -> None:
        """Post nothing more to a channel before `until`."""
        self._session.execute(
            update(DeliveryRow)
            .where(
                col(DeliveryRow.workspace_id) == workspace_id,
                col(DeliveryRow.channel_id) == channel_id,
                col(DeliveryRow.state) == State.PENDING.value,
                col(DeliveryRow.not_before) < until,
            )
            .values(not_before=until)
        )

    def close_gate(self, workspace_id: str, until: datetime) -> None:
        """Post nothing to the workspace before `until`: Slack asked for it."""
        shut = update(WorkspaceRow).where(col(WorkspaceRow.id) == workspace_id).values(gate_until=until)
        self._session.execute(shut)

    def next_attempt(self, workspace_id: str) -> datetime | None:
        """When the workspace's next open delivery may be tried; None where none is open."""
        open_states = (State.PENDING.value, State.DOUBT.value)
        soonest = select(func.min(col(DeliveryRow.not_before))).where(
            col(DeliveryRow.workspace_id) == workspace_id, col(DeliveryRow.state).in_(open_states)
        )
        gate = select(col(WorkspaceRow.gate_until)).where(col(WorkspaceRow.id) == workspace_id)
        due: datetime | None = self._session.execute(soonest).scalar()
        until: datetime | None = self._session.execute(gate).scalar()
        return max(due, until) if due and until else due

    def delivery(self, workspace_id: str, kind: str, key: str, part: int = 0) -> Delivery | None:
        """One delivery by what makes it unique."""
        found = select(DeliveryRow).where(
            col(DeliveryRow.workspace_id) == workspace_id,
            col(DeliveryRow.kind) == kind,
            col(DeliveryRow.key) == key,
            col(DeliveryRow.part) == part,
        )
        row = self._session.execute(found).scalar()
        return self._delivery(row) if row else None

    def recent(self, workspace_id: str, kind: str, limit: int) -> list[Delivery]:
        """The latest deliveries of a kind, newest first."""
        found = (
            select(DeliveryRow)
            .where(col(DeliveryRow.workspace_id) == workspace_id, col(DeliveryRow.kind) == kind)
            .order_by(col(DeliveryRow.id).desc())
            .limit(limit)
        )
        return [self._delivery(row) for row in self._session.execute(found).scalars()]

    def posts_about(self, workspace_id: str, claim_id: str) -> Sequence[tuple[str, str]]:
        """(channel, ts) of our posts in a workspace that mention a claim."""
        found = (
            select(col(PostClaimRow.channel_id), col(PostClaimRow.ts))
            .where(col(PostClaimRow.workspace_id) == workspace_id, col(PostClaimRow.claim_id) == claim_id)
            .order_by(col(PostClaimRow.ts))
        )
        return [(channel, ts) for channel, ts in self._session.execute(found)]

    def _expire(self, now: datetime) -> None:
        """A lease that ran out while sending leaves a doubt."""
        self._session.execute(
            update(DeliveryRow)
            .where(col(DeliveryRow.state) == State.SENDING.value, col(DeliveryRow.lease_until) <= now)
            .values(state=State.DOUBT.value, not_before=now, owner=None, lease_until=None, reason="the lease ran out")
        )

    def _lease(self, row: DeliveryRow, state: State, owner: str, now: datetime) -> Delivery:
        row.state, row.owner, row.lease_until = state.value, owner, now + LEASE
        if state is State.SENDING:
            row.attempts += 1
            row.first_sent_at = row.first_sent_at or now
        self._session.flush()
        return self._delivery(row)

    def _settle(self, delivery: Delivery, owner: str, values: Mapping[str, Any]) -> bool:
        settled = self._session.connection().execute(
            update(DeliveryRow)
            .where(
                col(DeliveryRow.id) == delivery.id,
                col(DeliveryRow.owner) == owner,
                col(DeliveryRow.state) == delivery.state.value,
            )
            .values(owner=None, lease_until=None, **values)
        )
        return settled.rowcount == 1

    def _delivery(self, row: DeliveryRow) -> Delivery:
        assert row.id is not None
        thread = None
        if row.part > 0:
            first = select(col(DeliveryRow.ts)).where(
                col(DeliveryRow.workspace_id) == row.workspace_id,
                col(DeliveryRow.kind) == row.kind,
                col(DeliveryRow.key) == row.key,
                col(DeliveryRow.part) == 0,
            )
            thread = self._session.execute(first).scalar()
        planned = Planned(
            workspace_id=row.workspace_id,
            kind=row.kind,
            key=row.key,
            part=row.part,
            channel_id=row.channel_id,
            payload=row.payload,
            claims=tuple(row.claims),
            covers_since=row.covers_since,
        )
        return Delivery(
            row.id,
            planned,
            row.planned_at,
            State(row.state),
            row.reason,
            row.attempts,
            row.doubted,
            row.first_sent_at,
            row.ts,
            thread,
        )
