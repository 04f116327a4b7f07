"""Store decisions about questions in a file after every key, so that a person can stop and continue later."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from briefbot.cli.reviewing.questions import Asked
from briefbot.errors import UsageError
from briefbot.files import write_atomically

Verdict: TypeAlias = Literal["way", "test", "not", "gap", "small talk", "drop"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
OF_AN_ITEM: frozenset[Verdict] = frozenset(("way", "test", "not"))
"""Decisions about one entry or quotation."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision about a question, and its entry or quotation."""

    question: str
    verdict: Verdict
    item: str = ""


class Review:
    """Questions under review, in order, with undo."""

    def __init__(self, asked: Sequence[Asked], file: Path) -> None:
        """Set the questions, and the file for decisions."""
        self._file = file
        self.decisions, self._written = _read(file)
        decided = {each.question for each in self.decisions} | set(self._written)
        self._open = [each for each in asked if each.question not in decided]
        self._asked = {each.question: each for each in asked}
        self.total = len(self._open) + len(self.decisions)

    @property
    def current(self) -> Asked | None:
        """Return the current question; None if all are decided."""
        return self._open[0] if self._open else None

    @property
    def place(self) -> int:
        """Return the current question's number, from 1."""
        return self.total - len(self._open) + 1

    def decide(self, verdict: Verdict, item: str = "") -> Decision:
        """Decide the current question."""
        decision = Decision(self._open.pop(0).question, verdict, item)
        self.decisions.append(decision)
        self._keep()
        return decision

    def put_off(self) -> None:
        """Move the question after all others."""
        self._open.append(self._open.pop(0))

    def undo(self) -> Decision | None:
        """Undo the last decision, and return to its question; return None if there is none."""
        if not self.decisions:
            return None
        decision = self.decisions.pop()
        self._open.insert(0, self._asked.get(decision.question, Asked(decision.question)))
        self._keep()
        return decision

    def written(self) -> None:
        """Record that the decisions are in the bundle's files."""
        self._written += [each.question for each in self.decisions]
        self.decisions.clear()
        self._keep()

    def _keep(self) -> None:
        data = {"decisions": [asdict(each) for each in self.decisions], "written": self._written}
        try:
            write_atomically(self._file, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
        except OSError as error:
            raise UsageError(f"{self._file} cannot be written ({error.strerror or error})") from error


def _read(file: Path) -> tuple[list[Decision], list[str]]:
    """Read earlier decisions; return none if there is no such file."""
    if not file.exists():
        return [], []
    try:
        data: dict[str, Any] = json.loads(file.read_bytes())
        decisions = [Decision(str(each["question"]), _verdict(each["verdict"]), str(each["item"])) for each in data["decisions"]]
        return decisions, [str(question) for question in data["written"]]
    except (ValueError, KeyError, TypeError, StopIteration, OSError) as error:
        raise UsageError(f"{file} is not a file of decisions: repair it, or move it away to start over") from error


def _verdict(name: object) -> Verdict:
    return next(verdict for verdict in VERDICTS if verdict == name)
