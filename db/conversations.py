"""What threads are about, so that a follow-up question is understood without reading Slack's history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col

from briefings.claims import Topic
from briefings.questions import Question
from db.tables import ConversationRow

KEEP = timedelta(days=30)
_DATES = ("since", "until", "asked_on")


class Conversations:
    """One conversation a (workspace, channel, thread), within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def last_question(self, workspace_id: str, channel_id: str, thread_ts: str) -> Question | None:
        """What was last asked in a thread, as far as a follow-up goes back to it."""
        row = self._session.get(ConversationRow, (workspace_id, channel_id, thread_ts))
        return _question(row) if row else None

    def last_in_channel(self, workspace_id: str, channel_id: str, since: datetime) -> Question | None:
        """What was last asked in a channel, in any thread, no earlier than `since`."""
        latest = (
            select(ConversationRow)
            .where(
                col(ConversationRow.workspace_id) == workspace_id,
                col(ConversationRow.channel_id) == channel_id,
                col(ConversationRow.asked_at) >= since,
            )
            .order_by(col(ConversationRow.asked_at).desc(), col(ConversationRow.thread_ts).desc())
            .limit(1)
        )
        row = self._session.execute(latest).scalar()
        return _question(row) if row else None

    def save(self, workspace_id: str, channel_id: str, thread_ts: str, question: Question, now: datetime) -> None:
        """Keep what a thread's last question was about."""
        dates = {name: getattr(question, name) for name in _DATES} | {"asked_at": now}
        values = {**question_to(question), **dates}
        row = insert(ConversationRow).values(
            workspace_id=workspace_id, channel_id=channel_id, thread_ts=thread_ts, **values
        )
        keys = ["workspace_id", "channel_id", "thread_ts"]
        self._session.execute(row.on_conflict_do_update(index_elements=keys, set_=values))

    def forget_old(self, now: datetime) -> None:
        """Drop what nobody went on with for a while."""
        self._session.execute(delete(ConversationRow).where(col(ConversationRow.asked_at) < now - KEEP))


def question_to(question: Question) -> dict[str, Any]:
    """What a follow-up goes back to, as JSON."""
    return {
        "companies": list(question.companies),
        "topics": [topic.value for topic in question.topics],
        "words": f"{question.words} {question.context}".strip(),
        "around": list(question.around),
        "terms": list(question.terms),
        "required": [list(row) for row in question.required],
        **{name: day.isoformat() if (day := getattr(question, name)) else None for name in _DATES},
    }


def question_from(kept: Mapping[str, Any]) -> Question:
    """The question of such JSON."""
    since, until, asked_on = (date.fromisoformat(kept[name]) if kept.get(name) else None for name in _DATES)
    return replace(_subject(kept), since=since, until=until, asked_on=asked_on)


def _question(row: ConversationRow) -> Question:
    return replace(_subject(row.model_dump()), since=row.since, until=row.until, asked_on=row.asked_on)


def _subject(kept: Mapping[str, Any]) -> Question:
    return Question(
        "",
        companies=tuple(kept["companies"]),
        topics=tuple(map(Topic, kept["topics"])),
        words=kept["words"],
        around=tuple(kept.get("around", ())),
        terms=tuple(kept["terms"]),
        required=tuple(map(tuple, kept["required"])),
    )
