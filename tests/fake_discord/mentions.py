"""Whom a message notifies: what its text names, cut down by allowed_mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .errors import Payload

_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")


@dataclass(frozen=True, slots=True)
class Mentions:
    """The ids of those who are notified, in the order of their naming."""

    users: tuple[int, ...]
    roles: tuple[int, ...]
    everyone: bool


def read(content: str, allowed: Payload | None, replied_to: int | None = None) -> Mentions:
    """Work out who is notified; without allowed_mentions everybody whom the text names."""
    users = dict.fromkeys(int(found) for found in _USER.findall(content))
    roles = dict.fromkeys(int(found) for found in _ROLE.findall(content))
    everyone = bool(_EVERYONE.search(content))
    if allowed is not None:
        users = dict.fromkeys(_permitted(users, allowed, "users"))
        roles = dict.fromkeys(_permitted(roles, allowed, "roles"))
        everyone = everyone and "everyone" in allowed.get("parse", ())
    if replied_to is not None and (allowed is None or allowed.get("replied_user", False)):
        users[replied_to] = None
    return Mentions(tuple(users), tuple(roles), everyone)


def _permitted(named: Iterable[int], allowed: Payload, kind: str) -> list[int]:
    if kind in allowed.get("parse", ()):
        return list(named)
    listed = {int(one) for one in allowed.get(kind, ())}
    return [one for one in named if one in listed]
