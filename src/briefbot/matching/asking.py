"""What is asked for: a person, a date, a place, a number, a reason, somebody's words …"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

Asked: TypeAlias = Literal["who", "when", "where", "count", "why", "how", "yes_no", "words", "which", "what"]

ASKED: tuple[Asked, ...] = ("who", "when", "where", "count", "why", "how", "yes_no", "words", "which", "what")

_WHICH = r"(?:what|which|wat) (?:\w+ )?"

_PATTERNS: tuple[tuple[Asked, str], ...] = (
    (
        "count",
        r"how ?(?:many|much|big|large|high|old|long|far|often|strong)|number of|headcount"
        r"|figures?|total|toll|count|percent(?:age)?|amount|quantity|size|number",
    ),
    (
        "when",
        r"when|(?:what|which|wat) (?:exact )?(?:year|date|day|month|time)|since when"
        r"|(?:date|year|month) of|how (?:long ago|recent)|(?:year|date|month)$",
    ),
    (
        "where",
        rf"where|whereabouts|{_WHICH}(?:city|country|place|location|town|state|uni|university|region|river|capital|school)",
    ),
    ("why", r"why|how come|reasons?|what for|cause[sd]?|motive|explain"),
    (
        "who",
        rf"who(?:m|se)?|names? of|{_WHICH}(?:person|leaders?|general|officials?|scholar|expert|analyst|author|photographer"
        r"|minister|country|countries|agency|government)",
    ),
    (
        "words",
        r"quot(?:es?|ed|ations?|ing)|verbatim|words|exact(?:ly)? (?:say|said|wording)|word for word|say|said|says|saying|wrote"
        r"|writes?|written|declare[ds]?|vow(?:ed)?|stat(?:e|ed|ement)|remark(?:s|ed)?|testif(?:y|ied)|line|phrase",
    ),
    ("how", r"how"),
    ("which", r"which|name (?:the|all|both|two|three)|list"),
    (
        "yes_no",
        r"^(?:(?:so|and|but|wait|okay|hey|hi|um) )*(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|should|may(?! \d)|might"
        r"|must)|(?:right|true|correct|yes or no)$",
    ),
    ("what", r"what"),
)
_COMPILED = tuple((kind, re.compile(rf"\b(?:{pattern})\b" if "^" not in pattern else rf"(?:{pattern})\b")) for kind, pattern in _PATTERNS)


def asked(words: Sequence[str]) -> tuple[Asked, ...]:
    """Tell what a question asks for, the most telling first; () where nothing says so."""
    joined = " ".join(words)
    return tuple(kind for kind, pattern in _COMPILED if pattern.search(joined))


_VERBATIM = re.compile(
    r"\bquot(e|es|ed|ation|ations|ing)\b|\bverbatim\b|\bexact words\b|\bword for word\b|\bwords\b|\bin (his|her|their) own words\b"
)


def wants_verbatim(words: Sequence[str]) -> bool:
    """Tell whether a question asks outright for somebody's words."""
    return _VERBATIM.search(" ".join(words)) is not None
