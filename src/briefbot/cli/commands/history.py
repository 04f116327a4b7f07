"""Commands for a server's changes at a terminal: history, export, import, undo; and for its figures."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from briefbot.bundle.reading import sound_bundle
from briefbot.bundle.writing import append_drafts, write_things
from briefbot.checking.article import read_article
from briefbot.cli.output import print_line, write_file
from briefbot.cli.setup.service import knowledge_directory, load_chart, load_workbooks, open_service
from briefbot.cli.setup.settings import Settings
from briefbot.domain.knowledge import Key
from briefbot.domain.revision import TERMINAL, Change, Revision
from briefbot.editing.differences import differences
from briefbot.editing.editor import Editor, Step
from briefbot.editing.exchange.into_bundle import plan_for_bundle
from briefbot.editing.exchange.reading import read_file
from briefbot.editing.exchange.table import File
from briefbot.editing.exchange.writing import FORMS, Form, template, written
from briefbot.editing.export_file import text_change
from briefbot.editing.import_rows import ImportPlan
from briefbot.errors import EditRefused, UsageError
from briefbot.rendering.figures.text import Chart, as_csv, asked_lines, day_lines, figures_lines, never_lines
from briefbot.service import Service
from briefbot.service.loading import load_files
from briefbot.store import open_store

DONE, REFUSED = 0, 1
INDENT = "    "
IMPORTED = "entries/imported.yaml"
"""The file for drafts of imported entries."""


@contextmanager
def _service(settings: Settings) -> Iterator[Service]:
    store = open_store(settings.data, settings.database)
    try:
        yield open_service(settings, store)
    finally:
        store.close()


@contextmanager
def _editor(settings: Settings) -> Iterator[Editor]:
    with _service(settings) as service:
        yield service.editor


def stats(arguments: Namespace, settings: Settings) -> int:
    """Print what was asked in a server in the last days, as text or as CSV."""
    chart = _chart(arguments.picture, is_forced=arguments.force) if arguments.picture else None
    with _service(settings) as service:
        figures = service.figures(arguments.guild, arguments.days)
    if chart is not None:
        write_file(arguments.picture, chart(figures))
    if arguments.csv:
        print_line(as_csv(figures).removesuffix("\n"))
        return DONE
    parts = (figures_lines(figures), asked_lines(figures), day_lines(figures), never_lines(figures))
    print_line("\n\n".join(text for text in map("\n".join, parts) if text))
    return DONE


def _chart(file: Path, *, is_forced: bool) -> Chart:
    """Load the drawing of figures; raise UsageError if it is not installed, or a file is in the way."""
    chart = load_chart()
    if chart is None:
        raise UsageError("the picture needs the extra: pip install 'briefbot[charts]'")
    if file.exists() and not is_forced:
        raise UsageError(f"{file} already exists; --force replaces it")
    return chart


def history(arguments: Namespace, settings: Settings) -> int:
    """Print who changed what, when and why, newest first."""
    with _editor(settings) as editor:
        key = _key(editor, arguments.guild, arguments.thing) if arguments.thing else None
        for step in editor.history(arguments.guild, key, limit=arguments.limit):
            print_line("\n".join(_step(step)))
    return DONE


def _step(step: Step) -> Iterator[str]:
    revision = step.revision
    yield f"{revision.time:%Y-%m-%d %H:%M} UTC  {_name(revision.key)}, revision {revision.number}: {revision.action} by {_author(revision)}"
    if revision.reason:
        yield INDENT + revision.reason
    for each in differences(step.before, step.after):
        yield from (INDENT + line for line in each.lines())


def _name(key: Key) -> str:
    return f"{key[0]}:{key[1]}"


def _author(revision: Revision) -> str:
    if revision.action == "taken over":
        return "the bundle"
    if revision.author == TERMINAL:
        return "the terminal"
    author = "a former moderator" if revision.author is None else str(revision.author)
    return author if revision.accepted_by is None else f"{author}, accepted by {revision.accepted_by}"


def export(arguments: Namespace, settings: Settings) -> int:
    """Export a server's changes or a bundle: print them, or write them into a file or a bundle's files."""
    if arguments.into is not None:
        return _export_into(arguments, settings)
    form = arguments.format or _form_of(arguments.output)
    content = written(_changes(arguments, settings), form, load_workbooks)
    if arguments.output is not None:
        write_file(arguments.output, content)
    elif form == "xlsx":
        raise UsageError("a workbook cannot be printed: name a file with --output FILE.xlsx")
    else:
        print_line(content.decode("utf-8-sig").removesuffix("\n"))
    return DONE


def _changes(arguments: Namespace, settings: Settings) -> Sequence[Change]:
    if arguments.guild is None:
        return list(map(text_change, load_files(knowledge_directory(settings)).things.values()))
    with _editor(settings) as editor:
        return editor.changes(arguments.guild)


def _form_of(path: Path | None) -> Form:
    """Return the format for the ending of a file's name; JSON without a file or with another ending."""
    ending = path.suffix.lower().lstrip(".") if path is not None else ""
    return "yaml" if ending == "yml" else next((form for form in FORMS if form == ending), "json")


