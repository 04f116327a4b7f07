"""What custom ids carry about a thing: its kind and id, and which text of it somebody saw; checked when it comes back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefbot.bot.transport.error_reports import RefusedError
from briefbot.domain.knowledge import digest_of
from briefbot.editing.edit import Version
from briefbot.editing.overlay import Key
from briefbot.i18n import say

NO_DRAFT = "-"
"""Stands in an id where there is no draft yet."""
_SHORT = re.compile(r"[a-z0-9-]{1,24}")
"""Names that fit an id of 100 characters beside all else that it carries; of others, a digest stands there."""
_DIGEST = re.compile(r"[0-9a-f]{16}|")
_HASHED = "~"
"""Marks a name that is too long, or of letters that an id cannot carry."""


def outdated() -> RefusedError:
    """Say that what was pressed is not of this time, or was never ours."""
    return RefusedError(say("This is out of date. Please use the command again."))


def ref(key: Key) -> str:
    """Name a thing within an id: "e.cost"."""
    kind, thing_id = key
    return f"{kind[0]}.{thing_id if _SHORT.fullmatch(thing_id) else _HASHED + digest_of(thing_id)}"


def key_of(named: str, known: Iterable[Key]) -> Key:
    """Find the thing that an id names, among those of the guild; RefusedError where it is none of them."""
    found = next((key for key in known if ref(key) == named), None)
    if found is None:
        raise outdated()
    return found


def version(seen: Version) -> str:
    """Name a text within an id: number and digest."""
    return f"{seen.number}:{seen.digest}"


def version_of(number: str, digest: str) -> Version:
    """Read the name of a text."""
    if not (number.isdecimal() and number.isascii() and _DIGEST.fullmatch(digest)):
        raise outdated()
    return Version(int(number), digest)


def number_of(typed: str) -> int:
    """Read a number."""
    if not (typed.isdecimal() and typed.isascii()):
        raise outdated()
    return int(typed)
