"""Keep what each guild uses: the base for all, or its own snapshot for a guild with revisions."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import count
from threading import RLock
from typing import Protocol

from briefbot.bundle import data_of
from briefbot.domain.knowledge import Knowledge
from briefbot.domain.revision import Revision, sharing_texts, texts_in
from briefbot.editing.overlay import Base, Overlay, SetAside, lay
from briefbot.errors import StoreError, UnreadableError
from briefbot.matching import Matcher

log = logging.getLogger(__name__)

KEPT = 64
"""The views that are kept; each takes one or two megabytes, and is built again in a quarter of a second."""


class RevisionSource(Protocol):
    """The part of a store that reads revisions."""

    def newest(self, guild: int) -> list[Revision]:
        """List the newest revision of each thing of a guild, in the order in which they were made."""
        ...

    def heads(self) -> dict[int, int]:
        """Return for each guild with revisions the sequence of its newest one."""
        ...

    def head(self, guild: int) -> int:
        """Return the sequence of a guild's newest revision, 0 if it has none."""
        ...


def head_of(revisions: Iterable[Revision]) -> int:
    """Return the sequence of the newest of some revisions, 0 if there are none."""
    return max((revision.sequence for revision in revisions), default=0)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An immutable knowledge in use, with its matcher."""

    knowledge: Knowledge
    matcher: Matcher


@dataclass(frozen=True)
class Late:
    """A snapshot that is built on first use: most previews are never asked, and most servers are silent."""

    knowledge: Knowledge
    below: Matcher

    @cached_property
    def snapshot(self) -> Snapshot:
        """Return the snapshot, which takes a moment to build the first time."""
        return Snapshot(self.knowledge, self.below.on_top(self.knowledge))


@dataclass(frozen=True)
class View:
    """The knowledge of one guild, and the revisions that it comes from."""

    source: Snapshot | Late
    overlay: Overlay
    base: Base
    revisions: tuple[Revision, ...] = ()
    """The newest revision of each thing, in the order in which they were made."""

    @property
    def snapshot(self) -> Snapshot:
        """Return the snapshot that questions are answered from."""
        return self.source.snapshot if isinstance(self.source, Late) else self.source

    @property
    def is_built(self) -> bool:
        """Return whether the snapshot is built, so that nobody has to wait."""
        return isinstance(self.source, Snapshot) or "snapshot" in vars(self.source)

    @property
    def head(self) -> int:
        """Return the sequence of the newest revision, 0 if there is none."""
        return head_of(self.revisions)

    def newest(self, key: tuple[str, str]) -> Revision | None:
        """Return the newest revision of a thing."""
        return self._by_key.get(key)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Map each text of the bundle, and each digest of one, to itself."""
        texts = (text for thing in self.base.things.values() for text in texts_in(data_of(thing)))
        return {text: text for text in (*texts, *self.base.digests.values())}

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], Revision]:
        return {revision.key: revision for revision in self.revisions}


