"""Things written as CSV, XLSX, YAML or JSON are read back unchanged, whatever their words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from briefbot.bundle import data_of, thing_from
from briefbot.domain.knowledge import KINDS, PARTS, STANCES, ThingKind
from briefbot.domain.revision import Change
from briefbot.editing.exchange.reading import read_file
from briefbot.editing.exchange.table import CELL_LIMIT, File
from briefbot.editing.exchange.workbooks import Openpyxl
from briefbot.editing.exchange.writing import FORMS, Form, written
from briefbot.errors import KnowledgeError

TRICKY = st.sampled_from(
    ["=1+1", "'=1+1", "''-", "+44 20", "-", "@home", "a;b", "a|b", "a, b", '"quoted"', "[1]", '["x"]', "[", "true", "no", "None", "1",
     "001", "1.0", "2013-05-01", "two\nlines", "tab\tbed", "_x000D_", "_x0041_", "\ufffe", "sep=;", "ä", "日本", "🙂", "&lt;", "＝"]
)  # fmt: skip
TEXTS = st.one_of(TRICKY, st.text(min_size=1, max_size=30), st.tuples(TRICKY, TRICKY).map("\n".join))
IDS = st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True)


def lists(values: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[list[Any]]:
    return st.lists(values, min_size=least, max_size=3)


PLACES = lists(st.one_of(st.integers(1, 40), st.sampled_from(PARTS)), 1)
TESTS = st.fixed_dictionaries({}, optional={"reach": lists(TEXTS, 1), "not": lists(TEXTS, 1)})
ENTRIES = st.fixed_dictionaries(
    {"id": IDS, "kind": st.sampled_from(KINDS), "stance": st.sampled_from(STANCES), "topic": TEXTS, "phrasings": lists(TEXTS, 1),
     "answer": TEXTS, "evidence": PLACES},
    optional={"speaker": IDS, "date": TEXTS, "caveat": TEXTS, "related": lists(IDS, 1), "tests": TESTS, "title": TEXTS, "context": PLACES,
              "was": lists(IDS, 1), "computed": lists(TEXTS, 1),
              "reviewed": lists(st.fixed_dictionaries({"warning": TEXTS, "of": st.just("0123456789abcdef"), "reason": TEXTS}), 1)},
)  # fmt: skip
QUOTES = st.fixed_dictionaries(
    {"id": IDS, "speaker": IDS, "text": TEXTS, "paragraph": st.integers(1, 40)},
    optional={"partial": st.sampled_from([True, "start", "end"]), "outlet": TEXTS, "said_on": TEXTS, "topics": lists(TEXTS, 1),
              "phrasings": lists(TEXTS, 1), "tests": TESTS, "title": TEXTS},
)  # fmt: skip
SPEAKERS = st.fixed_dictionaries({"id": IDS, "name": TEXTS}, optional={"aliases": lists(TEXTS, 1), "role": TEXTS, "affiliation": TEXTS})
ALIASES = st.fixed_dictionaries({"canonical": TEXTS, "forms": lists(TEXTS, 1)})


def texts(kind: ThingKind, data: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[Change]:
    """Make valid changes of things, in the stored form."""
    return data.map(lambda each: kept(kind, each)).filter(lambda change: change is not None)


def kept(kind: ThingKind, data: dict[str, Any]) -> Change | None:
    try:
        thing = thing_from(kind, data, "thing")
    except KnowledgeError:
        return None
    return Change(kind, thing.id, "text", data_of(thing)) if thing.id.isprintable() else None


CHANGES = st.one_of(
    texts("entry", ENTRIES), texts("quote", QUOTES), texts("speaker", SPEAKERS), texts("alias", ALIASES),
    IDS.map(lambda name: Change("entry", name, "retired")),
)  # fmt: skip
FILES = st.lists(CHANGES, min_size=1, max_size=4, unique_by=lambda change: (change.kind, change.id))


def read_again(changes: list[Change], form: Form) -> list[Change]:
    rows = read_file(File(f"changes.{form}", written(changes, form, Openpyxl), Openpyxl)).rows
    assert [row.problem for row in rows if row.problem] == []
    read = [row.change for row in rows if row.change is not None]
    return [change if change.data is None else kept(change.kind, dict(change.data)) or change for change in read]


def in_order(changes: list[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: (change.kind, change.id))


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, deadline=None, phases=[Phase.reuse, Phase.generate], suppress_health_check=list(HealthCheck))
@given(FILES)
def test_a_round_trip_loses_nothing(form: Form, changes: list[Change]) -> None:
    assert in_order(read_again(changes, form)) == in_order(changes)


@pytest.mark.parametrize("form", FORMS)
def test_a_list_that_is_too_long_for_a_cell_stands_in_several_rows(form: Form) -> None:
    ways = [f"{number} {'long ' * 80}".strip() for number in range(400)]
    data = {"id": "long", "kind": "fact", "stance": "fact", "topic": "t", "phrasings": ways, "answer": "A.", "evidence": [1]}
    assert sum(map(len, ways)) > 5 * CELL_LIMIT
    assert read_again([Change("entry", "long", "text", data)], form) == [Change("entry", "long", "text", data)]
