"""Fold aliases into their canonical forms: whole words only, the longest form first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from briefbot.domain.knowledge import Knowledge
from briefbot.language import text

Span = tuple[str, tuple[str, ...]]
"""A folded token and the original words."""


class Folder:
    """Folds the forms of names and terms: "kim jong-un", "kju" and "金正恩" become one token."""

    def __init__(self, groups: Iterable[tuple[str, Sequence[str]]]) -> None:
        self._trie: dict[str, Any] = {}
        proper: set[str] = set()
        for canonical, forms in groups:
            name = "_".join(text.tokens(canonical))
            if canonical[:1].isupper():
                proper.add(name)
            for form in (canonical, *forms):
                self._insert(text.tokens(form), name)
        self.proper = frozenset(proper)
        """Canonical forms that are proper names, which an answer must match."""

    @classmethod
    def of(cls, knowledge: Knowledge) -> Folder:
        """Make the folder of a knowledge's aliases and speakers."""
        groups = [(alias.canonical, alias.forms) for alias in knowledge.aliases]
        groups += [(speaker.name, speaker.aliases) for speaker in knowledge.speakers.values()]
        folder = cls(groups)
        people = {"_".join(text.tokens(speaker.name)) for speaker in knowledge.speakers.values()}
        titled = {name for name, _ in folder.fold(text.tokens(knowledge.source.title))} & folder.proper
        # Something that a whole story is about does not distinguish its items: the town, in a story about its council.
        folder.proper -= titled - people if len(titled) == 1 else frozenset()
        return folder

    @classmethod
    def recalled(cls, plain: tuple[dict[str, Any], Sequence[str]]) -> Folder:
        """Make a folder from the result of `plain`."""
        folder = cls(())
        folder._trie, proper = plain
        folder.proper = frozenset(proper)
        return folder

    def plain(self) -> tuple[dict[str, Any], Sequence[str]]:
        """Return the folder as values that JSON can express."""
        return self._trie, sorted(self.proper)

    def _insert(self, words: Sequence[str], name: str) -> None:
        if not words:
            return
        node = self._trie
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault("", name)  # the first group with a form keeps it; the check reports the second

    def fold(self, words: Sequence[str]) -> list[Span]:
        """Replace each longest run of words that is a form; other words stand for themselves."""
        spans: list[Span] = []
        i, n = 0, len(words)
        while i < n:
            node, name, end = self._trie.get(words[i]), "", i
            j = i + 1
            while node is not None:
                if "" in node:
                    name, end = node[""], j
                if j == n:
                    break
                node = node.get(words[j])
                j += 1
            if name:
                spans.append((name, tuple(words[i:end])))
                i = end
            else:
                spans.append((words[i], (words[i],)))
                i += 1
        return spans

    def words(self) -> set[str]:
        """List every word of every form."""
        found: set[str] = set()
        stack = [self._trie]
        while stack:
            for word, node in stack.pop().items():
                if word:
                    found.add(word)
                    stack.append(node)
        return found
