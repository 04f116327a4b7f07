"""Runs of capitalised words, which show names in many languages by form alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from briefbot.checking.answers.names import countries
from briefbot.drafting.words import BODY, CALENDAR, PARTICLES, PLACE, is_everyday, is_role, is_title
from briefbot.matching.reading.vocabulary import STOP_WORDS

_TOKEN = re.compile(r"(?:[^\W\d_]\.)+(?:[^\W\d_]\b)?|[^\W\d_]+(?:['-][^\W\d_]+)*(?:'(?= [A-Z]))?|\d+(?:[.,]\d+)*|[^\w\s]")
_ABBREVIATED = re.compile(r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|St|Rev|Hon|Jr|Sr)$")
_OPENING = frozenset('.?!:"(“„«¿¡[;')
JOINED = frozenset(("of", "for", "the", "and", "de", "des", "du", "der", "für", "del", "di"))
"""Small words within the names of bodies."""
_ARTICLES = frozenset(("the", "a", "an", "der", "die", "das", "la", "le", "el", "il"))
_TWO = 2
_AHEAD = 9
"""How many words after a name may say what it is."""
_CROWDED = 4
"""The share of capitalised words within sentences above which a capital means nothing."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is written."""

    text: str
    opens: bool
    """Whether a capital means nothing there."""

    @property
    def plain(self) -> str:
        """Return the word without the ending of a possessive."""
        return self.text.removesuffix("'s")

    @property
    def is_capital(self) -> bool:
        """Return whether the word may be part of a name."""
        return self.text[0].isupper() and self.text != "I" and self.plain.casefold() not in CALENDAR


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive capitalised words, with the words around them."""

    words: tuple[str, ...]
    title: str
    before: tuple[str, str]
    after: tuple[str, ...]
    opens: bool

    @property
    def text(self) -> str:
        """Return the name as it is written."""
        return " ".join(self.words)


def tokens_of(text: str) -> list[Token]:
    """Split a folded text into its words, numbers and marks."""
    found: list[Token] = []
    before = "."
    for match in _TOKEN.finditer(text):
        is_dot = match.group() == "." and bool(found) and bool(_ABBREVIATED.match(found[-1].text))
        if is_dot:
            continue
        found.append(Token(match.group(), before in _OPENING))
        before = match.group()
    return found


def runs_of(tokens: Sequence[Token]) -> Iterator[Run]:
    """Yield the names of a text in order."""
    place = 0
    while place < len(tokens):
        end = _end(tokens, place)
        if end > place and (run := _run(tokens, place, end)) is not None:
            yield run
        place = max(end, place + 1)


def _end(tokens: Sequence[Token], start: int) -> int:
    """Return the end of a run of capitalised words."""
    if not tokens[start].is_capital:
        return start
    end = start + 1
    while end < len(tokens) and not tokens[end - 1].text.endswith("'s"):
        step = _step(tokens, start, end)
        if not step:
            break
        end += step
    return end


def _step(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return by how many words a run continues: the next one, or one after small words of names."""
    if _goes_on(tokens[end]):
        return 1
    is_body = any(each.plain.casefold() in BODY for each in tokens[start:end])
    joining = PARTICLES | JOINED if is_body else PARTICLES
    small = len(list(takewhile(lambda token: token.text in joining, tokens[end : end + _TWO])))
    behind = tokens[end + small : end + small + 1]
    return small + 1 if small and behind and _goes_on(behind[0]) else 0


def _goes_on(token: Token) -> bool:
    return token.is_capital and not token.opens


def _run(tokens: Sequence[Token], start: int, end: int) -> Run | None:
    """Make a run of words, without an ordinary word that opens a sentence, and with its title apart.

    Return None if nothing is left.
    """
    while start < end and _is_ordinary(tokens, start, end):
        start += 1
    words = [token.plain for token in tokens[start:end]]
    title = _title(words)
    name = title or _demonym(words[:-1])
    if not words[name:] or words[name] in JOINED:
        return None
    after = (*(token.text for token in tokens[end : end + _AHEAD]), "", "")
    return Run(tuple(words[name:]), " ".join(words[:title]), _before(tokens, start), after, opens=tokens[start].opens and not name)


def _title(words: Sequence[str]) -> int:
    """Return how many words of a run are a title."""
    return max((i for i, word in enumerate(words[:-1], 1) if is_title(word) or (i == 1 and _is_calling(words))), default=0)


def _before(tokens: Sequence[Token], start: int) -> tuple[str, str]:
    """Return the two words before a place."""
    return (tokens[start - 2].text if start > 1 else ""), (tokens[start - 1].text if start else "")


def _is_ordinary(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether a run begins with an ordinary word that is only capitalised at the beginning of a sentence."""
    words = [token.plain for token in tokens[start:end]]
    first = words[0]
    if first.casefold() in _ARTICLES:
        return True
    if not tokens[start].opens or is_role(first) or is_country(words[:_TWO]):
        return False
    return first.casefold() in STOP_WORDS or (len(words) > 1 and is_everyday(first) and not _is_part(words))


def _is_calling(words: Sequence[str]) -> bool:
    """Return whether a run begins with a profession before a full name: "Ecologist Ann Bell"."""
    return len(words) > _TWO and is_role(words[0])


def _demonym(words: Sequence[str]) -> int:
    """Return how many words before a name are a people or country."""
    return next((length for length in (2, 1) if len(words) >= length and is_country(words[:length])), 0)


def is_country(words: Sequence[str]) -> bool:
    """Return whether words are a country or its people."""
    return country_of(" ".join(words)) != ""


def country_of(text: str) -> str:
    """Return the country that a text names, also by its people; "" if there is none."""
    return _by_country_form().get(text.casefold(), "")


@cache
def _by_country_form() -> dict[str, str]:
    return {form.casefold(): name for name, forms in countries() for form in (*forms, name)}


def _is_part(words: Sequence[str]) -> bool:
    """Return whether a name has a word of bodies or places, so that an everyday word can open it."""
    return any(word.casefold() in BODY | PLACE for word in words[1:])


def is_crowded(tokens: Iterable[Token]) -> bool:
    """Return whether so many words are capitalised that a single one means nothing, as in German."""
    inner = [token.text[0].isupper() for token in tokens if token.text[0].isalpha() and not token.opens]
    return sum(inner) * _CROWDED > len(inner)
