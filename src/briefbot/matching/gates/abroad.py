"""The gate for questions in other languages: the people they name are held to as names are, and small talk gets no answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from briefbot.language import text
from briefbot.language.stemming import stem
from briefbot.matching.gates.asked import Asking
from briefbot.matching.gates.names import gap_with, missing_from
from briefbot.matching.ranking.decision import Decision, Ranking
from briefbot.matching.reading.abroad import people_abroad
from briefbot.matching.reading.languages import capitalises_nouns
from briefbot.matching.small_talk import chat_for

_ENDS = '.!?¿¡:"«'
"""What a sentence ends with, or begins behind."""
_CHAT = 0.62
"""Similarity from which a question without a name counts as small talk (docs/decisions/010-other-languages.md)."""
_TITLES = 0.5
"""Share of capitalised words from which capitals tell nothing."""


def abroad(asking: Asking, ranking: Ranking) -> Ranking:
    """Withdraw what lacks a person whom a question in another language names; leave small talk to those who chat."""
    question = asking.question
    if not question.is_foreign or not ranking.answers or ranking.is_of_a_phrasing:
        return ranking
    strangers = _strangers(asking)
    if not (strangers or question.names) and chat_for(question).likeness(question) >= _CHAT:
        return replace(ranking, decision=Decision.ABSTAIN)
    return _without(strangers, ranking)


def _without(strangers: frozenset[str], ranking: Ranking) -> Ranking:
    """Say nothing that lacks the names of strangers but that the article is silent on them."""
    missing = missing_from(strangers, ranking.answers[0])
    if not missing or ranking.decision is Decision.ABSTAIN:
        return ranking
    holding = gap_with(missing, ranking)
    if holding is not None:
        return ranking.silent_by(holding)
    return ranking if ranking.decision is Decision.SILENT else ranking.withdrawn("name", missing)


def _strangers(asking: Asking) -> frozenset[str]:
    """Return the names in a question that the knowledge has none of its own for."""
    question = asking.question
    listed = question.countries | people_abroad(asking.folder.fold(question.words), asking.folder)
    return listed or _capitalised(asking)


def _capitalised(asking: Asking) -> frozenset[str]:
    """Return the terms that are written as names within a sentence and that the knowledge has never seen."""
    if text.is_wide(asking.typed[:1]) or capitalises_nouns(asking.question.words):
        return frozenset()
    words = asking.typed.split()
    capitals = list(_capitals(words))
    if len(capitals) > _TITLES * len(words):
        return frozenset()
    return frozenset(stem(token) for word in capitals for token in text.tokens(word)) & asking.question.unknown


def _capitals(words: list[str]) -> Iterator[str]:
    return (word for before, word in pairwise(words) if word[0].isupper() and before[-1] not in _ENDS)
