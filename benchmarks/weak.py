"""Measure whether strangers miss the items that `briefbot check --weak` calls weak: python -m benchmarks.weak.

Asks the three bundles of tests/bundles their questions, as they are and with half of their items cut down to two
phrasings. Prints how often strangers miss what is in the weaker half of the items and in the stronger one, and how well
weakness tells which items were cut. Last all items are cut, and the weaker or the stronger half gets its phrasings
back: how many of the answerable questions are answered then?
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from briefbot.bundle import general
from briefbot.checking.weakness.asking import Try, strength, tries
from briefbot.cli.commands.evaluate import read_questions
from briefbot.cli.evaluation.scoring import Known, wilson
from briefbot.cli.setup.service import fit
from briefbot.domain.knowledge import Entry, Item, Knowledge
from briefbot.domain.outcome import given
from briefbot.matching import Matcher
from briefbot.service.loading import load_files

_BUNDLES = Path(__file__).parents[1] / "tests" / "bundles"
_MADE_UP = ("council", "reef", "museum")
_SEEDS = 2
_LEFT = 2
"""Phrasings that a cut item keeps besides its title."""
_MOST = 3
"""Most items that may have a right answer, so that a miss is theirs."""


def main() -> None:
    """Print the figures of both measurements."""
    _print("as they are", [_measured(name, None) for name in _MADE_UP])
    _print(f"half of the items cut to {_LEFT} phrasings", [_measured(name, seed) for name in _MADE_UP for seed in range(_SEEDS)])
    given_back = [_given_back(name) for name in _MADE_UP]
    for title, counts in zip(("none", "the weaker half", "the stronger half", "all"), zip(*given_back, strict=True), strict=True):
        sys.stdout.write(f"all items cut, phrasings given back to {title}: {sum(counts)} answered\n")


class _Measured:
    """A bundle that was measured: the weakness of its items, which were cut, and what strangers missed of each."""

    def __init__(self, weakness: Mapping[str, float], cut: frozenset[str], missed: Mapping[str, list[bool]]) -> None:
        self.weakness, self.cut, self.missed = weakness, cut, missed
        by_weakness = sorted(weakness, key=lambda name: -weakness[name])
        self.weaker = frozenset(by_weakness[: len(by_weakness) // 2])


def _measured(name: str, seed: int | None) -> _Measured:
    knowledge = load_files(_BUNDLES / name).knowledge
    names = [item.id for item in knowledge.items()]
    cut = frozenset(random.Random(seed).sample(names, len(names) // 2) if seed is not None else ())  # noqa: S311 - a sample
    knowledge = _cut(knowledge, cut)
    learned = general(knowledge.density)
    by_item: dict[str, list[Try]] = defaultdict(list)
    for each in tries(knowledge, learned, fit):
        by_item[each.item.id].append(each)
    matcher = Matcher.build(knowledge, learned, fit)
    questions = [each for each in read_questions(_BUNDLES / name / "questions.jsonl") if each.is_answerable]
    return _Measured({item: 1 - strength(own) for item, own in by_item.items()}, cut, _missed(knowledge, matcher, questions))


def _given_back(name: str) -> list[int]:
    """Count what is answered where all items are cut, and where the weaker half, the stronger one or all have their
    phrasings back.
    """
    whole = load_files(_BUNDLES / name).knowledge
    learned, names = general(whole.density), frozenset(item.id for item in whole.items())
    by_item: dict[str, list[Try]] = defaultdict(list)
    for each in tries(_cut(whole, names), learned, fit):
        by_item[each.item.id].append(each)
    by_strength = sorted(names, key=lambda name: (strength(by_item[name]), name))
    weaker = frozenset(by_strength[: len(by_strength) // 2])
    questions = [each for each in read_questions(_BUNDLES / name / "questions.jsonl") if each.is_answerable]
    matchers = (Matcher.build(_cut(whole, cut), learned, fit) for cut in (names, names - weaker, weaker, frozenset[str]()))
    return [sum(_is_answered(known, matcher) for known in questions) for matcher in matchers]


def _is_answered(known: Known, matcher: Matcher) -> bool:
    items = (matcher.knowledge.item(name) for name in given(matcher.ask(known.question)))
    return any(known.accepts(_words_of(item)) for item in items if item is not None)


def _words_of(item: Item) -> str:
    return f"{item.answer} {item.caveat}" if isinstance(item, Entry) else item.text


def _cut(knowledge: Knowledge, cut: frozenset[str]) -> Knowledge:
    entries = {name: replace(each, phrasings=each.phrasings[:_LEFT]) if name in cut else each for name, each in knowledge.entries.items()}
    quotes = {name: replace(each, phrasings=each.phrasings[:_LEFT]) if name in cut else each for name, each in knowledge.quotes.items()}
    return replace(knowledge, entries=entries, quotes=quotes)


def _missed(knowledge: Knowledge, matcher: Matcher, questions: list[Known]) -> Mapping[str, list[bool]]:
    """Ask strangers' questions: for each item whether it was missed by those that it answers."""
    missed: dict[str, list[bool]] = defaultdict(list)
    words = {item.id: _words_of(item) for item in knowledge.items()}
    for known in questions:
        right = {name for name, text in words.items() if known.accepts(text)}
        if 0 < len(right) <= _MOST:
            is_missed = right.isdisjoint(given(matcher.ask(known.question)))
            for name in right:
                missed[name].append(is_missed)
    return missed


def _print(title: str, measured: list[_Measured]) -> None:
    sys.stdout.write(f"{title}:\n")
    for half in ("weaker", "stronger"):
        asked = [each for one in measured for name, own in one.missed.items() if (name in one.weaker) == (half == "weaker") for each in own]
        low, high = wilson(sum(asked), len(asked))
        sys.stdout.write(
            f"  {half} half: {sum(asked)} of {len(asked)} missed, {100 * sum(asked) / len(asked):.1f} % ({low:.1f} to {high:.1f})\n"
        )
    pairs = [
        (one.weakness[cut], one.weakness[whole])
        for one in measured
        for cut in one.cut & one.weakness.keys()
        for whole in one.weakness.keys() - one.cut
    ]
    if pairs:
        won = sum((cut > whole) + (cut == whole) / 2 for cut, whole in pairs) / len(pairs)
        sys.stdout.write(f"  an item that was cut is the weaker one of two in {100 * won:.0f} % of the pairs\n")


if __name__ == "__main__":
    main()
