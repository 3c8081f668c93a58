"""What belongs to one workspace besides its deliveries: its digests, and requests already taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col

from briefings.schedules import Schedule
from db.tables import SeenRequestRow, SubscriptionRow, WorkspaceRow

KEEP_SEEN = timedelta(hours=25)
"""Slack's delayed events come hourly for a day: https://docs.slack.dev/apis/events-api"""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel's digest. `covered_until` is what the last digest reached; None before the first."""

    id: int
    workspace_id: str
    channel_id: str
    created_by: str
    schedule: Schedule
    enabled: bool
    next_run_at: datetime
    covered_until: datetime | None


class Workspaces:
    """Questions and changes about one workspace, always named, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def remember(self, workspace_id: str, name: str, bot_user_id: str) -> None:
        """Store the workspace, or its new name."""
        values = {"name": name, "bot_user_id": bot_user_id}
        row = insert(WorkspaceRow).values(id=workspace_id, **values)
        self._session.execute(row.on_conflict_do_update(index_elements=["id"], set_=values))

    def take_request(self, workspace_id: str, key: str, now: datetime) -> bool:
        """Whether this event, command or click is new; from now on it is not."""
        row = insert(SeenRequestRow).values(workspace_id=workspace_id, key=key, seen_at=now)
        taken = self._session.connection().execute(row.on_conflict_do_nothing())
        return taken.rowcount == 1

    def has_later_request(self, workspace_id: str, key: str) -> bool:
        """Whether one was taken whose key begins alike and ends later: keys of edits end in the time of the edit."""
        alike = f"{key.rpartition(':')[0]}:"
        later = select(col(SeenRequestRow.key)).where(
            col(SeenRequestRow.workspace_id) == workspace_id,
            col(SeenRequestRow.key) > key,
            col(SeenRequestRow.key).startswith(alike, autoescape=True),
        )
        return self._session.execute(later.limit(1)).first() is not None

    def forget_old(self, now: datetime) -> None:
        """Drop requests that cannot come again."""
        self._session.execute(delete(SeenRequestRow).where(col(SeenRequestRow.seen_at) < now - KEEP_SEEN))

    # Subscriptions

    def subscribe(
        self, workspace_id: str, channel_id: str, created_by: str, schedule: Schedule, next_run_at: datetime
    ) -> None:
        """Give a channel its digest, or the one it has another schedule; what it has seen stays."""
        values = {
            "created_by": created_by,
            "days": sorted(schedule.days),
            "at": schedule.at.isoformat("minutes"),
            "zone": schedule.zone,
            "enabled": True,
            "next_run_at": next_run_at,
        }
        row = insert(SubscriptionRow).values(workspace_id=workspace_id, channel_id=channel_id, **values)
        self._session.execute(row.on_conflict_do_update(index_elements=["workspace_id", "channel_id"], set_=values))

    def unsubscribe(self, workspace_id: str, channel_id: str) -> bool:
        """Stop a channel's digest; False where it had none."""
        stopped = self._session.connection().execute(
            update(SubscriptionRow)
            .where(
                col(SubscriptionRow.workspace_id) == workspace_id,
                col(SubscriptionRow.channel_id) == channel_id,
                col(SubscriptionRow.enabled),
            )
            .values(enabled=False)
        )
        return stopped.rowcount > 0

    def subscription(self, workspace_id: str, channel_id: str) -> Subscription | None:
        """A channel's digest, running or stopped."""
        found = select(SubscriptionRow).where(
            col(SubscriptionRow.workspace_id) == workspace_id, col(SubscriptionRow.channel_id) == channel_id
        )
        row = self._session.execute(found).scalar()
        return _subscription(row) if row else None

    def subscriptions(self, workspace_id: str) -> list[Subscription]:
        """The running digests of a workspace, next due first."""
        found = (
            select(SubscriptionRow)
            .where(col(SubscriptionRow.workspace_id) == workspace_id, col(SubscriptionRow.enabled))
            .order_by(col(SubscriptionRow.next_run_at), col(SubscriptionRow.id))
        )
        return [_subscription(row) for row in self._session.execute(found).scalars()]

    def due(self, workspace_id: str, now: datetime) -> list[str]:
        """The channels of a workspace whose digest's time has come, oldest first."""
        found = (
            select(col(SubscriptionRow.channel_id))
            .where(
                col(SubscriptionRow.workspace_id) == workspace_id,
                col(SubscriptionRow.enabled),
                col(SubscriptionRow.next_run_at) <= now,
            )
            .order_by(col(SubscriptionRow.next_run_at), col(SubscriptionRow.id))
        )
        return list(self._session.execute(found).scalars())

    def advance(self, subscription: Subscription, next_run_at: datetime, covered_until: datetime | None) -> bool:
        """Set when a digest is due next and what it has covered; False where it was moved on by another meanwhile."""
        moved = self._session.connection().execute(
            update(SubscriptionRow)
            .where(
                col(SubscriptionRow.workspace_id) == subscription.workspace_id,
                col(SubscriptionRow.id) == subscription.id,
                col(SubscriptionRow.next_run_at) == subscription.next_run_at,
                col(SubscriptionRow.enabled),
            )
            .values(next_run_at=next_run_at, covered_until=covered_until)
        )
        return moved.rowcount == 1

    def uncover(self, workspace_id: str, channel_id: str, since: datetime) -> None:
        """Let the next digest of a channel begin where one began that could not be posted."""
        self._session.execute(
            update(SubscriptionRow)
            .where(col(SubscriptionRow.workspace_id) == workspace_id, col(SubscriptionRow.channel_id) == channel_id)
            .values(covered_until=since)
        )

    def all_ids(self) -> Sequence[str]:
        """Every workspace."""
        return list(self._session.execute(select(col(WorkspaceRow.id)).order_by(col(WorkspaceRow.id))).scalars())


def _subscription(row: SubscriptionRow) -> Subscription:
    assert row.id is not None
    schedule = Schedule(frozenset(row.days), time.fromisoformat(row.at), row.zone)
    return Subscription(
        row.id,
        row.workspace_id,
        row.channel_id,
        row.created_by,
        schedule,
        row.enabled,
        row.next_run_at,
        row.covered_until,
    )
