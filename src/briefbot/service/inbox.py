"""The inbox of a server: questions without a helpful answer, as words without a person, in lasting groups."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from briefbot.domain.clocks import wall_clock
from briefbot.domain.inbox import NEAREST, HeldGroup, HeldQuestion, State, Why
from briefbot.domain.knowledge import Item
from briefbot.domain.outcome import QUESTION_LIMIT
from briefbot.domain.recent import Recent
from briefbot.domain.records import GuildSettings
from briefbot.errors import StoreError
from briefbot.language.self_harm import speaks_of_self_harm
from briefbot.language.text import readable, tokens
from briefbot.matching import Groups, Matcher

log = logging.getLogger(__name__)

LONGEST = 90
"""The most days that a question is kept, whichever number is set."""
MOST = 20_000
"""The most questions in a server's inbox; while it is full, no more are added."""
_INDEXED = 100
"""How many servers' groups are cached."""


class QuestionStore(Protocol):
    """Stores questions."""

    def hold(self, question: HeldQuestion, group: int | None) -> int | None:
        """Add a question to a group, or to a new one if that is gone.

        Return the group, or None if it is ignored for good.
        """
        ...

    def groups(self, guild: int, group: int | None = None) -> list[HeldGroup]:
        """List a guild's groups, or one of them, each with its questions, oldest first."""
        ...

    def change(self, guild: int, group: int, state: State, person: int | None) -> bool:
        """Record the moderators' decision on a group; return whether the group exists."""
        ...

    def delete_older(self, guild: int, than: datetime) -> None:
        """Delete a guild's questions from before a time, and empty groups without a decision."""
        ...

    def clear(self, guild: int) -> None:
        """Delete all of a guild's inbox."""
        ...

    def guilds(self) -> list[int]:
        """List the guilds with any questions."""
        ...

    def count_by(self, person: int) -> int:
        """Count the groups that a person is working on."""
        ...

    def forget_all_by(self, person: int) -> None:
        """Remove a person from the groups that they are working on."""
        ...


class Inbox:
    """The inboxes of all guilds, each as its moderators have set it."""

    def __init__(
        self,
        store: QuestionStore | None,
        settings: Callable[[int | None], GuildSettings],
        matcher: Callable[[int], Matcher],
        clock: Callable[[], datetime] = wall_clock,
        is_ours: Callable[[int], bool] = lambda _: True,
    ) -> None:
        """Set the store, if there is one, functions for settings, matchers and the time, and this process's guilds."""
        self._store, self._settings, self._matcher, self._clock, self._is_ours = store, settings, matcher, clock, is_ours
        self._indexes: Recent[int, Groups] = Recent(_INDEXED)
        self._lock = Lock()

    def is_on(self, guild: int | None) -> bool:
        """Return whether the inbox of a guild is on."""
        return self._store is not None and guild is not None and self._settings(guild).inbox_days > 0

    def hold(self, guild: int, words: str, why: Why, near: Sequence[str] = (), answer: str = "") -> int | None:
        """Add a question if the inbox is on, and return its group.

        Questions about self-harm, and those without content, are never added.
        """
        words, answer = readable(words).strip()[:QUESTION_LIMIT], answer.strip()
        if self._store is None or not self.is_on(guild) or not tokens(words) or any(map(speaks_of_self_harm, (words, answer))):
            return None
        matcher = self._matcher(guild)
        ids = tuple(near) or tuple(item.id for item in matcher.complete(words, NEAREST))
        day = self._clock().replace(hour=0, minute=0, second=0, microsecond=0)
        question = HeldQuestion(guild, words, why, day, ids[:NEAREST], answer)
        try:
            with self._lock:
                return self._put(self._store, question, self._index(self._store, guild, matcher))
        except StoreError as error:
            log.error("a question is not held", extra={"guild": guild, "error": error.why})
        return None

    def find_group(self, guild: int, words: str) -> int | None:
        """Return the group that a question is in or belongs to; None if there is none."""
        words = readable(words).strip()[:QUESTION_LIMIT]
        if self._store is None or not self.is_on(guild) or not tokens(words):
            return None
        matcher = self._matcher(guild)
        with self._lock:
            index = self._index(self._store, guild, matcher)
            return index.find(index.read(words))

    def _put(self, store: QuestionStore, question: HeldQuestion, index: Groups) -> int | None:
        if len(index) >= MOST:
            log.warning("the inbox is full", extra={"guild": question.guild_id})
            return None
        wording = index.read(question.words)
        group = store.hold(question, index.find(wording))
        if group is not None:
            index.add(wording, group)
        return group

    def _index(self, store: QuestionStore, guild: int, matcher: Matcher) -> Groups:
        """Return a guild's groups in a form to compare questions with."""
        if guild not in self._indexes:
            made = Groups(matcher)
            for group in store.groups(guild):
                for words in dict.fromkeys([group.words, *(question.words for question in group.questions)]):
                    made.add(made.read(words), group.id)
            self._indexes[guild] = made
        return self._indexes[guild]

    def open_groups(self, guild: int) -> list[HeldGroup]:
        """List the groups that are not settled, the most frequent first."""
        found = [group for group in self._store.groups(guild) if group.state == "open" and group.count] if self._store else []
        return sorted(found, key=lambda group: (-group.count, -group.id))

    def find(self, guild: int, group: int) -> HeldGroup | None:
        """Return a group; None if it is gone."""
        return next(iter(self._store.groups(guild, group)), None) if self._store else None

    def settle(self, guild: int, group: int, state: State, person: int | None = None) -> HeldGroup | None:
        """Record the moderators' decision, and who is working on a group.

        Return the group as it was, or None if it is gone.
        """
        before = self.find(guild, group)
        is_there = self._store is not None and self._store.change(guild, group, state, person)
        return before if is_there else None

    def clear(self, guild: int) -> None:
        """Delete all of a guild's inbox."""
        if self._store is not None:
            with self._lock:
                self._store.clear(guild)
                self._indexes.pop(guild, None)

    def tidy(self) -> None:
        """Delete questions that were kept long enough."""
        now = self._clock()
        for guild in filter(self._is_ours, self._store.guilds()) if self._store is not None else ():
            days = self._settings(guild).inbox_days or LONGEST  # also 0 if settings cannot be read
            with self._lock:
                self._forget_older(guild, now - timedelta(days=min(days, LONGEST)))

    def _forget_older(self, guild: int, than: datetime) -> None:
        if self._store is not None:
            self._store.delete_older(guild, than)
            self._indexes.pop(guild, None)

    def count_by(self, person: int) -> int:
        """Count the groups that a person is working on."""
        return self._store.count_by(person) if self._store is not None else 0

    def forget_all_by(self, person: int) -> None:
        """Remove a person from the groups that they are working on."""
        if self._store is not None:
            self._store.forget_all_by(person)


def items_near(group: HeldGroup, find: Callable[[str], Item | None]) -> list[Item]:
    """Return the existing items that a group may mean."""
    return [item for item in map(find, group.near) if item is not None]
