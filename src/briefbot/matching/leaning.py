"""How a question leans on the one before it, told by its words alone: it points back, it is cut short, or it says nothing itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from itertools import dropwhile

from briefbot.matching.question import Question


class Lean(Enum):
    """A way to lean on the question before."""

    POINTING = auto()
    """A word stands for something named before: "how many of them were hurt?"."""
    CUT_SHORT = auto()
    """There is no clause: "and the first one?", "in what field?"."""
    EMPTY = auto()
    """No word says what it is about: "why?", "and when was that?", "tell me more"."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PERSONS, _MANY, _OWNERS = _set("he him she"), _set("they them"), _set("his her hers their theirs its")
POINTING = _PERSONS | _MANY | _OWNERS | _set("it this that these those there then")
"""Words that may stand for something named before."""
GOING_ON = _set("more else about explain elaborate detail details further")
"""Words that ask to go on, although no word of them asks."""
_ARTICLE = _set("article articles story text piece report author headline title")
"""Words for what every question is about: whoever uses them leans on nothing."""
_OPENING = _set("and so but also ok okay wait then well or plus yes yeah no oh ah hm hmm lol yo hey btw alright right now")
"""Words that a question opens with, and that tell nothing about it."""
_GOING_OVER = (("what", "about"), ("how", "about"))
_ASKING = _set("what who whom whose where when why how which")
_BE = _set("is are was were be been")
_AUXILIARY = _BE | _set("do does did has have had can could will would shall should may might must")
_PREPOSITIONS = _set("about of to with for by from after before on at in like than over off up since until under behind into")
_FILLING = _set(
    "exactly precisely again please pls though really even actually hell heck earth huh eh wtf omg lmao bro man dude"
    " the one ones many much long old far big often soon not come go me us tell say can could you continue"
)
_EMPTY = _OPENING | _ASKING | _PREPOSITIONS | _FILLING | GOING_ON
"""Words of which a question consists that says nothing itself."""
_CLAUSES = _ASKING | _set("and but or that because if while as though although")
"""Words that begin a clause: a word in it may stand for something named in the clause before."""
_TIMES = _set("and since by until till before after")
_BEFORE_A_VERB = _AUXILIARY - _BE - _set("has have had")
_BEHIND_THAT = _set("a an the true right real so too all really even exactly not confirmed why how") | _AUXILIARY | _PREPOSITIONS
"""Words behind a "that" which stands alone, and belongs to no "that pact" or "says that …"."""
_CUT = 2
"""Telling words that a question without a clause has at most, where it opens like one that goes on; else one less."""
_IT_IS_NOTHING = re.compile(
    r"\b(?:time|day|year|date|it) is it\b|\b(?:a|an|the|this|that) it\b|\bhow is it going\b"
    r"|\bis it (?:that|raining|cold|hot|late)\b|\bis it (?:true|right|possible|correct|likely|clear|known|said)\b(?=.)"
    r"|\b(?:what|who|why|where|when|how) (?:is|was) it that\b|\bit (?:is|was) (?:true|said|right|possible|known|clear)\b|^they say\b"
)
"""Where "it" or "they" stands for nothing: "what time is it", "is it true that …"."""
_THERE_IS = re.compile(
    r"\b(?:is|are|was|were|be|been|will|would|has|have|had|can|could|not) there(?= \w)(?! (?:too|then|now|today)$)"
    r"|\bthere (?:is|are|was|were|has|have|had|will|would|be|any|no|at|in|on|near|who)\b|\b(?:hi|hey|hello|you|out|over) there\b"
)
"""Where "there" points nowhere, or the place is named beside it: "are there any", "there in the hall"."""


def lean_of(question: Question) -> Lean | None:
    """Return how a question leans on the one before it; None where it stands on its own."""
    if not question.words or not _ARTICLE.isdisjoint(question.words):
        return None
    if points_back(question):
        return Lean.POINTING if question.content else Lean.EMPTY
    if _EMPTY.issuperset(question.words):
        return Lean.EMPTY
    return Lean.CUT_SHORT if _is_cut_short(question) else None


def without_opening(words: Sequence[str]) -> list[str]:
    """Leave out the words that a question opens with."""
    return list(dropwhile(_OPENING.__contains__, words))


def _is_cut_short(question: Question) -> bool:
    """Return whether a question has no clause, and opens or asks like one that goes on."""
    words = without_opening(question.words)
    goes_over = tuple(words[:2]) in _GOING_OVER
    rest = words[2:] if goes_over else words
    opens = len(rest) < len(question.words)
    if not _AUXILIARY.isdisjoint(rest) or len(question.content) > (_CUT if opens else _CUT - 1):
        return False
    is_clause = len(rest) > _CUT and rest[0] in ("who", "what") and rest[1] not in _EMPTY  # "who wrote the letter"
    return (opens or not _ASKING.isdisjoint(rest)) and not is_clause


def points_back(question: Question) -> bool:
    """Return whether a word stands for something that the question itself does not name."""
    if POINTING.isdisjoint(question.words):
        return False
    in_names = {word for _, words in question.folded for word in words}
    joined = " ".join(question.words)
    is_nothing = bool(_IT_IS_NOTHING.search(joined))
    is_there = bool(_THERE_IS.search(joined))
    for place, word in enumerate(question.words):
        before, after = question.words[:place], question.words[place + 1 :]
        if word not in POINTING or word in in_names:
            continue
        match word:
            case "this":  # the article, or no more than a hint: whoever doubts lets a question stand on its own
                points = False
            case "that":
                points = _is_that_alone(before, after)
            case "these" | "those":
                points = not after or after[0] in _AUXILIARY
            case "there":
                points = not is_there
            case "then":
                points = bool(before) and (not after or before[-1] in _TIMES)
            case _:
                points = not (is_nothing and word in ("it", "they")) and not _is_named(word, before)
        if points:
            return True
    return False


def _is_that_alone(before: Sequence[str], after: Sequence[str]) -> bool:
    if not after or (before and before[-1] in _BEFORE_A_VERB):
        return True
    is_free = not before or before[-1] in _BE | _PREPOSITIONS | _ASKING | _OPENING
    return is_free and after[0] in _BEHIND_THAT


def _is_named(word: str, before: Sequence[str]) -> bool:
    """Return whether what a word stands for may be named before it: in another clause, or in its own for an owner."""
    if word not in _OWNERS:
        before = before[: max((place for place, each in enumerate(before) if place and each in _CLAUSES), default=0)]
    named = [each for each in before if each not in _EMPTY | _AUXILIARY | POINTING]
    return bool(named) and (word not in _MANY or len(named) > 1 or named[-1].endswith("s"))
