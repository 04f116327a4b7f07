"""Convert a table's cell to a value, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from briefbot.domain.knowledge import PARTS

QUESTIONS = frozenset(("phrasings", "reach", "not"))
PLACES = frozenset(("evidence", "context", "changed"))
LISTS = frozenset(("related", "was", "computed", "aliases", "forms", "topics", "reviewed")) | QUESTIONS | PLACES
_SWITCHES = frozenset(("partial",))
"""Fields that are yes or no."""
_SWITCHED = {"true": True, "yes": True, "false": None, "no": None}
_SEPARATORS = "\n", "|", ";"
_COMMA = ","
_PLACE = re.compile(r"(?:paragraphs?|para?|§{1,2}|¶{1,2}|p)?\.?\s{0,3}(\d{1,4})", re.IGNORECASE)


def text_of(value: Any) -> str:
    """Return the text that a spreadsheet's cell shows: dates in ISO form, whole numbers without decimals."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
    return str(getattr(value, "text", value)).strip()  # a formula over several cells has its own text


def value_in(field: str, cell: Any) -> Any:
    """Return the value of a cell of a column; None if it is empty."""
    if field in LISTS:
        found = cell if isinstance(cell, list) else _items(field, cell)
        return [_place(each) for each in found] if field in PLACES else found
    if isinstance(cell, (list, dict)):
        return cell or None
    text = text_of(cell)
    return _SWITCHED.get(text.lower(), text) if field in _SWITCHES and text else text or None


def _items(field: str, cell: Any) -> list[Any]:
    """Split a cell into list items: a JSON list, else by lines, bars or semicolons; names by commas too."""
    text = text_of(cell)
    if text.startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list):
            return found
    separators = _SEPARATORS if field in QUESTIONS else (*_SEPARATORS, _COMMA)
    separator = next((each for each in separators if each in text), "\n")
    return [item for each in text.split(separator) if (item := each.strip())]


def _place(item: Any) -> Any:
    """Read a place: "3", "paragraph 3" and "¶ 3" are its number."""
    text = text_of(item)
    if found := _PLACE.fullmatch(text):
        return int(found[1])
    return text.lower() if text.lower() in PARTS else item


def cells_of(field: str, value: Any, limit: int) -> list[str]:
    """Write a value so that `value_in` reads it back.

    It takes several cells, one below the other, if it is too long for one.
    """
    if field not in LISTS:
        return [str(value).lower() if isinstance(value, bool) else str(value)]
    written = _joined(field, value)
    if len(written) <= limit or len(value) == 1:
        return [written]
    half = len(value) // 2
    return [*cells_of(field, value[:half], limit), *cells_of(field, value[half:], limit)]


def _joined(field: str, items: Sequence[Any]) -> str:
    """Write a list with one item per line, or with commas; as JSON if that would be ambiguous."""
    text = (", " if field in PLACES else "\n").join(map(str, items))
    return text if value_in(field, text) == list(items) else json.dumps(list(items), ensure_ascii=False)
