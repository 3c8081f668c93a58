"""The tables of what is read from the web: feeds, their entries, addresses of articles, and pages to look at again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, Text, text
from sqlmodel import Field, SQLModel


class FeedRow(SQLModel, table=True):
    """A feed with its schedule and how it has been doing; `lease_until` keeps others from asking it meanwhile."""

    __tablename__ = "feed"
    __table_args__ = (
        CheckConstraint("state IN ('active','paused','ended')", name="state"),
        Index("ix_feed_due", "next_at", sqlite_where=text("state = 'active'")),
    )

    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(unique=True)
    title: str = ""
    outlet: str = ""
    """Who publishes it: as the person said who added it, else as the feed says, else its host."""
    added_by: str
    added_at: datetime
    state: str = "active"
    primed: bool = False
    """Its first answer was read: what comes from now on is news."""
    etag: str | None = None
    last_modified: str | None = None
    ttl_seconds: int = 0
    interval_seconds: int
    next_at: datetime
    lease_until: datetime | None = None
    checked_at: datetime | None = None
    answered_at: datetime | None = None
    new_at: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    problem: str | None = None
    breaches: int = 0
    alerted_at: datetime | None = None


class FeedEntryRow(SQLModel, table=True):
    """An entry that a feed has shown; `content` is what it brought, kept until it is dealt with."""

    __tablename__ = "feed_entry"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','read','known','elsewhere','refused')", name="state"),
        Index("ix_feed_entry_waiting", "due_at", sqlite_where=text("state = 'waiting'")),
    )

    feed_id: int = Field(foreign_key="feed.id", ondelete="CASCADE", primary_key=True)
    key: str = Field(primary_key=True)
    content_hash: str
    seen_at: datetime
    silent: bool = False
    """It was old when the feed was added: read, and never told as news."""
    content: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    state: str = "waiting"
    reason: str | None = Field(default=None, sa_type=Text)
    due_at: datetime
    attempts: int = 0
    article_id: str | None = Field(default=None, foreign_key="article.id", ondelete="SET NULL", index=True)


class ArticleAddressRow(SQLModel, table=True):
    """An address, in its plain form, at which an article was seen."""

    __tablename__ = "article_address"

    key: str = Field(primary_key=True)
    article_id: str = Field(foreign_key="article.id", ondelete="CASCADE", index=True)


class PageCheckRow(SQLModel, table=True):
    """An article whose page is to be looked at again: has it been changed, corrected, withdrawn?"""

    __tablename__ = "page_check"

    article_id: str = Field(foreign_key="article.id", ondelete="CASCADE", primary_key=True)
    url: str
    due_at: datetime = Field(index=True)
    step: int = 0
    attempts: int = 0
    missing_since: datetime | None = None
    """Its host said that there is no such page; once is no proof."""
    etag: str | None = None
    last_modified: str | None = None


class HostRow(SQLModel, table=True):
    """A host that asked us to wait, or that we give a rest."""

    __tablename__ = "host"

    name: str = Field(primary_key=True)
    not_before: datetime
