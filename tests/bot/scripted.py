"""A service with scripted answers, around one that is loaded once for many tests."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from briefbot.checking.article import Article
from briefbot.domain.knowledge import Knowledge
from briefbot.domain.outcome import Exchange, Outcome, Suggested
from briefbot.domain.records import GuildSettings
from briefbot.service import Service

LATER = datetime(9000, 1, 1, tzinfo=UTC)


class ScriptedService:
    """A service with the test's answers and settings, and the loaded service's other methods."""

    def __init__(self, loaded: Service) -> None:
        self._loaded, self._settings = loaded, dict[int | None, GuildSettings]()
        self.answer: Callable[..., Exchange] = loaded.ask
        self.is_slow = False
        self._knowledge: Knowledge | None = None

    @classmethod
    def forgetful(cls, loaded: Service) -> ScriptedService:
        """Begin with an empty memory, because all tests share the same people."""
        loaded.expire(math.inf)
        loaded.receipts.tidy(LATER)
        return cls(loaded)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loaded, name)

    def ask(self, *args: Any) -> Exchange:
        return self.answer(*args)

    def quote(self, guild: int | None, *, deck: object = None, **search: Any) -> Exchange:
        return self._loaded.quote(guild, deck=(self, deck), **search)  # channels have the same id in each test

    def is_quick(self, guild: int | None, text: str) -> bool:
        return not self.is_slow and self._loaded.is_quick(guild, text)

    def settings(self, guild: int | None) -> GuildSettings:
        found = self._settings.get(guild)
        if found is not None:
            return found
        loaded = self._loaded.settings(guild)  # nobody waits by default: the tests ask one question after the other
        return replace(loaded, member_cooldown=0) if loaded.member_cooldown == GuildSettings().member_cooldown else loaded

    def set(self, guild: int, **changes: Any) -> None:
        """Set settings of a guild, as moderators do."""
        self._settings[guild] = replace(self.settings(guild), **changes)

    def knowledge(self, guild: int | None = None) -> Knowledge:
        return self._knowledge or self._loaded.knowledge(guild)

    def lengthen_answers(self) -> None:
        """Make every answer so long that two of them fill a page."""
        known = self.knowledge()
        entries = {entry.id: replace(entry, answer=f"{entry.answer} {'And so on. ' * 60}".strip()) for entry in known.entries.values()}
        self._knowledge = replace(known, entries=entries)

    def lengthen_article(self, characters: int) -> None:
        """Give every paragraph of the article that many characters."""
        words = " ".join(f"{number:04}" for number in range(characters // 5))
        blocks = [(kind, words if kind == "paragraph" else text) for kind, text in self._loaded.article.blocks]
        self.article = Article(tuple(blocks))

    def withdraw(self, entry: str) -> None:
        """Remove an entry."""
        known = self.knowledge()
        self._knowledge = replace(known, entries={each: kept for each, kept in known.entries.items() if each != entry})

    def come_to(self, outcome: Outcome) -> None:
        """Answer every question with an outcome."""
        self.answer = lambda guild, text, *_: Exchange(text, outcome, self.knowledge(guild))

    def suggest(self, *entries: str) -> None:
        """Answer every question with suggestions."""
        known = self.knowledge().entries
        self.come_to(Suggested(tuple(known[entry] for entry in entries), 0.3))
