"""A table taken into the files of a bundle: tried whole, and said of each row, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefbot.bundle import Bundle, thing_from
from briefbot.checking.article import Article
from briefbot.checking.check import check_bundle, make_knowledge
from briefbot.domain.knowledge import Key, Thing
from briefbot.editing.exchange.completing import completed
from briefbot.editing.exchange.reading import Read
from briefbot.editing.export_file import Row
from briefbot.editing.import_rows import ImportPlan, ImportRow, refused_plan, told_of_row
from briefbot.editing.overlay import Overlay
from briefbot.errors import EditRefused, KnowledgeError, Problem, named
from briefbot.i18n import mark, say


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """What a file would do to a bundle, and the things that the files are to say."""

    plan: ImportPlan
    before: Mapping[Key, Thing]
    after: Mapping[Key, Thing]


def plan_for_bundle(bundle: Bundle, read: Read, article: Article | None) -> BundlePlan:
    """Try the rows of a file on a bundle."""
    before = bundle.by_key()
    overlay = Overlay(make_knowledge(bundle.source, before.values()), before)
    after = dict(before)
    rows = tuple(_taken(row, after) for row in completed(read.rows, overlay))
    problems = list(_new_problems(bundle, before, after, article))
    if problems:
        return BundlePlan(refused_plan(rows, EditRefused(mark("This cannot be saved:"), problems), read.told), before, after)
    return BundlePlan(ImportPlan(rows, None, told=read.told), before, after)


def _taken(row: Row, things: dict[Key, Thing]) -> ImportRow:
    """Take a row over into things, and say what it does."""
    change = row.change
    if change is None:
        return ImportRow(row.number, "refused", None, row.problem)
    key, columns = (change.kind, change.id), row.cells.columns if row.cells is not None else {}
    if change.effect == "retired":
        if things.pop(key, None) is None:
            told = say(mark("There is no {what} here that could be retired."), what=named(*key))
            return ImportRow(row.number, "refused", change, told)
        return ImportRow(row.number, "retired", change)
    try:
        thing = thing_from(change.kind, change.data or {}, " ".join(key))
    except KnowledgeError as error:
        return ImportRow(row.number, "refused", change, told_of_row(error.problems, change, columns), columns=columns)
    now, things[key] = things.get(key), thing
    return ImportRow(row.number, "new" if now is None else "same" if now == thing else "changed", change, columns=columns)


def _new_problems(bundle: Bundle, before: Mapping[Key, Thing], after: Mapping[Key, Thing], article: Article | None) -> Iterator[Problem]:
    """Go through what would be wrong that is not wrong now."""
    known = {(problem.key, problem.message) for problem in _errors(bundle, before, article)}
    return (problem for problem in _errors(bundle, after, article) if (problem.key, problem.message) not in known)


def _errors(bundle: Bundle, things: Mapping[Key, Thing], article: Article | None) -> Sequence[Problem]:
    listed = [(kind, thing) for (kind, _), thing in things.items()]
    tried = replace(bundle, things=listed, lines=[(" ".join(key), 0) for key in things], trees=[], answers={})
    return [problem for problem in check_bundle(tried, article)[1] if problem.level == "error"]
