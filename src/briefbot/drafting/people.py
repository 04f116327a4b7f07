"""Find what an article says about people: role and affiliation in its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from briefbot.drafting.names import Name, Names
from briefbot.drafting.words import is_honorific, is_role, is_speech
from briefbot.matching.reading.vocabulary import STOP_WORDS

_LONGEST = 9
"""The most words of a role: it is a phrase, never a sentence of the article."""
_BEHIND = re.compile(r",? ?(?:who|which|that)\b|[.;:?!\"(]|,|--| — | – ")
_ARTICLE = re.compile(r"^(?:then )?(?:an?|the|eine?|der|die|une?|la|le|el|una) ", re.IGNORECASE)
_AT = re.compile(r" (?:of|at|with|from|in|von|bei|de|des|du|del|di) (?:the |nearby )?(?=[A-ZÀ-Þ])")
_IN = re.compile(r" (?:in|at|from) the? ?| of the (?=[a-z])")
_LEADS = re.compile(r", who (?:is |was )?((?:[a-z]+(?:s|ed) )[^,.;]+)")
_DETERMINERS = frozenset(("the", "its", "their", "his", "her", "a", "an"))
_PARTS = re.compile(r"[,.;:?!\"()] ?")
_REACH = 120
"""The number of characters before a name in which an office may be."""


def described(name: Name, texts: Sequence[str]) -> tuple[str, str]:
    """Return a person's role and affiliation, each "" if the article does not give it."""
    full = Names([Name(name.text, name.kind)])
    for text in texts:
        for mention in full.mentions(text):
            before, behind = text[: mention.start], text[mention.end :]
            role = _in_apposition(behind) or _before(before, name) or _leading(behind)
            if role and (parted := _parted(role))[0]:
                return parted
    return _parted(_small(name.title)) if name.title and not is_honorific(name.title) else ("", "")


def _in_apposition(behind: str) -> str:
    """Return the words after a name between commas."""
    if not behind.startswith(", "):
        return ""
    rest = behind[2:]
    end = _BEHIND.search(rest)
    phrase = (rest[: end.start()] if end else rest).strip()
    if not _ARTICLE.match(phrase) and not any(is_role(word) for word in phrase.split()[:4] if word.islower()):
        return ""
    return _ARTICLE.sub("", phrase)


def _leading(behind: str) -> str:
    found = _LEADS.match(behind)
    return found.group(1).strip() if found else ""


def _before(before: str, name: Name) -> str:
    """Return the words before a name: a title, or an office with its article or comma."""
    start = before.rstrip(" .")
    if name.title and start.endswith(name.title):
        office = _office(start[: -len(name.title)])
        return office if is_honorific(name.title) else f"{office} {_small(name.title)}".strip()
    if not before.endswith(", "):
        return _office(before)
    words = _PARTS.split(before[-_REACH:-2])[-1].split()
    begin = max((i for i, word in enumerate(words, 1) if word.casefold() in _DETERMINERS), default=0)
    return " ".join(words[begin:]) if any(map(is_role, words[begin:])) else ""


def _small(title: str) -> str:
    """Write a title of one word in the way of a role."""
    return title.lower() if title.istitle() and " " not in title else title


def _office(before: str) -> str:
    """Return the words directly before a name that are an office: "head librarian", "harbour police commander"."""
    words = before.split()
    if not before.endswith(" ") or not words or not (is_role(words[-1]) and words[-1].islower()):
        return ""
    taken = list(takewhile(lambda word: word.isalpha() and word not in STOP_WORDS and not is_speech(word), reversed(words)))
    return " ".join(taken[:_LONGEST][::-1])


def _kept(phrase: str) -> str:
    """Return a phrase if it is short enough, else ""."""
    return phrase if phrase and len(phrase.split()) <= _LONGEST else ""


def _parted(role: str) -> tuple[str, str]:
    """Split a role from its body or place; a part that is longer than a phrase becomes ""."""
    found = _AT.search(role)
    if found is None:
        return _kept(role), ""
    behind = _IN.split(role[found.end() :])[0]
    return _kept(role[: found.start()]), _kept(behind)
