"""Drafts: moderators' unsaved edits, kept for a day, each only for its author."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeAlias

from briefbot.domain.clocks import seconds
from briefbot.domain.knowledge import THING_KINDS, Key
from briefbot.domain.records import KeptDraft, PendingChange
from briefbot.domain.revision import EFFECTS, Change
from briefbot.editing.edit import Edit, Version
from briefbot.editing.proposal import Proposal
from briefbot.service.drafts import KEPT_FOR, Drafts

log = logging.getLogger(__name__)

MOST = 1_000
"""The most drafts that are kept; the oldest are dropped first."""
MOST_OF_ONE = 20
"""The most drafts of one moderator in a server."""
LONGEST = 64_000
"""The most characters of a draft that survives a restart; a longer one is only kept in memory."""
_PROPOSAL_TIME = 900.0
"""Seconds after which a draft's result is dropped from memory and built again when needed: each takes megabytes."""
_BYTES = 5
_PARTS = 10
"""Parts of the text that is kept of a draft."""
Later: TypeAlias = Callable[[Callable[[], object]], object]
"""Schedules something to be written soon."""


def new_token() -> str:
    """Make an unguessable token."""
    return secrets.token_hex(_BYTES)


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsaved edit."""

    guild: int
    author: int
    edit: Edit
    others: tuple[Edit, ...] = ()
    """Edits that are saved together with it: the other rows of an import."""
    reason: str = ""
    group: int | None = None
    """The group of the inbox that it answers."""
    credited: int | None = None
    """The author of the message that it was made from, if that is somebody else.

    They are the author of the change.
    """
    proposal: Proposal | None = None
    """The result of a trial that only has to be saved."""
    is_tried: bool = False
    """Whether it was submitted: only then does it survive a restart."""
    token: str = field(default_factory=new_token)
    """Identifies it in custom ids, through all its changes."""

    @property
    def key(self) -> Key:
        """Return the key of its thing."""
        return self.edit.change.kind, self.edit.change.id

    @property
    def edits(self) -> tuple[Edit, ...]:
        """List all edits that are saved together."""
        return self.edit, *self.others

    @property
    def can_be_written(self) -> bool:
        """Return whether there is a form for it."""
        return self.edit.change.effect == "text" and self.edit.action in ("add", "edit", "settle")

    @property
    def data(self) -> dict[str, Any]:
        """Return the text as it was written."""
        return dict(self.edit.change.data or {})

    def with_data(self, data: dict[str, Any]) -> Draft:
        """Return the draft with another text, which has to be tried again."""
        change = replace(self.edit.change, id=self.edit.change.id or str(data.get("id", "")), data=data)
        return replace(self, edit=replace(self.edit, change=change), proposal=None)


def packed(draft: Draft) -> str:
    """Return the stored form of a draft."""
    return json.dumps([*_plain(draft.edit), draft.reason, draft.group, draft.credited], ensure_ascii=False)


def _plain(edit: Edit) -> list[Any]:
    change, seen = edit.change, edit.seen
    version = [seen.number, seen.digest] if seen else None
    return [change.kind, change.id, change.effect, change.data, edit.action, edit.is_settling, version]


def unpacked(kept: KeptDraft) -> Draft:
    """Read a stored draft; raise ValueError or TypeError if it is damaged."""
    # drafts of earlier versions lack the last two
    *edit, reason, group, credited = [*json.loads(kept.text), None, None][:_PARTS]
    return Draft(kept.guild_id, kept.author_id, _edit(*edit), (), reason, group, credited, is_tried=True, token=kept.token)


def _edit(kind: Any, thing_id: str, effect: Any, data: Any, action: Any, is_settling: bool, seen: Any) -> Edit:
    if kind not in THING_KINDS or effect not in EFFECTS:
        raise ValueError(kind)
    return Edit(Change(kind, thing_id, effect, data), action, Version(*seen) if seen else None, is_settling)


def packed_change(draft: Draft, edits: Iterable[Edit]) -> str:
    """Write all edits of a draft as the stored text of a change that waits for approval."""
    return json.dumps([list(map(_plain, edits)), draft.reason, draft.group], ensure_ascii=False)


def unpacked_change(kept: PendingChange) -> Draft:
    """Read the stored text of a change that waits for approval."""
    edits, reason, group = json.loads(kept.text)
    first, *others = (_edit(*each) for each in edits)
    return Draft(kept.guild_id, kept.author_id, first, tuple(others), reason, group, kept.credited_id, is_tried=True)


class Desk:
    """All drafts of a running bot, and the replays and imports in progress."""

    def __init__(
        self, kept: Drafts | None = None, later: Later = lambda _: None, clock: Callable[[], float] = seconds, most: int = MOST
    ) -> None:
        """Set the storage of drafts, a scheduler for it, a monotonic clock, and how many drafts to keep."""
        self._kept, self._later, self._clock, self._most = kept or Drafts(), later, clock, most
        self._drafts: dict[str, tuple[float, Draft]] = {}
        self._under_way: dict[str, asyncio.Event] = {}

    def read(self, kept: Iterable[tuple[KeptDraft, float]]) -> None:
        """Load the stored drafts, each with its age in seconds."""
        for each, age in kept:
            try:
                self._drafts.setdefault(each.token, (self._clock() - age, unpacked(each)))
            except (TypeError, ValueError):
                log.warning("a draft that is kept cannot be read, and is left alone")

    def keep(self, draft: Draft) -> None:
        """Keep a draft, replacing the one with the same token; its day starts again."""
        self.expire()
        self._drafts.pop(draft.token, None)
        self._drafts[draft.token] = (self._clock(), draft)
        own = [token for token, (_, each) in self._drafts.items() if (each.guild, each.author) == (draft.guild, draft.author)]
        for token in [*own[:-MOST_OF_ONE], *list(self._drafts)[: -self._most]]:
            self.drop(token)
        if draft.is_tried and not draft.others and len(text := packed(draft)) <= LONGEST:
            self._later(partial(self._kept.keep, draft.token, draft.guild, draft.author, text))

    def expire(self) -> None:
        """Drop expired drafts, and after a while the results of others."""
        for token, (since, draft) in list(self._drafts.items()):
            age = self._clock() - since
            if age > KEPT_FOR.total_seconds():
                self.drop(token)
            elif age > _PROPOSAL_TIME and draft.proposal is not None and not draft.others:
                self._drafts[token] = since, replace(draft, proposal=None)

    def find(self, token: str, guild: int, author: int) -> Draft | None:
        """Return a person's draft, or None if it is gone or belongs to somebody else."""
        self.expire()
        _, draft = self._drafts.get(token, (None, None))
        return draft if draft is not None and (draft.guild, draft.author) == (guild, author) else None

    def open_of(self, guild: int, author: int) -> list[Draft]:
        """List the drafts that a person has submitted and not saved, newest first."""
        self.expire()
        found = [draft for _, draft in self._drafts.values() if (draft.guild, draft.author) == (guild, author)]
        return [draft for draft in reversed(found) if draft.is_tried and draft.can_be_written]

    def drop(self, token: str) -> None:
        """Drop a draft, and end its replay."""
        self.end_work(token)
        _, draft = self._drafts.pop(token, (None, None))
        if draft is not None and draft.is_tried:
            self._later(partial(self._kept.forget, token))

    def forget(self, author: int) -> None:
        """Delete everything that a person has written, and the note that others use it."""
        for token, (_, draft) in list(self._drafts.items()):
            if draft.author == author:
                self.drop(token)
            elif draft.credited == author:
                self.keep(replace(draft, credited=None, proposal=None))

    def begin_work(self, token: str) -> asyncio.Event:
        """Register a replay or an import in progress; setting the event ends it."""
        self.end_work(token)
        self._under_way[token] = asyncio.Event()
        return self._under_way[token]

    def end_work(self, token: str) -> bool:
        """End the replay of a draft, or an import; return whether it was in progress."""
        if token in self._under_way:
            self._under_way[token].set()
        return token in self._under_way

    def end_all_work(self) -> None:
        """End all replays and imports, as before a stop."""
        for ended in self._under_way.values():
            ended.set()

    def forget_work(self, token: str, ended: asyncio.Event) -> None:
        """Unregister ended work."""
        if self._under_way.get(token) is ended:
            del self._under_way[token]
