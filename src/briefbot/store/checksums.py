"""Checksums of rows: a flipped bit inside a text is no damage to a database, but it must not change what is in force."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

SIZE = 8
"""Bytes of a checksum: enough to notice damage, which is no attacker."""


def checksum(*values: str | int | None) -> str:
    """Return the checksum of a row's values; raise ValueError where a text is not valid Unicode."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=SIZE).hexdigest()


def time_text(time: datetime) -> str:
    """Return a moment as SQLite keeps it, so that a migration and a reader see the same text."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
