"""Answer an empty follow-up: by an item near the previous answer, or by that answer again if it has what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from briefbot.domain.knowledge import Asked, Item, is_gap, related_to
from briefbot.domain.outcome import Turn
from briefbot.matching.conversation.in_full import in_full, people
from briefbot.matching.conversation.telling import TOLD, has, names_source
from briefbot.matching.conversation.texts import asks_for_length
from briefbot.matching.conversation.together import follow, is_linked, ranked
from briefbot.matching.matcher import Matcher
from briefbot.matching.ranking.candidates import CANDIDATES
from briefbot.matching.ranking.decision import SURE, Decision, Ranked, Ranking
from briefbot.matching.reading.leaning import asks_for_source, asks_who_that_is, is_bewildered, is_echo
from briefbot.matching.reading.question import Question
from briefbot.matching.reading.words import MORE
from briefbot.matching.readings import Reading

_FAR_MORE = 2.0
"""How many times better another item must answer than the answer before."""
_SOME = 0.05
"""The same share for an item whose own words have what is asked."""
_UNRELATED = 0.5
"""How far an unrelated item counts as "more"."""


def go_on(matcher: Matcher, reading: Reading, previous: Turn) -> Reading | None:
    """Find what an empty follow-up asks for near the previous answer; return None if nothing answers it."""
    if previous.item is None:
        followed = follow(matcher, reading, previous)
        return followed if followed.ranking.is_told else None
    if asks_who_that_is(reading.question):
        return _of_a_person(matcher, (f"who is {name}" for name in islice(people(matcher, previous), 1)), previous)
    typed, found = ranked(matcher, reading, previous, CANDIDATES)
    told = _best(matcher, found, reading.question, previous, list(_told(matcher, found, reading.question, previous, previous.item)))
    if all(each.is_gap for _, each in told):
        of_a_person = _of_a_person(matcher, in_full(matcher, reading, previous), previous)
        if of_a_person is not None:
            return of_a_person
    return Reading(typed, matcher.understand(typed), _ranking_of(told)) if told else None


def _best(
    matcher: Matcher, found: Sequence[Ranked], question: Question, previous: Turn, told: list[tuple[float, Ranked]]
) -> list[tuple[float, Ranked]]:
    """Choose between that answer and items near it.

    It comes before gap entries, and gives its own source first.
    """
    if asks_for_source(question):
        told = [(share, each) for share, each in told if each.is_gap and previous.item is not None and not previous.item.speaker]
        is_again = not told
    else:
        is_again = all(each.is_gap for _, each in told)
    again = _again(matcher, found, question, previous) if is_again else None
    return [(1.0, again)] if again is not None else told


def _of_a_person(matcher: Matcher, typed: Iterable[str], previous: Turn) -> Reading | None:
    """Read a question with a name in place of a person who was named before; return None if that gives nothing new."""
    found = map(matcher.read, typed)
    return next((each for each in found if each.ranking.is_told and each.ranking.told.item.id not in previous.given), None)


def _again(matcher: Matcher, found: Sequence[Ranked], question: Question, previous: Turn) -> Ranked | None:
    """Return the answer before if it has what is asked, else an item near it that does."""
    asked = next(iter(question.asked), None)
    last = list(_given(matcher, previous))
    if asks_for_source(question):
        return next((each for each in last if names_source(each.item)), None)
    if is_bewildered(question) or asked == previous.asked:
        return None
    if is_echo(question):
        return next(iter(last), None)
    return next((each for each in (*last, *_near(found, asked, previous)) if has(each, asked)), None)


def _given(matcher: Matcher, previous: Turn) -> Iterator[Ranked]:
    """Yield the answers that were given before, the last part first."""
    for item_id in reversed(previous.given):
        item = matcher.knowledge.item(item_id)
        if item is not None and not is_gap(item):
            yield from (each for each in matcher.rank(item.label, limit=CANDIDATES) if each.item.id == item_id)


def _near(found: Sequence[Ranked], asked: Asked | None, previous: Turn) -> Iterator[Ranked]:
    """Yield the facts near what was given that are sometimes asked for the same."""
    before = previous.item
    for each in found:
        profile = each.candidate.profile
        is_asked_so = asked is not None and profile.offers.get(asked, 0.0) >= _SOME
        is_new_fact = profile.kind in ("fact", "quote") and each.item.id not in previous.given
        if is_asked_so and is_new_fact and before is not None and is_linked(each.item, before):
            yield each


def _told(matcher: Matcher, found: Sequence[Ranked], question: Question, previous: Turn, before: Item) -> Iterator[tuple[float, Ranked]]:
    """Yield the items near the one before that answer far better, each with its score."""
    last = max((_tells(each, question, before) for each in found if each.item.id in previous.given), default=0.0)
    least = max(TOLD, _FAR_MORE * last)
    shares = ((_tells(each, question, before), each) for each in _beside(matcher, found, question, previous, before))
    return ((share, each) for share, each in shares if share >= least)


def _beside(matcher: Matcher, found: Sequence[Ranked], question: Question, previous: Turn, before: Item) -> Iterator[Ranked]:
    """Yield the items near the one before that were not given yet; for "who said that", only the one who did."""
    speaker = matcher.knowledge.speaker_of(before)
    names = matcher.understand(speaker.name).names if speaker is not None and question.asked[:1] == ("who",) else None
    for each in found:
        is_new = each.item.id not in previous.given and is_linked(each.item, before)
        if is_new and (names is None or names & each.candidate.profile.names):
            yield each


def _ranking_of(told: Sequence[tuple[float, Ranked]]) -> Ranking:
    """Rank answers by their scores, and gap entries before them if they score as high and are far likelier."""
    total = sum(each.confidence for _, each in told) or 1.0
    scaled = sorted(((share, Ranked(each.candidate, each.confidence / total)) for share, each in told), key=lambda pair: -pair[0])
    answers, gaps = ([pair for pair in scaled if pair[1].is_gap is of_gaps] for of_gaps in (False, True))
    is_silent = not answers or any(_is_likelier(gap, answers[0]) for gap in gaps[:1])
    return Ranking(_items_of(answers), _items_of(gaps), Decision.SILENT if is_silent else Decision.ANSWER)


def _items_of(told: Sequence[tuple[float, Ranked]]) -> tuple[Ranked, ...]:
    return tuple(each for _, each in told)


def _is_likelier(gap: tuple[float, Ranked], answer: tuple[float, Ranked]) -> bool:
    return gap[0] >= answer[0] and gap[1].confidence >= SURE * answer[1].confidence


def _tells(ranked: Ranked, question: Question, before: Item) -> float:
    """Return how well an item answers an empty follow-up, 0 to 1.

    A correction is for people who assumed something.
    """
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
    """Return how far an item counts as "more": a related one most, a gap entry and the item itself not at all."""
    if ranked.is_gap or ranked.item.id == before.id:
        return 0.0
    return 1.0 if ranked.item.id in related_to(before) else _UNRELATED
