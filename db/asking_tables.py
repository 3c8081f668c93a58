"""The tables of what people asked: questions that were answered, what they thought of it, when they last looked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, Text
from sqlmodel import Field, SQLModel


class AskedRow(SQLModel, table=True):
    """A question that was answered, and with what; kept for a while, so that the buttons under the answer work.

    `question_ts` is the message that asked it, None for a slash command; `shown` holds the messages of an answer that
    only its asker saw, so that the same can be shared.
    """

    __tablename__ = "asked"
    # An id is never given again: a button under an old answer must not open another one.
    __table_args__ = (
        Index("ix_asked_question", "workspace_id", "channel_id", "question_ts"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: str = Field(foreign_key="workspace.id", ondelete="CASCADE")
    kind: str
    channel_id: str
    thread_ts: str | None = None
    question_ts: str | None = None
    user_id: str
    text: str = Field(sa_type=Text)
    understood: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    previous: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    day: date
    claims: list[str] = Field(sa_column=Column(JSON, nullable=False))
    others: list[str] = Field(sa_column=Column(JSON, nullable=False))
    more: int = 0
    shown: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    ts: str | None = None
    shared_at: datetime | None = None
    at: datetime = Field(index=True)


class FeedbackRow(SQLModel, table=True):
    """What a person thought of an answer. It outlives the question, which is why nothing refers to that."""

    __tablename__ = "feedback"
    __table_args__ = (Index("ix_feedback_workspace", "workspace_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: str = Field(foreign_key="workspace.id", ondelete="CASCADE")
    asked_id: int
    user_id: str
    reason: str
    note: str = Field(sa_type=Text)
    at: datetime


class LookRow(SQLModel, table=True):
    """When a person last asked what changed: about one company, or (slug empty) about all."""

    __tablename__ = "look"

    workspace_id: str = Field(foreign_key="workspace.id", ondelete="CASCADE", primary_key=True)
    user_id: str = Field(primary_key=True)
    slug: str = Field(primary_key=True)
    looked_at: datetime
