"""What a gate may look at beside the ranking."""

from __future__ import annotations

from dataclasses import dataclass

from briefbot.domain.learned import Thresholds
from briefbot.matching.ranking.candidates import Ranker
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.asking_clause import asking_clause
from briefbot.matching.reading.question import Question, understand
from briefbot.matching.reading.segments import parts_about
from briefbot.matching.recall.profile import Profile


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it was typed and read, and what it was read with."""

    typed: str
    question: Question
    folder: Folder
    ranker: Ranker
    thresholds: Thresholds
    own: str = ""
    """What was typed now, where words of another question were added to it."""

    def clause(self, profile: Profile) -> Question:
        """Read the clause that asks, as far as it is about an item: what stands around it tells who asks and why."""

        def is_about(part: str) -> bool:
            return not self._read(part).content.isdisjoint(profile.terms)

        clause = parts_about(asking_clause(self.own or self.typed), is_about)
        return self._read(clause) if clause else self.question

    def _read(self, typed: str) -> Question:
        return understand(typed, self.folder, self.ranker.lexicon)
