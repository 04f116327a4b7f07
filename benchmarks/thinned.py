"""Learn the shipped weights for bundles with few phrasings, from thinned copies of several bundles.

    python -m benchmarks.thinned

A copy keeps a few phrasings of each item and some of the gap entries; what it lacks is asked. The copies are of the
checkout's own bundle, of `tests/bundles/council`, and of half of CLINC150's intents, of whose parts only `train` is
read. It writes `src/briefbot/data/thresholds-N.yaml`.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.intents import half, knowledge_of, phrasings_by_intent, read_clinc
from briefbot.bundle import DENSITIES, general, general_name, learned_text
from briefbot.domain.knowledge import Item, Knowledge, is_gap
from briefbot.domain.learned import Learned, LearnedProfile
from briefbot.matching.learning.examples import Asked, Example, Fold
from briefbot.matching.learning.learn import lesson_from
from briefbot.matching.learning.weights import trained
from briefbot.matching.ranking.building import build_ranker, unclaimed
from briefbot.matching.ranking.features import FEATURES, MEANING_FEATURES
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.recall.classifier import fit
from briefbot.matching.recall.encoder_cache import CachedEncoder
from briefbot.matching.recall.encoders import load_encoder
from briefbot.matching.recall.sentence_vectors import Encoder
from briefbot.matching.small_talk import general_lines
from briefbot.service.loading import load_files

ROOT = Path(__file__).parents[1]
COPIES = {5: (3, 4, 5, 8), 10: (8, 10, 12)}
"""Phrasings per item of the copies, for each density."""
BUDGET = 0.1
"""Share of the tests of gap entries, which are near misses, and of the general list that the confidence alone may let
pass: the gates, of which learning knows nothing, stop most of them (docs/decisions/018-shipped-weights.md)."""
LEAST = {5: 0.65, 10: 0.5}
"""The least limit of an answer at each density, with and without sentence vectors.

On `council` lower ones let near misses pass and find no more right answers, which copies of a bundle with many gap
entries do not show.

See docs/decisions/021-families.md.
"""
_GAPS = 0.3
"""Share of the gap entries that a copy keeps."""
_LEFT_OUT = 4
"""Left-out phrasings of an item that are asked."""
_OF_AN_INTENT = 12
"""Sentences of an intent that are asked as tests."""
_INTENTS = 0.8
"""Share of the intents that a copy knows; the others have no answer."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Items with the phrasings that a copy keeps, and the questions for it."""

    items: Sequence[Item]
    kept: Sequence[Sequence[str]]
    folder: Folder
    asked: Sequence[Asked]

    @classmethod
    def of(cls, knowledge: Knowledge, phrasings: int) -> Copy:
        """Thin a bundle; its questions are left-out phrasings, tests, and phrasings of left-out gap entries."""
        chance = random.Random(phrasings)  # noqa: S311 - a sample, not a secret
        items, kept, asked = list(knowledge.items()), list[tuple[str, ...]](), list[Asked]()
        for item in items:
            ways = chance.sample(item.ways, len(item.ways))
            most = min(phrasings, len(ways) - 1) or 1
            if is_gap(item) and chance.random() > _GAPS:
                kept.append(())
                asked += ((typed, None, "unforeseen") for typed in (*ways[:_LEFT_OUT], *item.tests.reach))
            else:
                kept.append(tuple(ways[:most]))
                asked += ((typed, item, "phrasing") for typed in ways[most : most + _LEFT_OUT])
                asked += ((typed, item, "test") for typed in item.tests.reach)
        return cls(items, kept, Folder.of(knowledge), asked)

    @classmethod
    def of_intents(cls, phrasings: int) -> Copy:
        """Keep some training sentences of most intents of the half.

        Ask their others, and those of the other intents.
        """
        chance = random.Random(phrasings)  # noqa: S311
        train = phrasings_by_intent(read_clinc()["train"])
        texts = {intent: chance.sample(train[intent], len(train[intent])) for intent in half(train)}
        known = sorted(chance.sample(list(texts), round(_INTENTS * len(texts))))
        knowledge = knowledge_of({intent: texts[intent][:phrasings] for intent in known})
        asked: list[Asked] = [
            (typed, knowledge.entries.get(intent), "test" if intent in knowledge.entries else "unforeseen")
            for intent, own in texts.items()
            for typed in own[phrasings : phrasings + _OF_AN_INTENT]
        ]
        items = list(knowledge.items())
        return cls(items, [item.ways for item in items], Folder.of(knowledge), asked)

    def examples(self, encoder: Encoder) -> tuple[list[Example], list[Example]]:
        """Ask a ranker of the copy, without and with sentence vectors.

        Half of the general list is learned, half is asked.
        """
        lines = general_lines()
        ranker = build_ranker(self.items, self.kept, lines[::2], self.folder, fit, encoder)
        strange: Iterator[Asked] = ((line, None, "out_of_scope") for line in unclaimed(ranker, lines[1::2], self.folder))
        fold = Fold(ranker, self.folder, (*self.asked, *strange))
        plain, semantic = (fold.examples(with_meaning=each) for each in (False, True))
        return [each for each in plain if not each.is_foreign], [each for each in semantic if not each.is_foreign]


def copies(sizes: Sequence[int]) -> Iterator[Copy]:
    """Thin each bundle to each size."""
    bundles = [load_files(ROOT / each).knowledge for each in ("knowledge", "tests/bundles/council")]
    for size in sizes:
        yield from (Copy.of(bundle, size) for bundle in bundles if size < bundle.density)
        yield Copy.of_intents(size)


def learned_at(density: int, encoder: Encoder) -> Learned:
    """Learn from copies; other languages have too few questions and keep their weights."""
    without, with_vectors, start = list[Example](), list[Example](), general(DENSITIES[-1])
    for copy in copies(COPIES[density]):
        both = copy.examples(encoder)
        without += both[0]
        with_vectors += both[1]
        sys.stderr.write(f"{density}: {len(without):,} questions\n")
    lessons = [
        lesson_from(examples, names, BUDGET, trained, before)
        for examples, names, before in ((without, FEATURES, start.plain), (with_vectors, FEATURES + MEANING_FEATURES, start.semantic))
    ]
    for lesson in lessons:
        print(density, lesson.profile.thresholds, lesson.before, lesson.after)  # noqa: T201 - what it is for
    plain, semantic = (_not_below(lesson.profile, LEAST[density]) for lesson in lessons)
    return Learned(plain, semantic, start.foreign)


def _not_below(profile: LearnedProfile, least: float) -> LearnedProfile:
    return replace(profile, thresholds=replace(profile.thresholds, answer=max(profile.thresholds.answer, least)))


def main() -> None:
    """Learn at all densities but the highest, whose weights the checkout's bundle learned."""
    encoder = CachedEncoder(load_encoder())
    for density in DENSITIES[:-1]:
        path = ROOT / "src" / "briefbot" / "data" / general_name(density)
        path.write_text(
            learned_text(learned_at(density, encoder)).replace("briefbot learn", "python -m benchmarks.thinned"), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
