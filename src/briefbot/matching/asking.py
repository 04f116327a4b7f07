"""What is asked for: a person, a date, a place, a number, a reason, somebody's words …"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

Asked: TypeAlias = Literal["who", "when", "where", "count", "why", "how", "yes_no", "words", "which", "what"]

ASKED: tuple[Asked, ...] = ("who", "when", "where", "count", "why", "how", "yes_no", "words", "which", "what")

_PATTERNS: tuple[tuple[Asked, re.Pattern[str]], ...] = tuple(
    (asked, re.compile(pattern))
    for asked, pattern in (
        ("count", r"\bhow (many|much|big|large|high|old|long|far|often|strong)\b|\bnumber of\b|\bhow ?many\b|\b(figure|figures|total|toll|count|headcount|percent|percentage|amount|quantity|size|number)\b"),
        ("when", r"\bwhen\b|\b(what|which|wat) (exact )?(year|date|day|month|time)\b|\bsince when\b|\b(date|year|month) of\b|\bhow (long ago|recent)\b|\b(year|date|month)$"),
        ("where", r"\bwhere\b|\b(what|which) (\w+ )?(city|country|place|location|town|state|uni|university|region|river|capital|school)\b|\bwhereabouts\b"),
        ("why", r"\bwhy\b|\bhow come\b|\breasons?\b|\bwhat for\b|\bcause[sd]?\b|\bmotive\b|\bexplain\b"),
        ("who", r"\bwho(m|se)?\b|\b(which|what) (\w+ )?(person|leader|leaders|general|official|officials|scholar|expert|analyst|author|photographer|minister|country|countries|agency|government)\b|\bname of\b|\bnames of\b"),
        ("words", r"\bquot(e|es|ed|ation|ations|ing)\b|\bverbatim\b|\bexact(ly)? (words|say|said|wording)\b|\bwords\b|\bword for word\b|\b(say|said|says|saying|wrote|writes|write|written|declare[ds]?|vow(ed)?|stat(e|ed|ement)|remark(s|ed)?|testif(y|ied)|line|phrase)\b"),
        ("how", r"\bhow\b"),
        ("which", r"\bwhich\b|\bname (the|all|both|two|three)\b|\blist\b"),
        ("yes_no", r"^(so |and |but |wait |ok |okay |hey |hi |um )*(is|are|was|were|did|does|do|has|have|had|can|could|will|would|should|may|might|must|isnt|is not)\b|\b(right|true|correct|yes or no)$"),
        ("what", r"\bwhat\b"),
    )
)  # fmt: skip


def asked(words: Sequence[str]) -> tuple[Asked, ...]:
    """Tell what a question asks for, the most telling first; () where nothing says so."""
    joined = " ".join(words)
    return tuple(kind for kind, pattern in _PATTERNS if pattern.search(joined))


_VERBATIM = re.compile(r"\bquot(e|es|ed|ation|ations|ing)\b|\bverbatim\b|\bexact words\b|\bword for word\b|\bwords\b|\bin (his|her|their) own words\b")


def wants_verbatim(words: Sequence[str]) -> bool:
    """Tell whether a question asks outright for somebody's words."""
    return _VERBATIM.search(" ".join(words)) is not None
