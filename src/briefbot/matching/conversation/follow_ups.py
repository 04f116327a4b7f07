"""Conversations: read a question together with the one before it, but only if it depends on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefbot.domain.outcome import OF_AN_ANSWER, OF_NO_ANSWER, Abstained, Answered, Outcome, Turn, Wish, Wished, given
from briefbot.matching.conversation.dependence import asks_of_the_article_alone, is_phrasing, lean_on, means_a_text
from briefbot.matching.conversation.going_on import go_on
from briefbot.matching.conversation.texts import of_the_article
from briefbot.matching.conversation.together import follow
from briefbot.matching.conversation.turns import keeping, next_turn
from briefbot.matching.matcher import Matcher
from briefbot.matching.reading.compound import Parts
from briefbot.matching.reading.leaning import Lean, asks_for_source, is_bewildered, lean_of
from briefbot.matching.readings import Reading
from briefbot.matching.wishes import general_wishes


@dataclass(frozen=True, slots=True)
class Reply:
    """The outcome of a question in a conversation, and what the next one may refer to."""

    outcome: Outcome
    turn: Turn | None
    is_empty: bool = False
    """Whether the question has no content of its own."""


def converse(matcher: Matcher, typed: str, previous: Turn | None) -> Reply:
    """Decide on a question; `previous` is what the same person was answered before."""
    reading = matcher.read(typed)
    wish = matcher.wish_of(reading) or _wish_on(previous, reading)
    if wish is not None:
        return Reply(_wished(matcher, wish, previous), previous)
    if previous is not None and (joined := _in_parts(matcher, typed, previous)) is not None:
        return joined
    if asks_of_the_article_alone(matcher, reading, previous):
        return _alone(matcher, matcher.read(of_the_article(reading.question)), previous)
    is_text, lean = means_a_text(reading.question, previous), lean_on(matcher, reading, previous)
    is_empty = lean is Lean.EMPTY
    if previous is None or (lean is None and not is_text):
        return _alone(matcher, reading, previous, is_empty=is_empty)
    return _leaning(matcher, reading, previous, is_empty=is_empty, is_text=is_text)


def _leaning(matcher: Matcher, reading: Reading, previous: Turn, *, is_empty: bool, is_text: bool) -> Reply:
    """Answer a question that depends on the turn before."""
    followed = _followed(matcher, reading, previous, is_empty=is_empty, is_text=is_text)
    if followed is None and is_phrasing(reading):
        return _alone(matcher, reading, previous, is_empty=is_empty)
    outcome = matcher.outcome(followed) if followed is not None else Abstained("not_understood")
    if is_empty and (on_it := _on_what_was_given(matcher, reading, outcome, previous)) is not None:
        return Reply(_wished(matcher, on_it, previous), previous, is_empty)
    turn = next_turn(matcher, (followed or reading).question, outcome, previous)
    return Reply(outcome, keeping(turn, previous, is_empty=is_empty), is_empty)


def _in_parts(matcher: Matcher, typed: str, previous: Turn) -> Reply | None:
    """Answer the questions of a message one by one if the first depends on the turn before.

    Return None if one of them gets nothing new.
    """
    asked = Parts.of(typed, is_follow_up=True)
    if asked is None or asked.left or lean_of(asked.texts[0], matcher.understand(asked.texts[0])) is None:
        return None
    return _joined(tuple(_one_by_one(matcher, asked.texts, previous)), asked.texts)


def _one_by_one(matcher: Matcher, texts: Sequence[str], previous: Turn) -> Iterator[Reply]:
    """Answer questions that follow one another: each depends on the one before it, or all on the turn before."""
    turn = previous
    for text in texts:
        found = [converse(matcher, text, before) for before in dict.fromkeys((turn, previous))]
        reply = next((each for each in found if _tells(each.outcome)), found[0])
        yield reply
        turn = reply.turn or turn


def _joined(replies: Sequence[Reply], asked: tuple[str, ...]) -> Reply | None:
    """Join the results of questions in one answer; return None if one has none, or two are the same."""
    outcomes = tuple(each.outcome for each in replies)
    answers = [each for each in outcomes if isinstance(each, Answered)]
    told = [given(each) for each in outcomes if not isinstance(each, Wished)]
    if not answers or not all(map(_tells, outcomes)) or len(set(told)) < len(told):
        return None
    entries = tuple(entry for each in answers for entry in each.entries)
    return Reply(Answered(entries, min(each.confidence for each in answers), outcomes, asked), replies[-1].turn)


def _tells(outcome: Outcome) -> bool:
    """Return whether the result is an answer, the text of a gap entry, or the speaker of the previous answer."""
    return bool(given(outcome)) or (isinstance(outcome, Wished) and outcome.wish is Wish.WHO)


def _wish_on(previous: Turn | None, reading: Reading) -> Wish | None:
    """Return a wish about the previous answer, even if the words are also a question to the knowledge.

    An example is "sources?".
    """
    if previous is None or not previous.given or not reading.ranking.is_of_a_phrasing:
        return None
    found = general_wishes().like(reading.typed)
    return found.wish if found is not None and found.share == 1 and found.wish in OF_AN_ANSWER else None


def _on_what_was_given(matcher: Matcher, reading: Reading, outcome: Outcome, previous: Turn) -> Wish | None:
    """Return what an empty follow-up wants to know about the previous answer.

    It asks whose words it is, or whether it is true ("lol what?").

    Return None if something else answers it, or if that answer names its own source and has no speaker.
    """
    items = [item for item in map(matcher.knowledge.item, previous.given) if item is not None]
    told = given(outcome)
    if not items or not told.issubset(item.id for item in items):
        return None
    if asks_for_source(reading.question):
        return Wish.WHO if not told or all(item.speaker for item in items) else None
    return Wish.SURE if not told and is_bewildered(reading.question) else None


def _wished(matcher: Matcher, wish: Wish, previous: Turn | None) -> Wished:
    """Return a wish with the items it is about: those that were given before."""
    before = previous.given if previous is not None and wish not in OF_NO_ANSWER else ()
    items = map(matcher.knowledge.item, before)
    return Wished(wish, tuple(item for item in items if item is not None))


def _alone(matcher: Matcher, reading: Reading, previous: Turn | None, *, is_empty: bool = False) -> Reply:
    """Answer a question that stands alone; small talk and empty questions do not change the subject."""
    outcome = matcher.answer(reading)
    is_small_talk = isinstance(outcome, Abstained) and outcome.reason == "small_talk"
    keeps_subject = is_small_talk or not reading.question.content
    turn = next_turn(matcher, reading.question, outcome, previous if keeps_subject else None)
    is_lost = turn is not None and turn.item is None and not turn.words
    return Reply(outcome, previous if is_lost else turn, is_empty)


def _followed(matcher: Matcher, reading: Reading, previous: Turn, *, is_empty: bool, is_text: bool) -> Reading | None:
    """Read a follow-up together with the question before it; return None if no item answers it."""
    if not (is_empty or is_text):
        return follow(matcher, reading, previous)
    told = go_on(matcher, reading, previous)
    if told is not None or is_empty:
        return told
    again = follow(matcher, reading, previous)  # the previous answer may name the author of the text
    return again if again.ranking.is_answered or not previous.given else None
