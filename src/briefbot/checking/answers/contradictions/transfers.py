"""Who gives what to whom: two parties in the same paragraph are easily swapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefbot.checking.answers.contradictions.reading import DENYING, Compared, in_order, is_name, trimmed, warning
from briefbot.checking.answers.finding import Finding
from briefbot.checking.answers.names import Names
from briefbot.checking.answers.places import Places
from briefbot.checking.answers.sentences import sentences, unquoted, word_set
from briefbot.i18n import say
from briefbot.language.stemming import stem
from briefbot.matching.reading.vocabulary import STOP_WORDS

_GIVING = frozenset(map(stem, word_set("give send supply provide deliver ship hand sell transfer export lend donate")))
_GETTING = frozenset(map(stem, word_set("get receive obtain buy import")))
_HELP = frozenset(map(stem, word_set("assistance aid support help delivery deliveries supplies exports sales")))
_GIVERS = word_set("supplier provider seller exporter donor")
_BEING = word_set("is are was were be been")
_BETWEEN = word_set("reportedly recently also now already again began begin started continued kept")
"""Words that may be between a giver and the verb, besides everyday ones."""
_AIMS = word_set("return exchange for if because when while that")
"""Words after which the given thing is over."""
_CLAUSE = re.compile(r"[;:]| -- |\. |,? (?:but|while|whereas|although)\b|, and\b|, (?=(?:which|who)\b)")
_MUTUAL = re.compile(r"\b(?:must|each|either|if)\b")
"""Words with which the giver may be either party."""
_MOST_BETWEEN = 4
Givers = Mapping[str, set[str]]
"""For each given thing, by the stems of its words, who gives it."""


@dataclass(frozen=True, slots=True)
class _Transfer:
    giver: str
    receiver: str
    goods: frozenset[str]


def givers(article: Places, names: Names) -> dict[str, set[str]]:
    """Collect who gives what in the article."""
    found: dict[str, set[str]] = {}
    for place in article.all:
        for each in place.statements:
            for transfer in filter(lambda one: one.giver, _transfers(each.text, names)):
                for word in transfer.goods:
                    found.setdefault(word, set()).add(transfer.giver)
    return found


def turned_round(compared: Compared, held: Givers) -> Iterator[Finding]:
    """Yield a warning for each thing with another giver than in the article, or that is given to its giver."""
    for sentence in map(unquoted, sentences(compared.entry.answer)):
        for transfer in () if DENYING.search(sentence) or _MUTUAL.search(sentence) else _transfers(sentence, compared.names):
            strange = sorted(word for word in transfer.goods & held.keys() if _is_strange(transfer, held[word]))
            if strange:
                message = say(
                    "“{word}” in “{sentence}”: in the article it comes from {givers}. Is the direction right?",
                    word=strange[0],
                    sentence=trimmed(sentence),
                    givers=", ".join(sorted(held[strange[0]])),
                )
                yield warning("direction", message)


def _is_strange(transfer: _Transfer, theirs: set[str]) -> bool:
    return transfer.giver not in theirs if transfer.giver else theirs == {transfer.receiver}


def _transfers(text: str, names: Names) -> Iterator[_Transfer]:
    for clause in _CLAUSE.split(text):
        words = in_order(clause, names)
        for place, word in enumerate(words):
            if word in _GIVERS:
                yield from _called(words, place)
            elif stem(word) in _GIVING:
                yield from _given(words, place)
            elif stem(word) in _GETTING:
                yield from _got(words, place)
            elif stem(word) in _HELP and words[place + 1 : place + 2] == ["to"]:
                yield from _helped(words, place)


def _goods(words: Sequence[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words if not is_name(word) and word not in STOP_WORDS)


def _behind(words: Sequence[str], place: int) -> Sequence[str]:
    """Return the words after a verb up to the reason for giving."""
    behind = words[place + 1 :]
    return behind[: next((at for at, word in enumerate(behind) if word in _AIMS), len(behind))]


def _named_behind(word: str, words: Sequence[str]) -> str:
    """Return the name after a word like "from"."""
    return next((name for before, name in pairwise(words) if before == word and is_name(name)), "")


def _given(words: Sequence[str], place: int) -> Iterator[_Transfer]:
    behind = _behind(words, place)
    is_passive = not _BEING.isdisjoint(words[max(0, place - 2) : place]) and not words[place].endswith("ing")
    if is_passive:
        giver = _named_behind("by", behind)
        if giver:
            yield _Transfer(giver, "", _goods(words[:place]))
        return
    receiver = behind[0] if behind and is_name(behind[0]) else ""
    giver = _subject(words, place)
    if giver or receiver:
        yield _Transfer(giver, receiver, _goods(behind))


def _subject(words: Sequence[str], place: int) -> str:
    """Return the name before a verb, with only auxiliary words between them."""
    for before in range(place - 1, max(-1, place - 2 - _MOST_BETWEEN), -1):
        if is_name(words[before]):
            return words[before]
        if words[before] not in STOP_WORDS | _BETWEEN:
            return ""
    return ""


def _got(words: Sequence[str], place: int) -> Iterator[_Transfer]:
    behind = _behind(words, place)
    giver = _named_behind("from", behind)
    if giver:
        yield _Transfer(giver, "", _goods(behind))


def _called(words: Sequence[str], place: int) -> Iterator[_Transfer]:
    """Read who is called the giver of something: "Norway has become a supplier of fuel"."""
    giver = next((word for word in reversed(words[:place]) if is_name(word)), "")
    behind = _behind(words, place)
    if giver and behind[:1] == ["of"]:
        yield _Transfer(giver, "", _goods(behind[: behind.index("to")] if "to" in behind else behind))


def _helped(words: Sequence[str], place: int) -> Iterator[_Transfer]:
    """Read a noun as a transfer: "Norway's aid to Sweden"."""
    if is_name("".join(words[place + 2 : place + 3])):
        giver = next((word for word in reversed(words[max(0, place - 3) : place]) if is_name(word)), "")
        if giver:
            yield _Transfer(giver, "", frozenset((stem(words[place]),)))
