"""Questions without an answer that helped, in groups, and what people said of replies."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _guild() -> sa.Column[Any]:
    return sa.Column("guild_id", sa.BigInteger(), sa.ForeignKey("guilds.id", ondelete="CASCADE"), nullable=False)


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "inbox_groups",
        sa.Column("id", _KEY, primary_key=True, autoincrement=True),
        _guild(),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_groups_guild", "inbox_groups", ["guild_id"])
    op.create_index("ix_inbox_groups_person", "inbox_groups", ["person_id"])
    op.create_table(
        "inbox_questions",
        sa.Column("id", _KEY, primary_key=True, autoincrement=True),
        _guild(),
        sa.Column("group_id", sa.BigInteger(), sa.ForeignKey("inbox_groups.id", ondelete="CASCADE"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("why", sa.String(10), nullable=False),
        sa.Column("time", sa.DateTime(), nullable=False),
        sa.Column("near", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_questions_guild", "inbox_questions", ["guild_id"])
    op.create_index("ix_inbox_questions_group", "inbox_questions", ["group_id"])
    op.create_table(
        "opinions",
        sa.Column("message_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        _guild(),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.String(100), nullable=True),
        sa.Column("time", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_opinions_person", "opinions", ["person_id"])
    op.create_index("ix_opinions_time", "opinions", ["time"])
