"""The questions to review: unanswered ones, each with how often it was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from briefbot.cli.output import kind_of
from briefbot.domain.outcome import QUESTION_LIMIT, Abstained, Exchange
from briefbot.errors import UsageError

FILE_LIMIT = 20_000_000
"""The most bytes of a file of questions."""
_NOTHING_TO_LEARN = frozenset(("small_talk", "distress"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and how often it was asked."""

    question: str
    count: int = 1


def read_questions(path: Path) -> list[Asked]:
    """Read a file with one question per line, the most frequent first; raise UsageError if that fails."""
    if path.stat().st_size > FILE_LIMIT:
        raise UsageError(f"{path} is larger than {FILE_LIMIT:,} bytes")
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text (byte {error.start})") from error
    return list(counted(lines))


def counted(questions: Iterable[str]) -> Iterator[Asked]:
    """Count questions, ignoring case and spaces: most frequent first, each as it was first written."""
    counts, first = Counter[str](), dict[str, str]()
    for question in (" ".join(line.split())[:QUESTION_LIMIT] for line in questions):
        if question:
            counts[question.casefold()] += 1
            first.setdefault(question.casefold(), question)
    yield from (Asked(first[name], count) for name, count in counts.most_common())


def record(path: Path, exchange: Exchange) -> None:
    """Add an unanswered question to a file as one line.

    Small talk and people in distress are never recorded.
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
