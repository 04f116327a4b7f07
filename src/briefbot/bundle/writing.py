"""Write things back into the files of a bundle: comments, order and style stay, and only changes are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from briefbot.bundle.folder import SMALL_TALK
from briefbot.bundle.reading import data_of, is_any_error, read_bundle, sound_bundle
from briefbot.bundle.scalars import item_lines, thing_lines
from briefbot.bundle.source_file import NAME, with_digests
from briefbot.bundle.splicing import content_end, splice
from briefbot.domain.knowledge import Entry, Key, Thing, ThingKind
from briefbot.errors import EditRefused
from briefbot.files import write_together

Things: TypeAlias = Mapping[Key, Thing]

_FILES: Mapping[ThingKind, str] = {"speaker": "speakers.yaml", "alias": "aliases.yaml", "quote": "quotes.yaml"}
_NEW_ENTRIES = "entries/moderators.yaml"
"""The file for an entry whose topic no file has."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a thing is: its file, and its lines without the comments and empty lines below."""

    file: str
    start: int
    end: int


class Files:
    """The text of a bundle's files, changed in memory and written all together."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.bundle = sound_bundle(directory)
        self._lines: dict[str, list[str]] = {}
        self._newlines: dict[str, str] = {}
        self._changed: set[str] = set()

    def lines(self, name: str) -> list[str]:
        """Return a file's current lines; none if there is no such file."""
        if name not in self._lines:
            path = self._directory / name
            text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
            self._newlines[name] = "\r\n" if "\r\n" in text else "\n"
            self._lines[name] = text.replace("\r\n", "\n").split("\n") if text else []
        return self._lines[name]

    def put(self, name: str, lines: list[str]) -> None:
        """Replace a file's lines."""
        if lines != self.lines(name):
            self._lines[name] = lines
            self._changed.add(name)

    def places(self) -> dict[Key, list[_Place]]:
        """Return the places of each thing; an alias may have two."""
        starts: dict[str, list[int]] = {}
        for name, line in [*self.bundle.lines, *((draft.file, draft.line) for draft in self.bundle.drafts)]:
            starts.setdefault(name, []).append(_dash(self.lines(name), line - 1))
        found: dict[Key, list[_Place]] = {}
        for (kind, thing), (name, line) in zip(self.bundle.things, self.bundle.lines, strict=True):
            start = _dash(self.lines(name), line - 1)
            after = next((each for each in starts[name] if each > start), len(self.lines(name)))
            found.setdefault((kind, thing.id), []).append(_Place(name, start, content_end(self.lines(name), start, after)))
        return found

    def write(self) -> list[str]:
        """Write the changed files, all or nothing, and return their names."""
        changed = sorted(self._changed)
        texts = {name: self._newlines.get(name, "\n").join(self.lines(name)) for name in changed}
        write_together({self._directory / name: text.encode() for name, text in texts.items()}, is_shared=True)
        return changed


def _dash(lines: Sequence[str], line: int) -> int:
    """Return the line with the dash of the thing whose mapping begins on a line."""
    while not lines[line].lstrip().startswith("-"):
        line -= 1
    return line


def write_things(directory: Path, before: Things, things: Things, proven: Mapping[str, str]) -> list[str]:
    """Rewrite files that say `before` so that they say `things`, and return the names of the changed files.

    `proven` has the digests of quotations that passed the gate.
    """
    files = Files(directory)
    if files.bundle.by_key() != before:
        raise EditRefused(f"The files in {directory} are not the knowledge that these changes belong to. Nothing was written.")
    places = files.places()
    edits: list[tuple[_Place, Callable[[list[str]], list[str]]]] = []
    for key, found in places.items():
        if key not in things:
            edits += [(place, lambda _: []) for place in found]
        elif things[key] != before[key]:
            data = data_of(things[key])
            edits.append((found[0], lambda lines, data=data: splice(lines, data)))  # type: ignore[misc]
            edits += [(place, lambda _: []) for place in found[1:]]
    # From the last line to the first, so that the places above keep their lines.
    for place, change in sorted(edits, key=lambda each: (each[0].file, -each[0].start)):
        lines = files.lines(place.file)
        files.put(place.file, _replaced(lines, place, change(lines[place.start : place.end])))
    for key in things:
        if key not in places:
            _append(files, _file_for(things[key], key[0], files), thing_lines(data_of(things[key])))
    _write_proven(files, things, proven)
    changed = files.write()
    _prove(directory, things)
    return changed