def _export_into(arguments: Namespace, settings: Settings) -> int:
    if arguments.guild is None:
        raise UsageError("--into writes a server's changes into a bundle: name the server with --guild ID")
    with _editor(replace(settings, knowledge=arguments.into)) as editor:
        for name in write_things(arguments.into, *editor.for_files(arguments.guild)) or ["nothing to do: the files already say this"]:
            print_line(f"wrote {name}")
        for aside in editor.set_aside(arguments.guild):
            print_line(f"left out {_name(aside.revision.key)}, which does not pass the check: {aside.problems[0].message}")
    return DONE


def import_(arguments: Namespace, settings: Settings) -> int:
    """Import changes from a file, all or none; or write a template."""
    if arguments.template:
        write_file(arguments.file, template(_form_of(arguments.file), load_workbooks))
        print_line(f"wrote {arguments.file}: one example row, to be replaced")
        return DONE
    file = File(arguments.file.name, arguments.file.read_bytes(), load_workbooks)
    if arguments.into is not None:
        return _import_into(arguments, settings, file)
    if arguments.guild is None:
        raise UsageError("import into what? A server (--guild ID) or the files of a bundle (--into DIR)")
    with _editor(settings) as editor:
        try:
            plan = editor.plan_import(arguments.guild, TERMINAL, file)
        except EditRefused as error:
            raise UsageError(f"{arguments.file}: {error}") from error
        print_line("\n".join(_report(plan)))
        if plan.is_refused:
            print_line(f"{plan.refusal}\nnothing was imported".lstrip())
            return REFUSED
        if plan.proposal is not None and not arguments.dry_run:
            print_line(f"imported {len(editor.save(plan.proposal, arguments.reason))} changes")
    return DONE


def _import_into(arguments: Namespace, settings: Settings, file: File) -> int:
    """Import a file into the files of a bundle, all or nothing."""
    bundle = sound_bundle(arguments.into)
    article = read_article(settings.article, bundle.source) if settings.article is not None else None
    try:
        found = plan_for_bundle(bundle, read_file(file), article)
    except EditRefused as error:
        raise UsageError(f"{arguments.file}: {error}") from error
    print_line("\n".join(_report(found.plan)))
    if found.plan.is_refused:
        print_line(f"{found.plan.refusal}\nnothing was imported".lstrip())
        return REFUSED
    if not arguments.dry_run:
        names = write_things(arguments.into, found.before, found.after, {})
        names += append_drafts(arguments.into, found.drafts, IMPORTED) if found.drafts else []
        for name in names or ["nothing to do: the files already say this"]:
            print_line(f"wrote {name}")
    return DONE


def _report(plan: ImportPlan) -> Iterator[str]:
    if plan.told:
        yield f"read as {plan.told}"
    for row in plan.rows:
        what = _name((row.change.kind, row.change.id)) if row.change else "?"
        yield f"{row.number}. {what}: {row.status}{': ' + row.message if row.message else ''}"
        if plan.proposal is not None and row.change is not None:
            for each in differences(*plan.proposal.texts((row.change.kind, row.change.id))):
                yield from (INDENT + line for line in each.lines())


def undo(arguments: Namespace, settings: Settings) -> int:
    """Undo the newest change to something."""
    with _editor(settings) as editor:
        key = _key(editor, arguments.guild, arguments.thing)
        revision = editor.apply(arguments.guild, TERMINAL, editor.undoing(arguments.guild, key, arguments.number), arguments.reason)
        print_line(f"{_name(key)} is now at revision {revision.number}")
    return DONE


def _key(editor: Editor, guild: int, typed: str) -> Key:
    """Return the key of a thing, named by kind and id, or by its id alone if that is unambiguous."""
    found: Sequence[Key] = list(dict.fromkeys(thing for key, thing in editor.names(guild).items() if typed in (_name(key), key[1])))
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{typed!r} may be {' or '.join(map(_name, found))}")
    raise UsageError(f"there is no {typed!r} in server {guild}; name it by its id, such as entry:cost")
