"""What is learned from a knowledge: weights of features, and limits of confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ABOUT = 2.0
"""What `Thresholds.about` is where it was not learned: enough for a knowledge of some twenty items (docs/matching.md)."""


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
