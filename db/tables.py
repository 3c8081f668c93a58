"""The tables. Rows stay inside `db`: what leaves it are frozen values of `briefings`.

Companies and published news are shared by all workspaces. Whatever belongs to one workspace carries `workspace_id`,
and is referred to by composite keys only, so that no row can point into another workspace.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class CompanyRow(SQLModel, table=True):
    __tablename__ = "company"

    slug: str = Field(primary_key=True)
    name: str
    tickers: list[str] = Field(sa_column=Column(JSON, nullable=False))
    common_words: list[str] = Field(sa_column=Column(JSON, nullable=False))


class CompanyAliasRow(SQLModel, table=True):
    """A name by which a company goes besides its own; `folded` is how it is compared, and belongs to one company."""

    __tablename__ = "company_alias"

    folded: str = Field(primary_key=True)
    slug: str = Field(foreign_key="company.slug", ondelete="CASCADE", index=True)
    name: str
    position: int


class CompanyParentRow(SQLModel, table=True):
    __tablename__ = "company_parent"

    slug: str = Field(foreign_key="company.slug", ondelete="CASCADE", primary_key=True)
    parent: str = Field(foreign_key="company.slug", ondelete="CASCADE", primary_key=True, index=True)
    position: int


class OutletRow(SQLModel, table=True):
    __tablename__ = "outlet"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class ArticleRow(SQLModel, table=True):
    """An article; `body` is emptied after the retention time, the quotes in its reports stay."""

    __tablename__ = "article"

    id: str = Field(primary_key=True)
    url: str = Field(index=True)
    outlet_id: int = Field(foreign_key="outlet.id", index=True)
    published_at: datetime = Field(index=True)
    recorded_at: datetime = Field(index=True)
    title: str = Field(sa_type=Text)
    body: str | None = Field(default=None, sa_type=Text)
    lang: str
    text_hash: str = Field(index=True)
    revises: str | None = Field(default=None, index=True)
    """The id of the article of which this is a later version, or whose withdrawal it tells."""
    author: str | None = None
    date_doubtful: bool = Field(default=False, sa_column_kwargs={"server_default": text("0")})


class ClaimRow(SQLModel, table=True):
    """A claim with its latest standing, which is derived from the reports and kept for speed only."""

    __tablename__ = "claim"
    __table_args__ = (Index("ix_claim_newest", "status", "updated", "id"),)

    number: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    statement: str = Field(sa_type=Text)
    companies: list[str] = Field(sa_column=Column(JSON, nullable=False))
    topic: str
    facility: str | None = None
    target: str | None = None
    ending: bool = False
    status: str
    stage: str | None = None
    needs_review: bool = False
    first_reported: date
    updated: date


class ClaimCompanyRow(SQLModel, table=True):
    """Which companies a claim is about, with what their card is sorted by."""

    __tablename__ = "claim_company"
    __table_args__ = (
        Index("ix_claim_company_card", "slug", "status", "updated", "claim_id"),
        Index("ix_claim_company_known", "slug", "first_reported", "claim_id"),
    )

    claim_id: str = Field(foreign_key="claim.id", ondelete="CASCADE", primary_key=True)
    slug: str = Field(primary_key=True)
    status: str
    first_reported: date
    updated: date


class ClaimAliasRow(SQLModel, table=True):
    """The id of a claim that was merged into another; ids are given once and keep working."""

    __tablename__ = "claim_alias"

    alias: str = Field(primary_key=True)
    claim_id: str = Field(foreign_key="claim.id", ondelete="CASCADE", index=True)


class ReportRow(SQLModel, table=True):
    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("claim_id", "article_id", "position"),
        CheckConstraint("span_start >= 0 AND span_end > span_start", name="span"),
    )

    id: int | None = Field(default=None, primary_key=True)
    claim_id: str = Field(foreign_key="claim.id", ondelete="CASCADE", index=True)
    article_id: str = Field(foreign_key="article.id", ondelete="CASCADE", index=True)
    position: int
    statement: str = Field(sa_type=Text)
    quote: str = Field(sa_type=Text)
    span_start: int
    span_end: int
    companies: list[str] = Field(sa_column=Column(JSON, nullable=False))
    topic: str
    stance: str
    supports: str
    source_class: str
    source_name: str | None = None
    source_origin: str | None = None
    source_company: str | None = None
    rule: str
    stage: str | None = None
    background: bool = False
    needs_review: bool = False
    spoken_on: str | None = None
    event_date: str | None = None
    facility: str | None = None
    ending: bool = False
    quantities: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))


class StatusChangeRow(SQLModel, table=True):
    """The history of a claim's standing as it became known to us; never rewritten."""

    __tablename__ = "status_change"

    id: int | None = Field(default=None, primary_key=True)
    claim_id: str = Field(foreign_key="claim.id", ondelete="CASCADE", index=True)
    recorded_at: datetime = Field(index=True)
    status_before: str | None = None
    status: str
    stage: str | None = None
    needs_review: bool = False
    article_id: str | None = Field(default=None, foreign_key="article.id", ondelete="SET NULL")


