"""What an article says that people are: role and affiliation as it gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from briefbot.drafting.names import Name, Names
from briefbot.drafting.words import is_honorific, is_role, is_speech
from briefbot.matching.reading.vocabulary import STOP_WORDS

_LONGEST = 9
"""Words of a role at most: it is a phrase, never a sentence of the article's."""
_BEHIND = re.compile(r",? ?(?:who|which|that)\b|[.;:?!\"(]|,|--| — | – ")
_ARTICLE = re.compile(r"^(?:then )?(?:an?|the|eine?|der|die|une?|la|le|el|una) ", re.IGNORECASE)
_AT = re.compile(r" (?:of|at|with|from|in|von|bei|de|des|du|del|di) (?:the |nearby )?(?=[A-ZÀ-Þ])")
_IN = re.compile(r" (?:in|at|from) the? ?| of the (?=[a-z])")
_LEADS = re.compile(r", who (?:is |was )?((?:[a-z]+(?:s|ed) )[^,.;]+)")
_DETERMINERS = frozenset(("the", "its", "their", "his", "her", "a", "an"))
_PARTS = re.compile(r"[,.;:?!\"()] ?")
_REACH = 120
"""Characters before a name in which an office may stand."""


def described(name: Name, texts: Sequence[str]) -> tuple[str, str]:
    """Return a person's role and affiliation, each "" where the article gives none."""
    full = Names([Name(name.text, name.kind)])
    for text in texts:
        for mention in full.mentions(text):
            before, behind = text[: mention.start], text[mention.end :]
            role = _in_apposition(behind) or _before(before, name) or _leading(behind)
            if role and (parted := _parted(role))[0]:
                return parted
    return _parted(_small(name.title)) if name.title and not is_honorific(name.title) else ("", "")


def _in_apposition(behind: str) -> str:
    """Return what stands behind a name between commas."""
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
    """Return what stands before a name: a title, or an office with its article or comma."""
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
    """Write a title of one word as a role is written."""
    return title.lower() if title.istitle() and " " not in title else title


def _office(before: str) -> str:
    """Return the words just before a name that are its office: "head librarian", "harbour police commander"."""
    words = before.split()
    if not before.endswith(" ") or not words or not (is_role(words[-1]) and words[-1].islower()):
        return ""
    taken = list(takewhile(lambda word: word.isalpha() and word not in STOP_WORDS and not is_speech(word), reversed(words)))
    return " ".join(taken[:_LONGEST][::-1])


def _kept(phrase: str) -> str:
    """Return a phrase that is short enough to be one, else ""."""
    return phrase if phrase and len(phrase.split()) <= _LONGEST else ""


def _parted(role: str) -> tuple[str, str]:
    """Part a role from the body or place that it names; each is "" where it would be more than a phrase."""
    found = _AT.search(role)
    if found is None:
        return _kept(role), ""
    behind = _IN.split(role[found.end() :])[0]
    return _kept(role[: found.start()]), _kept(behind)
