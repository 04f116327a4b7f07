"""What stands in a setting, read.

Each function turns a text into a value, a relative path against a directory, or raises ValueError.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from briefbot.domain.shards import Shards, shards_from

DATABASE = "postgresql+psycopg"
"""How SQLAlchemy names PostgreSQL with the driver of the extra `postgres`."""
CARE_LIMIT = 2_000
"""Characters of a message that Discord takes."""
_MOST_CALLS = 10_000
"""Calls a second; Discord lets the largest bots make a few hundred."""
_HERE = "127.0.0.1"
_LAST_PORT = 65_535


def read_word(*allowed: str) -> Callable[[str, Path], str]:
    """Return what reads one of some words."""

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
    """Return an address of PostgreSQL as SQLAlchemy takes it; raise ValueError where it is none."""
    parts = urlsplit(text)
    if parts.scheme not in ("postgresql", DATABASE) or not text.isprintable() or " " in text:
        raise ValueError(parts.scheme)
    if parts.port == 0:  # ValueError where it is no number
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
    """Read what is told somebody in distress."""
    text.encode()  # UnicodeEncodeError is a ValueError
    if len(text) > CARE_LIMIT:
        raise ValueError
    return text


def read_port(text: str, _: Path) -> tuple[str, int]:
    """Read a port, with an address before it or of this machine."""
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
