"""Write a follow-up in full.

A name replaces a word that points back, or the name that was asked about before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, filterfalse, islice

from briefbot.domain.knowledge import Asked, Item, Quote
from briefbot.domain.outcome import Turn
from briefbot.language import text
from briefbot.matching.matcher import Matcher
from briefbot.matching.reading.aliases import Span
from briefbot.matching.reading.leaning import goes_over, without_opening
from briefbot.matching.reading.words import PERSONS, PREPOSITIONS
from briefbot.matching.readings import Reading

_MOST = 2
"""The most names that are tried."""
_ASKING: dict[Asked, str] = {
    "who": "who",
    "when": "when",
    "where": "where",
    "count": "how many",
    "why": "why",
    "how": "how",
    "words": "what said",
    "yes_no": "did",
}
"""How a follow-up without a clause repeats what the question before asked for."""
_HIS = frozenset(("his", "her", "hers"))


def in_full(matcher: Matcher, reading: Reading, previous: Turn) -> Iterator[str]:
    """Yield a follow-up in full, in each of its possible meanings."""
    words = reading.question.words
    if not (PERSONS | _HIS).isdisjoint(words):
        yield from (" ".join(_named(words, name)) for name in islice(people(matcher, previous), _MOST))


def contrasts(matcher: Matcher, reading: Reading, previous: Turn) -> Iterator[str]:
    """Yield the question before with the words that a follow-up without a clause names."""
    words = without_opening(reading.question.words)
    own = words[2:] if goes_over(words) else words
    asking = _ASKING.get(previous.asked, "") if previous.asked and _asks_for_nothing(reading, words) else ""
    for rest in _kept(matcher, reading, previous):
        yield " ".join((asking, *own, *rest)).strip()


def _kept(matcher: Matcher, reading: Reading, previous: Turn) -> Iterator[Sequence[str]]:
    """Yield the words of the previous question to keep.

    Keep all except a name or number that is replaced; if there is none, the names; if there are none, all words.
    """
    question, spans = reading.question, matcher.folder.fold(previous.words)
    numbers = list(filter(_is_number, spans))
    names = [span for span in spans if span[0] in matcher.folder.proper]
    if not (question.names or question.countries or question.numbers):
        yield from (_without(spans, lambda span: span not in names + numbers), previous.words)
        return
    yield from (_without(spans, other.__eq__) for other in (numbers if question.numbers else names))
    if previous.asked == "words":  # somebody else may have said something else
        yield ()


def _is_number(span: Span) -> bool:
    return text.is_number(span[0])


def _without(spans: Sequence[Span], is_out: Callable[[Span], bool]) -> list[str]:
    return list(chain.from_iterable(words for _, words in filterfalse(is_out, spans)))


def _asks_for_nothing(reading: Reading, words: list[str]) -> bool:
    return not reading.question.asked or goes_over(words)


def people(matcher: Matcher, previous: Turn) -> Iterator[str]:
    """List the people whom a turn named, those in the question first."""
    found = dict.fromkeys(_names_in(matcher, previous.words))
    if previous.item is not None:
        speaker = matcher.knowledge.speaker_of(previous.item)
        found |= dict.fromkeys((*_names_in(matcher, text.tokens(speaker.name) if speaker else ()), *names_told(matcher, previous.item)))
    return (name.replace("_", " ") for name in found if is_person(matcher, name))


def names_told(matcher: Matcher, item: Item) -> tuple[str, ...]:
    """List the proper names in an item's text, each once."""
    return tuple(dict.fromkeys(_names_in(matcher, text.tokens(told_by(item)))))


def _names_in(matcher: Matcher, words: Sequence[str]) -> list[str]:
    return [span[0] for span in matcher.folder.fold(words) if span[0] in matcher.folder.proper]


def is_person(matcher: Matcher, name: str) -> bool:
    """Return whether a name is a speaker's, or is asked for by "who is"."""
    plain = name.replace("_", " ")
    if any(text.tokens(speaker.name) == plain.split() for speaker in matcher.knowledge.speakers.values()):
        return True
    return matcher.read(f"who is {plain}").ranking.is_of_a_phrasing


def told_by(item: Item) -> str:
    """Return the text of an item."""
    return item.text if isinstance(item, Quote) else item.answer


def _named(words: Sequence[str], name: str) -> Iterator[str]:
    """Put a name in place of the words for a person."""
    for word, after in zip(words, (*words[1:], ""), strict=True):
        if word in _HIS and (word != "her" or (after and after not in PREPOSITIONS)):
            yield f"{name}'s"
        else:
            yield name if word in PERSONS | _HIS else word
