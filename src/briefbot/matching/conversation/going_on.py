"""An empty follow-up: what stands beside the answer before, or that answer again where it tells what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from briefbot.domain.knowledge import Asked, Item, related_to
from briefbot.domain.outcome import Turn
from briefbot.matching.conversation.in_full import in_full, people, told_by
from briefbot.matching.conversation.texts import asks_for_length
from briefbot.matching.conversation.together import TOLD, follow, is_linked, ranked
from briefbot.matching.matcher import Matcher
from briefbot.matching.ranking.candidates import CANDIDATES
from briefbot.matching.ranking.decision import SURE, Decision, Ranked, Ranking
from briefbot.matching.reading.leaning import asks_for_source, asks_who_that_is, is_bewildered, is_echo
from briefbot.matching.reading.question import Question
from briefbot.matching.reading.words import MORE
from briefbot.matching.readings import Reading

_FAR_MORE = 2.0
"""How many times the share of the answer before that must be: what that one told, another one tells no better."""
_UNRELATED = 0.5
"""How much an item tells of "more" that is not related to the one before."""
_PLACE = re.compile(r"\b(?:in|at|on|across|near|from|to|into|over) (?:the )?(?:\w+ )?[A-Z]\w+")
"""A place in an answer."""
_REASON = re.compile(r"\b(?:because|due to|accus\w+|charged with|in order to|so that|therefore|reasons?|blam\w+|for fear|owing to)\b")
"""What gives a reason in an answer."""
_SOURCE = re.compile(
    r"\b(?:according to|says?|said|reports?|reported|reportedly|told|wrote|writes|warns?|argues?|believed|estimates?|confirmed|declared)\b"
)
"""What names a source in an answer."""


def go_on(matcher: Matcher, reading: Reading, previous: Turn) -> Reading | None:
    """Find what an empty follow-up asks for beside what was given before; None where nothing tells it."""
    if previous.item is None:
        followed = follow(matcher, reading, previous)
        return followed if followed.ranking.is_told else None
    if asks_who_that_is(reading.question):
        return _of_a_person(matcher, (f"who is {name}" for name in islice(people(matcher, previous), 1)), previous)
    typed, found = ranked(matcher, reading, previous, CANDIDATES)
    told = _best(found, reading.question, previous, list(_told(matcher, found, reading.question, previous, previous.item)))
    if all(each.is_gap for _, each in told):
        of_a_person = _of_a_person(matcher, in_full(matcher, reading, previous), previous)
        if of_a_person is not None:
            return of_a_person
    return Reading(typed, matcher.understand(typed), _ranking_of(told)) if told else None


def _best(found: Sequence[Ranked], question: Question, previous: Turn, told: list[tuple[float, Ranked]]) -> list[tuple[float, Ranked]]:
    """Choose between what stands beside the answer before and that answer: it comes before gap entries, and tells its own source first."""
    again = _again(found, question, previous)
    if asks_for_source(question):
        told = [(share, each) for share, each in told if each.is_gap and previous.item is not None and not previous.item.speaker]
        is_again = not told
    else:
        is_again = all(each.is_gap for _, each in told)
    return [(1.0, again)] if again is not None and is_again else told


def _of_a_person(matcher: Matcher, typed: Iterable[str], previous: Turn) -> Reading | None:
    """Read a question in which a name stands for somebody who was named before; None where that tells nothing new."""
    found = map(matcher.read, typed)
    return next((each for each in found if each.ranking.is_told and each.ranking.told.item.id not in previous.given), None)


def _again(found: Sequence[Ranked], question: Question, previous: Turn) -> Ranked | None:
    """Return the item before where it tells what is asked, beside what was asked for before."""
    asked = next(iter(question.asked), None)
    is_source = asks_for_source(question)
    if (asked == previous.asked and not is_source) or is_bewildered(question):
        return None
    last = (each for each in found if each.item.id in previous.given and not each.is_gap)
    if is_echo(question):
        return next(last, None)
    return next((each for each in last if (_names_source(each.item) if is_source else _has(each, asked))), None)


def _names_source(item: Item) -> bool:
    return bool(item.speaker) or _SOURCE.search(told_by(item)) is not None


def _has(ranked: Ranked, asked: Asked | None) -> bool:
    """Return whether an item's own words hold what is asked for."""
    told = told_by(ranked.item)
    match asked:
        case "when":
            return asked not in ranked.candidate.profile.unmet
        case "where":
            return _PLACE.search(told) is not None
        case "why":
            return _REASON.search(told) is not None
        case "who":
            return not ranked.candidate.profile.names.isdisjoint(ranked.candidate.profile.answer)
        case _:
            return False


def _told(matcher: Matcher, found: Sequence[Ranked], question: Question, previous: Turn, before: Item) -> Iterator[tuple[float, Ranked]]:
    """List what stands beside the item before and tells far more of what is asked, with how much it tells."""
    last = max((_tells(each, question, before) for each in found if each.item.id in previous.given), default=0.0)
    least = max(TOLD, _FAR_MORE * last)
    shares = ((_tells(each, question, before), each) for each in _beside(matcher, found, question, previous, before))
    return ((share, each) for share, each in shares if share >= least)


def _beside(matcher: Matcher, found: Sequence[Ranked], question: Question, previous: Turn, before: Item) -> Iterator[Ranked]:
    """List what stands beside the item before and was not given yet; where it is asked who said that, only who did, and nobody else."""
    speaker = matcher.knowledge.speaker_of(before)
    names = matcher.understand(speaker.name).names if speaker is not None and question.asked[:1] == ("who",) else None
    for each in found:
        is_new = each.item.id not in previous.given and is_linked(each.item, before)
        if is_new and (names is None or names & each.candidate.profile.names):
            yield each


def _ranking_of(told: Sequence[tuple[float, Ranked]]) -> Ranking:
    """Rank answers by how much they tell; their confidences are shares of what is told."""
    total = sum(each.confidence for _, each in told) or 1.0
    scaled = [(share, Ranked(each.candidate, each.confidence / total)) for share, each in told]
    answers = [each for _, each in sorted(scaled, key=lambda pair: -pair[0]) if not each.is_gap]
    gaps = [each for _, each in scaled if each.is_gap]
    is_silent = not answers or (gaps and gaps[0].confidence >= SURE * answers[0].confidence)
    return Ranking(tuple(answers), tuple(gaps), Decision.SILENT if is_silent else Decision.ANSWER)


def _tells(ranked: Ranked, question: Question, before: Item) -> float:
    """Return how much an item tells of what an empty follow-up asks for, 0 to 1; a correction is for whoever assumed something."""
    profile = ranked.candidate.profile
    if profile.kind == "correction":
        return 0.0
    if not MORE.isdisjoint(question.words):
        return _tells_more(ranked, before)
    if asks_for_length(" ".join(question.words)):
        return float(any(asks_for_length(each.lower()) for each in profile.typed))
    asked = None if is_bewildered(question) else next(iter(question.asked), None)
    is_unmet = asked in profile.unmet and not ranked.is_gap
    return 0.0 if asked is None or is_unmet else profile.offers.get(asked, 0.0)


def _tells_more(ranked: Ranked, before: Item) -> float:
    """Return how much an item tells of "more": a related one most, a gap entry and the item itself nothing."""
    if ranked.is_gap or ranked.item.id == before.id:
        return 0.0
    return 1.0 if ranked.item.id in related_to(before) else _UNRELATED