class WorkspaceRow(SQLModel, table=True):
    __tablename__ = "workspace"

    id: str = Field(primary_key=True)
    name: str
    bot_user_id: str
    gate_until: datetime | None = None
    """Slack asked us to wait until then."""


class SubscriptionRow(SQLModel, table=True):
    """A channel's digest. `days` lists weekdays from 0 (Monday); `covered_until` is what the last digest reached."""

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("workspace_id", "channel_id"),
        UniqueConstraint("workspace_id", "id"),
        Index("ix_subscription_due", "next_run_at", sqlite_where=text("enabled")),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: str = Field(foreign_key="workspace.id", ondelete="CASCADE")
    channel_id: str
    created_by: str
    days: list[int] = Field(sa_column=Column(JSON, nullable=False))
    at: str
    zone: str
    enabled: bool = True
    next_run_at: datetime
    covered_until: datetime | None = None


class DeliveryRow(SQLModel, table=True):
    """Something we post unasked: planned once, posted by whoever holds its lease, settled with what Slack said."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("workspace_id", "kind", "key", "part"),
        UniqueConstraint("workspace_id", "id"),
        CheckConstraint("state IN ('pending','sending','doubt','sent','skipped','failed')", name="state"),
        Index("ix_delivery_open", "state", "not_before"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: str = Field(foreign_key="workspace.id", ondelete="CASCADE")
    kind: str
    key: str
    part: int
    channel_id: str
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    claims: list[str] = Field(sa_column=Column(JSON, nullable=False))
    covers_since: datetime | None = None
    """For a digest: where what it covers begins, so that a digest that fails for good is covered by the next."""
    planned_at: datetime
    not_before: datetime
    state: str = "pending"
    reason: str | None = None
    owner: str | None = None
    lease_until: datetime | None = None
    attempts: int = 0
    doubted: bool = False
    """An earlier attempt may have arrived and could not be looked up: the next one says so."""
    first_sent_at: datetime | None = None
    ts: str | None = None
    settled_at: datetime | None = None


class PostRow(SQLModel, table=True):
    """A message of ours in Slack; `question_ts` is the message that it answers, if it answers one."""

    __tablename__ = "post"
    __table_args__ = (
        Index("ix_post_question", "workspace_id", "channel_id", "question_ts", "ts"),
        ForeignKeyConstraint(
            ["workspace_id", "delivery_id"], ["delivery.workspace_id", "delivery.id"], ondelete="CASCADE"
        ),
    )

    workspace_id: str = Field(foreign_key="workspace.id", ondelete="CASCADE", primary_key=True)
    channel_id: str = Field(primary_key=True)
    ts: str = Field(primary_key=True)
    thread_ts: str | None = None
    delivery_id: int | None = None
    question_ts: str | None = None
    posted_at: datetime


class PostClaimRow(SQLModel, table=True):
    """Which claims a post mentions: where a follow-up belongs."""

    __tablename__ = "post_claim"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "channel_id", "ts"],
            ["post.workspace_id", "post.channel_id", "post.ts"],
            ondelete="CASCADE",
        ),
    )

    workspace_id: str = Field(primary_key=True)
    channel_id: str = Field(primary_key=True)
    ts: str = Field(primary_key=True)
    claim_id: str = Field(foreign_key="claim.id", ondelete="CASCADE", primary_key=True, index=True)


class RulingRow(SQLModel, table=True):
    """A person's decision about a claim, for their workspace only; undone rather than deleted."""

    __tablename__ = "ruling"
    __table_args__ = (Index("ix_ruling_claim", "workspace_id", "claim_id"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: str = Field(foreign_key="workspace.id", ondelete="CASCADE")
    claim_id: str = Field(foreign_key="claim.id", ondelete="CASCADE", index=True)
    decision: str
    report: str | None = None
    into_claim_id: str | None = Field(default=None, foreign_key="claim.id", ondelete="CASCADE")
    by: str
    reason: str = Field(sa_type=Text)
    at: datetime
    undone_at: datetime | None = None
    undone_by: str | None = None


class ConversationRow(SQLModel, table=True):
    """What a thread is about, so that a follow-up question is understood: what its last question was read as."""

    __tablename__ = "conversation"

    workspace_id: str = Field(foreign_key="workspace.id", ondelete="CASCADE", primary_key=True)
    channel_id: str = Field(primary_key=True)
    thread_ts: str = Field(primary_key=True)
    companies: list[str] = Field(sa_column=Column(JSON, nullable=False))
    topics: list[str] = Field(sa_column=Column(JSON, nullable=False))
    words: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})
    terms: list[str] = Field(sa_column=Column(JSON, nullable=False, server_default=text("'[]'")))
    required: list[list[str]] = Field(sa_column=Column(JSON, nullable=False, server_default=text("'[]'")))
    around: list[str] = Field(sa_column=Column(JSON, nullable=False, server_default=text("'[]'")))
    since: date | None = None
    until: date | None = None
    asked_on: date | None = None
    asked_at: datetime = Field(index=True)


class SeenRequestRow(SQLModel, table=True):
    """An event, command or click that was taken; Slack and Bolt deliver some of them several times."""

    __tablename__ = "seen_request"

    workspace_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    seen_at: datetime = Field(index=True)
