"""Rulings of one workspace: recorded, listed, undone. They are applied where claims are loaded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from briefings.rulings import Decision, Ruling
from db.tables import RulingRow


class Rulings:
    """Questions and changes about a workspace's decisions within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, workspace_id: str, ruling: Ruling) -> int:
        """Record a decision; its id."""
        row = RulingRow(
            workspace_id=workspace_id,
            claim_id=ruling.claim,
            decision=ruling.decision.value,
            report=ruling.report,
            into_claim_id=ruling.into,
            by=ruling.by,
            reason=ruling.reason,
            at=ruling.at,
        )
        self._session.add(row)
        self._session.flush()
        assert row.id is not None
        return row.id

    def undo(self, workspace_id: str, ruling_id: int, by: str, now: datetime) -> Ruling | None:
        """Take a decision back; None where the workspace has no such standing one."""
        wanted = (
            col(RulingRow.workspace_id) == workspace_id,
            col(RulingRow.id) == ruling_id,
            col(RulingRow.undone_at).is_(None),
        )
        row = self._session.execute(select(RulingRow).where(*wanted)).scalar()
        if row is None:
            return None
        undone = update(RulingRow).where(*wanted).values(undone_at=now, undone_by=by)
        self._session.execute(undone)
        return ruling_from(row)

    def standing(self, workspace_id: str, claim_ids: Sequence[str] | None = None) -> list[Ruling]:
        """The decisions that stand, about these claims or all, oldest first."""
        found = select(RulingRow).where(col(RulingRow.workspace_id) == workspace_id, col(RulingRow.undone_at).is_(None))
        if claim_ids is not None:
            found = found.where(col(RulingRow.claim_id).in_(claim_ids))
        return [ruling_from(row) for row in self._session.execute(found.order_by(col(RulingRow.id))).scalars()]


def ruling_from(row: RulingRow) -> Ruling:
    """The ruling of a row."""
    assert row.id is not None
    return Ruling(
        row.id, row.claim_id, Decision(row.decision), row.by, row.reason, row.at, row.report, row.into_claim_id
    )
