"""When people last asked what changed, each workspace for itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col

from db.asking_tables import LookRow


class Looks:
    """Questions and changes about when a person looked, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def last(self, workspace_id: str, user_id: str, slug: str = "") -> datetime | None:
        """When a person last asked what changed about all companies, or about this one."""
        found = select(func.max(col(LookRow.looked_at))).where(
            col(LookRow.workspace_id) == workspace_id,
            col(LookRow.user_id) == user_id,
            col(LookRow.slug).in_(("", slug)),
        )
        last: datetime | None = self._session.execute(found).scalar()
        return last

    def looked(self, workspace_id: str, user_id: str, slug: str, now: datetime) -> None:
        """A person has seen what changed until now, about all companies (no slug) or about one."""
        row = insert(LookRow).values(workspace_id=workspace_id, user_id=user_id, slug=slug, looked_at=now)
        keys = ["workspace_id", "user_id", "slug"]
        self._session.execute(row.on_conflict_do_update(index_elements=keys, set_={"looked_at": now}))
