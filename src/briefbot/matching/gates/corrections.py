"""The gate for corrections: one is given only where the question holds what it corrects, not where a fact vouches for the question."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import TypeAlias

from briefbot.matching.gates.asked import Asking
from briefbot.matching.gates.family import are_of_a_place, are_related
from briefbot.matching.ranking.decision import Ranked, Ranking
from briefbot.matching.reading.question import Question, negates
from briefbot.matching.recall.profile import Profile

_ENOUGH = 4.0
"""Logits by which the correction may be ahead of the fact that is given instead (docs/decisions/012-corrections.md)."""
_WEIGHT = 0.7
"""What the shares of phrasings count beside the confidence, which goes by much the same words."""
_RARE = 0.05
"""Added to a share, as few phrasings are known."""
_STRAY = 0.03
"""Share of a correction's phrasings up to which a word of theirs is none that it is about."""
_LEAST = 1e-9
"""Confidence below which a fact is as unlikely as any."""
_DENIED = 1.5
"""What a "not" counts in the question where the correction's phrasings have none: it denies the false part."""
_NAMED, _OFTEN = 3.0, 2
"""What it counts that so many phrasings of the fact, and none of the correction, have just the names and numbers of the question."""
_FEW = 0.1
"""Share of negated phrasings up to which a correction's phrasings have none."""
_AGENT = frozenset(("by", "from"))
"""Words before whoever does what a sentence tells, although others are named first."""
_TAG = re.compile(
    r" (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must)(?: not)? (?:it|he|she|they|there|we|you)$"
)
"""What asks for consent behind a sentence, and negates nothing: "did he", "is not it"."""
_Part: TypeAlias = tuple[str, ...]
"""A piece of what a sentence says."""


def corrections(asking: Asking, ranking: Ranking) -> Ranking:
    """Put a fact in the place of a correction where it says as well what the question says."""
    question = asking.question
    if not ranking.is_answered or ranking.is_of_a_phrasing or question.is_foreign:
        return ranking
    correction, *others = ranking.answers
    if correction.candidate.profile.kind != "correction":
        return ranking
    beside = [each for each in others if _may_vouch(each.candidate.profile, question, correction.candidate.profile)]
    if not beside:
        return ranking
    leads = _leads(question, correction, beside)
    least = min(leads)
    return ranking.led_by(beside[leads.index(least)]) if least <= _ENOUGH else ranking


def _leads(question: Question, correction: Ranked, facts: Sequence[Ranked]) -> list[float]:
    """Return how far a correction is ahead of each fact, by its confidence and by how its phrasings say what the question says."""
    said, corrected = _said(question, question), correction.candidate.profile
    lead = math.log(correction.confidence) + _WEIGHT * _logs(said, question, corrected)
    lead -= _DENIED if _is_denied(question, corrected) else 0.0
    is_named = _named_alike(question, corrected) > 0
    return [lead - _support(said, question, fact, is_named=is_named) for fact in facts]


def _support(said: frozenset[_Part], question: Question, fact: Ranked, *, is_named: bool) -> float:
    """Return what speaks for a fact; `is_named` tells whether the correction has just the names and numbers of the question."""
    profile = fact.candidate.profile
    named = _NAMED if not is_named and _named_alike(question, profile) >= _OFTEN else 0.0
    return math.log(max(fact.confidence, _LEAST)) + _WEIGHT * _logs(said, question, profile) + named


def _named_alike(question: Question, profile: Profile) -> int:
    """Count the phrasings that have just the names and numbers of a question; none where it has none."""
    named = question.names | question.numbers
    return sum(phrasing.names | phrasing.numbers == named for phrasing in profile.phrasings) if named else 0


def _may_vouch(fact: Profile, question: Question, correction: Profile) -> bool:
    """Return whether a fact beside a correction lacks no name or number of the question, and no word that the correction is about."""
    is_beside = are_related(fact.item, correction.item) or are_of_a_place(fact.item, correction.item)
    if fact.kind == "correction" or not is_beside:
        return False
    lacks = question.content - fact.terms
    if not lacks.isdisjoint(question.names | question.numbers):
        return False
    counts = Counter(term for phrasing in correction.phrasings for term in lacks & phrasing.content)
    return max(counts.values(), default=0) <= _STRAY * len(correction.phrasings)


def _logs(said: frozenset[_Part], question: Question, profile: Profile) -> float:
    """Return the logarithms, added up, of the shares of an item's phrasings that say each part of what is said."""
    phrasings = [phrasing for phrasing in profile.phrasings if not phrasing.is_foreign]
    counts = Counter(part for phrasing in phrasings for part in said & _said(phrasing, question))
    return math.fsum(math.log(counts[part] / max(len(phrasings), 1) + _RARE) for part in said)


def _said(sentence: Question, question: Question) -> frozenset[_Part]:
    """Return what a sentence says in a question's telling words: which, which beside one another, and who before whom."""
    terms = [term for term in sentence.terms if term in question.content]
    who = combinations(_agents_first(sentence, question), 2)
    beside = (("beside", *pair) for pair in pairwise(terms))
    return frozenset([*((term,) for term in terms), *beside, *(("before", *pair) for pair in who), ("not", str(_is_negated(sentence)))])


def _agents_first(sentence: Question, question: Question) -> list[str]:
    """List the names of a sentence that a question has too, each once; whoever is named as the agent comes first."""
    places: dict[str, bool] = {}
    for before, term in pairwise(("", *sentence.terms)):
        if term in sentence.names and term in question.names:
            places.setdefault(term, before not in _AGENT)
    return sorted(places, key=places.__getitem__)


def _is_denied(question: Question, correction: Profile) -> bool:
    """Return whether a question negates what a correction's phrasings assert."""
    negated = sum(map(_is_negated, correction.phrasings))
    return _is_negated(question) and negated < _FEW * len(correction.phrasings)


def _is_negated(sentence: Question) -> bool:
    """Return whether a sentence is negated otherwise than in what asks for consent."""
    return sentence.is_negated and negates(_TAG.sub("", " ".join(sentence.words)).split())
