"""Recognise small talk, and orders to behave otherwise, among what has no answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from briefbot.matching.folding import Folder
from briefbot.matching.index import PhrasingIndex
from briefbot.matching.ngrams import Vectoriser, VectorTable, grams
from briefbot.matching.question import Question, understand

_GROUPS = ("small_talk", "orders")
_LIKENESS = 0.55
"""Cosine from which a question is taken for the small talk that it is nearest to."""


@cache
def out_of_scope() -> Mapping[str, Sequence[str]]:
    """Load the general list of what no bundle answers: lines by group."""
    text = (resources.files("briefbot") / "data" / "out_of_scope.txt").read_text(encoding="utf-8")
    groups: dict[str, list[str]] = {}
    group: list[str] = []
    for line in text.splitlines():
        if line.startswith("# group: "):
            group = groups.setdefault(line.removeprefix("# group: ").strip(), [])
        elif line.strip() and not line.startswith("#"):
            group.append(line.strip())
    return groups


class Chat:
    """The small talk that a bot is met with."""

    def __init__(self, lines: Sequence[str]) -> None:
        folder = Folder(())
        documents = [grams(understand(line, folder)) for line in lines]
        self._vectoriser = Vectoriser.fit(documents)
        vectors = [self._vectoriser.transform(document) for document in documents]
        self._index = PhrasingIndex.of(VectorTable.of(vectors), [1] * len(vectors), len(self._vectoriser.ids))

    def is_small_talk(self, question: Question) -> bool:
        """Tell whether a question is like a line of small talk."""
        if not question.terms:
            return False
        likeness = self._index.likeness(*self._vectoriser.transform(grams(question)))
        return bool(likeness.size and likeness.max() >= _LIKENESS)


@cache
def general_chat() -> Chat:
    """Make the small talk of the general list, once."""
    groups = out_of_scope()
    return Chat([line for group in _GROUPS for line in groups.get(group, ())])
