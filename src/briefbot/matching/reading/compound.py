"""Split compound questions: "who is he and where does he work?" asks two things."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from briefbot.domain.outcome import MOST_PARTS
from briefbot.matching.reading.asking_clause import asking_clause, asking_sentences
from briefbot.matching.reading.question import Question

# A run of blanks is matched from its beginning and as a whole, so that the time grows only linearly.
_GAP = r"(?<!\s)\s++"
_MARK = rf"(?:{_GAP})?"
_PAUSE = rf"(?:{_GAP}(?:,\s++)?|,\s++)"
_ASKING_WORD = r"(?:who|whom|whose|what|whats|whos|when|wen|where|which|wich|wat|why|how|hows|wheres)\b"
_ASKING = (
    rf"(?:(?:in|at|for|to|by|on|with|from) )?{_ASKING_WORD}"
    r"|(?:did|does|do|is|are|was|were|has|have|can|could|will|would)\b(?= \w+ \w+)"
)
_JOINTS = re.compile(
    rf"{_MARK}[;&+]\s++(?=\w)"
    rf"|{_PAUSE}(?:and|an|plus|n|as well as|and also|but also|&)\s++(?:also\s++|then\s++)?(?={_ASKING})"
    # "who signed, which states" is one question
    rf"|{_MARK},\s++(?={_ASKING})(?!(?:which|what)\s++\w++\W*+(?:\Z|[,;]))"
    r"|(?<=\w)\s++(?=how (?:many|much|big|old|long)\b)"
    rf"|{_PAUSE}(?:as well as|and also|plus)\s++(?=\w)"
    rf"|{_PAUSE}and\s++(?=the\s++\w++\s++(?:of|in|that|to)\b)",
    re.IGNORECASE,
)
_MAY_JOIN = re.compile(r"[;&+,\n]|[?.):]\s++\S|\b(?:and|an|n|plus|well|how)\b", re.IGNORECASE)
"""What most questions do not have, and is found much faster."""
_MARK_OF_ITEM = re.compile(rf"(?:^|(?<=\s))(?:\(?(\d|[a-h])[.)]\s++|(\d)\s++(?={_ASKING}))", re.MULTILINE | re.IGNORECASE)
_BULLET = re.compile(r"^[-*•]\s++", re.MULTILINE)
_ROW = ("123456789", "abcdefgh")
_GOES_ON = re.compile(r"\A(?:(?:(?:and|also|plus|then|finally|lastly)\b|(?:first|second|third)(?:ly)?[,:])[ ,:]*+)++", re.IGNORECASE)
"""The beginning of a later question in a series."""
_INTRODUCTION = re.compile(
    r"(?:not|i|my|we|our|in|at|on|for|by|after|before|during|according|as|with|from|about|regarding|concerning)\b", re.IGNORECASE
)
_ASKS = re.compile(rf"\b{_ASKING_WORD}", re.IGNORECASE)
_ALONE = frozenset(("who", "when", "where", "why", "how"))
"""Words that ask something even alone; "what?" and "really?" do not."""
_ENDS = " ,.;?!\n"
_SHORTEST = 2
"""The fewest words of a part."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A sentence, and the questions that are joined in it: the sentence itself if it asks one thing."""

    text: str
    texts: tuple[str, ...]

    @classmethod
    def of(cls, sentence: str, *, is_follow_up: bool = False) -> Joined:
        """Split a sentence into the questions joined in it.

        In a follow-up a word that asks may be one of them: "who was it, and when?".
        """
        text = _GOES_ON.sub("", sentence).strip(_ENDS)
        found = [_GOES_ON.sub("", part.strip(_ENDS)) for part in _JOINTS.split(text)]
        alone = _ALONE if is_follow_up else frozenset[str]()
        found = [_without_preface(part) for part in found if len(part.split()) >= _SHORTEST or part.lower() in alone]
        is_one = not 1 < len(found) <= MOST_PARTS or _only_introduces(found[0])
        return cls(text, (text,) if is_one else tuple(found))


@dataclass(frozen=True, slots=True)
class Parts:
    """The questions of a message."""

    sentences: tuple[Joined, ...]
    left: tuple[str, ...] = ()
    """Questions beyond the number that is answered at once."""
    about: str = ""
    """The subject of a list of questions, if its introduction names it."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the questions in their order."""
        return tuple(text for sentence in self.sentences for text in sentence.texts)

    @classmethod
    def of(cls, typed: str, *, is_follow_up: bool = False) -> Parts | None:
        """Split a message into its questions; None if it asks one thing."""
        if not _MAY_JOIN.search(typed):
            return None
        about, sentences = _sentences(typed)
        read = [Joined.of(sentence, is_follow_up=is_follow_up) for sentence in sentences]
        found = [joined for joined in read if " " in joined.text or joined.text.lower() in _ALONE]
        taken = [each for each, end in zip(found, accumulate(len(each.texts) for each in found), strict=True) if end <= MOST_PARTS]
        parts = cls(tuple(taken), tuple(each.text for each in found[len(taken) :]), about)
        return parts if len(parts.texts) > 1 else None

    def names(self, understand: Callable[[str], Question]) -> list[str]:
        """List the words that name something in the first question, or before it."""
        first = understand(f"{self.about} {self.texts[0]}")
        return [word for _, words in first.folded for word in words]


def _sentences(typed: str) -> tuple[str, list[str]]:
    """Return the subject of a list of questions and its items; without a list, "" and the sentences that ask."""
    introduction, items = _list_in(typed)
    asks = asking_sentences(introduction)
    if items and (not asks or any(map(asking_sentences, items))):
        return ("" if asks else introduction), [*asks, *map(asking_clause, items)]
    return "", asking_sentences(typed) or [asking_clause(typed)]


def _list_in(typed: str) -> tuple[str, list[str]]:
    """Return the text before a list, and its items; no items if there is no list."""
    marks = list(_MARK_OF_ITEM.finditer(typed))
    labels = "".join(mark[1] or mark[2] for mark in marks).lower()
    if len(marks) < _SHORTEST or not any(row.startswith(labels) for row in _ROW):
        marks = list(_BULLET.finditer(typed))
    if len(marks) < _SHORTEST:
        return typed, []
    ends = [*(mark.start() for mark in marks[1:]), len(typed)]
    return typed[: marks[0].start()], [typed[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]


def _only_introduces(part: str) -> bool:
    """Return whether a part asks nothing, and only leads to the question.

    Examples are "in the letter, what did he write" and "not the date, who won".
    """
    return _INTRODUCTION.match(part) is not None and _ASKS.search(part) is None


def _without_preface(part: str) -> str:
    """Remove text that only announces questions: "two things, please: ..."."""
    asked = part.rpartition(": ")[2]
    return asked if len(asked.split()) >= _SHORTEST else part
