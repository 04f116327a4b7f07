"""One key at a time, as a terminal gives it; Windows has no such library, where a line is read instead."""

from __future__ import annotations

import os
import select
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

END = "\x04"
"""Ctrl-D."""
_ESCAPE, _PAUSE, _MANY = b"\x1b", 0.02, 32
"""Keys without a letter send several bytes at once, the first of which is this."""


@contextmanager
def keys() -> Iterator[Callable[[], str]]:
    """Let a terminal give each key at once for a while, without showing it.

    What is given waits for one and returns its letter.
    """
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        yield lambda: _letter(descriptor)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _letter(descriptor: int) -> str:
    """Wait for a key; "" for one without a letter, and the key that ends input where the terminal is gone."""
    pressed = os.read(descriptor, 1)
    if pressed == _ESCAPE:
        while select.select([descriptor], [], [], _PAUSE)[0]:
            os.read(descriptor, _MANY)
        return ""
    return pressed.decode("ascii", "ignore") if pressed else END
