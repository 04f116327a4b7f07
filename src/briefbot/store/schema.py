"""The tables as the newest migration leaves them, in SQL that SQLite and PostgreSQL share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from briefbot.store.checksums import SIZE


class UtcTime(TypeDecorator[datetime]):
    """A time, stored as UTC without a zone, which every database supports."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002 -- SQLAlchemy's signature
        """Convert to UTC and drop the zone."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002 -- SQLAlchemy's signature
        """Mark the time as UTC again."""
        return None if value is None else value.replace(tzinfo=UTC)


def _checksum() -> Column[str]:
    return Column("checksum", String(2 * SIZE), nullable=False, server_default="")


metadata = MetaData()
BIG_KEY = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only if the key's type is INTEGER."""


def _guild_key(**keywords: Any) -> Column[int]:
    return Column("guild_id", BigInteger, ForeignKey("guilds.id", ondelete="CASCADE"), nullable=False, **keywords)


guilds = Table(
    "guilds",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("left_at", UtcTime, nullable=True),
    Column("absent_since", UtcTime, nullable=True),
    Column("settings", Integer, nullable=False, server_default="0"),
    Column("revisions", Integer, nullable=False, server_default="0"),
)
"""A guild counts its rows, to notice one that damage gave to another guild."""
revisions = Table(
    "revisions",
    metadata,
    Column("sequence", BIG_KEY, primary_key=True, autoincrement=True),
    _guild_key(),
    Column("kind", String(10), nullable=False),
    Column("thing_id", String(100), nullable=False),
    Column("number", Integer, nullable=False),
    Column("action", String(20), nullable=False),
    Column("effect", String(10), nullable=False),
    Column("data", Text, nullable=True),
    Column("author_id", BigInteger, nullable=True),
    Column("time", UtcTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("based_on", String(16), nullable=False),
    Column("accepter_id", BigInteger, nullable=True),
    _checksum(),
    UniqueConstraint("guild_id", "kind", "thing_id", "number", name="uq_revisions_thing_number"),
    Index("ix_revisions_guild_sequence", "guild_id", "sequence"),
    sqlite_autoincrement=True,
)
settings = Table(
    "guild_settings",
    metadata,
    _guild_key(primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
    _checksum(),
)
replies = Table(
    "replies",
    metadata,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, ForeignKey("guilds.id", ondelete="CASCADE"), nullable=True),
    Column("question_id", BigInteger, nullable=False),
    Column("thing_id", String(100), nullable=True),
    Column("revision", Integer, nullable=False),
    Column("time", UtcTime, nullable=False),
    Index("ix_replies_question", "question_id"),
    Index("ix_replies_time", "time"),
)
temporary_messages = Table(
    "temporary_messages",
    metadata,
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("guild_id", BigInteger, ForeignKey("guilds.id", ondelete="CASCADE"), nullable=True),
    Column("kind", String(10), nullable=False),
    Column("until", UtcTime, nullable=True),
)
drafts = Table(
    "drafts",
    metadata,
    Column("token", String(20), primary_key=True),
    _guild_key(),
    Column("author_id", BigInteger, nullable=False),
    Column("time", UtcTime, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_drafts_author", "author_id"),
)
pending_changes = Table(
    "pending_changes",
    metadata,
    Column("number", BIG_KEY, primary_key=True, autoincrement=True),
    _guild_key(),
    Column("author_id", BigInteger, nullable=False),
    Column("credited_id", BigInteger, nullable=True),
    Column("time", UtcTime, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_pending_changes_guild", "guild_id"),
    Index("ix_pending_changes_author", "author_id"),
    sqlite_autoincrement=True,
)
"""A number is never used twice: a button of a decided change must not act on another one."""
shared = Table(
    "shared",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
)
"""Data that several processes share; empty in SQLite."""
inbox_groups = Table(
    "inbox_groups",
    metadata,
    Column("id", BIG_KEY, primary_key=True, autoincrement=True),
    _guild_key(),
    Column("state", String(10), nullable=False),
    Column("person_id", BigInteger, nullable=True),
    Column("words", Text, nullable=False),
    Index("ix_inbox_groups_guild", "guild_id"),
    Index("ix_inbox_groups_person", "person_id"),
    sqlite_autoincrement=True,
)
"""A number is never used twice: a button of a deleted group must not act on another one."""
inbox_questions = Table(
    "inbox_questions",
    metadata,
    Column("id", BIG_KEY, primary_key=True, autoincrement=True),
    _guild_key(),
    Column("group_id", BigInteger, ForeignKey("inbox_groups.id", ondelete="CASCADE"), nullable=False),
    Column("words", Text, nullable=False),
    Column("why", String(10), nullable=False),
    Column("time", UtcTime, nullable=False),
    Column("near", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Index("ix_inbox_questions_guild", "guild_id"),
    Index("ix_inbox_questions_group", "group_id"),
    sqlite_autoincrement=True,
)
opinions = Table(
    "opinions",
    metadata,
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    _guild_key(),
    Column("is_right", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("thing_id", String(100), nullable=True),
    Column("time", UtcTime, nullable=False),
    Index("ix_opinions_person", "person_id"),
    Index("ix_opinions_time", "time"),
)
daily_counts = Table(
    "daily_counts",
    metadata,
    _guild_key(primary_key=True),
    Column("day", Date, primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("thing_id", String(100), primary_key=True),
    Column("count", Integer, nullable=False),
    Index("ix_daily_counts_day", "day"),
)
waiting = Table(
    "waiting",
    metadata,
    Column("group_id", BigInteger, ForeignKey("inbox_groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    _guild_key(),
    Column("channel_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("time", UtcTime, nullable=False),
    Column("answer", String(120), nullable=True),
    Index("ix_waiting_person", "person_id"),
    Index("ix_waiting_time", "time"),
)
shown_items = Table(
    "shown_items",
    metadata,
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    _guild_key(),
    Column("thing_id", String(100), nullable=False),
    Column("stamp", String(6), nullable=False),
    Column("is_private", Boolean, nullable=False),
    Column("time", UtcTime, nullable=False),
    Index("ix_shown_items_thing", "guild_id", "thing_id"),
    Index("ix_shown_items_time", "time"),
)
corrections = Table(
    "corrections",
    metadata,
    Column("id", BIG_KEY, primary_key=True, autoincrement=True),
    _guild_key(),
    Column("kind", String(10), nullable=False),
    Column("thing_id", String(100), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("author_id", BigInteger, nullable=True),
    Column("time", UtcTime, nullable=False),
    Column("ended_at", UtcTime, nullable=True),
    Column("is_cancelled", Boolean, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("total", "private", "corrected", "unchanged", "gone", "barred")),
    Index("ix_corrections_guild", "guild_id"),
    Index("ix_corrections_author", "author_id"),
    sqlite_autoincrement=True,
)
due_corrections = Table(
    "due_corrections",
    metadata,
    Column("correction_id", BigInteger, ForeignKey("corrections.id", ondelete="CASCADE"), primary_key=True),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
)
