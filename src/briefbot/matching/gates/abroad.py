"""The gate for questions in other languages: answers must have the people they name, and small talk gets no answer."""

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
"""Marks that end a sentence, or come before its first word."""
_CHAT = 0.62
"""The similarity from which a question without a name counts as small talk (docs/decisions/010-other-languages.md)."""
_TITLES = 0.5
"""The share of capitalised words from which capitals mean nothing."""


def abroad(asking: Asking, ranking: Ranking) -> Ranking:
    """Withdraw an answer without a person whom a question in another language names; ignore small talk."""
    question = asking.question
    if not question.is_foreign or not ranking.answers or ranking.is_of_a_phrasing:
        return ranking
    strangers = _strangers(asking)
    if not (strangers or question.names) and chat_for(question).likeness(question) >= _CHAT:
        return replace(ranking, decision=Decision.ABSTAIN)
    return _without(strangers, ranking)


def _without(strangers: frozenset[str], ranking: Ranking) -> Ranking:
    """Withdraw everything that lacks the names of strangers, except gap entries."""
    missing = missing_from(strangers, ranking.answers[0])
    if not missing or ranking.decision is Decision.ABSTAIN:
        return ranking
    holding = gap_with(missing, ranking)
    if holding is not None:
        return ranking.silent_by(holding)
    return ranking if ranking.decision is Decision.SILENT else ranking.withdrawn("name", missing)


def _strangers(asking: Asking) -> frozenset[str]:
    """Return the names in a question that the knowledge does not have."""
    question = asking.question
    listed = question.countries | people_abroad(asking.folder.fold(question.words), asking.folder)
    return listed or _capitalised(asking)


def _capitalised(asking: Asking) -> frozenset[str]:
    """Return the terms that are written as names within a sentence and are new to the knowledge."""
    if text.is_wide(asking.typed[:1]) or capitalises_nouns(asking.question.words):
        return frozenset()
    words = asking.typed.split()
    capitals = list(_capitals(words))
    if len(capitals) > _TITLES * len(words):
        return frozenset()
    return frozenset(stem(token) for word in capitals for token in text.tokens(word)) & asking.question.unknown


def _capitals(words: list[str]) -> Iterator[str]:
    return (word for before, word in pairwise(words) if word[0].isupper() and before[-1] not in _ENDS)
