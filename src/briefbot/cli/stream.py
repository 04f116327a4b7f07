"""Answer a stream of JSON lines: one object in, one out, in order."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from briefbot.cli.output import data_of, print_json
from briefbot.domain.clocks import seconds
from briefbot.domain.outcome import Exchange
from briefbot.service import Service
from briefbot.service.conversations import Context

_DONE, _BAD_LINES = 0, 2
_INFINITE = (math.inf, -math.inf)
"""Python's values for numbers as large as 1e400, which JSON does not have."""


@dataclass(frozen=True, slots=True)
class Line:
    """A question of a stream."""

    id: object
    question: str
    conversation: str | None = None


class BadLineError(Exception):
    """A line without a question; `id` is its own if it has one."""

    def __init__(self, message: str, line_id: object = None) -> None:
        super().__init__(message)
        self.id = line_id


class Conversations:
    """Asks the questions of one conversation in one context, and others without context."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._numbers: dict[str, int] = {}

    def ask(self, question: str, name: str | None) -> Exchange:
        """Ask a question of a conversation, now."""
        context = self._context(name)
        exchange = self._service.ask(None, question, context)
        self._service.remember(None, context, exchange)
        return exchange

    def _context(self, name: str | None) -> Context | None:
        if name is None:
            return None
        number = self._numbers.setdefault(name, len(self._numbers) + 1)
        return Context(number, number, seconds())


Recorder: TypeAlias = Callable[[Exchange], None]
"""Records the result of a question."""


def answer_stream(service: Service, lines: Iterable[bytes], record: Recorder) -> int:
    """Answer line by line; a bad line is reported and the rest is answered."""
    status, conversations = _DONE, Conversations(service)
    for raw in lines:
        if not raw.strip():
            continue
        try:
            line = read_line(raw)
        except BadLineError as error:
            print_json({"id": error.id, "error": str(error)})
            status = _BAD_LINES
            continue
        exchange = conversations.ask(line.question, line.conversation)
        record(exchange)
        print_json({"id": line.id, **data_of(exchange)})
    return status


def read_line(raw: bytes) -> Line:
    """Read one line; raise BadLineError, which names the fault."""
    data = read_object(raw)
    line_id = data.get("id")
    if not isinstance(line_id, str | int | float) or isinstance(line_id, bool) or line_id in _INFINITE:
        raise BadLineError("expected an id, a text or a number")
    question = data.get("q")
    if not isinstance(question, str):
        raise BadLineError("expected a question, a text under the key q", line_id)
    conversation = data.get("conversation")
    if conversation is not None and not isinstance(conversation, str | int):
        raise BadLineError("expected the name of a conversation, a text", line_id)
    return Line(line_id, question, None if conversation is None else str(conversation))


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a JSON number")


def read_object(raw: bytes) -> dict[str, Any]:
    """Read one JSON object; raise BadLineError, which names the fault."""
    try:
        data = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        message = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise BadLineError(f"is not JSON in UTF-8: {message}") from error
    if not isinstance(data, dict):
        raise BadLineError("expected a JSON object")
    return data
