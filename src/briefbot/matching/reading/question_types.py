"""What a question asks for: a person, a date, a place, a number, a reason, somebody's words …"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from briefbot.data import read_list
from briefbot.domain.knowledge import Asked
from briefbot.matching.reading.aliases import Folder

_HOW = "how"
_HOW_MUCH = ("many", "much", "big", "large", "high", "old", "long", "far", "often", "strong")
_WHICH = r"(?:what|which|wat) (?:\w+ )?"
_WHICH_WORDS = "what which wat"

_RULES: tuple[tuple[Asked, str, tuple[tuple[str, str], ...]], ...] = (
    # what is asked for; the words that ask for it; and the phrases, each after a word that it always contains
    (
        "count",
        "headcount figure figures total toll count percent percentage amount quantity size number "
        + " ".join(f"how{word}" for word in _HOW_MUCH),
        ((_HOW, f"how (?:{'|'.join(_HOW_MUCH)})"),),
    ),
    (
        "when",
        "when",
        (
            (_WHICH_WORDS, r"(?:what|which|wat) (?:exact )?(?:year|date|day|month|time)"),
            ("date year month", r"(?:date|year|month)(?: of|$)"),
            (_HOW, r"how (?:long ago|recent)"),
        ),
    ),
    (
        "where",
        "where whereabouts",
        ((_WHICH_WORDS, rf"{_WHICH}(?:city|country|place|location|town|state|uni|university|region|river|capital|school)"),),
    ),
    ("why", "why reason reasons cause causes caused motive explain", (("come for", r"how come|what for"),)),
    (
        "who",
        "who whom whose",
        (
            ("name names", r"names? of"),
            (
                _WHICH_WORDS,
                rf"{_WHICH}(?:person|leaders?|general|officials?|scholar|expert|analyst|author|photographer|minister|country|countries"
                r"|agency|government)",
            ),
        ),
    ),
    (
        "words",
        "quote quotes quoted quotation quotations quoting verbatim words say said says saying wrote write writes written declare declares"
        " declared vow vowed state stated statement remark remarks remarked testify testified line phrase",
        (("wording", r"exact(?:ly)? wording"), ("word", r"word for word")),
    ),
    ("how", _HOW, ()),
    ("which", "which list", (("name", r"name (?:the|all|both|two|three)"),)),
    (
        "yes_no",
        "",
        (
            (
                "is are was were did does do has have had can could will would should may might must",
                r"^(?:(?:so|and|but|wait|okay|hey|hi|um) )*(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|should"
                r"|may(?! \d)|might|must)",
            ),
            ("right true correct no", r"(?:right|true|correct|yes or no)$"),
        ),
    ),
    ("what", "what", ()),
)
_BY_WORD: dict[str, list[tuple[int, re.Pattern[str] | None]]] = {}
"""For each word, the kinds of question, by place, that it asks for alone or as part of a phrase."""
for _place, (_, _words, _phrases) in enumerate(_RULES):
    for _word in _words.split():
        _BY_WORD.setdefault(_word, []).append((_place, None))
    for _needs, _phrase in _phrases:
        for _word in _needs.split():
            _BY_WORD.setdefault(_word, []).append((_place, re.compile(rf"\b(?:{_phrase})\b")))


def asked(words: Sequence[str]) -> tuple[Asked, ...]:
    """Return what a question asks for, the most specific first; () if nothing says so."""
    joined = " ".join(words)
    found: set[int] = set()
    for word in dict.fromkeys(words):
        for place, phrase in _BY_WORD.get(word, ()):
            if place not in found and (phrase is None or phrase.search(joined)):
                found.add(place)
    return tuple([_RULES[place][0] for place in sorted(found)])


@cache
def _asking_abroad() -> Folder:
    """Make the folder of question words in other languages."""
    lines = (line.partition(": ") for line in read_list("asking.txt").splitlines() if line and not line.startswith("#"))
    return Folder([(asks_for, forms.split(", ")) for asks_for, _, forms in lines])


def asked_abroad(words: Sequence[str]) -> tuple[Asked, ...]:
    """Return what a question in another language asks for, the most specific first."""
    found = {name for name, _ in _asking_abroad().fold(words)}
    return tuple([asks_for for asks_for, _, _ in _RULES if asks_for in found])


_VERBATIM = frozenset(("quote", "quotes", "quoted", "quotation", "quotations", "quoting", "verbatim", "words"))


def wants_verbatim(words: Sequence[str]) -> bool:
    """Return whether a question explicitly asks for somebody's words."""
    return not _VERBATIM.isdisjoint(words) or ("word" in words and "word for word" in " ".join(words))
