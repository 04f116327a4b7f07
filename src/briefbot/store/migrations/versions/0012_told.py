"""What answers the question that somebody waits for, until they were told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Apply the step."""
    op.add_column("waiting", sa.Column("answer", sa.String(120), nullable=True))
