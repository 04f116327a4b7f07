"""Import a table into the files of a bundle: try all of it, and report on each row before writing."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefbot.bundle import Bundle, missing_from, thing_from
from briefbot.checking.article import Article
from briefbot.checking.check import check_bundle, make_knowledge
from briefbot.domain.knowledge import Key, Thing, ThingKind
from briefbot.domain.revision import Change
from briefbot.editing.exchange.completing import completed
from briefbot.editing.exchange.reading import Read
from briefbot.editing.export_file import Row
from briefbot.editing.import_rows import ImportPlan, ImportRow, refused_plan, told_of_row
from briefbot.editing.overlay import Overlay
from briefbot.errors import EditRefused, KnowledgeError, Problem, named
from briefbot.i18n import mark, say


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """What a file would do to a bundle, and the resulting content of the files."""

    plan: ImportPlan
    before: Mapping[Key, Thing]
    after: Mapping[Key, Thing]
    drafts: Sequence[tuple[ThingKind, Mapping[str, Any]]] = ()
    """Rows with missing fields: they become drafts."""


def plan_for_bundle(bundle: Bundle, read: Read, article: Article | None) -> BundlePlan:
    """Try the rows of a file on a bundle."""
    before = bundle.by_key()
    overlay = Overlay(make_knowledge(bundle.source, before.values()), before)
    after = dict(before)
    drafted = {(draft.kind, draft.id) for draft in bundle.drafts}
    rows = tuple(_taken(row, after, drafted) for row in completed(read.rows, overlay))
    drafts = [(row.change.kind, row.change.data) for row in rows if row.status == "draft" and row.change and row.change.data]
    problems = list(_new_problems(bundle, before, after, article))
    if problems:
        return BundlePlan(refused_plan(rows, EditRefused(mark("This cannot be saved:"), problems), read.told), before, after)
    return BundlePlan(ImportPlan(rows, None, told=read.told), before, after, drafts)


def _taken(row: Row, things: dict[Key, Thing], drafted: Container[Key]) -> ImportRow:
    """Apply a row to things, and return what it does."""
    change = row.change
    if change is None:
        return ImportRow(row.number, "refused", None, row.problem)
    key, columns = (change.kind, change.id), row.cells.columns if row.cells is not None else {}
    if change.effect == "retired":
        if things.pop(key, None) is None:
            told = say(mark("There is no {what} here to retire."), what=named(*key))
            return ImportRow(row.number, "refused", change, told)
        return ImportRow(row.number, "retired", change)
    try:
        thing = thing_from(change.kind, change.data or {}, " ".join(key))
    except KnowledgeError as error:
        if key not in things and (draft := _drafted(row, change, drafted)) is not None:
            return draft
        return ImportRow(row.number, "refused", change, told_of_row(error.problems, change, columns), columns=columns)
    now, things[key] = things.get(key), thing
    return ImportRow(row.number, "new" if now is None else "same" if now == thing else "changed", change, columns=columns)


def _drafted(row: Row, change: Change, drafted: Container[Key]) -> ImportRow | None:
    """Return the row of a new thing that lacks only keys, which becomes a draft.

    Return None if anything else is wrong with it.
    """
    try:
        missing = missing_from(change.kind, change.data or {})
    except KnowledgeError:
        return None
    if row.cells is None or not missing:
        return None
    if (change.kind, change.id) in drafted:
        return ImportRow(row.number, "refused", change, say("there is a draft of it already: finish or delete that one"))
    return ImportRow(row.number, "draft", change, say("{names} missing", names=", ".join(missing)))


def _new_problems(bundle: Bundle, before: Mapping[Key, Thing], after: Mapping[Key, Thing], article: Article | None) -> Iterator[Problem]:
    """Yield the problems that the bundle does not have now."""
    known = {(problem.key, problem.message) for problem in _errors(bundle, before, article)}
    return (problem for problem in _errors(bundle, after, article) if (problem.key, problem.message) not in known)


def _errors(bundle: Bundle, things: Mapping[Key, Thing], article: Article | None) -> Sequence[Problem]:
    listed = [(kind, thing) for (kind, _), thing in things.items()]
    tried = replace(bundle, things=listed, lines=[(" ".join(key), 0) for key in things], trees=[], answers={})
    return [problem for problem in check_bundle(tried, article)[1] if problem.level == "error"]
