"""Who wants to be told when a question of the inbox has an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "waiting",
        sa.Column("group_id", sa.BigInteger(), sa.ForeignKey("inbox_groups.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("guild_id", sa.BigInteger(), sa.ForeignKey("guilds.id", ondelete="CASCADE"), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("time", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_waiting_person", "waiting", ["person_id"])
    op.create_index("ix_waiting_time", "waiting", ["time"])
