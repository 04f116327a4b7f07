"""Read JSON and YAML: our own format, and the lists of questions that other tools write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from briefbot.bundle.exchange_file import yaml_lists
from briefbot.domain.knowledge import ThingKind
from briefbot.domain.revision import Change
from briefbot.editing.exchange.columns import fields_of
from briefbot.editing.exchange.table import COLUMN_LIMIT, Table
from briefbot.errors import EditRefused
from briefbot.i18n import mark

_LISTS: Mapping[str, ThingKind] = {"entries": "entry", "quotes": "quote", "speakers": "speaker", "aliases": "alias"}
_RETIRED = "retired"


def own_changes(value: Any) -> list[Any] | None:
    """Return the changes in a mapping of lists, as `yaml_of` writes it, in the form of an export.

    Return None if it is not one.
    """
    if not isinstance(value, dict) or not value or not set(value) <= {*_LISTS, _RETIRED}:
        return None
    if not all(isinstance(found, list) for found in value.values()):
        return None
    texts = [{"kind": kind, "id": _id_of(each), "text": each} for name, kind in _LISTS.items() for each in value.get(name, ())]
    return texts + [_retired(each) for each in value.get(_RETIRED, ())]


def _id_of(value: Any) -> Any:
    return (value.get("id") or value.get("canonical")) if isinstance(value, dict) else None


def _retired(value: Any) -> Any:
    return {"kind": value.get("kind"), "id": value.get("id"), "retired": True} if isinstance(value, dict) else value


def yaml_of(changes: Sequence[Change]) -> str:
    """Write changes as YAML, with the things in the form of the bundle's files."""
    lists: dict[str, list[Mapping[str, Any]]] = {}
    for name, kind in _LISTS.items():
        found = [change.data for change in changes if change.kind == kind and change.data is not None]
        lists |= {name: found} if found else {}
    retired = [{"kind": change.kind, "id": change.id} for change in changes if change.effect == "retired"]
    return yaml_lists({**lists, **({_RETIRED: retired} if retired else {})})


def table_in(value: Any, form: str) -> Table:
    """Find the list of questions in a file of another tool; its keys are the columns."""
    items = _list_in(value)
    if items is None:
        raise EditRefused(mark("The file is neither an export of a server's changes nor a list of questions and answers."))
    keys = list(dict.fromkeys(key for item in items for key in item))[:COLUMN_LIMIT]
    return Table(tuple(keys), tuple((number, [item.get(key) for key in keys]) for number, item in enumerate(items, 1)), form)


def _list_in(value: Any) -> list[dict[str, Any]] | None:
    """Return a list of mappings, or the first one in a mapping.

    A mapping from questions to answers also counts as a list.
    """
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        return [_flat(item) for item in value]
    return _in_mapping(value) if isinstance(value, dict) and value else None


def _flat(item: dict[str, Any]) -> dict[str, Any]:
    """Return a question of a web page's structured data (schema.org's Question) in the usual form of a question."""
    answer = item.get("acceptedAnswer")
    if not isinstance(answer, dict) or "name" not in item:
        return item
    return {"question": item["name"], "answer": answer.get("text")}


def _in_mapping(value: dict[str, Any]) -> list[dict[str, Any]] | None:
    if all(isinstance(each, str) for each in value.values()):
        return [{"question": question, "answer": answer} for question, answer in value.items()]
    lists = (found for each in value.values() if (found := _list_in(each)) is not None)
    return next((found for found in lists if {"question", "phrasings", "title"} & set(fields_of(found[0]))), None)
