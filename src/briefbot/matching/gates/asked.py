"""The input of the gates in addition to the ranking."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from briefbot.domain.learned import Thresholds
from briefbot.matching.ranking.candidates import Ranker
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.asking_clause import asking_clause
from briefbot.matching.reading.question import Question, understand
from briefbot.matching.reading.segments import parts_about
from briefbot.matching.recall.profile import Profile


@dataclass(frozen=True)
class Asking:
    """A question as it was typed and read, and the means to read it."""

    typed: str
    question: Question
    folder: Folder
    ranker: Ranker
    thresholds: Thresholds
    own: str = ""
    """What was typed now, if words of another question were added to it."""

    def clause(self, profile: Profile) -> Question:
        """Return the clause that asks, for an item; the words around it only say who asks and why."""

        def is_about(part: str) -> bool:
            return not self._read(part).content.isdisjoint(profile.terms)

        clause = self._clauses.get(profile.item.id)
        if clause is None:
            clause = self._clauses[profile.item.id] = parts_about(self._asking, is_about)
        return self._read(clause) if clause else self.question

    @cached_property
    def _asking(self) -> str:
        return asking_clause(self.own or self.typed)

    @cached_property
    def _clauses(self) -> dict[str, str]:
        """Cache the clause for each item: several gates ask for it."""
        return {}

    @cached_property
    def _understood(self) -> dict[str, Question]:
        """Cache the readings: often the clause is the whole question."""
        return {self.typed: self.question}

    def _read(self, typed: str) -> Question:
        question = self._understood.get(typed)
        if question is None:
            question = self._understood[typed] = understand(typed, self.folder, self.ranker.lexicon)
        return question
