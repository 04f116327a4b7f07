"""What moderators are writing: kept for a quarter of an hour, each for its author alone."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from weakref import WeakKeyDictionary

import discord

from briefbot.domain.clocks import seconds
from briefbot.editing.edit import Edit
from briefbot.editing.editor import Proposal
from briefbot.editing.overlay import Key

KEPT = timedelta(minutes=15)
"""How long a draft can be taken up again: as long as Discord lets its preview be changed."""
MOST = 1_000
"""Drafts that are kept at most; the oldest go first."""
_BYTES = 5


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
    token: str = ""

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
    """All drafts of a running bot, and the replays under way."""

    def __init__(self, clock: Callable[[], float] = seconds) -> None:
        """Take the clock, in seconds; it must be one that cannot be set."""
        self._clock = clock
        self._drafts: OrderedDict[str, tuple[float, Draft]] = OrderedDict()
        self._replays: dict[str, asyncio.Event] = {}

    def keep(self, draft: Draft) -> Draft:
        """Keep a draft, in the place of the one with its token; the quarter of an hour begins again."""
        token = draft.token or secrets.token_hex(_BYTES)
        kept = replace(draft, token=token)
        self._drafts[token] = (self._clock(), kept)
        self._drafts.move_to_end(token)
        while len(self._drafts) > MOST:
            self._drafts.popitem(last=False)
        return kept

    def find(self, token: str, guild: int, author: int) -> Draft | None:
        """Find somebody's draft; None where it is gone, or another's."""
        since, draft = self._drafts.get(token, (None, None))
        if draft is None or since is None or (draft.guild, draft.author) != (guild, author):
            return None
        if self._clock() - since > KEPT.total_seconds():
            self.drop(token)
            return None
        return draft

    def drop(self, token: str) -> None:
        """Forget a draft, and end its replay."""
        self.end_replay(token)
        self._drafts.pop(token, None)

    def begin_replay(self, token: str) -> asyncio.Event:
        """Note a replay; the event ends it where it is set."""
        self.end_replay(token)
        self._replays[token] = asyncio.Event()
        return self._replays[token]

    def end_replay(self, token: str) -> None:
        """End the replay of a draft."""
        if token in self._replays:
            self._replays[token].set()

    def forget_replay(self, token: str, ended: asyncio.Event) -> None:
        """Forget a replay that has ended."""
        if self._replays.get(token) is ended:
            del self._replays[token]


_desks: WeakKeyDictionary[discord.Client, Desk] = WeakKeyDictionary()


def desk_of(client: discord.Client) -> Desk:
    """Give the drafts of a running bot; they go with it."""
    return _desks.setdefault(client, Desk())
