"""Read the values of settings.

Each function turns a text into a value, a relative path against a directory, or raises ValueError.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from briefbot.domain.shards import Shards, shards_from

DATABASE = "postgresql+psycopg"
"""SQLAlchemy's name for PostgreSQL with the driver of the extra `postgres`."""
CARE_LIMIT = 2_000
"""The most characters of a message in Discord."""
_MOST_CALLS = 10_000
"""The most calls a second; Discord allows the largest bots a few hundred."""
_HERE = "127.0.0.1"
_LAST_PORT = 65_535


def read_word(*allowed: str) -> Callable[[str, Path], str]:
    """Return a reader of one of some words."""

    def read(text: str, _: Path) -> str:
        if text.lower() not in allowed:
            raise ValueError
        return text.lower()

    return read


def read_path(text: str, directory: Path) -> Path:
    """Read a path; a relative one starts at the directory."""
    return directory / Path(text).expanduser()


def read_token(text: str, _: Path) -> str:
    """Read a token."""
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError
    return text


def database_address(text: str) -> str:
    """Return an address of PostgreSQL in SQLAlchemy's form; raise ValueError if it is not one."""
    parts = urlsplit(text)
    if parts.scheme not in ("postgresql", DATABASE) or not text.isprintable() or " " in text:
        raise ValueError(parts.scheme)
    if parts.port == 0:  # raises ValueError if it is not a number
        raise ValueError(parts.port)
    return text.replace(parts.scheme, DATABASE, 1)


def read_database(text: str, _: Path) -> str:
    """Read the address of a database."""
    return database_address(text)


def read_shards(text: str, _: Path) -> Shards | None:
    """Read a range of shards; None for `auto`."""
    return None if text.lower() == "auto" else shards_from(text)


def read_calls(text: str, _: Path) -> float:
    """Read a number of calls a second."""
    if not 1 <= (calls := float(text)) <= _MOST_CALLS:  # NaN is not
        raise ValueError
    return calls


def read_care(text: str, _: Path) -> str:
    """Read the message for a person in distress."""
    text.encode()  # UnicodeEncodeError is a ValueError
    if len(text) > CARE_LIMIT:
        raise ValueError
    return text


def read_port(text: str, _: Path) -> tuple[str, int]:
    """Read a port, optionally with an address before it; without one it is local."""
    host, _colon, port = text.rpartition(":")
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= _LAST_PORT or " " in host:
        raise ValueError
    return host.strip("[]") or _HERE, int(port)


def read_proxy(text: str, _: Path) -> str:
    """Read the address of a proxy."""
    address = text if "://" in text else f"http://{text}"
    parts = urlsplit(address)
    if parts.scheme != "http" or not parts.hostname or parts.port == 0 or not address.isprintable() or " " in address:
        raise ValueError
    return address
