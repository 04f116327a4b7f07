"""What is learned from a knowledge: weights of features, and limits of confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

ABOUT = 2.0
"""What `Thresholds.about` is where it was not learned: enough for a knowledge of some twenty items (docs/decisions/013-relevance.md)."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Learned limits; `briefbot learn` writes them for a stated budget of false answers."""

    answer: float
    """Confidence from which the best candidate is given as the answer."""
    suggest: float
    """Probability that some candidate is right, from which candidates are offered."""
    silent: float
    """Confidence from which a gap entry's text is given."""
    about: float = ABOUT
    """How sure it is, in logits, that a question is about the article from where on candidates are offered and gap entries speak."""


@dataclass(frozen=True, slots=True)
class LearnedProfile:
    """What was learned for one set of features: limits, and weights by kind of item and feature."""

    thresholds: Thresholds
    weights: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Learned:
    """What `briefbot learn` found."""

    plain: LearnedProfile
    semantic: LearnedProfile
    """With sentence vectors."""
    foreign: LearnedProfile
    """With sentence vectors, for questions in other languages: of the words only names and numbers count."""


def between(lower: Learned, upper: Learned, share: float) -> Learned:
    """Return a mixture of which so much, 0 to 1, is the second one."""
    return Learned(
        _mixed(lower.plain, upper.plain, share),
        _mixed(lower.semantic, upper.semantic, share),
        _mixed(lower.foreign, upper.foreign, share),
    )


def _mixed(lower: LearnedProfile, upper: LearnedProfile, share: float) -> LearnedProfile:
    weights = {kind: _mean(lower.weights.get(kind, {}), upper.weights.get(kind, {}), share) for kind in {**lower.weights, **upper.weights}}
    return LearnedProfile(Thresholds(**_mean(asdict(lower.thresholds), asdict(upper.thresholds), share)), weights)


def _mean(lower: Mapping[str, float], upper: Mapping[str, float], share: float) -> dict[str, float]:
    """Mix numbers by name; what has no number counts nothing."""
    return {name: (1 - share) * lower.get(name, 0.0) + share * upper.get(name, 0.0) for name in {**lower, **upper}}
