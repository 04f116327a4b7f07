"""Conversations: what a question comes to after the one before it, which it is read together with only where it leans on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from briefbot import text
from briefbot.matching import compound
from briefbot.matching.chat import general_chat
from briefbot.matching.decision import Decision, Ranked, Ranking
from briefbot.matching.leaning import GOING_ON, Lean, lean_of, points_back
from briefbot.matching.matcher import Matcher, Reading
from briefbot.matching.question import Question, known_words
from briefbot.matching.ranking import CANDIDATES
from briefbot.matching.texts import asks_for_length, asks_of_a_text, names_a_text, of_the_article
from briefbot.model import Entry, Item, Quote, related_to
from briefbot.outcome import Abstained, Answered, Outcome, Quoted, Suggested, Turn

_CERTAIN = 0.5
"""Confidence from which on a question is taken to be answered surely on its own."""
_STANDS_ALONE = 4
"""Telling words from which on a question that says "it" or "that" is taken to stand on its own."""
_NEAR = 6.0
"""How much likelier an item becomes that stands beside the one before (docs/matching.md)."""
_COVERED = 0.3
"""Share of a follow-up's own telling words that its answer must hold, to be more than an offer."""
_WORDS = 12
"""Words that are carried over at most."""
_PEOPLE = frozenset(("he", "him", "his", "she", "her", "hers", "they", "them", "their", "theirs", "those", "these"))


@dataclass(frozen=True, slots=True)
class Reply:
    """What a question came to in a conversation, and what the next one may lean on."""

    outcome: Outcome
    turn: Turn | None
    is_empty: bool = False
    """The question says nothing itself."""


def converse(matcher: Matcher, typed: str, previous: Turn | None) -> Reply:
    """Decide what to say to a question; `previous` is what the same person was answered before."""
    reading = matcher.read(typed)
    if asks_of_a_text(reading.question) and not _is_named(matcher, reading, previous):
        reading, lean = matcher.read(of_the_article(reading.question)), None
    else:
        lean = _lean(matcher, reading)
    is_empty = lean is Lean.EMPTY
    if previous is None or lean is None:
        outcome = matcher.answer(reading)
        return Reply(outcome, _turn(matcher, reading, outcome, previous if _is_chat(outcome) or not reading.question.content else None), is_empty)
    followed = _go_on(matcher, reading, previous) if is_empty else _follow(matcher, reading, previous)
    outcome = matcher.outcome(followed) if followed is not None else Abstained("not_understood")
    turn = _turn(matcher, followed or reading, outcome, previous)
    if turn is not None and previous.names_a_text:
        turn = replace(turn, names_a_text=True)
    return Reply(outcome, turn, is_empty)


# Whether a question leans on the one before ----------------------------------------------------


def _lean(matcher: Matcher, reading: Reading) -> Lean | None:
    """Return how a question leans on the one before, unless it is clear alone; of a compound question the first part decides."""
    if _is_remark(reading):
        return None
    lean = _lean_of(reading)
    split = compound.parts(reading.typed) if lean is not None else []
    return lean if not split or _lean_of(matcher.read(split[0])) is not None else None


def _lean_of(reading: Reading) -> Lean | None:
    lean = lean_of(reading.question)
    return None if lean is None or _is_clear(reading) else lean


def _is_clear(reading: Reading) -> bool:
    """Return whether a question is clear without the one before."""
    question, ranking = reading.question, reading.ranking
    is_answered = ranking.decision is Decision.ANSWER
    is_sure = is_answered and ranking.confidence >= _CERTAIN
    content = len(question.content)
    if not points_back(question):
        return is_sure or (is_answered and ranking.is_of_a_phrasing) or (content > 0 and content == len(question.unknown))
    if is_sure and content > 1:
        return True
    points_at_people = not _PEOPLE.isdisjoint(question.words)
    has_name = bool(question.folded) and content > 1
    return not points_at_people and (content >= _STANDS_ALONE or has_name)


def _is_remark(reading: Reading) -> bool:
    """Return whether nothing is asked: "lol ok", "thanks, that helped", "hmm"."""
    question = reading.question
    if question.asked or "?" in reading.typed or not GOING_ON.isdisjoint(question.words):
        return general_chat().is_nothing_else(question)
    return general_chat().is_small_talk(question) or not (question.content or points_back(question))


def _is_named(matcher: Matcher, reading: Reading, previous: Turn | None) -> bool:
    """Return whether "it" is what was named before, and not the article: a text, or a thing whose length is told."""
    if previous is None or previous.names_a_text:
        return previous is not None
    if not asks_for_length(" ".join(reading.question.words)):
        return False
    found = _follow(matcher, reading, previous).ranking
    best = (*found.answers[:1], *found.gaps[:1])
    return found.decision is Decision.ANSWER and any(asks_for_length(each.lower()) for each in best[0].item.phrasings)


