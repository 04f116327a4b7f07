"""Measure the matcher on CLINC150: an intent is an entry, an out-of-scope question is one that must be declined.

    python -m benchmarks.clinc [--semantic] [--shipped]

Weights are learned from the training sentences as `briefbot learn` learns them, or are those that come with briefbot,
which were learned from training sentences of half of the intents among other things: the best candidate is told for
the other half, too. Thresholds are chosen on `val` and `oos_val`, figures are those of `test` and `oos_test`.
`oos_train` is not used. `--shipped` leaves out what is learned, which takes most of the time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from benchmarks.intents import half, knowledge_of, phrasings_by_intent, read_clinc
from briefbot.bundle import general
from briefbot.matching import Encoder, Matcher
from briefbot.matching.learning.learn import learn
from briefbot.matching.ranking.confidence import Scorer
from briefbot.matching.recall.classifier import fit
from briefbot.matching.recall.encoder_cache import CachedEncoder
from briefbot.matching.recall.encoders import load_encoder

PARTS = ("val", "oos_val", "test", "oos_test")
LEAST = (0.90, 0.91, 0.92, 0.93, 0.94, 0.95)
"""In-scope accuracies on `val` for each of which the highest threshold is taken."""
_BUDGET = 0.05

Answers = tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]
"""The confidence of the best candidate for each question, and whether it is the right one."""


def answers(matcher: Matcher, labelled: list[tuple[str, str]]) -> Answers:
    """Ask all questions of a part."""
    best = [matcher.rank(text)[0] for text, _ in labelled]
    right = [each.item.id == intent for each, (_, intent) in zip(best, labelled, strict=True)]
    return np.array([each.confidence for each in best]), np.array(right)


def trade_off(found: Mapping[str, Answers]) -> Iterator[tuple[float, float, float]]:
    """Yield in-scope accuracy and out-of-scope recall, in percent, for each least accuracy on `val`."""
    sure, right = found["val"]
    limits = np.unique(np.concatenate([sure, found["oos_val"][0]]))
    for least in LEAST:
        limit = max((each for each in limits if (right & (sure >= each)).mean() >= least), default=0.0)
        in_scope = found["test"][1] & (found["test"][0] >= limit)
        yield least, 100 * float(in_scope.mean()), 100 * float((found["oos_test"][0] < limit).mean())


def measure(first: int | None, encoder: Encoder | None, *, is_learned: bool) -> Iterator[str]:
    """Write the figures with all, or the first so many, training sentences of each intent."""
    parts = read_clinc()
    knowledge = knowledge_of(phrasings_by_intent(parts["train"], first))
    shipped = general(knowledge.density)
    matcher = Matcher.build(knowledge, shipped, fit, encoder)
    used = {"that come with briefbot": shipped.semantic if encoder else shipped.plain}
    if is_learned:
        lessons = learn(knowledge, fit, encoder, _BUDGET, shipped, lambda line: sys.stderr.write(f"{line}\n") and None)
        used["learned from CLINC150"] = (lessons.semantic or lessons.plain).profile
    others = set(knowledge.entries).difference(half(knowledge.entries))
    is_apart = np.array([intent in others for _, intent in parts["test"]])
    for name, profile in used.items():
        matcher.scorer = Scorer(profile, is_semantic=encoder is not None)
        found = {part: answers(matcher, parts[part]) for part in PARTS}
        right = found["test"][1]
        pairs = [f"{accuracy:.1f} / {recall:.1f}" for _, accuracy, recall in trade_off(found)] if first is None else ["–"] * len(LEAST)
        figures = f"{100 * right.mean():.1f} | {100 * right[is_apart].mean():.1f}"
        yield f"| {first or 'all'} | {'with' if encoder else 'without'} | {name} | {figures} | " + " | ".join(pairs) + " |"


def main() -> None:
    """Measure with all, ten and five sentences, without or (`--semantic`) with sentence vectors."""
    encoder = CachedEncoder(load_encoder()) if "--semantic" in sys.argv else None
    heads = " | ".join(f"val {least:.0%}" for least in LEAST)
    sys.stdout.write(f"| sentences | vectors | weights | best candidate | half kept apart | {heads} |\n|{'---|' * (5 + len(LEAST))}\n")
    for first in (None, 10, 5):
        for line in measure(first, encoder, is_learned="--shipped" not in sys.argv):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
