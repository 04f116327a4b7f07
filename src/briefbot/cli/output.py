"""Write an exchange for programs: always with the same keys, for every outcome."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from briefbot.cli import late_imports
from briefbot.cli.setup.progress import notice
from briefbot.domain.knowledge import Item, Knowledge
from briefbot.domain.outcome import SUGGESTIONS, Abstained, Answered, Exchange, Outcome, Suggested, Wished, given, outcome_of
from briefbot.errors import BriefbotError, KnowledgeError, StoreError, UsageError
from briefbot.files import write_atomically
from briefbot.rendering import replies
from briefbot.rendering.markdown import plain

PARAGRAPH = "\n\n"


def data_of(exchange: Exchange) -> dict[str, Any]:
    """Return an exchange as plain data."""
    outcome, knowledge, question = exchange.outcome, exchange.knowledge, exchange.question
    parts = [data_of(Exchange(question, part, knowledge)) for part in _parts(outcome)]
    read = given(outcome)
    return {
        "outcome": kind_of(outcome),
        "reason": _reason(outcome),
        "confidence": _share(outcome.confidence),
        "answer": PARAGRAPH.join(part["answer"] for part in parts if part["answer"]) or replies.answer(outcome, knowledge, question),
        "citation": replies.citations(outcome, knowledge),
        "text": replies.reply(exchange).text,
        "entries": [item_id for item_id in knowledge.entries if item_id in read],
        "quotes": [item_id for item_id in knowledge.quotes if item_id in read],
        "parts": parts,
        "asked": list(outcome.asked) if isinstance(outcome, Answered) else [],
        "left": list(outcome.left) if isinstance(outcome, Answered) else [],
        "suggestions": [_suggestion(item, knowledge) for item in _offered(outcome)[:SUGGESTIONS]],
    }


def kind_of(outcome: Outcome) -> str:
    """Return the kind of an outcome; a wish about an answer counts as answered by it."""
    if isinstance(outcome, Wished):
        return "answered" if outcome.shown else "abstained"
    return type(outcome).__name__.lower()


def _reason(outcome: Outcome) -> str | None:
    match outcome:
        case Abstained(reason=reason):
            return reason
        case Wished(shown=()):
            return "small_talk"
        case _:
            return None


def _share(confidence: float | None) -> float | None:
    return None if confidence is None else round(min(max(float(confidence), 0.0), 1.0), 4)


def _parts(outcome: Outcome) -> tuple[Outcome, ...]:
    return outcome.parts if isinstance(outcome, Answered) else ()


def _offered(outcome: Outcome) -> tuple[Item, ...]:
    if isinstance(outcome, Suggested):
        return outcome.items
    return tuple(item for part in _parts(outcome) for item in _offered(part))


def _suggestion(item: Item, knowledge: Knowledge) -> dict[str, str]:
    return {"entry": item.id, "question": item.label, "answer": replies.answer(outcome_of(item), knowledge)}


def line_of(error: BriefbotError | OSError) -> str:
    """Return the line about an expected error for an operator."""
    match error:
        case KnowledgeError():
            return "the knowledge has problems; `briefbot check` lists them all"
        case StoreError():  # its own message is for moderators, who tried to save something
            return error.why
        case OSError():
            where = f"{error.filename}: " if error.filename else "reading or writing failed: "
            return f"{where}{error.strerror or error}"
        case _:
            return str(error)


def print_json(data: object) -> None:
    """Print one JSON value on a line, without buffering; halves of surrogate pairs are escaped."""
    print_line(json.dumps(data, ensure_ascii=False).encode("utf-8", "backslashreplace").decode())


def print_content(content: str) -> None:
    """Print a message's content: with style on a terminal that supports it, else as plain text."""
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    print_line(late_imports.load("styled")(content) if is_terminal else plain(content))


def print_line(text: str = "", end: str = "\n") -> None:
    """Print a line without buffering."""
    notice.end()
    if sys.stdout is None:  # it was closed before the start
        raise UsageError("standard output is closed")
    try:
        sys.stdout.write(text + end)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"standard output cannot be written ({error.strerror or error})") from error


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8, as `write_file` does."""
    write_file(path, text.encode())


def write_file(path: Path, content: bytes) -> None:
    """Write a whole file or nothing, or write into a special file such as a pipe.

    Raise UsageError if that fails.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            write_atomically(path.resolve(), content, is_shared=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror or error})") from error
