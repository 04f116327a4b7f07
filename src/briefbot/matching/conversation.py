"""Follow-ups: a question that leans on the one before it, read together with what that was about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefbot.matching.decision import Decision, Ranked, Ranking
from briefbot.matching.question import Question
from briefbot.model import Entry, Item

_PEOPLE = frozenset(("he", "him", "his", "she", "her", "hers", "they", "them", "their", "theirs", "those", "these"))
_THINGS = frozenset(("it", "this", "that", "there", "then"))
"""Words that point back only where a question has little else: "what time is it", "is it true that …"."""
POINTING = _PEOPLE | _THINGS
"""Words that stand for something named before."""
GOING_ON = frozenset(("more", "else", "about", "explain", "elaborate", "detail", "details", "further"))
"""Words that ask to go on, although no word of them asks."""
_OPENING = re.compile(r"^\W*(and|so|but|also|what about|how about|ok(ay)? and|wait)\b", re.IGNORECASE)
_DUMMY = re.compile(r"\b(time|day|year|it) is it\b|\bis it (true|right|possible)\b", re.IGNORECASE)
"""Where "it" stands for nothing."""
_STANDS_ALONE = 4
"""Telling words from which on a question is taken to stand on its own."""
_CERTAIN = 0.5
"""Confidence from which on a question with two telling words is taken to stand on its own."""
_NEAR = 6.0
"""How much likelier an item becomes that stands beside the one before (docs/matching.md)."""
_COVERED = 0.3
"""Share of a follow-up's own telling words that its answer must hold, to be more than an offer."""
_WORDS = 12
"""Words that are carried over at most."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a question was about: its telling words, and the item that it reached."""

    words: tuple[str, ...]
    item: Item | None


def is_follow_up(typed: str, question: Question, ranking: Ranking) -> bool:
    """Tell whether a question leans on the one before: it points back or says little, and is no clear question of its own."""
    said = set(question.words)
    points_at_people = not said.isdisjoint(_PEOPLE)
    points_back = points_at_people or (not said.isdisjoint(_THINGS) and not _DUMMY.search(typed))
    opens = _OPENING.search(typed) is not None
    leans = points_back or opens
    content = len(question.content)
    if not said or (not leans and content > 1):
        return False
    if ranking.decision is Decision.ANSWER and ranking.confidence >= _CERTAIN and (content > 1 or (content and not leans)):
        return False
    if ranking.decision is Decision.ANSWER and question.names and not points_at_people and not opens:
        return False
    if not points_at_people and (content >= _STANDS_ALONE or (content > 1 and question.folded)):
        return False
    return points_back or not (content and content == len(question.unknown))


def together(typed: str, previous: Turn) -> str:
    """Join a follow-up with what it leans on."""
    return " ".join((typed, *previous.words))


def favour(ranked: Sequence[Ranked], previous: Turn) -> list[Ranked]:
    """Make items likelier that stand beside the one that was reached before."""
    if previous.item is None:
        return list(ranked)
    odds = [each.confidence * (_NEAR if _is_beside(each.item, previous.item) else 1.0) for each in ranked]
    total = sum(odds) + max(0.0, 1.0 - sum(each.confidence for each in ranked))
    favoured = [Ranked(each.candidate, odd / total) for each, odd in zip(ranked, odds, strict=True)]
    return sorted(favoured, key=lambda each: -each.confidence)


def _is_beside(item: Item, other: Item) -> bool:
    if item.id == other.id or (item.speaker and item.speaker == other.speaker):
        return True
    related = {*related_to(item), *related_to(other)}
    return bool({item.id, other.id} & related) or bool(set(item.evidence) & set(other.evidence))


def related_to(item: Item) -> tuple[str, ...]:
    """List what an item names as related."""
    return item.related if isinstance(item, Entry) else ()


def is_covered(question: Question, ranked: Ranked, weight: Callable[[str], float]) -> bool:
    """Tell whether an answer holds enough of what a follow-up itself says; `weight` tells how telling a term is."""
    total = sum(map(weight, question.content))
    held = sum(map(weight, question.content & ranked.candidate.profile.terms))
    return not total or held / total >= _COVERED


def turn_of(question: Question, telling: Sequence[str], item: Item | None, speaker: str) -> Turn:
    """Remember what a question was about, and who said what it reached."""
    names = speaker.split()
    if names and names[-1].casefold() in question.words:
        names = []
    return Turn((*tuple(dict.fromkeys(telling))[:_WORDS], *names), item)
