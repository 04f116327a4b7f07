"""Guilds, their settings, what their moderators changed, and replies that can still be edited."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _guild(**keywords: object) -> sa.Column[int]:
    return sa.Column("guild_id", sa.BigInteger(), sa.ForeignKey("guilds.id", ondelete="CASCADE"), **keywords)  # type: ignore[arg-type]


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "guilds",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("left_at", sa.DateTime(), nullable=True),
    )
    op.create_table(
        "revisions",
        sa.Column("sequence", _BIG_KEY, primary_key=True, autoincrement=True),
        _guild(nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("thing_id", sa.String(100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("effect", sa.String(10), nullable=False),
        sa.Column("data", sa.Text(), nullable=True),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("time", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("based_on", sa.String(16), nullable=False),
        sa.UniqueConstraint("guild_id", "kind", "thing_id", "number", name="uq_revisions_thing_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_revisions_guild_sequence", "revisions", ["guild_id", "sequence"])
    op.create_table(
        "guild_settings",
        _guild(primary_key=True),
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_table(
        "replies",
        sa.Column("channel_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        _guild(nullable=True),
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("thing_id", sa.String(100), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("time", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_replies_question", "replies", ["question_id"])
    op.create_index("ix_replies_time", "replies", ["time"])
