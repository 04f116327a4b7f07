"""What is asked for: a person, a date, a place, a number, a reason, somebody's words …"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

Asked: TypeAlias = Literal["who", "when", "where", "count", "why", "how", "yes_no", "words", "which", "what"]

ASKED: tuple[Asked, ...] = ("who", "when", "where", "count", "why", "how", "yes_no", "words", "which", "what")

_HOW = "how"
_HOW_MUCH = ("many", "much", "big", "large", "high", "old", "long", "far", "often", "strong")
_WHICH = r"(?:what|which|wat) (?:\w+ )?"
_WHICH_WORDS = "what which wat"

_RULES: tuple[tuple[Asked, str, tuple[tuple[str, str], ...]], ...] = (
    # what is asked for; the words that ask for it; and the phrases, each behind one of the words without which it is not looked for
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
_COMPILED = tuple(
    (kind, frozenset(words.split()), tuple((frozenset(needs.split()), re.compile(rf"\b(?:{phrase})\b")) for needs, phrase in phrases))
    for kind, words, phrases in _RULES
)


def asked(words: Sequence[str]) -> tuple[Asked, ...]:
    """Tell what a question asks for, the most telling first; () where nothing says so."""
    said, joined = frozenset(words), " ".join(words)
    return tuple(
        kind
        for kind, single, phrases in _COMPILED
        if not said.isdisjoint(single) or any(not said.isdisjoint(needs) and phrase.search(joined) for needs, phrase in phrases)
    )


_VERBATIM = frozenset(("quote", "quotes", "quoted", "quotation", "quotations", "quoting", "verbatim", "words"))


def wants_verbatim(words: Sequence[str]) -> bool:
    """Tell whether a question asks outright for somebody's words."""
    return not _VERBATIM.isdisjoint(words) or ("word" in words and "word for word" in " ".join(words))
