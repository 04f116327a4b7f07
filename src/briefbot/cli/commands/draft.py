"""The command that drafts a bundle from an article."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from briefbot.cli import late_imports
from briefbot.cli.output import print_line
from briefbot.cli.setup.settings import Settings
from briefbot.drafting.draft import Drafted
from briefbot.drafting.draft import draft as drafted_from
from briefbot.drafting.keeping import ARTICLE, BLOCKS, Outcome, corrected_kinds, keep
from briefbot.drafting.original import Original, form_of, read_content, read_text
from briefbot.errors import UsageError

DONE = 0
_READERS = {"page": "read_page", "document": "read_document"}
"""The late imports for formats that need the extra `documents`."""


def draft(arguments: Namespace, _: Settings) -> int:
    """Draft a bundle from an article's file, and print doubts."""
    directory: Path = arguments.into
    original = _read(arguments.file)
    made = drafted_from(original, corrected_kinds(directory, original.lines))
    outcome = keep(directory, made, force=arguments.force)
    print_line(made.blocks.rstrip("\n"))
    print_line(f"\n{_summary(made)}")
    for remark in made.remarks:
        print_line(f"unsure: {remark}")
    print_line(f"\n{_next(directory, outcome)}")
    return DONE


def _read(path: Path) -> Original:
    content = read_content(path)
    form = form_of(content, path)
    if form not in _READERS:
        return read_text(content, path)
    try:
        reader: Callable[[bytes, Path], Original] = late_imports.load(_READERS[form])
    except ImportError as error:
        raise UsageError(f"to read {path.name}, install the extra `documents`: pip install 'briefbot[documents]'") from error
    return reader(content, path)


def _summary(made: Drafted) -> str:
    stubs = made.stubs
    entries = len(stubs.entries) + len(stubs.about)
    found = (
        (len(stubs.quotes), "quote", "quotes"),
        (len(stubs.speakers), "speaker", "speakers"),
        (len(stubs.aliases), "alias", "aliases"),
        (entries, "entry", "entries"),
        (len(stubs.gaps), "gap", "gaps"),
    )
    counted = ", ".join(f"{count} {one if count == 1 else more}" for count, one, more in found)
    return f"Drafted from {len(made.source.blocks)} blocks, {made.source.paragraphs} of them paragraphs: {counted}"


def _next(directory: Path, outcome: Outcome) -> str:
    lines = [f"Left as edited: {', '.join(outcome.kept)}"] if outcome.kept else []
    lines.append(f"Written into {directory}: {', '.join(outcome.written) or 'nothing'}")
    lines.append(f"Is a kind wrong? Correct it in {directory / BLOCKS}, and run this again with --force.")
    lines.append(f"Then: briefbot check --knowledge {directory} --article {directory / ARTICLE}")
    return "\n".join(lines)
