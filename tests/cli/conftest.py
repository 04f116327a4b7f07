"""The command line, in this process or as a program."""

from __future__ import annotations

import io
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefbot.cli import main
from conftest import logging_as_before


@dataclass(frozen=True, slots=True)
class Ended:
    """The result of a command."""

    status: int
    out: str
    err: str


Call = Callable[..., Ended]


class Terminal(io.TextIOWrapper):
    """Standard input of a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="session")
def fitted(tmp_path_factory: pytest.TempPathFactory, tiny: Path) -> Path:
    """Return a data directory with the tiny bundle's fitted files, so that no test fits them again."""
    data = tmp_path_factory.mktemp("fitted")
    with pytest.MonkeyPatch.context() as patch, logging_as_before():
        for name, value in {"BRIEFBOT_KNOWLEDGE": str(tiny), "BRIEFBOT_DATA": str(data), "BRIEFBOT_SEMANTIC": "off"}.items():
            patch.setenv(name, value)
        main(["ask", "who wrote the article"])
    return data


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny: Path, fitted: Path) -> dict[str, str]:
    """Start in an empty directory, with the tiny bundle and a new data directory."""
    shutil.copytree(fitted, tmp_path / "data")
    for name in [name for name in os.environ if name.startswith("BRIEFBOT_") or name == "DISCORD_TOKEN"]:
        monkeypatch.delenv(name)
    start = tmp_path / "start"
    start.mkdir()
    monkeypatch.chdir(start)
    own = {"BRIEFBOT_KNOWLEDGE": str(tiny), "BRIEFBOT_DATA": str(tmp_path / "data"), "BRIEFBOT_SEMANTIC": "off"}
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    return {**os.environ, **own}


@pytest.fixture
def call(environment: dict[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """Return a function that calls a command in this process."""

    def run(*arguments: str, stdin: str | bytes | io.BytesIO = "", is_terminal: bool = False) -> Ended:
        typed = stdin.encode() if isinstance(stdin, str) else stdin
        raw = io.BytesIO(typed) if isinstance(typed, bytes) else typed
        monkeypatch.setattr(sys, "stdin", (Terminal if is_terminal else io.TextIOWrapper)(raw))
        try:
            status = main(arguments)
        except SystemExit as ended:  # argparse ends so
            status = int(ended.code or 0)
        told = capsys.readouterr()
        return Ended(status, told.out, told.err)

    return run


@pytest.fixture
def start(environment: dict[str, str]) -> Callable[..., subprocess.Popen[str]]:
    """Return a function that starts briefbot as a program."""

    def popen(*arguments: str, **options: object) -> subprocess.Popen[str]:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"}
        command = [sys.executable, "-m", "briefbot", *arguments]
        return subprocess.Popen(command, **{**pipes, "env": environment, **options})  # type: ignore[call-overload,no-any-return]  # noqa: S603

    return popen


AtATerminal = Callable[..., tuple[int, str]]
"""Runs briefbot at a pseudo-terminal, types at each prompt, and returns its status and output."""
_QUIET, _MOST_QUIET = 2.0, 30
"""Seconds without output after which a program is quiet, and how often it may be quiet before it is ended."""


@pytest.fixture
def at_a_terminal(environment: dict[str, str]) -> Iterator[Callable[..., tuple[int, str]]]:
    """Return a function that runs briefbot at a pseudo-terminal, types at each prompt, and returns its status and
    output.
    """
    import pty  # noqa: PLC0415 - Windows has none

    def run(*arguments: str, typed: tuple[bytes, ...] = (), at: bytes = b"> ", **settings: str) -> tuple[int, str]:
        ours, theirs = pty.openpty()
        env = {**environment, "TERM": "xterm-256color", "COLUMNS": "40", **settings}
        command = [sys.executable, "-m", "briefbot", *arguments]
        process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True)  # noqa: S603
        os.close(theirs)
        shown, left, answered, pressed, quiet = b"", list(typed), 0, b"", 0
        while quiet < _MOST_QUIET:
            if not select.select([ours], [], [], _QUIET)[0]:
                quiet += 1
                # A key between the prompt and the program's wait for keys is noticed only with the next key.
                _press(ours, process, pressed if pressed in (b"\x03", b"\x04") else b"")
                continue
            data = _read(ours)
            if not data:
                break
            shown += data
            if shown.endswith(at) and len(shown) > answered and left:
                answered, pressed = len(shown), left.pop(0)
                _press(ours, process, pressed)
        else:
            process.kill()
        os.close(ours)
        return process.wait(), shown.decode().replace("\r\n", "\n")

    return run


def _press(descriptor: int, process: subprocess.Popen[bytes], keys: bytes) -> None:
    if keys == b"\x03":
        process.send_signal(signal.SIGINT)  # a new session has no terminal that turns the key into a signal
    else:
        os.write(descriptor, keys)


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65_536)
    except OSError:  # the program is gone
        return b""
