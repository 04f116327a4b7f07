"""Drafts: what moderators are writing, kept for a quarter of an hour, each for its author alone."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from briefbot.domain.clocks import seconds
from briefbot.domain.knowledge import Key
from briefbot.domain.recent import Recent
from briefbot.editing.edit import Edit
from briefbot.editing.proposal import Proposal

KEPT = timedelta(minutes=15)
"""How long a draft is kept: as long as Discord lets its preview be changed."""
MOST = 1_000
"""Drafts that are kept at most; the oldest go first."""
_BYTES = 5


def new_token() -> str:
    """Make up a name that nobody can guess."""
    return secrets.token_hex(_BYTES)


@dataclass(frozen=True, slots=True)
class Draft:
    """An edit that is not saved yet."""

    guild: int
    author: int
    edit: Edit
    others: tuple[Edit, ...] = ()
    """What is saved together with it: the other rows of an import."""
    reason: str = ""
    proposal: Proposal | None = None
    """What was tried out and only waits to be saved."""
    token: str = field(default_factory=new_token)
    """Names it in custom ids, through all its changes."""

    @property
    def key(self) -> Key:
        """Name the thing that it is about."""
        return self.edit.change.kind, self.edit.change.id

    @property
    def edits(self) -> tuple[Edit, ...]:
        """List all that is saved together."""
        return self.edit, *self.others

    @property
    def can_be_written(self) -> bool:
        """Return whether there is a form for it."""
        return self.edit.change.effect == "text" and self.edit.action in ("add", "edit", "settle")

    @property
    def data(self) -> dict[str, Any]:
        """Give the text as it was written."""
        return dict(self.edit.change.data or {})

    def with_data(self, data: dict[str, Any]) -> Draft:
        """Give the draft another text, which then has to be tried out again."""
        change = replace(self.edit.change, id=self.edit.change.id or str(data.get("id", "")), data=data)
        return replace(self, edit=replace(self.edit, change=change), proposal=None)


class Desk:
    """All drafts of a running bot, and the replays and imports under way."""

    def __init__(self, clock: Callable[[], float] = seconds, most: int = MOST) -> None:
        """Take a clock that cannot be set, in seconds, and how many drafts to keep."""
        self._clock = clock
        self._drafts: Recent[str, tuple[float, Draft]] = Recent(most)
        self._under_way: dict[str, asyncio.Event] = {}

    def keep(self, draft: Draft) -> None:
        """Keep a draft in place of the one with its token; the quarter of an hour begins again."""
        self.expire()
        self._drafts[draft.token] = (self._clock(), draft)

    def expire(self) -> None:
        """Forget the drafts whose time is over, with all that was built to try them out."""
        for token, (since, _) in list(self._drafts.items()):
            if self._clock() - since > KEPT.total_seconds():
                self.drop(token)

    def find(self, token: str, guild: int, author: int) -> Draft | None:
        """Find somebody's draft; None if it is gone, or somebody else's."""
        since, draft = self._drafts.get(token, (None, None))
        if draft is None or since is None or (draft.guild, draft.author) != (guild, author):
            return None
        if self._clock() - since > KEPT.total_seconds():
            self.drop(token)
            return None
        return draft

    def drop(self, token: str) -> None:
        """Forget a draft, and end its replay."""
        self.end_work(token)
        self._drafts.pop(token, None)

    def begin_work(self, token: str) -> asyncio.Event:
        """Note that a replay or an import is under way; setting the event ends it."""
        self.end_work(token)
        self._under_way[token] = asyncio.Event()
        return self._under_way[token]

    def end_work(self, token: str) -> bool:
        """End the replay of a draft, or an import; return whether it was under way."""
        if token in self._under_way:
            self._under_way[token].set()
        return token in self._under_way

    def end_all_work(self) -> None:
        """End all replays and imports, as before a stop."""
        for ended in self._under_way.values():
            ended.set()

    def forget_work(self, token: str, ended: asyncio.Event) -> None:
        """Forget what has ended."""
        if self._under_way.get(token) is ended:
            del self._under_way[token]
