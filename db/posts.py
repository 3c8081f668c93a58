"""Our messages that answer a question: found again when the question is edited."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col

from db.outbox import Place
from db.tables import PostClaimRow, PostRow


class Posts:
    """Questions and changes about our messages, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def answering(self, workspace_id: str, channel_id: str, question_ts: str) -> list[Place]:
        """Our messages that answer one, in the order in which they stand."""
        found = (
            select(PostRow)
            .where(
                col(PostRow.workspace_id) == workspace_id,
                col(PostRow.channel_id) == channel_id,
                col(PostRow.question_ts) == question_ts,
            )
            .order_by(col(PostRow.ts))
        )
        rows = self._session.execute(found).scalars()
        return [Place(row.workspace_id, row.channel_id, row.ts, row.thread_ts) for row in rows]

    def reword(self, place: Place, claims: Sequence[str]) -> None:
        """A message of ours now mentions these claims."""
        at = {"workspace_id": place.workspace_id, "channel_id": place.channel_id, "ts": place.ts}
        same = [col(getattr(PostClaimRow, name)) == value for name, value in at.items()]
        self._session.execute(delete(PostClaimRow).where(*same))
        for claim_id in claims:
            self._session.execute(insert(PostClaimRow).values(**at, claim_id=claim_id).on_conflict_do_nothing())

    def forget(self, place: Place) -> None:
        """A message of ours is gone."""
        self._session.execute(
            delete(PostRow).where(
                col(PostRow.workspace_id) == place.workspace_id,
                col(PostRow.channel_id) == place.channel_id,
                col(PostRow.ts) == place.ts,
            )
        )
