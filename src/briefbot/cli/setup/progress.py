"""Show the progress of long work: one line on a terminal, or occasional lines in the log."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from briefbot.cli import late_imports
from briefbot.domain.clocks import seconds

if TYPE_CHECKING:
    from briefbot.cli.screen import Notice

log = logging.getLogger(__name__)

FIRST_START = "Preparing the knowledge for the first time"
_SHOWN_AFTER = 0.5
"""Seconds of work before progress is shown: a server's edit takes less."""
_LOGGED_EVERY = 10.0
"""Seconds between two lines in the log."""


class Waiting:
    """The line that a terminal shows from the start of a command until its first output."""

    def __init__(self) -> None:
        self._shown: Notice | None = None

    def begin(self, text: str) -> None:
        """Show the line, if standard error is a terminal."""
        if sys.stderr.isatty():
            shown: Notice = late_imports.load("Notice")(text)
            self._shown = shown  # first, so that an interruption from here on removes it
            shown.begin()

    def say(self, text: str) -> bool:
        """Show the progress, and return whether there is a line to show it in."""
        if self._shown is not None:
            self._shown.say(text)
        return self._shown is not None

    def end(self) -> None:
        """Remove the line, if there is one."""
        shown, self._shown = self._shown, None
        if shown is not None:
            shown.end()


notice = Waiting()


class Progress:
    """Shows progress; only the main thread uses the terminal, other threads use the log."""

    def __init__(self, unit: str, stream: TextIO | None = None, clock: Callable[[], float] = seconds, task: str = FIRST_START) -> None:
        self._task = task
        self._unit, self._stream, self._clock = unit, stream or sys.stderr, clock
        self._started: float | None = None
        self._logged = 0.0
        self._is_shown = False

    def __call__(self, done: int, total: int) -> None:
        """Show how many of all are done."""
        now = self._clock()
        if self._started is None:
            self._started = self._logged = now
        if self._stream.isatty() and threading.current_thread() is threading.main_thread():
            self._show(done, total, now - self._started)
        elif now - self._logged >= _LOGGED_EVERY:
            self._logged = now
            log.info(self._task, extra={"done": done, "total": total, "unit": self._unit})
        if done == total:
            self._started = None

    def _show(self, done: int, total: int, passed: float) -> None:
        told = f"{self._task}: {done:,} of {total:,} {self._unit}"
        if notice.say(told):
            return
        if passed >= _SHOWN_AFTER:
            self._is_shown = True
            self._stream.write(f"\r{told}")
        if done == total and self._is_shown:
            self._is_shown = False
            self._stream.write("\n")
        self._stream.flush()
