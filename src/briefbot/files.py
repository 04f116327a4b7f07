"""Write files so that a crash leaves either the old file or the new one, never half of one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import randbelow
from stat import S_IMODE
from typing import BinaryIO, TypeAlias

Content: TypeAlias = bytes | Callable[[BinaryIO], object]

_GIVEN_UP = 3_600.0
"""The age in seconds from which a half-written file is considered abandoned."""


@contextmanager
def private() -> Iterator[None]:
    """Make new files readable only by the user, except files that are shared on purpose."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def write_atomically(path: Path, content: Content, *, is_shared: bool = False) -> None:
    """Write a temporary file next to the file's place and move it there; raise OSError if that fails.

    The mode of an existing file is kept. A new file that `is_shared` may be read by everybody who can list its
    directory.
    """
    write_together({path: content}, is_shared=is_shared)


def write_together(contents: Mapping[Path, Content], *, is_shared: bool = False) -> None:
    """Write several temporary files before moving any of them to its place; raise OSError if that fails."""
    asides: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            _make_directory(path.parent, is_shared=is_shared)
            asides[path] = path.with_name(f".{path.name}.{_number()}.new")  # two processes may write the same file
            _write(asides[path], content)
            _set_mode(asides[path], path, is_shared=is_shared)
        for path, aside in asides.items():
            aside.replace(path)
    except BaseException:
        for aside in asides.values():
            with suppress(OSError):
                aside.unlink(missing_ok=True)
        raise
    for path in contents:
        _clear_beside(path)


def _number() -> str:
    """Return a number that no other process has, not even in another container with the same process ids."""
    return f"{os.getpid()}{randbelow(10**6):06}"


def _write(path: Path, content: Content) -> None:
    with path.open("wb") as file:
        if isinstance(content, bytes):
            file.write(content)
        else:
            content(file)


def _make_directory(directory: Path, *, is_shared: bool) -> None:
    if directory.is_dir():
        return
    _make_directory(directory.parent, is_shared=is_shared)
    directory.mkdir(exist_ok=True)
    if is_shared:
        directory.chmod(S_IMODE(directory.parent.stat().st_mode) & 0o777)


def _set_mode(aside: Path, path: Path, *, is_shared: bool) -> None:
    if path.exists():
        aside.chmod(S_IMODE(path.stat().st_mode))
    elif is_shared:
        aside.chmod(S_IMODE(path.parent.stat().st_mode) & 0o666)


def _is_half(name: str) -> bool:
    """Return whether a file with this name is being written, or was when its process was killed."""
    return name.startswith(".") and name.endswith(".new") and name.split(".")[-2].isdigit()


def _clear_beside(new: Path) -> None:
    """Delete the temporary files next to a new file that were left by killed processes."""
    with suppress(OSError):
        now = new.stat().st_mtime
        for path in new.parent.iterdir():
            if _is_half(path.name) and now - path.stat().st_mtime > _GIVEN_UP:
                path.unlink(missing_ok=True)
