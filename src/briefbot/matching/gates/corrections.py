"""The gate for corrections: one is given only if the question says what it corrects, and no fact fits as well."""

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
"""How many logits a correction may be ahead of the fact that replaces it (docs/decisions/012-corrections.md)."""
_WEIGHT = 0.7
"""The weight of shares of phrasings next to the confidence, which depends on much the same words."""
_RARE = 0.05
"""Added to a share, because few phrasings are known."""
_STRAY = 0.03
"""The share of a correction's phrasings up to which a word of theirs is not one that it is about."""
_LEAST = 1e-9
"""The confidence below which all facts are equally unlikely."""
_DENIED = 1.5
"""The weight of a "not" in the question that the correction's phrasings do not have: it denies the false part."""
_NAMED, _OFTEN = 3.0, 2
"""The weight of exactly matching names and numbers, and the phrasings needed for it.

It applies if this many phrasings of the fact, and none of the correction, have exactly the names and numbers of the
question.
"""
_FEW = 0.1
"""The share of negated phrasings up to which a correction counts as having none."""
_AGENT = frozenset(("by", "from"))
"""Words before the agent of a sentence that names others first."""
_TAG = re.compile(
    r" (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must)(?: not)? (?:it|he|she|they|there|we|you)$"
)
"""A tag after a sentence that asks for consent and negates nothing: "did he", "is not it"."""
_Part: TypeAlias = tuple[str, ...]
"""A part of what a sentence says."""


def corrections(asking: Asking, ranking: Ranking) -> Ranking:
    """Replace a correction by a fact that says the question's words as well."""
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
    """Return how far a correction is ahead of each fact, by confidence and by how its phrasings match the question."""
    said, corrected = _said(question, question), correction.candidate.profile
    lead = math.log(correction.confidence) + _WEIGHT * _logs(said, question, corrected)
    lead -= _DENIED if _is_denied(question, corrected) else 0.0
    is_named = _named_alike(question, corrected) > 0
    return [lead - _support(said, question, fact, is_named=is_named) for fact in facts]


def _support(said: frozenset[_Part], question: Question, fact: Ranked, *, is_named: bool) -> float:
    """Return the support for a fact.

    `is_named` says whether the correction has exactly the names and numbers of the question.
    """
    profile = fact.candidate.profile
    named = _NAMED if not is_named and _named_alike(question, profile) >= _OFTEN else 0.0
    return math.log(max(fact.confidence, _LEAST)) + _WEIGHT * _logs(said, question, profile) + named


def _named_alike(question: Question, profile: Profile) -> int:
    """Return how many phrasings have exactly the names and numbers of a question; 0 if it has none."""
    named = question.names | question.numbers
    return sum(phrasing.names | phrasing.numbers == named for phrasing in profile.phrasings) if named else 0


def _may_vouch(fact: Profile, question: Question, correction: Profile) -> bool:
    """Return whether a fact has every name and number of the question, and every word that the correction is about."""
    is_beside = are_related(fact.item, correction.item) or are_of_a_place(fact.item, correction.item)
    if fact.kind == "correction" or not is_beside:
        return False
    lacks = question.content - fact.terms
    if not lacks.isdisjoint(question.names | question.numbers):
        return False
    counts = Counter(term for phrasing in correction.phrasings for term in lacks & phrasing.content)
    return max(counts.values(), default=0) <= _STRAY * len(correction.phrasings)


def _logs(said: frozenset[_Part], question: Question, profile: Profile) -> float:
    """Return the sum of the logarithms of the shares of an item's phrasings that have each part of what is said."""
    phrasings = [phrasing for phrasing in profile.phrasings if not phrasing.is_foreign]
    counts = Counter(part for phrasing in phrasings for part in said & _said(phrasing, question))
    return math.fsum(math.log(counts[part] / max(len(phrasings), 1) + _RARE) for part in said)


def _said(sentence: Question, question: Question) -> frozenset[_Part]:
    """Return the content of a sentence in a question's content words.

    It says which words there are, which are next to each other, and who comes before whom.
    """
    terms = [term for term in sentence.terms if term in question.content]
    who = combinations(_agents_first(sentence, question), 2)
    beside = (("beside", *pair) for pair in pairwise(terms))
    return frozenset([*((term,) for term in terms), *beside, *(("before", *pair) for pair in who), ("not", str(_is_negated(sentence)))])


def _agents_first(sentence: Question, question: Question) -> list[str]:
    """List the names that a sentence shares with a question, each once, with the agent first."""
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
