"""Conversations: what a question comes to after the one before it, which it is read together with only where it leans on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from briefbot.domain.knowledge import Entry, Item, Quote, related_to
from briefbot.domain.outcome import Abstained, Answered, Outcome, Quoted, Suggested, Turn
from briefbot.language import text
from briefbot.matching.conversation.texts import (
    asks_for_length,
    asks_of_a_text,
    asks_of_the_article,
    asks_of_what_was_said,
    asks_what_was_written,
    names_a_text,
    of_the_article,
)
from briefbot.matching.matcher import Matcher, Reading
from briefbot.matching.ranking.candidates import CANDIDATES
from briefbot.matching.ranking.decision import Decision, Ranked, Ranking
from briefbot.matching.reading import compound
from briefbot.matching.reading.leaning import GOING_ON, Lean, is_bewildered, lean_of, opens_as_one_that_goes_on, points_back
from briefbot.matching.reading.question import Question, content_of, known_words
from briefbot.matching.small_talk import general_chat

_CERTAIN = 0.5
"""Least confidence of a question that is surely answered on its own."""
_STANDS_ALONE = 4
"""A question with so many telling words stands on its own, although it says "it" or "that"."""
_NEAR = 6.0
"""How much likelier an item becomes that stands beside the one before (docs/matching.md)."""
_COVERED = 0.3
"""Share of a follow-up's own telling words that its answer must hold, to be more than an offer."""
_TOLD = 0.15
"""Least share of an item's phrasings that ask for something which the item tells (docs/matching.md)."""
_FAR_MORE = 2.0
"""How many times the share of the answer before that must be: what that one told, another one tells no better."""
_MORE = GOING_ON - {"about"}
_WORDS = 12
"""Words that are carried over at most."""
_RELATING = frozenset("other others another same rest first second last next former latter reverse opposite".split())  # noqa: SIM905
"""Words that tell of a thing by one that was named before."""
_PLACES = frozenset(("there", "then"))
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
    lean, is_text = _lean(matcher, reading), _means_a_text(reading.question, previous)
    if not is_text and asks_of_a_text(reading.question) and not _means_a_thing(matcher, reading, previous):
        reading, lean = matcher.read(of_the_article(reading.question)), None
    if lean is Lean.CUT_SHORT and previous is not None and _finds_more_alone(matcher, reading, previous):
        lean = None
    is_empty = lean is Lean.EMPTY
    if previous is None or (lean is None and not is_text):
        outcome = matcher.answer(reading)
        keeps_subject = _is_chat(outcome) or not reading.question.content
        return Reply(outcome, _turn(matcher, reading.question, outcome, previous if keeps_subject else None), is_empty)
    followed = _go_on(matcher, reading, previous) if is_empty or is_text else _follow(matcher, reading, previous)
    if followed is None and not is_empty:  # the answer before may tell who wrote the text
        again = _follow(matcher, reading, previous)
        followed = again if again.ranking.decision is Decision.ANSWER or not previous.given else None
    outcome = matcher.outcome(followed) if followed is not None else Abstained("not_understood")
    return Reply(outcome, _next(_turn(matcher, (followed or reading).question, outcome, previous), previous), is_empty)


def _next(turn: Turn | None, previous: Turn) -> Turn:
    """Keep what a follow-up does not change: the text that was named, and the item where it reached none itself."""
    if turn is None:
        return previous
    item, given = (turn.item, turn.given) if turn.given else (previous.item, previous.given)
    return replace(turn, item=item, given=given, names_a_text=turn.names_a_text or previous.names_a_text)


# Whether a question leans on the one before ----------------------------------------------------


def _lean(matcher: Matcher, reading: Reading) -> Lean | None:
    """Return how a question leans on the one before, unless it is clear alone; of a compound question the first part decides."""
    if _is_remark(reading):
        return None
    lean = _lean_of(reading)
    split = compound.parts(reading.typed) if lean is not None else []
    return lean if not split or _lean_of(matcher.read(split[0])) is not None else None


def _lean_of(reading: Reading) -> Lean | None:
    lean = lean_of(reading.typed, reading.question)
    return None if lean is None or _is_clear(reading, lean) else lean


