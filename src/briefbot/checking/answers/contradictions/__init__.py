"""Statements that contradict the article although their words are in it: swapped, reversed, or added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from briefbot.checking.answers.contradictions.bounds import bounds
from briefbot.checking.answers.contradictions.denials import denied
from briefbot.checking.answers.contradictions.owners import Owned, disowned, owners
from briefbot.checking.answers.contradictions.reading import Compared
from briefbot.checking.answers.contradictions.roles import unheld
from briefbot.checking.answers.contradictions.speech import misplaced, misquoted
from briefbot.checking.answers.contradictions.strangers import strange_times, unsupported
from briefbot.checking.answers.contradictions.transfers import Givers, givers, turned_round
from briefbot.checking.answers.contradictions.turns import turned
from briefbot.checking.answers.finding import Finding
from briefbot.checking.answers.names import Names
from briefbot.checking.answers.people import Around
from briefbot.checking.answers.places import Place, Places
from briefbot.domain.knowledge import Entry, Knowledge

__all__ = ["Contradictions"]


@dataclass(frozen=True)
class Contradictions:
    """An article, read once for who gives, owns and says what."""

    article: Places
    names: Names
    knowledge: Knowledge
    around: Around
    people: frozenset[str]

    @cached_property
    def _givers(self) -> Givers:
        return givers(self.article, self.names)

    @cached_property
    def _owners(self) -> dict[Owned, set[str]]:
        return owners(self.article, self.names)

    def errors(self, entry: Entry, places: Sequence[Place]) -> Iterator[Finding]:
        """Yield what an entry says that no cited place has."""
        return strange_times(self._compared(entry, places))

    def warnings(self, entry: Entry, places: Sequence[Place]) -> Iterator[Finding]:
        """Yield what an entry seems to say differently than the cited places, or the article."""
        compared = self._compared(entry, places)
        for rule in (bounds, misquoted, turned, unheld, denied, unsupported):
            yield from rule(compared)
        yield from misplaced(compared, self.around)
        yield from turned_round(compared, self._givers)
        yield from disowned(compared, self._owners)

    def _compared(self, entry: Entry, places: Sequence[Place]) -> Compared:
        return Compared(entry, places, self.article, self.names, self.knowledge, self.people)