# What it comes to together with the one before -------------------------------------------------


def _follow(matcher: Matcher, reading: Reading, previous: Turn) -> Reading:
    """Read a follow-up together with what it leans on."""
    typed, ranked = _ranked(matcher, reading, previous)
    ranking = Ranking.of(favour(ranked, previous), matcher.scorer.thresholds)
    if ranking.decision is Decision.ANSWER and not is_covered(reading.question, ranking.answers[0], matcher.ranker.lexicon.weight):
        ranking = replace(ranking, decision=Decision.SUGGEST)
    return Reading(typed, matcher.understand(typed), ranking)


def _go_on(matcher: Matcher, reading: Reading, previous: Turn) -> Reading | None:
    """Find what an empty follow-up asks for beside what was given before; None where nothing tells it."""
    typed, ranked = _ranked(matcher, reading, previous, CANDIDATES)
    beside = [each for each in ranked if each.item.id not in previous.given and _tells(each, reading.question, previous)]
    rest = 1.0 - sum(each.confidence for each in ranked if each.item.id in previous.given)
    sure = [Ranked(each.candidate, each.confidence / rest) for each in beside] if rest > 0 else []
    ranking = Ranking.of(favour(sure, previous), matcher.scorer.thresholds)
    if ranking.decision not in (Decision.ANSWER, Decision.SILENT):
        return None
    return Reading(typed, matcher.understand(typed), ranking)


def _tells(ranked: Ranked, question: Question, previous: Turn) -> bool:
    """Return whether an item stands beside the one before, and tells what is asked for."""
    if previous.item is not None and not _is_beside(ranked.item, previous.item):
        return False
    if not GOING_ON.isdisjoint(question.words):
        return True
    profile, asked = ranked.candidate.profile, question.asked[:1]
    is_met = ranked.is_gap or profile.unmet.isdisjoint(asked)
    return bool(asked) and asked[0] != "what" and is_met and asked[0] in profile.offers


def _ranked(matcher: Matcher, reading: Reading, previous: Turn, limit: int | None = None) -> tuple[str, list[Ranked]]:
    """Join a follow-up with what it leans on, and rank what it may mean then."""
    typed = together(reading.typed, previous)
    whole = typed if reading.question.content or previous.item is None else f"{typed} {previous.item.title}"
    return typed, matcher.rank(whole, limit=limit)


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


def is_covered(question: Question, ranked: Ranked, weight: Callable[[str], float]) -> bool:
    """Return whether an answer holds enough of what a follow-up itself says; `weight` tells how telling a term is."""
    total = sum(map(weight, question.content))
    held = sum(map(weight, question.content & ranked.candidate.profile.terms))
    return not total or held / total >= _COVERED


# What the next one may lean on -----------------------------------------------------------------


def _turn(matcher: Matcher, reading: Reading, outcome: Outcome, previous: Turn | None) -> Turn | None:
    """Remember what was asked and given; what had no answer gives way to the turn before it, if that still counts."""
    given = _given(outcome)
    if not given and not isinstance(outcome, Suggested):
        return previous
    item = given[0] if given else None
    speaker = matcher.knowledge.speaker_of(item) if item is not None else None
    turn = turn_of(reading.question, known_words(reading.question, matcher.folder), item, speaker.name if speaker else "")
    return replace(turn, given=tuple(each.id for each in given), names_a_text=_names_a_text(reading.question, given))


def turn_of(question: Question, telling: Sequence[str], item: Item | None, speaker: str) -> Turn:
    """Remember what a question was about, and who said what it reached."""
    names = speaker.split()
    if names and names[-1].casefold() in question.words:
        names = []
    return Turn((*tuple(dict.fromkeys(telling))[:_WORDS], *names), item)


def _given(outcome: Outcome) -> tuple[Item, ...]:
    match outcome:
        case Answered(parts=parts) if parts:
            return tuple(item for part in parts for item in _given(part))
        case Answered(entries=entries):
            return entries
        case Quoted(quotes=quotes):
            return quotes
        case Abstained(gap=gap) if gap is not None:
            return (gap,)
        case _:
            return ()


def _names_a_text(question: Question, given: Sequence[Item]) -> bool:
    """Return whether a question, or what was given, names a text that is not the article; a quotation does by its outlet."""
    told = (text.tokens(item.answer) for item in given if isinstance(item, Entry))
    return names_a_text(question.words, chain.from_iterable(told)) or any(isinstance(item, Quote) and item.outlet for item in given)


def _is_chat(outcome: Outcome) -> bool:
    return isinstance(outcome, Abstained) and outcome.reason == "small_talk"