def _is_clear(reading: Reading, lean: Lean) -> bool:
    """Return whether a question is clear without the one before, or cannot become so by it."""
    question, ranking = reading.question, reading.ranking
    content = len(question.content)
    is_answered = ranking.decision is Decision.ANSWER
    is_sure = is_answered and ranking.confidence >= _CERTAIN
    is_phrasing = is_answered and ranking.is_of_a_phrasing
    if 2 * len(question.unknown) > content:
        return True
    if lean is not Lean.POINTING:
        return is_sure if content else is_phrasing
    if content >= _STANDS_ALONE or (is_sure and content > 1):
        return True
    is_told = ranking.decision in (Decision.ANSWER, Decision.SILENT)
    says_much = content > 1 and (is_told or bool(question.folded))
    return (says_much or is_phrasing or (is_told and bool(question.names))) and _PEOPLE.isdisjoint(question.words)


def _finds_more_alone(matcher: Matcher, reading: Reading, previous: Turn) -> bool:
    """Return whether what a question finds alone holds more of its words, or of what it asks for, than what it finds with those before."""
    if not opens_as_one_that_goes_on(reading.question) or not _RELATING.isdisjoint(reading.question.words):
        return False
    weight = matcher.ranker.lexicon.weight
    alone, together = (_fit(each.ranking, reading.question, weight) for each in (reading, _follow(matcher, reading, previous)))
    return alone > together


def _fit(ranking: Ranking, question: Question, weight: Callable[[str], float]) -> tuple[float, bool, bool]:
    """Return which share of a question the best of what was found holds, whether it is asked for the same, and whether it answers."""
    found = {Decision.ABSTAIN: (), Decision.SILENT: ranking.gaps}.get(ranking.decision, ranking.answers)
    if not found:
        return 0.0, False, False
    is_asked_so = not question.asked or found[0].candidate.profile.offers.get(question.asked[0], 0.0) >= _TOLD
    return share_held(question, found[0], weight), is_asked_so, ranking.decision is Decision.ANSWER


def _is_remark(reading: Reading) -> bool:
    """Return whether nothing is asked: "lol ok", "thanks, that helped", "hmm"."""
    question = reading.question
    if question.asked or "?" in reading.typed or not GOING_ON.isdisjoint(question.words):
        return general_chat().is_nothing_else(question)
    return general_chat().is_small_talk(question) or not (question.content or points_back(reading.typed, question))


def _means_a_text(question: Question, previous: Turn | None) -> bool:
    """Return whether a question asks something of the text that was named before it."""
    if previous is None or asks_of_the_article(question):
        return False
    if asks_of_what_was_said(question):
        return previous.item is not None and bool(previous.item.speaker)
    return previous.names_a_text and asks_of_a_text(question)


def _means_a_thing(matcher: Matcher, reading: Reading, previous: Turn | None) -> bool:
    """Return whether a question asks for the length of a thing that was named before it: no text, but told of by the article."""
    if previous is None or not asks_for_length(" ".join(reading.question.words)):
        return False
    found = _follow(matcher, reading, previous).ranking
    return found.decision is Decision.ANSWER and any(asks_for_length(each.lower()) for each in found.answers[0].item.phrasings)


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
    if previous.item is None:
        followed = _follow(matcher, reading, previous)
        return followed if followed.ranking.decision in (Decision.ANSWER, Decision.SILENT) else None
    typed, ranked = _ranked(matcher, reading, previous, CANDIDATES)
    last = max((_tells(each, reading.question, previous.item) for each in ranked if each.item.id in previous.given), default=0.0)
    beside = [each for each in ranked if each.item.id not in previous.given and _is_linked(each.item, previous.item)]
    speaker = matcher.knowledge.speaker_of(previous.item)
    if speaker is not None and reading.question.asked[:1] == ("who",):
        names = matcher.understand(speaker.name).names
        beside = [each for each in beside if names & each.candidate.profile.names]  # who said it, and nobody else
    least = max(_TOLD, _FAR_MORE * last)
    told = [(share, each) for each in beside if (share := _tells(each, reading.question, previous.item)) >= least]
    if not told:
        return None
    total = sum(each.confidence for _, each in told) or 1.0
    answers = [
        Ranked(each.candidate, each.confidence / total) for share, each in sorted(told, key=lambda pair: -pair[0]) if not each.is_gap
    ]
    gaps = [Ranked(each.candidate, each.confidence / total) for _, each in told if each.is_gap]
    ranking = Ranking(tuple(answers), tuple(gaps), Decision.ANSWER if answers else Decision.SILENT)
    return Reading(typed, matcher.understand(typed), ranking)


