"""Since when checks have seen a guild absent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Apply the step."""
    # Never by copying the table, as a batch may do: to drop the old one would delete all that hangs on its rows.
    op.add_column("guilds", sa.Column("absent_since", sa.DateTime(), nullable=True))
