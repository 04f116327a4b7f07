"""`briefbot source diff`: what changes for the knowledge if its article has changed, and the update of the bundle."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from briefbot.bundle import CAVEATS, Bundle, write_digests
from briefbot.bundle.reading import sound_bundle
from briefbot.bundle.rewriting import rewrite
from briefbot.checking.answers import Gate
from briefbot.checking.answers.check import compared, passed_answers
from briefbot.checking.check import make_knowledge
from briefbot.checking.describing import read_text_lines
from briefbot.checking.following import Followed, Follower
from briefbot.checking.source_diff import BlockChange, SourceDiff, compare
from briefbot.checking.verbatim import gate, quotation_digest
from briefbot.cli.output import print_line
from briefbot.cli.setup.service import knowledge_directory
from briefbot.cli.setup.settings import Settings
from briefbot.domain.knowledge import Evidence

DONE, NEGATIVE = 0, 1
_SAYING = {
    "review": "to be reviewed",
    "draft": "its place is gone, or its words are nowhere letter for letter: now a draft",
}


def diff(arguments: Namespace, settings: Settings) -> int:
    """Show what has changed in an article and what cites it; with `--apply` update the bundle."""
    directory = knowledge_directory(settings)
    bundle = sound_bundle(directory)
    found = compare(bundle.source, read_text_lines(arguments.file))
    for change in found.changes:
        if change.fate != "same":
            print_line(_block(change))
    if found.is_empty:
        print_line("nothing has changed")
        return DONE
    follower = Follower(bundle, found)
    followed: list[tuple[str, Followed]] = []

    def follow(file: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        followed.append((file, result := follower.followed(data)))
        return {} if file == CAVEATS and result.verdict == "draft" else result.data

    changed = rewrite(directory, found.after.blocks, follow, is_tried=not arguments.apply)
    for line in _report(followed, found):
        print_line(line)
    if not arguments.apply:
        return NEGATIVE
    _seal_again(directory, bundle, found)
    for name in changed:
        print_line(f"wrote {name}")
    return DONE


def _block(change: BlockChange) -> str:
    name = change.kind if change.kind != "paragraph" else f"paragraph {change.before or change.after}"
    match change.fate:
        case "moved":
            return f"{name} is paragraph {change.after} now"
        case "changed":
            now = f", paragraph {change.after} now" if change.kind == "paragraph" and change.after != change.before else ""
            return f"{name}{now}: changed: “{change.words}”"
        case "new":
            return f"{name}: new: “{change.words}”"
    return f"{name}: vanished"


def _report(followed: list[tuple[str, Followed]], found: SourceDiff) -> Iterator[str]:
    """Yield what has to be reviewed, and count the rest."""
    for file, each in sorted(followed, key=lambda pair: (pair[0], pair[1].name)):
        if each.verdict in _SAYING:
            said = "its place is gone: now a comment" if file == CAVEATS and not each.after else _SAYING[each.verdict]
            yield f"{file}: {each.name} ({_places(each.before)}): {said}"
    counts = [sum(each.verdict == verdict for _, each in followed) for verdict in ("same", "moved", "review", "draft")]
    yield "{} stay as they are, {} are renumbered, {} are to be reviewed, {} stand on nothing any more".format(*counts)
    yield f"{found.after.paragraphs} paragraphs where there were {found.before.paragraphs}"


def _places(places: tuple[Evidence, ...]) -> str:
    return ", ".join(f"paragraph {place}" if isinstance(place, int) else place for place in places)


def _seal_again(directory: Path, before: Bundle, found: SourceDiff) -> None:
    """Record again what had passed before and passes with the new article."""
    bundle = sound_bundle(directory)
    knowledge = make_knowledge(bundle.source, [thing for _, thing in bundle.things])
    passed = passed_answers(knowledge, list(compared(bundle, Gate.of(knowledge, found.article))))
    quotes = (each for each in knowledge.quotes.values() if gate(each, knowledge.speakers.get(each.speaker), found.article) is None)
    quotations = {each.id: quotation_digest(each) for each in quotes if each.id in before.quotations}
    write_digests(directory, quotations, {name: digest for name, digest in passed.items() if name in before.answers})