class Snapshots:
    """The views of all guilds.

    Each is replaced as a whole, so that readers never wait and never see half a change.
    """

    def __init__(
        self,
        base: Base,
        matcher: Matcher,
        source: RevisionSource | None,
        is_ours: Callable[[int], bool] = lambda _: True,
        kept: int = KEPT,
    ) -> None:
        """Set the base and its matcher, and which guilds belong to this process.

        A guild's view is built on first use.
        """
        self._source, self._is_ours, self._kept = source, is_ours, kept
        self._is_read_ahead = False
        self.changing = RLock()
        """Held while a view is changed."""
        self._base_view = _base_view(base, matcher)
        self._known: Mapping[int, View | tuple[Revision, ...]] = {}
        """Views, or only the revisions of guilds in which nobody has asked yet, or not for a long time."""
        self._uses, self._used = count(), dict[int, int]()
        """The number of each view's last use, by guild."""
        self._told: dict[int, tuple[SetAside, ...]] = {}
        """The failed revisions that were logged, by guild."""
        self.unreadable: frozenset[int] = frozenset()
        """Guilds whose revisions cannot be read: their view stays in use, and they are paused."""

    @property
    def base(self) -> View:
        """Return the view of direct messages, and of guilds without revisions."""
        return self._base_view

    @property
    def guilds(self) -> list[int]:
        """List the guilds whose revisions are known."""
        return list(self._known)

    def revisions(self, guild: int) -> tuple[Revision, ...]:
        """Return a guild's known revisions, without applying them to the bundle."""
        known = self._known.get(guild)
        return known if isinstance(known, tuple) else self.of(guild).revisions

    def is_ready(self, guild: int | None) -> bool:
        """Return whether a guild's view is available without waiting for the store."""
        if guild is None or self._source is None:
            return True
        known = self._known.get(guild)
        return known.is_built if isinstance(known, View) else known is None and self._is_read_ahead

    def of(self, guild: int | None) -> View:
        """Return a guild's view.

        After all revisions were read in advance, nobody waits for the store, and an unknown guild has none.
        """
        if guild is None or self._source is None:
            return self._base_view
        known = self._known.get(guild)
        if isinstance(known, View):
            self._used[guild] = next(self._uses)
            return known
        return self._base_view if known is None and self._is_read_ahead else self._load(guild)

    def overlay(self, guild: int) -> Overlay:
        """Return what a guild's revisions make of the bundle, without the matcher of its view."""
        with self.changing:
            known = self._known.get(guild)
            if not isinstance(known, tuple):
                return self.of(guild).overlay
            laid: list[Overlay] = []
            self._if_possible(guild, lambda: laid.append(lay(self._base_view.base, known)))
            overlay = laid[0] if laid else self._base_view.overlay
            self._tell_of_what_was_set_aside(guild, overlay.set_aside)
            return overlay

    def _load(self, guild: int) -> View:
        with self.changing:
            known = self._known.get(guild)
            if isinstance(known, tuple):
                self._if_possible(guild, partial(self._put_built, guild, known))
            elif known is None:
                self._reread_if_possible(guild)
            return self._view(guild) or self._base_view

    def _view(self, guild: int) -> View | None:
        known = self._known.get(guild)
        return known if isinstance(known, View) else None

    def _reread_if_possible(self, guild: int) -> None:
        """Read a guild's revisions; if that fails the guild is paused, and all others continue."""
        self._if_possible(guild, lambda: self.reread(guild))

    def _read_ahead(self, guild: int) -> None:
        """Read the revisions of a guild in which nobody has asked yet, to apply them on the first question."""
        if self._source is not None:
            texts = self._base_view.texts
            self._known = {**self._known, guild: tuple(sharing_texts(each, texts) for each in self._source.newest(guild))}

    def _if_possible(self, guild: int, read: Callable[[], object]) -> None:
        try:
            read()
            self.unreadable -= {guild}
        except Exception as error:  # whatever the error, it concerns only this guild
            if isinstance(error, StoreError) and not isinstance(error, UnreadableError) and self._view(guild):
                raise  # the store fails for all guilds: the known views stay in use
            if guild not in self.unreadable:
                log.error("revisions cannot be read, the server is paused", exc_info=error, extra={"guild": guild})
            self.unreadable |= {guild}

    def over(self, before: View, revisions: Sequence[Revision]) -> View:
        """Return the view of some revisions over the base."""
        return self.built(before, revisions, lay(self._base_view.base, revisions))

    def built(self, before: View, revisions: Sequence[Revision], overlay: Overlay) -> View:
        """Return the view of an overlay; if nothing changed for matching, the previous matcher stays in use."""
        if overlay.is_empty:
            return replace(self._base_view, overlay=overlay, revisions=tuple(revisions))
        is_same = before.base is self._base_view.base and overlay.knowledge == before.overlay.knowledge
        source = before.source if is_same else Late(overlay.knowledge, self._base_view.snapshot.matcher)
        return View(source, overlay, self._base_view.base, tuple(revisions))

    def put(self, guild: int, view: View) -> None:
        """Replace a guild's view."""
        with self.changing:
            self._tell_of_what_was_set_aside(guild, view.overlay.set_aside)
            self._used[guild] = next(self._uses)
            self._known = {**self._known, guild: view, **self._let_go(guild)}

    def _let_go(self, guild: int) -> Mapping[int, tuple[Revision, ...]]:
        """Return the revisions of the views to drop, least recently used first.

        Dropping them makes room for another guild's view.
        """
        views = {each: known for each, known in self._known.items() if isinstance(known, View) and each != guild}
        # A view on an earlier base could not be built on this one, so it stays in use.
        current = [each for each, view in views.items() if view.base is self._base_view.base]
        longest_unused = sorted(current, key=lambda each: self._used[each])
        return {each: views[each].revisions for each in longest_unused[: max(0, len(views) + 1 - self._kept)]}

    def _put_built(self, guild: int, revisions: Sequence[Revision]) -> None:
        """Replace a guild's view by some revisions over the base, if its snapshot can be built."""
        view = self.over(self._base_view, revisions)
        _ = view.snapshot
        self.put(guild, view)

    def drop(self, guilds: Iterable[int]) -> None:
        """Forget guilds' views; they are read again when they are needed."""
        with self.changing:
            gone = set(guilds)
            self._known = {guild: known for guild, known in self._known.items() if guild not in gone}
            for guild in gone:
                self._used.pop(guild, None)
                self._told.pop(guild, None)

    def rebase(self, base: Base, matcher: Matcher) -> None:
        """Move every guild to a new base, one after the other, so that no edit waits for all.

        A guild that fails keeps the old one.
        """
        with self.changing:
            self._base_view = _base_view(base, matcher)
        self._follow_base()

    def _follow_base(self) -> list[int]:
        """Move the guilds that are on an earlier base, and return those that could be moved."""
        followed = []
        for guild in self.guilds:
            with self.changing:
                view = self._view(guild)
                if view is None or view.base is self._base_view.base:  # an edit was faster
                    continue
                try:
                    self._put_built(guild, view.revisions)
                    followed.append(guild)
                except Exception:  # whatever the error, it concerns only this guild
                    log.exception("the server stays on the bundle as it was until the next refresh", extra={"guild": guild})
        return followed

    def warm(self) -> None:
        """Read the revisions of all guilds; from then on only `refresh` reads, even if this fails with StoreError."""
        try:
            self.refresh()
        finally:
            self._is_read_ahead = True

    def refresh(self) -> list[int]:
        """Detect changes by other processes, and return the guilds with a new view."""
        if self._source is None:
            return []
        heads = {guild: head for guild, head in self._source.heads().items() if self._is_ours(guild)}
        known = {*self.guilds, *heads, *self.unreadable}
        moved = [guild for guild in known if guild in self.unreadable or self._head(guild) != heads.get(guild, 0)]
        for guild in moved:
            self._notice(guild)
        return [*moved, *self._follow_base()]

    def refresh_one(self, guild: int) -> None:
        """Detect changes by other processes in one guild."""
        if self._source is not None and self._is_ours(guild) and self._head(guild) != self._source.head(guild):
            self._notice(guild)

    def _notice(self, guild: int) -> None:
        with self.changing:
            self._reread_if_possible(guild) if self._view(guild) else self._if_possible(guild, partial(self._read_ahead, guild))

    def _head(self, guild: int) -> int:
        known = self._known.get(guild, ())
        return known.head if isinstance(known, View) else head_of(known)

    def reread(self, guild: int) -> View:
        """Make a guild's view again from the store; raise StoreError if it cannot be read."""
        if self._source is None:
            return self._base_view
        with self.changing:
            view = self.over(self._view(guild) or self._base_view, self._source.newest(guild))
            self.put(guild, view)
            return view

    def _tell_of_what_was_set_aside(self, guild: int, set_aside: tuple[SetAside, ...]) -> None:
        """Log once what a guild's moderators have to look at."""
        known = self._told.pop(guild, ())
        for each in set_aside:
            if each not in known:
                where = {"guild": guild, "revision": each.revision.number, "thing": " ".join(each.revision.key)}
                # The problems quote moderators' words, so they are only shown by `/settings check`.
                log.error("a revision is set aside", extra=where | {"problems": [problem.key for problem in each.problems]})
        if set_aside:
            self._told[guild] = set_aside


def _base_view(base: Base, matcher: Matcher) -> View:
    return View(Snapshot(base.knowledge, matcher), Overlay(base.knowledge, base.things), base)
