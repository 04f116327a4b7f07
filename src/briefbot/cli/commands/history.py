"""Commands that look after a server's changes in a terminal: history, export, import, undo."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from briefbot.bundle.writing import write_things
from briefbot.cli.output import print_line, write_text
from briefbot.cli.setup.service import open_service
from briefbot.cli.setup.settings import Settings
from briefbot.domain.knowledge import Key
from briefbot.domain.revision import TERMINAL, Revision
from briefbot.editing.differences import differences
from briefbot.editing.editor import Editor, Step
from briefbot.editing.import_rows import ImportPlan
from briefbot.errors import UsageError
from briefbot.store import open_store

DONE, REFUSED = 0, 1
INDENT = "    "


@contextmanager
def _editor(settings: Settings) -> Iterator[Editor]:
    store = open_store(settings.data, settings.database)
    try:
        yield open_service(settings, store).editor
    finally:
        store.close()


def history(arguments: Namespace, settings: Settings) -> int:
    """Print who changed what, when and why, the newest first."""
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
    return "a former moderator" if revision.author is None else str(revision.author)


def export(arguments: Namespace, settings: Settings) -> int:
    """Print a server's changes, or write them into a file or into the files of a bundle."""
    if arguments.into is None:
        with _editor(settings) as editor:
            text = editor.export(arguments.guild)
        if arguments.output is None:
            print_line(text.removesuffix("\n"))
        else:
            write_text(arguments.output, text)
        return DONE
    with _editor(replace(settings, knowledge=arguments.into)) as editor:
        for name in write_things(arguments.into, *editor.for_files(arguments.guild)) or ["nothing: the files say it already"]:
            print_line(f"wrote {name}")
        for aside in editor.set_aside(arguments.guild):
            print_line(f"left out {_name(aside.revision.key)}, which does not pass the check: {aside.problems[0].message}")
    return DONE


def import_(arguments: Namespace, settings: Settings) -> int:
    """Take over changes from a file: all of them, or none."""
    try:
        text = arguments.file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{arguments.file} is no UTF-8 text ({error})") from error
    with _editor(settings) as editor:
        plan = editor.plan_import(arguments.guild, TERMINAL, text)
        print_line("\n".join(_report(plan)))
        if plan.is_refused:
            print_line(f"{plan.refusal}\nnothing was imported".lstrip())
            return REFUSED
        if plan.proposal is not None and not arguments.dry_run:
            print_line(f"imported {len(editor.save(plan.proposal, arguments.reason))} changes")
    return DONE


def _report(plan: ImportPlan) -> Iterator[str]:
    for row in plan.rows:
        what = _name((row.change.kind, row.change.id)) if row.change else "?"
        yield f"{row.number}. {what}: {row.status}{': ' + row.message if row.status == 'refused' else ''}"
        if plan.proposal is not None and row.change is not None:
            for each in differences(*plan.proposal.texts((row.change.kind, row.change.id))):
                yield from (INDENT + line for line in each.lines())


def undo(arguments: Namespace, settings: Settings) -> int:
    """Take the newest change of something back."""
    with _editor(settings) as editor:
        key = _key(editor, arguments.guild, arguments.thing)
        revision = editor.apply(arguments.guild, TERMINAL, editor.undoing(arguments.guild, key, arguments.number), arguments.reason)
        print_line(f"{_name(key)} is now at revision {revision.number}")
    return DONE


def _key(editor: Editor, guild: int, typed: str) -> Key:
    """Find the thing that was named, by kind and id or by id alone where that is clear."""
    found: Sequence[Key] = list(dict.fromkeys(thing for key, thing in editor.names(guild).items() if typed in (_name(key), key[1])))
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{typed!r} may be {' or '.join(map(_name, found))}")
    raise UsageError(f"there is no {typed!r} in server {guild}; name it by its id, such as entry:cost")
