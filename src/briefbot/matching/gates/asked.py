"""What a gate may look at beside the ranking."""

from __future__ import annotations

from dataclasses import dataclass

from briefbot.domain.learned import Thresholds
from briefbot.matching.ranking.candidates import Ranker
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.question import Question


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it was typed and read, and what it was read with."""

    typed: str
    question: Question
    folder: Folder
    ranker: Ranker
    thresholds: Thresholds
