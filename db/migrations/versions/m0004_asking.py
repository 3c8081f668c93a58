"""What a thread is about in full, questions with their answers, what people thought of them, and when they looked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str | None = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    op.add_column("conversation", sa.Column("words", sa.Text(), nullable=False, server_default=""))
    for name in ("terms", "required", "around"):
        op.add_column("conversation", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    for name in ("since", "until", "asked_on"):
        op.add_column("conversation", sa.Column(name, sa.Date(), nullable=True))
    op.add_column("post", sa.Column("question_ts", sa.String(), nullable=True))
    op.create_index("ix_post_question", "post", ["workspace_id", "channel_id", "question_ts", "ts"], unique=False)
    op.create_index("ix_claim_newest", "claim", ["status", "updated", "id"], unique=False)
    op.create_index("ix_claim_company_known", "claim_company", ["slug", "first_reported", "claim_id"], unique=False)
    _asked()
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_feedback_workspace", "feedback", ["workspace_id", "at"], unique=False)
    op.create_table(
        "look",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", "slug"),
    )


def _asked() -> None:
    op.create_table(
        "asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("thread_ts", sa.String(), nullable=True),
        sa.Column("question_ts", sa.String(), nullable=True),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("understood", sa.JSON(), nullable=False),
        sa.Column("previous", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("claims", sa.JSON(), nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column("more", sa.Integer(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_asked_at", "asked", ["at"], unique=False)
    op.create_index("ix_asked_question", "asked", ["workspace_id", "channel_id", "question_ts"], unique=False)
