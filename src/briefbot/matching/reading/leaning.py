"""How a question depends on the one before it, by its words alone.

It points back, it is cut short, or it has no content of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import accumulate, dropwhile

from briefbot.language import text
from briefbot.matching.reading.question import Question
from briefbot.matching.reading.vocabulary import english_words
from briefbot.matching.reading.words import (
    ABOUT_THE_ARTICLE,
    ASKING,
    AUXILIARY,
    BEHIND_THAT,
    CLAUSES,
    EMPTY,
    MANY,
    OPENING,
    OWNERS,
    POINTING,
    PREPOSITIONS,
    RELATING,
    SAYS_NOTHING,
    TIMES,
)


class Lean(Enum):
    """A way to depend on the question before."""

    POINTING = auto()
    """A word stands for something named before: "how many of them were hurt?"."""
    CUT_SHORT = auto()
    """There is no clause: "and the first one?", "in what field?"."""
    EMPTY = auto()
    """No word names a subject: "why?", "and when was that?", "tell me more"."""


_GOING_OVER = (("what", "about"), ("how", "about"))
_WHEN_WAS_THIS = re.compile(r"\A(?:and |so |but |ok )*(?:when|where|why|how) (?:was|did) this(?: happen)?")
"""Where "this" is what was said before; elsewhere it is the article."""
_HOW_COME = re.compile(r"\bhow come\b")
_FOR_A_SOURCE = re.compile(
    r"says who|according to whom?"
    r"|who (?:said|says|claims?|claimed|reports?|reported|told|confirmed|announced|stated)(?: you| us)?(?: so| that| this| it)?"
    r"|whose (?:claim|words?|estimate|opinion|view)(?: (?:is|was) (?:that|it|this))?"
)
"""Questions for the source of what was said."""
_FOR_WHO_THAT_IS = re.compile(r"who (?:is|was|are|were) (?:that|this|he|she|they|those)(?: \w+)?")
_SUBJECTS = ("who", "what")
_TAG = 3
"""The fewest words before a tag question."""
_STRANGE = 2
"""The number of words unknown to English from which a question is in another language: one may be a name or a typo."""
_CUT = 2
"""The most content words of a question without a clause."""
_CLAUSE = re.compile(r"(?<![.!?;:,])[.!?;:,]+\s+")
"""What separates clauses, besides words."""
_IT_IS_NOTHING = re.compile(
    r"\b(?:time|day|year|date|it) is it\b|\b(?:a|an|the|this|that|take) it\b|\bhow is it going\b"
    r"|\bit (?:\w+ ){0,3}(?:rain|raining|snow|snowing|sunny|windy|cold|warm|late)\b|\bis it that\b"
    r"|\bis it (?:true|right|possible|correct|likely|clear|known|said)\b(?=.)"
    r"|\b(?:what|who|why|where|when|how) (?:is|was) it that\b|\bit (?:is|was) (?:true|said|right|possible|known|clear)\b|^they say\b"
)
"""Where "it" or "they" stands for nothing: "what time is it", "is it true that …"."""
_THERE_IS = re.compile(
    r"\b(?:is|are|was|were|be|been|will|would|has|have|had|can|could|not) there(?= \w)(?! (?:too|then|now|today)$)"
    r"|\bthere (?:is|are|was|were|has|have|had|will|would|be|any|no|at|in|on|near|who)\b|\b(?:hi|hey|hello|you|out|over) there\b"
)
"""Where "there" points nowhere, or the place follows: "are there any", "there in the hall"."""


def lean_of(typed: str, question: Question) -> Lean | None:
    """Return how a question depends on the one before it; None if it stands alone."""
    if not question.words or _is_strange(question) or not ABOUT_THE_ARTICLE.isdisjoint(_without_verbs(question.words)):
        return None
    is_pointing = points_back(typed, question)
    if asks_for_source(question) or _asks_by_a_verb_alone(question) or _says_nothing(question, is_pointing=is_pointing):
        return Lean.EMPTY
    if is_pointing:
        return Lean.POINTING
    return Lean.CUT_SHORT if _is_cut_short(question) else None


def _says_nothing(question: Question, *, is_pointing: bool) -> bool:
    words = _HOW_COME.sub("why", " ".join(question.words)).split()
    if EMPTY.issuperset(words):
        return True
    return SAYS_NOTHING.issuperset(words) and (is_pointing or _WHEN_WAS_THIS.fullmatch(" ".join(words)) is not None)


def _without_verbs(words: Sequence[str]) -> list[str]:
    """Leave out "report" as a verb: "what did it report?"."""
    return [
        word for before, word in zip(("", *words), words, strict=False) if word != "report" or before not in POINTING - {"this", "that"}
    ]


def _is_strange(question: Question) -> bool:
    """Return whether a question is in another language, whose pointing words are not known."""
    in_names = {word for _, own in question.folded for word in own}
    strange = [word for word in question.words if word.isalpha() and word not in english_words() and word not in in_names]
    return question.is_foreign or len(strange) >= _STRANGE


def asks_for_source(question: Question) -> bool:
    """Return whether a question asks who said what was said: "says who?", "who reported it?"."""
    return _FOR_A_SOURCE.fullmatch(_plain(question)) is not None


def asks_who_that_is(question: Question) -> bool:
    """Return whether a question asks who a named person is: "and who is that?"."""
    return _FOR_WHO_THAT_IS.fullmatch(_plain(question)) is not None


def _asks_by_a_verb_alone(question: Question) -> bool:
    """Return whether a question only repeats the verb of the one before: "who did?"."""
    words = _plain(question).split()
    return len(words) == _CUT and words[0] in ("who", "what", "which") and words[1] in AUXILIARY


def _plain(question: Question) -> str:
    """Return the words of a question without those that it opens and ends with."""
    words = [word for word in without_opening(question.words) if word not in ("exactly", "then", "though", "again", "please", "even")]
    return " ".join(words)


def is_bewildered(question: Question) -> bool:
    """Return whether a question asks "what?" about nothing: "lol what?"."""
    return question.asked[:1] == ("what",) and PREPOSITIONS.isdisjoint(question.words) and POINTING.isdisjoint(question.words)


def without_opening(words: Sequence[str]) -> list[str]:
    """Remove the words that a question opens with."""
    return list(dropwhile(OPENING.__contains__, words))


def goes_over(words: Sequence[str]) -> bool:
    """Return whether words open with "what about"."""
    return tuple(words[:2]) in _GOING_OVER


def opens_as_one_that_goes_on(question: Question) -> bool:
    """Return whether a question opens as a continuation: "and the refugees?", "what about silk?"."""
    words = without_opening(question.words)
    return len(words) < len(question.words) or goes_over(words)


def _is_cut_short(question: Question) -> bool:
    """Return whether a question has no clause, and opens or asks as a continuation."""
    words = without_opening(question.words)
    rest = words[2:] if goes_over(words) else words
    if not AUXILIARY.isdisjoint(rest):
        return False
    if not question.content:
        return len(rest) < len(question.words) and not RELATING.isdisjoint(rest)
    if len(question.content) > _CUT:
        return False
    if len(rest) == len(question.words):
        return len(question.content) < _CUT and _is_echo(rest, question)
    return not (rest[0] in _SUBJECTS and len(rest) > 1 and rest[1] not in EMPTY)  # "who wrote the letter" has a clause


def is_echo(question: Question) -> bool:
    """Return whether a question asks only for a piece of a sentence.

    Examples are "in what field?", "distract from where?" and "what day?".
    """
    words = without_opening(question.words)
    return AUXILIARY.isdisjoint(words) and _is_echo(words, question)


def _is_echo(words: Sequence[str], question: Question) -> bool:
    """Return whether words ask only for a piece of a sentence."""
    places = [place for place, word in enumerate(words) if word in ASKING]
    if not places:
        return False
    is_piece = len(words) == _CUT and question.asked[:1] in (("when",), ("where",), ("which",))
    return is_piece or (places[0] > 0 and words[places[0] - 1] in PREPOSITIONS)


def points_back(typed: str, question: Question) -> bool:
    """Return whether a word stands for something that the question itself does not name."""
    words = question.words
    if POINTING.isdisjoint(words):
        return False
    joined = " ".join(words)
    nothing = {word for _, own in question.folded for word in own}
    nothing |= {"this"}  # usually that is the article: an open question stands alone
    if _IT_IS_NOTHING.search(joined):
        nothing |= {"it", "they"}
    if _THERE_IS.search(joined):
        nothing |= {"there"}
    starts = _clause_starts(typed, words)
    return any(_is_pointing(_Spot.of(words, place, starts)) for place, word in enumerate(words) if word in POINTING - nothing)


def _clause_starts(typed: str, words: Sequence[str]) -> set[int]:
    """Return the words at which clauses begin, except the first."""
    pieces = accumulate(len(text.tokens(piece)) for piece in _CLAUSE.split(typed))
    return {place for place in pieces if place < len(words)} | {place for place, word in enumerate(words) if place and word in CLAUSES}


@dataclass(frozen=True, slots=True)
class _Spot:
    """A word in its question."""

    word: str
    before: Sequence[str]
    after: Sequence[str]
    earlier: Sequence[str]
    """The words of the clauses before its own."""
    is_last: bool
    """Whether the word ends its clause, and another one follows."""

    @classmethod
    def of(cls, words: Sequence[str], place: int, starts: set[int]) -> _Spot:
        """Return one word of a question whose clauses begin at these places."""
        earlier = max((start for start in starts if start <= place), default=0)
        return cls(words[place], words[:place], words[place + 1 :], words[:earlier], place + 1 in starts)

    @property
    def is_in_a_tag(self) -> bool:
        """Return whether the word ends a tag question: "he was there, was he"."""
        return not self.after and len(self.before) > _TAG and self.before[-1] in AUXILIARY | {"not"}


def _is_pointing(spot: _Spot) -> bool:
    """Return whether a word that can point back does so."""
    match spot.word:
        case "that":
            return not spot.after or _is_that_alone(spot)
        case "these" | "those":
            return not spot.after or spot.after[0] in AUXILIARY
        case "there":
            return True
        case "then":
            return bool(spot.before) and (not spot.after or spot.before[-1] in TIMES)
        case _:
            return not _is_named(spot)


def _is_that_alone(spot: _Spot) -> bool:
    """Return whether a "that" stands alone: "is that true", but not "that pact" or "says that he"."""
    is_free = not spot.before or spot.before[-1] in AUXILIARY | PREPOSITIONS | ASKING | OPENING
    return is_free and spot.after[0] in BEHIND_THAT


def _is_named(spot: _Spot) -> bool:
    """Return whether the question itself may name what a word stands for.

    In another clause, or in its own one if it names an owner.
    """
    if spot.is_last and _telling(spot.after):
        return True  # "who is she, the minister"
    named = _telling(spot.before if spot.word in OWNERS or spot.is_in_a_tag else spot.earlier)
    return _may_be_several(named) if spot.word in MANY else bool(named)


def _may_be_several(named: Sequence[str]) -> bool:
    """Return whether "they" can stand for what was named: more than one thing, or a plural."""
    return len(named) > 1 or any(word.endswith("s") for word in named)


def _telling(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in EMPTY | AUXILIARY | POINTING]
