"""Which files of a bundle's directory are read; files that look like part of it but are not read get a warning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from briefbot.domain.knowledge import ThingKind
from briefbot.errors import Problem
from briefbot.i18n import say

SOURCE, CAVEATS, SMALL_TALK, ENTRIES = "source.yaml", "caveats.yaml", "small_talk.yaml", "entries"
_LISTS: tuple[tuple[str, ThingKind], ...] = (("speakers.yaml", "speaker"), ("aliases.yaml", "alias"), ("quotes.yaml", "quote"))
_ROOT = frozenset((SOURCE, CAVEATS, SMALL_TALK, "thresholds.yaml", *(name for name, _ in _LISTS)))
_ENDINGS = (".yaml", ".yml")
_LIKELY = (*_ENDINGS, ".json")
"""Endings, in any case, of files that look as if they should be read."""


def files(directory: Path) -> list[tuple[str, ThingKind]]:
    """List the existing files of lists, each with the kind of thing that it lists."""
    present = [(name, kind) for name, kind in _LISTS if is_there(directory / name)]
    found = (path for path in _listed(directory / ENTRIES) if _is_read(path))
    return present + [(f"{ENTRIES}/{path.name}", "entry") for path in found]


def is_there(path: Path) -> bool:
    """Return whether something has this name, even if it cannot be read or is a broken link."""
    return path.is_symlink() or path.exists()


def _is_read(path: Path) -> bool:
    return path.name.endswith(_ENDINGS) and not path.name.startswith(".")


def _listed(directory: Path) -> list[Path]:
    """List a directory's content; nothing if it cannot be listed, which `problems_of` reports."""
    try:
        return sorted(directory.iterdir())
    except OSError:
        return []


def problems_of(directory: Path) -> Iterator[Problem]:
    """Yield an error for a directory that cannot be listed, and a warning for each file that is not read."""
    for name in ("", ENTRIES):
        yield from _unlistable(directory / name, name)
    for path in _listed(directory / ENTRIES):
        if not _is_read(path):
            yield _unread(f"{ENTRIES}/{path.name}", say("files of entries must be directly in {folder} and end in .yaml", folder=ENTRIES))
    for path in _listed(directory):
        if path.name not in _ROOT and _is_meant(path):
            yield _unread(path.name, say("expected {names}, or a file in {folder}", names=", ".join(sorted(_ROOT)), folder=ENTRIES))


def _unlistable(directory: Path, name: str) -> Iterator[Problem]:
    if not is_there(directory):
        return  # a bundle may have no entries yet
    try:
        next(directory.iterdir(), None)
    except OSError as error:
        yield Problem(name or ".", 0, "", say("cannot be read: {why}", why=error.strerror or error))


def _is_meant(path: Path) -> bool:
    """Return whether a file or folder next to those of a bundle looks as if it should be read."""
    if path.name == ENTRIES:
        return False
    if path.is_dir():
        return any(each.name.lower().endswith(_LIKELY) for each in _listed(path))
    return path.name.lower().endswith(_LIKELY)


def _unread(name: str, expected: str) -> Problem:
    return Problem(name, 0, "", say("is not read: {expected}", expected=expected), "warning")
