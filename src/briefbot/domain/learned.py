"""What is learned from a knowledge: weights of features, and thresholds of confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

ABOUT = 2.0
"""The value of `Thresholds.about` if it was not learned; see docs/decisions/013-relevance.md."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Learned thresholds; `briefbot learn` writes them for a stated budget of false answers."""

    answer: float
    """The confidence from which the best candidate is given as the answer."""
    suggest: float
    """The probability that some candidate is right, from which candidates are offered."""
    silent: float
    """The confidence from which a gap entry's answer is given."""
    about: float = ABOUT
    """From how many logits of being about the article candidates are offered and gaps are answered."""


@dataclass(frozen=True, slots=True)
class LearnedProfile:
    """What was learned for one set of features: thresholds, and weights by kind of item and feature."""

    thresholds: Thresholds
    weights: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Learned:
    """What `briefbot learn` found."""

    plain: LearnedProfile
    semantic: LearnedProfile
    """For use with sentence vectors."""
    foreign: LearnedProfile
    """For questions in other languages, with sentence vectors; only names and numbers count as words."""


def between(lower: Learned, upper: Learned, share: float) -> Learned:
    """Return a mixture of two; `share`, from 0 to 1, is the part of the second one."""
    return Learned(
        _mixed(lower.plain, upper.plain, share),
        _mixed(lower.semantic, upper.semantic, share),
        _mixed(lower.foreign, upper.foreign, share),
    )


def _mixed(lower: LearnedProfile, upper: LearnedProfile, share: float) -> LearnedProfile:
    weights = {kind: _mean(lower.weights.get(kind, {}), upper.weights.get(kind, {}), share) for kind in {**lower.weights, **upper.weights}}
    return LearnedProfile(Thresholds(**_mean(asdict(lower.thresholds), asdict(upper.thresholds), share)), weights)


def _mean(lower: Mapping[str, float], upper: Mapping[str, float], share: float) -> dict[str, float]:
    """Mix numbers by name; a missing number counts as 0."""
    return {name: (1 - share) * lower.get(name, 0.0) + share * upper.get(name, 0.0) for name in {**lower, **upper}}
