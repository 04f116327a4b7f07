"""An exchange as programs read it: the same keys always, whatever came of the question."""

from __future__ import annotations

import json
import sys
from typing import Any

from briefbot.domain.knowledge import Item, Knowledge
from briefbot.domain.outcome import SUGGESTIONS, Abstained, Answered, Exchange, Outcome, Suggested, Wished, given, outcome_of
from briefbot.rendering import replies

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
    """Name what came of a question; a wish that goes on about an answer is answered by it."""
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


def print_json(data: object) -> None:
    """Print one JSON value on a line, at once; half of a surrogate pair, which UTF-8 cannot hold, as JSON escapes it."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False).encode("utf-8", "backslashreplace").decode() + "\n")
    sys.stdout.flush()


def print_line(text: str = "") -> None:
    """Print a line, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
