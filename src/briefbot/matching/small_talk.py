"""Recognise small talk, and orders to behave differently, among unanswered questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from briefbot.data import read_groups
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.question import Question, understand
from briefbot.matching.recall.ngrams import Vectoriser, VectorTable, grams
from briefbot.matching.recall.phrasing_index import PhrasingIndex

_GROUPS = ("small_talk", "help", "orders")
_LIKENESS = 0.55
"""The cosine from which an unanswered question is small talk like the nearest line."""
_SAME = 0.85
"""The cosine from which a question is small talk, whatever else it resembles."""


@cache
def out_of_scope() -> Mapping[str, Sequence[str]]:
    """Load the general list of lines that no bundle answers, by group."""
    return read_groups("out_of_scope.txt")


def general_lines() -> list[str]:
    """List the lines that no bundle answers, without the groups."""
    return [line for group in out_of_scope().values() for line in group]


class Chat:
    """Small talk that people make with a bot."""

    def __init__(self, lines: Sequence[str]) -> None:
        folder = Folder(())
        questions = [understand(line, folder) for line in lines]
        self._lines = frozenset(question.words for question in questions)
        self._vectoriser = Vectoriser.fit(list(map(grams, questions)))
        vectors = list(map(self._vectoriser.vector, questions))
        self._index = PhrasingIndex.of(VectorTable.of(vectors), [1] * len(vectors), len(self._vectoriser.ids))

    def is_small_talk(self, question: Question) -> bool:
        """Return whether a question is like a line of small talk."""
        return self.likeness(question) >= _LIKENESS

    def holds(self, question: Question) -> bool:
        """Return whether a question is exactly a line of small talk."""
        return question.words in self._lines

    def is_nothing_else(self, question: Question) -> bool:
        """Return whether a question is nearly word for word a line of small talk."""
        return self.holds(question) or self.likeness(question) >= _SAME

    def likeness(self, question: Question) -> float:
        """Return the similarity of a question to the nearest line of small talk."""
        likeness = self._index.likeness(*self._vectoriser.vector(question))
        return float(likeness.max(initial=0.0)) if question.terms else 0.0


@cache
def general_chat() -> Chat:
    """Make the small talk of the general list, once."""
    return Chat(_lines(out_of_scope()))


@cache
def _chat_abroad() -> Chat:
    """Make the small talk of other languages, once; people of any language say "ok"."""
    return Chat(_lines(out_of_scope()) + _lines(read_groups("chat_abroad.txt")))


@cache
def chat_with(lines: tuple[str, ...]) -> Chat:
    """Build the small talk of a bundle: its own lines, and those of the general list."""
    return Chat([*_lines(out_of_scope()), *lines])


def _lines(groups: Mapping[str, Sequence[str]]) -> list[str]:
    return [line for group in _GROUPS for line in groups.get(group, ())]


def chat_for(question: Question) -> Chat:
    """Return the small talk to compare a question with."""
    return _chat_abroad() if question.is_foreign else general_chat()
