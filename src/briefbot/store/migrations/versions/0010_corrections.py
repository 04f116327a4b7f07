"""What replies show, and corrections of those that show an older text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
_BIG_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "shown_items",
        sa.Column("message_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), sa.ForeignKey("guilds.id", ondelete="CASCADE"), nullable=False),
        sa.Column("thing_id", sa.String(100), nullable=False),
        sa.Column("stamp", sa.String(6), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("time", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_shown_items_thing", "shown_items", ["guild_id", "thing_id"])
    op.create_index("ix_shown_items_time", "shown_items", ["time"])
    op.create_table(
        "corrections",
        sa.Column("id", _BIG_KEY, primary_key=True, autoincrement=True),
        sa.Column("guild_id", sa.BigInteger(), sa.ForeignKey("guilds.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("thing_id", sa.String(100), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("time", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("total", "private", "corrected", "unchanged", "gone", "barred")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_corrections_guild", "corrections", ["guild_id"])
    op.create_index("ix_corrections_author", "corrections", ["author_id"])
    op.create_table(
        "due_corrections",
        sa.Column("correction_id", sa.BigInteger(), sa.ForeignKey("corrections.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("message_id", sa.BigInteger(), primary_key=True, autoincrement=False),
    )
