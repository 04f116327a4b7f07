"""The questions to be gone through: what nobody got an answer to, each with how often it was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from briefbot.cli.output import kind_of
from briefbot.domain.outcome import QUESTION_LIMIT, Abstained, Exchange
from briefbot.errors import UsageError

FILE_LIMIT = 20_000_000
"""Bytes of a file of questions."""
_NOTHING_TO_LEARN = frozenset(("small_talk", "distress"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and how often it was asked."""

    question: str
    count: int = 1


def read_questions(path: Path) -> list[Asked]:
    """Read a file of one question a line, the most asked first; UsageError where it cannot be read."""
    if path.stat().st_size > FILE_LIMIT:
        raise UsageError(f"{path} is larger than {FILE_LIMIT:,} bytes")
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text (byte {error.start})") from error
    return list(counted(lines))


def counted(questions: Iterable[str]) -> Iterator[Asked]:
    """Count questions, whatever their capitals and blanks: the most asked first, each as it was first written."""
    counts, first = Counter[str](), dict[str, str]()
    for question in (" ".join(line.split())[:QUESTION_LIMIT] for line in questions):
        if question:
            counts[question.casefold()] += 1
            first.setdefault(question.casefold(), question)
    yield from (Asked(first[name], count) for name, count in counts.most_common())


def record(path: Path, exchange: Exchange) -> None:
    """Note a question that was held back or refused as a line of a file.

    Nothing of small talk and of people in distress.
    """
    outcome = exchange.outcome
    reason = outcome.reason if isinstance(outcome, Abstained) else ""
    if kind_of(outcome) in ("answered", "quoted") or exchange.is_empty or reason in _NOTHING_TO_LEARN:
        return
    try:
        with path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(" ".join(exchange.question.split()) + "\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror or error})") from error
