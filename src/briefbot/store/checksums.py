"""Checksums of rows: SQLite does not notice a flipped bit inside a text, but it must not change what is in use."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

SIZE = 8
"""Bytes of a checksum: enough to notice damage, not meant against attackers."""


def checksum(*values: str | int | None) -> str:
    """Return the checksum of a row's values; raise ValueError if a text is not valid Unicode."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=SIZE).hexdigest()


def time_text(time: datetime) -> str:
    """Return a time as SQLite stores it, so that a migration and a reader use the same text."""
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
