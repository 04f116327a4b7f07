"""Checksums of settings and revisions, and how many of them a guild has: damage inside a row is noticed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from briefbot.store.checksums import checksum

revision = "0003"
down_revision = "0002"

_SETTINGS = ("guild_id", "name", "value")
_REVISIONS = (
    "guild_id", "kind", "thing_id", "number", "action", "effect", "data", "author_id", "time", "reason", "based_on",
)  # fmt: skip


def upgrade() -> None:
    """Apply the step."""
    for name in ("guild_settings", "revisions"):
        op.add_column(name, sa.Column("checksum", sa.String(16), nullable=False, server_default=""))
    for name in ("settings", "revisions"):
        op.add_column("guilds", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    _seal("guild_settings", ("guild_id", "name"), _SETTINGS)
    _seal("revisions", ("sequence",), _REVISIONS)
    _count("settings", "guild_settings")
    _count("revisions", "revisions")


def _seal(table_name: str, key: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Give every row its checksum; what cannot be read gets none, and counts as unreadable."""
    table = sa.table(table_name, *(sa.column(name) for name in dict.fromkeys((*key, *names, "checksum"))))
    connection = op.get_bind()
    for row in connection.execute(sa.select(table)).mappings().all():
        try:
            made = checksum(*(_plain(row[name]) for name in names))
        except (TypeError, ValueError):
            continue
        connection.execute(sa.update(table).where(*(table.c[name] == row[name] for name in key)).values(checksum=made))


def _plain(value: object) -> str | int | None:
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(value)


def _count(column: str, table_name: str) -> None:
    guilds = sa.table("guilds", sa.column("id"), sa.column(column))
    rows = sa.table(table_name, sa.column("guild_id"))
    found = sa.select(sa.func.count()).select_from(rows).where(rows.c.guild_id == guilds.c.id).scalar_subquery()
    op.execute(sa.update(guilds).values({column: found}))
