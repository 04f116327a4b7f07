"""Changes that wait for approval, and who accepted a revision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Apply the step."""
    op.add_column("revisions", sa.Column("accepter_id", sa.BigInteger(), nullable=True))
    op.create_table(
        "pending_changes",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("guild_id", sa.BigInteger(), sa.ForeignKey("guilds.id", ondelete="CASCADE"), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("credited_id", sa.BigInteger(), nullable=True),
        sa.Column("time", sa.DateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pending_changes_guild", "pending_changes", ["guild_id"])
    op.create_index("ix_pending_changes_author", "pending_changes", ["author_id"])
