"""Check request bodies against Discord's API description, and against its unwritten rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs

import contract_rules

Schema = dict[str, Any]

PREFIX = "/api/v10"
SHOWN_CHARACTERS = 160
# discord.py sends these everywhere; Discord ignores them where they mean nothing.
_HARMLESS_KEYS = {"tts", "nsfw"}
_ID_LISTS = {"users", "roles", "sticker_ids", "applied_tags"}
# Here "id" is a snowflake; a component's id is a number.
_IDENTIFIED = {"attachments", "default_values"}


class Contract:
    """Find the schema of a call, compiled once per route, and list what is wrong with a body."""

    def __init__(self, description: Path) -> None:
        self._spec: Schema = json.loads(description.read_text(encoding="utf-8"))
        self._routes = {route: route.strip("/").split("/") for route in self._spec["paths"]}
        self._validators: dict[tuple[str, str], jsonschema_rs.Draft202012Validator] = {}

    def problems(self, method: str, path: str, body: Any) -> list[str]:
        """List the problems of a call; the path may be real or a template, with or without /api/v10."""
        route = self._route(path.removeprefix(PREFIX))
        operation = None if route is None else self._spec["paths"][route].get(method.lower())
        if route is None or operation is None:
            return [f"no such call: {method} {path}"]
        if "requestBody" not in operation:
            return [] if body is None else [f"{method} {route} takes no body"]
        if body is None:
            return [f"{method} {route} needs a body"] if operation["requestBody"].get("required") else []
        body = with_text_ids(body)
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        broken = [_explain(error) for error in self._validator(method, route, schema).iter_errors(body)]
        return broken + list(self._unknown_keys(schema, body)) + list(contract_rules.broken(method, route, body))

    def _validator(self, method: str, route: str, schema: Schema) -> jsonschema_rs.Draft202012Validator:
        key = (method, route)
        if key not in self._validators:
            whole = {**schema, "components": self._spec["components"]}
            self._validators[key] = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        return self._validators[key]

    def _route(self, path: str) -> str | None:
        parts = path.partition("?")[0].strip("/").split("/")
        fitting = [route for route, pattern in self._routes.items() if _fits(parts, pattern)]
        # "@original" and "@me" are routes of their own, and also fit where an id stands.
        return min(fitting, key=lambda route: route.count("{"), default=None)

    def _unknown_keys(self, schema: Schema, body: Any) -> Iterator[str]:
        for part in body if isinstance(body, list) else [body]:
            if not isinstance(part, dict):
                continue
            known = _keys(self._objects(schema))
            yield from (f"unknown key {key!r}" for key in part if key not in known | _HARMLESS_KEYS)
            if isinstance(part.get("data"), dict):
                known = _keys(self._objects(self._data_schema(schema, part.get("type"))))
                yield from (f"unknown key 'data.{key}'" for key in part["data"] if key not in known | _HARMLESS_KEYS)

    def _data_schema(self, schema: Schema, kind: Any) -> Schema:
        fitting = [one for one in self._objects(schema) if kind in one["properties"].get("type", {}).get("enum", ())]
        return {"anyOf": [one["properties"].get("data", {}) for one in fitting]}

    def _objects(self, schema: Schema) -> Iterator[Schema]:
        if "$ref" in schema:
            yield from self._objects(self._spec["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        for key in ("anyOf", "oneOf", "allOf"):
            for one in schema.get(key, ()):
                yield from self._objects(one)
        if "items" in schema:
            yield from self._objects(schema["items"])
        if "properties" in schema:
            yield schema


def with_text_ids(value: Any, under: str = "") -> Any:
    """Turn ids that discord.py sends as numbers into the text that the description expects."""
    if isinstance(value, dict):
        return {key: _text_id(inner, key, under) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_text_ids(inner, under) for inner in value]
    return value


def _text_id(value: Any, key: str, under: str) -> Any:
    if isinstance(value, int) and (key.endswith("_id") or (key == "id" and under in _IDENTIFIED)):
        return str(value)
    if isinstance(value, list) and key in _ID_LISTS:
        return [str(one) if isinstance(one, int) else one for one in value]
    return with_text_ids(value, key)


def _fits(parts: list[str], pattern: list[str]) -> bool:
    if len(parts) != len(pattern):
        return False
    return all(wanted == part or wanted.startswith("{") for part, wanted in zip(parts, pattern, strict=True))


def _keys(objects: Iterator[Schema]) -> set[str]:
    return {key for one in objects for key in one["properties"]}


def _explain(error: jsonschema_rs.ValidationError) -> str:
    # Of several shapes, report the intended one: with the right "type", then with the fewest errors.
    shapes = getattr(error.kind, "context", None)
    if shapes:
        meant = min(shapes, key=lambda errors: (_has_other_type(errors, error.instance_path), len(errors)))
        if meant:
            return _explain(meant[0])
    where = ".".join(map(str, error.instance_path)) or "body"
    message = error.message
    if len(message) > SHOWN_CHARACTERS:
        half = SHOWN_CHARACTERS // 2
        message = f"{message[:half]} ... {message[-half:]}"
    return f"{where}: {message}"


def _has_other_type(errors: list[jsonschema_rs.ValidationError], path: list[str | int]) -> bool:
    return any(error.instance_path == [*path, "type"] for error in errors)
