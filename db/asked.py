"""Questions that were answered, so that the buttons under an answer work after a restart; and what people thought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, col

from db.asking_tables import AskedRow, FeedbackRow

KEEP = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its answer. `understood` and `previous` are JSON of `db.conversations`.

    `claims` were told, `others` fit as well, `more` counts what can be shown besides; `shown` holds the messages of an
    answer that only its asker saw, `ts` says where any other stands.
    """

    workspace_id: str
    kind: str
    channel_id: str
    user_id: str
    text: str
    understood: Mapping[str, Any]
    day: date
    claims: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    more: int = 0
    thread_ts: str | None = None
    question_ts: str | None = None
    previous: Mapping[str, Any] | None = None
    shown: tuple[Mapping[str, Any], ...] = ()
    ts: str | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person thought of an answer; `question` is None once it is no longer kept."""

    asked_id: int
    user_id: str
    reason: str
    note: str
    at: datetime
    question: str | None = None


class Asking:
    """Questions and changes about what was asked in one workspace, always named, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, asked: Asked, now: datetime) -> int:
        """Store a question with its answer; its id."""
        row = AskedRow(
            workspace_id=asked.workspace_id,
            kind=asked.kind,
            channel_id=asked.channel_id,
            thread_ts=asked.thread_ts,
            question_ts=asked.question_ts,
            user_id=asked.user_id,
            text=asked.text,
            understood=dict(asked.understood),
            previous=dict(asked.previous) if asked.previous is not None else None,
            day=asked.day,
            claims=list(asked.claims),
            others=list(asked.others),
            more=asked.more,
            shown=[dict(message) for message in asked.shown],
            at=now,
        )
        self._session.add(row)
        self._session.flush()
        assert row.id is not None
        return row.id

    def get(self, workspace_id: str, asked_id: int) -> Asked | None:
        """What was asked under this id."""
        row = self._session.get(AskedRow, asked_id)
        return _asked(row) if row and row.workspace_id == workspace_id else None

    def first_by(self, workspace_id: str, channel_id: str, question_ts: str) -> Asked | None:
        """What a message asked when it was answered first, before any edit."""
        found = (
            select(AskedRow)
            .where(
                col(AskedRow.workspace_id) == workspace_id,
                col(AskedRow.channel_id) == channel_id,
                col(AskedRow.question_ts) == question_ts,
            )
            .order_by(col(AskedRow.at), col(AskedRow.id))
            .limit(1)
        )
        row = self._session.execute(found).scalar()
        return _asked(row) if row else None

    def answered_at(self, workspace_id: str, asked_id: int, ts: str) -> None:
        """Keep where the answer stands."""
        self._change(workspace_id, asked_id, {"ts": ts})

    def take_share(self, workspace_id: str, asked_id: int, now: datetime) -> bool:
        """Whether the answer was not shared yet; from now on it is."""
        changed = self._session.connection().execute(
            update(AskedRow)
            .where(
                col(AskedRow.workspace_id) == workspace_id,
                col(AskedRow.id) == asked_id,
                col(AskedRow.shared_at).is_(None),
            )
            .values(shared_at=now)
        )
        return changed.rowcount == 1

    def give_back_share(self, workspace_id: str, asked_id: int) -> None:
        """Let the answer be shared again: it was not posted."""
        self._change(workspace_id, asked_id, {"shared_at": None})

    def forget_old(self, now: datetime) -> None:
        """Drop what was asked a while ago."""
        self._session.execute(delete(AskedRow).where(col(AskedRow.at) < now - KEEP))

    # Feedback

    def add_feedback(self, workspace_id: str, feedback: Feedback) -> None:
        """Keep what a person thought of an answer."""
        self._session.execute(
            insert(FeedbackRow).values(
                workspace_id=workspace_id,
                asked_id=feedback.asked_id,
                user_id=feedback.user_id,
                reason=feedback.reason,
                note=feedback.note,
                at=feedback.at,
            )
        )

    def feedback(self, workspace_id: str, limit: int = 1_000) -> Sequence[Feedback]:
        """What people thought of answers, the latest first."""
        columns = (col(FeedbackRow.asked_id), col(FeedbackRow.user_id), col(FeedbackRow.reason), col(FeedbackRow.note))
        same = (col(AskedRow.workspace_id) == workspace_id) & (col(AskedRow.id) == col(FeedbackRow.asked_id))
        found = (
            select(*columns, col(FeedbackRow.at), col(AskedRow.text))
            .join(AskedRow, same, isouter=True)
            .where(col(FeedbackRow.workspace_id) == workspace_id)
            .order_by(col(FeedbackRow.at).desc(), col(FeedbackRow.id).desc())
            .limit(limit)
        )
        return [Feedback(*row) for row in self._session.execute(found)]

    def _change(self, workspace_id: str, asked_id: int, values: Mapping[str, Any]) -> None:
        one = (col(AskedRow.workspace_id) == workspace_id, col(AskedRow.id) == asked_id)
        self._session.execute(update(AskedRow).where(*one).values(**values))


def _asked(row: AskedRow) -> Asked:
    return Asked(
        workspace_id=row.workspace_id,
        kind=row.kind,
        channel_id=row.channel_id,
        user_id=row.user_id,
        text=row.text,
        understood=row.understood,
        day=row.day,
        claims=tuple(row.claims),
        others=tuple(row.others),
        more=row.more,
        thread_ts=row.thread_ts,
        question_ts=row.question_ts,
        previous=row.previous,
        shown=tuple(row.shown),
        ts=row.ts,
    )
