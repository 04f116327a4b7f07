"""How a question leans on the one before it, told by its words alone: it points back, it is cut short, or it says nothing itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from itertools import accumulate, dropwhile

from briefbot.language import text
from briefbot.matching.reading.question import Question
from briefbot.matching.reading.vocabulary import english_words


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
_ASKING = _set("what who whom whose where when why how which because")
_BE = _set("is are was were be been")
_AUXILIARY = _BE | _set("do does did has have had can could will would shall should may might must")
_PREPOSITIONS = _set("about of to with for by from after before on at in like than over off up since until under behind into")
_FILLING = _set(
    "exactly precisely again please pls though really even actually hell heck earth huh eh wtf omg lmao bro man dude"
    " one ones many much long old far big often soon not go me us tell say can could you continue"
)
_EMPTY = _OPENING | _ASKING | _PREPOSITIONS | _FILLING | GOING_ON
"""Words of which a question consists that says nothing itself."""
_SAYS_NOTHING = (
    _EMPTY
    | _AUXILIARY
    | POINTING
    | _set("happen happened happening happens mean means meant said says saying know knows knew think thinks sure")
)
_CLAUSES = _ASKING | _set("and but or that because if while as though although")
"""Words that begin a clause: a word in it may stand for something named in the clause before."""
_WHEN_WAS_THIS = re.compile(r"\A(?:and |so |but |ok )*(?:when|where|why|how) (?:was|did) this(?: happen)?")
"""Where "this" is what was told before; elsewhere it is the article."""
_HOW_COME = re.compile(r"\bhow come\b")
_SUBJECTS = ("who", "what")
_TAG = 3
"""Words that stand before a tag question at least."""
_TIMES = _set("and since by until till before after")
_BEHIND_THAT = (
    _AUXILIARY
    | _PREPOSITIONS
    | _set(
        "a an the true right real so too all really even exactly not confirmed why how official known"
        " happen bother matter mean work help hurt change affect worry concern surprise make look sound include involve"
    )
)
"""Words behind a "that" which stands alone, and belongs to no "that pact" or "says that …"."""
_STRANGE = 2
"""A question with so many words that English does not have is in another language: one may be a name or a typo."""
_CUT = 2
"""Telling words that a question without a clause has at most."""
_CLAUSE = re.compile(r"(?<![.!?;:,])[.!?;:,]+\s+")
"""What stands between clauses, other than words."""
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
"""Where "there" points nowhere, or the place is named beside it: "are there any", "there in the hall"."""


def lean_of(typed: str, question: Question) -> Lean | None:
    """Return how a question leans on the one before it; None where it stands on its own."""
    if not question.words or _is_strange(question) or not _ARTICLE.isdisjoint(_without_verbs(question.words)):
        return None
    words, is_pointing = _HOW_COME.sub("why", " ".join(question.words)).split(), points_back(typed, question)
    if _EMPTY.issuperset(words) or (_SAYS_NOTHING.issuperset(words) and (is_pointing or _WHEN_WAS_THIS.fullmatch(" ".join(words)))):
        return Lean.EMPTY
    if is_pointing:
        return Lean.POINTING
    return Lean.CUT_SHORT if _is_cut_short(question) else None


def _without_verbs(words: Sequence[str]) -> list[str]:
    """Leave out "report" where it is what somebody does: "what did it report?"."""
    return [
        word for before, word in zip(("", *words), words, strict=False) if word != "report" or before not in POINTING - {"this", "that"}
    ]


def _is_strange(question: Question) -> bool:
    """Return whether a question is in another language, in which words that point back are not known."""
    in_names = {word for _, own in question.folded for word in own}
    strange = [word for word in question.words if word.isalpha() and word not in english_words() and word not in in_names]
    return question.is_foreign or len(strange) >= _STRANGE


def is_bewildered(question: Question) -> bool:
    """Return whether a question asks "what?" of nothing: "lol what?"."""
    return question.asked[:1] == ("what",) and _PREPOSITIONS.isdisjoint(question.words) and POINTING.isdisjoint(question.words)


def without_opening(words: Sequence[str]) -> list[str]:
    """Leave out the words that a question opens with."""
    return list(dropwhile(_OPENING.__contains__, words))


def opens_as_one_that_goes_on(question: Question) -> bool:
    """Return whether a question opens like one that goes on: "and the refugees?", "what about silk?"."""
    words = without_opening(question.words)
    return len(words) < len(question.words) or tuple(words[:2]) in _GOING_OVER


def _is_cut_short(question: Question) -> bool:
    """Return whether a question has no clause, and opens or asks like one that goes on."""
    words = without_opening(question.words)
    goes_over = tuple(words[:2]) in _GOING_OVER
    rest = words[2:] if goes_over else words
    if not 0 < len(question.content) <= _CUT or not _AUXILIARY.isdisjoint(rest):
        return False
    if len(rest) == len(question.words):
        return len(question.content) < _CUT and _is_echo(rest, question)
    return not (rest[0] in _SUBJECTS and len(rest) > 1 and rest[1] not in _EMPTY)  # "who wrote the letter" has a clause


def _is_echo(words: Sequence[str], question: Question) -> bool:
    """Return whether a question asks for no more than a piece of a sentence: "in what field?", "distract from where?", "what day?"."""
    places = [place for place, word in enumerate(words) if word in _ASKING]
    if not places:
        return False
    is_piece = len(words) == _CUT and question.asked[:1] in (("when",), ("where",), ("which",))
    return is_piece or (places[0] > 0 and words[places[0] - 1] in _PREPOSITIONS)


def points_back(typed: str, question: Question) -> bool:
    """Return whether a word stands for something that the question itself does not name."""
    words = question.words
    if POINTING.isdisjoint(words):
        return False
    joined = " ".join(words)
    in_names = {word for _, own in question.folded for word in own}
    nothing = in_names | {"this"}  # that is the article, as a rule: where it is open a question stands on its own
    if _IT_IS_NOTHING.search(joined):
        nothing |= {"it", "they"}
    if _THERE_IS.search(joined):
        nothing |= {"there"}
    starts = _clause_starts(typed, words)
    return any(word in POINTING - nothing and _is_pointing(words, place, starts) for place, word in enumerate(words))


def _clause_starts(typed: str, words: Sequence[str]) -> set[int]:
    """Return at which words clauses begin, the first one aside."""
    pieces = accumulate(len(text.tokens(piece)) for piece in _CLAUSE.split(typed))
    return {place for place in pieces if place < len(words)} | {place for place, word in enumerate(words) if place and word in _CLAUSES}


def _is_pointing(words: Sequence[str], place: int, starts: set[int]) -> bool:
    before, after = words[:place], words[place + 1 :]
    match words[place]:
        case "that":
            is_free = not before or before[-1] in _AUXILIARY | _PREPOSITIONS | _ASKING | _OPENING
            return not after or (is_free and after[0] in _BEHIND_THAT)
        case "these" | "those":
            return not after or after[0] in _AUXILIARY
        case "there":
            return True
        case "then":
            return bool(before) and (not after or before[-1] in _TIMES)
    return not _is_named(words, place, starts)


def _is_named(words: Sequence[str], place: int, starts: set[int]) -> bool:
    """Return whether the question may name what a word stands for: in another clause, or in its own where it tells of an owner."""
    word, before, after = words[place], words[:place], words[place + 1 :]
    if place + 1 in starts and _telling(after):
        return True  # "who is she, the minister"
    is_tag = not after and len(before) > _TAG and before[-1] in _AUXILIARY | {"not"}  # "he was there, was he not"
    if word not in _OWNERS and not is_tag:
        before = before[: max((start for start in starts if start <= place), default=0)]
    named = _telling(before)
    return bool(named) and (word not in _MANY or len(named) > 1 or named[-1].endswith("s"))


def _telling(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in _EMPTY | _AUXILIARY | POINTING]
