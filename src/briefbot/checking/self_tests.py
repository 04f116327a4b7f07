"""Run a knowledge's own tests: questions that must reach an entry or a quote, and questions that must not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from briefbot.domain.knowledge import Item, Knowledge
from briefbot.domain.outcome import given
from briefbot.errors import Problem
from briefbot.i18n import say
from briefbot.matching import Matcher

FIRST = 3
"""A test must find its item among this many candidates, which is how many are offered."""

Places: TypeAlias = Callable[[str, str, int], tuple[str, int]]
"""Returns file and line of an item's test: by the item's id, `reach` or `not`, and the test's number."""


@dataclass(frozen=True, slots=True)
class _Test:
    """A question that must reach an item, or must not be answered by it."""

    item: Item
    is_to_reach: bool
    number: int
    """Its place among the item's tests of the same kind."""

    @property
    def key(self) -> str:
        return "reach" if self.is_to_reach else "not"

    def problem(self, message: str, place: Places) -> Problem:
        file, line = place(self.item.id, self.key, self.number)
        return Problem(file, line, f"{self.item.id}.tests.{self.key}", message)


def replay(
    knowledge: Knowledge,
    matcher: Matcher,
    place: Places = lambda *_: ("", 0),
    progress: Callable[[int, int], None] | None = None,
) -> list[Problem]:
    """Run all tests, and return a problem for each that fails."""
    tests: dict[str, list[_Test]] = {}
    for item in knowledge.items():
        for questions, is_to_reach in ((item.tests.reach, True), (item.tests.avoid, False)):
            for number, typed in enumerate(questions):
                tests.setdefault(typed, []).append(_Test(item, is_to_reach, number))
    problems: list[Problem] = []
    for number, (typed, own) in enumerate(tests.items(), 1):  # many belong to two items: each is asked once
        problems += (test.problem(message, place) for test, message in _failures(typed, own, matcher))
        if progress is not None:
            progress(number, len(tests))
    return problems


def _failures(typed: str, tests: Sequence[_Test], matcher: Matcher) -> Iterator[tuple[_Test, str]]:
    """Ask one question, and yield each of its tests that fails, with the problem."""
    reading = matcher.read(typed)
    first = [ranked.item.id for ranked in reading.ranking.ranked[:FIRST]]
    told = () if all(test.is_to_reach for test in tests) else given(matcher.answer(reading))
    for test in tests:
        if test.is_to_reach and test.item.id not in first:
            yield test, _unreached(typed, first, matcher.lacking(reading.question, test.item.id))
        elif not test.is_to_reach and test.item.id in told:
            yield test, say("“{typed}” is answered by it", typed=typed)


def _unreached(typed: str, first: Sequence[str], lacking: Sequence[str]) -> str:
    """Return which items a question reaches, and which of its words the right item lacks."""
    found = ", ".join(first) or say("none")
    message = say("“{typed}” does not reach it; the first {count} are {found}", typed=typed, count=FIRST, found=found)
    return (
        say("{what}; it lacks {words}", what=message, words=", ".join(say("“{word}”", word=word) for word in lacking))
        if lacking
        else message
    )
