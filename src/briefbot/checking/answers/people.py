"""Who did or said something: cases where the article names somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefbot.checking.answers.hedges import Statement, telling
from briefbot.checking.answers.keeping import is_negative
from briefbot.checking.answers.names import Names
from briefbot.checking.answers.places import Place

Around = Mapping[Statement, frozenset[str]]
"""For each sentence of the article, the people in it or in the sentence before: "he added" is about them."""

_CLAUSE = re.compile(r"[;:] |--|,? (?:but|while|whereas|although)\b|, and\b")
_FEWEST_SHARED = 2
_MOST = 2
"""The number of people in a clause above which it is a list."""


def people_around(places: Iterable[Place], people: frozenset[str]) -> dict[Statement, frozenset[str]]:
    """Collect the people whom each sentence of the article may be about."""
    found: dict[Statement, frozenset[str]] = {}
    before: frozenset[str] = frozenset()
    for place in places:
        for each in place.statements:
            own = each.stems & people
            found[each] = own | before
            before = own
    return found


def mistaken(
    sentence: str, places: Sequence[Place], around: Around, people: frozenset[str], names: Names
) -> Iterator[tuple[str, str, str]]:
    """Yield each person for whom the sentences most like a clause name others.

    The person, the others, the clause.
    """
    for clause in _CLAUSE.split(sentence):
        stems = telling(clause, names)
        named = stems & people
        if 0 < len(named) <= _MOST and not is_negative(clause):
            meant = _meant(stems - people, places, around)
            others = meant - named
            if 0 < len(others) <= _MOST:
                yield from ((person, ", ".join(sorted(others)), clause) for person in sorted(named - meant))


def _meant(stems: frozenset[str], places: Sequence[Place], around: Around) -> frozenset[str]:
    """Return the people of the sentences that share most words with a clause, or one fewer."""
    shared = [(len(stems & each.stems), each) for place in places for each in place.statements]
    most = max((count for count, _ in shared), default=0)
    if most < _FEWEST_SHARED:
        return frozenset()
    return frozenset[str]().union(*(around[each] for count, each in shared if count >= most - 1))