def _tells(ranked: Ranked, question: Question, before: Item) -> float:
    """Return how much an item tells of what an empty follow-up asks for, 0 to 1; a correction is for whoever assumed something."""
    profile = ranked.candidate.profile
    if profile.kind == "correction":
        return 0.0
    if not _MORE.isdisjoint(question.words):
        is_more = not ranked.is_gap and ranked.item.id != before.id
        return (1.0 if ranked.item.id in related_to(before) else 0.5) * is_more
    if asks_for_length(" ".join(question.words)):
        return float(any(asks_for_length(each.lower()) for each in profile.typed))
    asked = question.asked[0] if question.asked else None
    is_unmet = asked in profile.unmet and not ranked.is_gap
    return 0.0 if asked is None or is_unmet or is_bewildered(question) else profile.offers.get(asked, 0.0)


def _ranked(matcher: Matcher, reading: Reading, previous: Turn, limit: int | None = None) -> tuple[str, list[Ranked]]:
    """Join a follow-up with what it leans on, and rank what it may mean then."""
    typed = together(reading.typed, previous)
    whole = typed
    if not reading.question.content and previous.item is not None:  # "there" and "then" are no words that an item is found by
        plain = " ".join(word for word in reading.question.words if word not in _PLACES)
        whole = f"{together(plain, previous)} {previous.item.title}"
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
    return item.id == other.id or bool(item.speaker and item.speaker == other.speaker) or _is_linked(item, other)


def _is_linked(item: Item, other: Item) -> bool:
    """Return whether two items are related, or stand on the same paragraph."""
    related = {*related_to(item), *related_to(other)}
    return bool({item.id, other.id} & related) or bool(set(item.evidence) & set(other.evidence))


def is_covered(question: Question, ranked: Ranked, weight: Callable[[str], float]) -> bool:
    """Return whether an answer holds enough of what a follow-up itself says; `weight` tells how telling a term is."""
    return share_held(question, ranked, weight) >= _COVERED


def share_held(question: Question, ranked: Ranked, weight: Callable[[str], float]) -> float:
    """Return which share of a question's telling words an item holds, 0 to 1."""
    total = sum(map(weight, question.content))
    return round(sum(map(weight, question.content & ranked.candidate.profile.terms)) / total, 6) if total else 1.0


# What the next one may lean on -----------------------------------------------------------------


def turn_on(matcher: Matcher, typed: str, outcome: Outcome) -> Turn | None:
    """Make the turn of what somebody chose to be shown; None where that is nothing."""
    return _turn(matcher, matcher.understand(typed), outcome, None)


def _turn(matcher: Matcher, question: Question, outcome: Outcome, previous: Turn | None) -> Turn | None:
    """Remember what was asked and given; what had no answer gives way to the turn before it, if that still counts."""
    given = _given(outcome)
    if not given and not isinstance(outcome, Suggested):
        return previous
    item = given[0] if given else None
    speaker = matcher.knowledge.speaker_of(item) if item is not None else None
    turn = turn_of(question, known_words(question, matcher.folder), item, speaker.name if speaker else "")
    return replace(turn, given=tuple(each.id for each in given), names_a_text=_names_a_text(matcher, question, given))


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


def _names_a_text(matcher: Matcher, question: Question, given: Sequence[Item]) -> bool:
    """Return whether a question, or what was given, names a text that is not the article; a quotation does by its outlet."""
    told = (text.tokens(item.answer) for item in given if isinstance(item, Entry))
    if names_a_text(question.words, chain.from_iterable(told)) or any(isinstance(item, Quote) and item.outlet for item in given):
        return True
    return asks_what_was_written(question) or ("words" in question.asked and _names_an_outlet(matcher, question))


def _names_an_outlet(matcher: Matcher, question: Question) -> bool:
    """Return whether a question names what a quotation was published in: "what does the Herald piece say?"."""
    outlets = {quote.outlet for quote in matcher.knowledge.quotes.values() if quote.outlet}
    return any(names and names <= question.content for names in (content_of((outlet,), matcher.folder) for outlet in outlets))


def _is_chat(outcome: Outcome) -> bool:
    return isinstance(outcome, Abstained) and outcome.reason == "small_talk"
