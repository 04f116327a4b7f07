"""A knowledge's own tests against its matcher: what must reach an entry or a quote, and what must not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from briefbot.domain.knowledge import Item, Knowledge
from briefbot.domain.outcome import given
from briefbot.errors import Problem
from briefbot.i18n import say
from briefbot.matching import Matcher

FIRST = 3
"""Among so many candidates must stand what a test reaches: so many are offered when the bot is not sure."""

_Test: TypeAlias = tuple[Item, bool]
"""An item, and whether a question is to reach it or not to be answered by it."""


def replay(
    knowledge: Knowledge,
    matcher: Matcher,
    places: Mapping[str, tuple[str, int]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Problem]:
    """Ask all tests: a problem for each that fails; `places` gives file and line by id."""
    tests: dict[str, list[_Test]] = {}
    for item in knowledge.items():
        for typed in item.tests.reach:
            tests.setdefault(typed, []).append((item, True))
        for typed in item.tests.avoid:
            tests.setdefault(typed, []).append((item, False))
    problems: list[Problem] = []
    for number, (typed, own) in enumerate(tests.items(), 1):  # many stand with two items: each is asked once
        for item, key, message in _failures(typed, own, matcher):
            problems.append(Problem(*(places or {}).get(item.id, ("", 0)), key, message))
        if progress is not None:
            progress(number, len(tests))
    return problems


def _failures(typed: str, tests: Sequence[_Test], matcher: Matcher) -> Iterator[tuple[Item, str, str]]:
    """Ask a question of some tests: for each that fails, its item, the key and what is wrong."""
    reading = matcher.read(typed)
    first = [ranked.item.id for ranked in reading.ranking.ranked[:FIRST]]
    told = () if all(is_to_reach for _, is_to_reach in tests) else given(matcher.answer(reading))
    for item, is_to_reach in tests:
        if is_to_reach and item.id not in first:
            found = ", ".join(first) or say("none")
            message = say("{typed!r} does not reach it; the first {count} are {found}", typed=typed, count=FIRST, found=found)
            yield item, f"{item.id}.tests.reach", message
        elif not is_to_reach and item.id in told:
            yield item, f"{item.id}.tests.not", say("{typed!r} is answered by it", typed=typed)
