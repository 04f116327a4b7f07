"""Findings of the gate, and digests of the words that it checked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefbot.checking.answers.sentences import words
from briefbot.checking.article import quoted
from briefbot.domain.knowledge import Entry, digest_of
from briefbot.matching.reading.vocabulary import STOP_WORDS

_CAPITAL_OR_DIGIT = re.compile(r"\b[A-Z0-9][\w'.,-]*")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an entry says and the article does not, or says differently."""

    name: str
    """A short name by which a curator can mark a warning as reviewed."""
    message: str
    """What is wrong and what to do, for a curator or a moderator."""
    is_warning: bool = False


IDLE_REVIEW = "reviewed"
"""The name of the warning about a review without effect, which cannot be reviewed itself."""


def answer_digest(entry: Entry) -> str:
    """Return a digest of what a review covers: the answer with its caveat and evidence."""
    return digest_of([entry.answer, entry.caveat, entry.evidence])


def said_digest(entry: Entry) -> str:
    """Return a digest of everything that the gate reads of an entry, to notice changes without the article."""
    read = [entry.answer, entry.caveat, entry.date, entry.evidence, entry.context, entry.computed]
    return digest_of([*read, entry.kind, entry.stance, entry.speaker, _denied(entry)])


def _denied(entry: Entry) -> list[str]:
    """List the names, figures and quoted words of a gap or correction that its own phrasings ask about."""
    if entry.kind == "fact":
        return []
    asked = {word for way in entry.ways for word in words(way)}
    told = f"{entry.answer} {entry.caveat}"
    telling = {word for each in _CAPITAL_OR_DIGIT.findall(told) for word in words(each)}
    telling.update(word for passage in quoted(told) for word in words(passage))
    return sorted((asked & telling) - STOP_WORDS)
