"""A knowledge's own tests against its matcher: what must reach an entry or a quote, and what must not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from briefbot.domain.knowledge import Item, Knowledge
from briefbot.domain.outcome import given
from briefbot.errors import Problem
from briefbot.i18n import say
from briefbot.matching import Matcher

FIRST = 3
"""Among so many candidates must stand what a test reaches: so many are offered when the bot is not sure."""


def replay(
    knowledge: Knowledge,
    matcher: Matcher,
    places: Mapping[str, tuple[str, int]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Problem]:
    """Ask all tests: a problem for each that fails; `places` gives file and line by id."""
    problems: list[Problem] = []
    items = list(knowledge.items())
    for number, item in enumerate(items, 1):
        file, line = (places or {}).get(item.id, ("", 0))
        problems += [Problem(file, line, *failure) for failure in _failures(item, matcher)]
        if progress is not None:
            progress(number, len(items))
    return problems


def _failures(item: Item, matcher: Matcher) -> Iterator[tuple[str, str]]:
    """Ask an item's tests: for each that fails, its key and what is wrong."""
    for typed in item.tests.reach:
        first = [ranked.item.id for ranked in matcher.rank(typed)[:FIRST]]
        if item.id not in first:
            found = ", ".join(first) or say("none")
            message = say("{typed!r} does not reach it; the first {count} are {found}", typed=typed, count=FIRST, found=found)
            yield f"{item.id}.tests.reach", message
    for typed in item.tests.avoid:
        if item.id in given(matcher.ask(typed)):
            yield f"{item.id}.tests.not", say("{typed!r} is answered by it", typed=typed)
