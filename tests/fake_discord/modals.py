"""Filling in a modal as a person does: what is not touched keeps its preset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import FakeDiscordError, Payload
from .message import walk

_ROW, _TEXT, _LABEL = 1, 4, 18
_ONE_VALUE = (_TEXT, 21, 23)


def submit(modal: Payload, values: Mapping[str, Any]) -> Payload:
    """Build the data of a modal's submit from its layout and values by custom id."""
    there = {part["custom_id"] for part in walk(modal["components"]) if "custom_id" in part}
    if unknown := set(values) - there:
        raise FakeDiscordError(f"the modal has no inputs {sorted(unknown)}, only {sorted(there)}")
    components = [_submitted(part, values) for part in modal["components"]]
    return {"custom_id": modal["custom_id"], "components": components}


def _submitted(part: Payload, values: Mapping[str, Any]) -> Payload:
    kept: Payload = {key: part[key] for key in ("id", "type") if key in part}
    if part["type"] == _ROW:
        return kept | {"components": [_input(inner, values) for inner in part["components"]]}
    if part["type"] == _LABEL:
        return kept | {"component": _input(part["component"], values)}
    return kept


def _input(part: Payload, values: Mapping[str, Any]) -> Payload:
    kept: Payload = {key: part[key] for key in ("id", "type", "custom_id") if key in part}
    given = values.get(part["custom_id"], _preset(part))
    if part["type"] == _TEXT:
        _check_text(part, given)
    elif part.get("required", True) and given in (None, []) and part.get("min_values", 1):
        raise FakeDiscordError(f"the modal requires {part['custom_id']!r}")
    return kept | {"value" if part["type"] in _ONE_VALUE else "values": given}


def _preset(part: Payload) -> Any:
    if part["type"] == _TEXT:
        return part.get("value") or ""
    chosen = [option["value"] for option in part.get("options", ()) if option.get("default")]
    if part["type"] in _ONE_VALUE:
        return chosen[0] if chosen else part.get("default")
    return chosen


def _check_text(part: Payload, text: str) -> None:
    least = max(part.get("min_length") or 0, 1 if part.get("required", True) else 0)
    if text and len(text) > (part.get("max_length") or 4000):
        raise FakeDiscordError(f"{part['custom_id']!r} takes at most {part.get('max_length') or 4000} characters")
    if len(text) < least and (text or part.get("required", True)):
        raise FakeDiscordError(f"{part['custom_id']!r} needs at least {least} characters")