def append_drafts(directory: Path, drafts: Sequence[tuple[ThingKind, Mapping[str, Any]]], entries: str) -> list[str]:
    """Add drafts at the end of a bundle's files, those of entries in the file of that name.

    Return the names of the files.
    """
    files = Files(directory)
    for kind, draft in drafts:
        _append(files, _FILES.get(kind, entries), thing_lines({**draft, "draft": True}))
    return files.write()


def append_small_talk(directory: Path, lines: Sequence[str]) -> list[str]:
    """Add lines to a bundle's small talk; name the file, if any line is new."""
    files = Files(directory)
    known = {line.casefold() for line in files.bundle.source.small_talk}
    new = list({line.casefold(): line for line in lines if line.casefold() not in known}.values())
    if new:
        _append(files, SMALL_TALK, item_lines(new, 0))
    return files.write()


def _replaced(lines: list[str], place: _Place, new: list[str]) -> list[str]:
    """Replace lines; a removed thing takes the empty line that set it off with it."""
    start, end = place.start, place.end
    if not new and end < len(lines) - 1 and not lines[end].strip():
        end += 1
    elif not new and end >= len(lines) - 1 and start and not lines[start - 1].strip():
        start -= 1
    return [*lines[:start], *new, *lines[end:]]


def _file_for(thing: Thing, kind: ThingKind, files: Files) -> str:
    """Return the file for a new thing: for an entry, the one that has most of its topic."""
    if not isinstance(thing, Entry):
        return _FILES[kind]
    names = [
        name
        for (_, other), (name, _) in zip(files.bundle.things, files.bundle.lines, strict=True)
        if isinstance(other, Entry) and other.topic == thing.topic
    ]
    return max(sorted(set(names)), key=names.count, default=_NEW_ENTRIES)


def _append(files: Files, name: str, added: Sequence[str]) -> None:
    """Add a thing at the end of a file, separated like the others."""
    lines = list(files.lines(name))
    while lines and not lines[-1].strip():
        lines.pop()
    is_spaced = kept_apart(lines)
    files.put(name, [*lines, *([""] if lines and is_spaced else []), *added, ""])


def kept_apart(lines: Sequence[str]) -> bool:
    """Return whether a file separates its things by empty lines."""
    return any(not line.strip() for line in lines) or not lines


def _write_proven(files: Files, things: Things, proven: Mapping[str, str]) -> None:
    """Note new quotations as proven in source.yaml, and remove those that are gone and the answers that changed."""
    known, answers = files.bundle.quotations, files.bundle.answers
    gone = {thing.id for kind, thing in files.bundle.things if kind == "quote" and ("quote", thing.id) not in things}
    wanted = {name: digest for name, digest in {**known, **proven}.items() if name not in gone}
    before = files.bundle.by_key()
    unchanged = {name: digest for name, digest in answers.items() if things.get(("entry", name)) == before.get(("entry", name))}
    if wanted != known or unchanged != answers:
        text = with_digests("\n".join(files.lines(NAME)), "quotations", wanted)
        files.put(NAME, with_digests(text, "answers", unchanged).split("\n"))


def _prove(directory: Path, things: Things) -> None:
    """Read the files again and raise KnowledgeError unless they have the expected content."""
    bundle, problems = read_bundle(directory)
    said = {} if bundle is None else bundle.by_key()
    wrong = sorted(" ".join(key) for key in {*said, *things} if said.get(key) != things.get(key))
    if is_any_error(problems) or wrong:
        found = "; ".join([*map(str, problems), *wrong])
        raise EditRefused(f"The files in {directory} do not have the expected content: {found}. Look at them, or restore them with git.")
