"""Recognise small talk, and orders to behave otherwise, among what has no answer."""

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
"""Cosine from which a question that has no answer is taken for the small talk that it is nearest to."""
_SAME = 0.85
"""Cosine from which a question is a line of small talk, whatever else it may be like."""


@cache
def out_of_scope() -> Mapping[str, Sequence[str]]:
    """Load the general list of what no bundle answers: lines by group."""
    return read_groups("out_of_scope.txt")


def general_lines() -> list[str]:
    """List what no bundle answers, without the groups."""
    return [line for group in out_of_scope().values() for line in group]


class Chat:
    """The small talk that a bot is met with."""

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
        """Return whether a question is a line of small talk, word for word."""
        return question.words in self._lines

    def is_nothing_else(self, question: Question) -> bool:
        """Return whether a question is a line of small talk, nearly word for word."""
        return self.holds(question) or self.likeness(question) >= _SAME

    def likeness(self, question: Question) -> float:
        """Return the likeness of a question to the line of small talk that it is nearest to."""
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
    """Give the small talk that a question is compared with."""
    return _chat_abroad() if question.is_foreign else general_chat()
