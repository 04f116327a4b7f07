"""What the next question may refer to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from briefbot.domain.knowledge import Entry, Item, Quote
from briefbot.domain.outcome import Abstained, Answered, Outcome, Quoted, Suggested, Turn
from briefbot.language import text
from briefbot.matching.conversation.texts import asks_what_was_written, names_a_text
from briefbot.matching.matcher import Matcher
from briefbot.matching.reading.question import Question, content_of, known_words

_WORDS = 12
"""The most words that are carried over."""


def turn_on(matcher: Matcher, typed: str, outcome: Outcome) -> Turn | None:
    """Make the turn of something that somebody chose to see; None if there is nothing to remember."""
    return next_turn(matcher, matcher.understand(typed), outcome, None)


def next_turn(matcher: Matcher, question: Question, outcome: Outcome, previous: Turn | None) -> Turn | None:
    """Remember what was asked and given.

    A question without an answer keeps the turn before it, if that still counts.
    """
    given = _given(outcome)
    if not given and not isinstance(outcome, Suggested):
        return previous
    item = given[0] if given else None
    speaker = matcher.knowledge.speaker_of(item) if item is not None else None
    turn = turn_of(question, known_words(question, matcher.folder), item, speaker.name if speaker else "")
    return replace(turn, given=tuple(each.id for each in given), names_a_text=_names_a_text(matcher, question, given))


def keeping(turn: Turn | None, previous: Turn, *, is_empty: bool) -> Turn:
    """Carry over what a follow-up does not change.

    The named text, the item if it has none, what was asked if it is empty.
    """
    if turn is None:
        return previous
    item, given = (turn.item, turn.given) if turn.given else (previous.item, previous.given)
    asked = previous.asked if is_empty else turn.asked
    return replace(turn, item=item, given=given, asked=asked, names_a_text=turn.names_a_text or previous.names_a_text)


def turn_of(question: Question, telling: Sequence[str], item: Item | None, speaker: str) -> Turn:
    """Remember what a question was about, and who said what it found."""
    names = speaker.split()
    if names and names[-1].casefold() in question.words:
        names = []
    return Turn((*tuple(dict.fromkeys(telling))[:_WORDS], *names), item, asked=next(iter(question.asked), None))


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
    """Return whether a question or its answer names a text other than the article; a quotation does by its outlet."""
    told = (text.tokens(item.answer) for item in given if isinstance(item, Entry))
    if names_a_text(question.words, chain.from_iterable(told)) or any(isinstance(item, Quote) and item.outlet for item in given):
        return True
    return asks_what_was_written(question) or ("words" in question.asked and _names_an_outlet(matcher, question))


def _names_an_outlet(matcher: Matcher, question: Question) -> bool:
    """Return whether a question names the outlet of a quotation: "what does the Herald piece say?"."""
    outlets = {quote.outlet for quote in matcher.knowledge.quotes.values() if quote.outlet}
    return any(names and names <= question.content for names in (content_of((outlet,), matcher.folder) for outlet in outlets))
