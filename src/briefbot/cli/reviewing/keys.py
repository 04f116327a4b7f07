"""Read single keys from a terminal, or a line on Windows, which does not have the library."""

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
"""The first byte of keys without a letter, which send several bytes; the pause after it, and the most bytes."""


@contextmanager
def keys() -> Iterator[Callable[[], str]]:
    """Read keys from a terminal at once and without showing them, within a `with` block.

    Yield a function that waits for a key and returns its letter.
    """
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        yield lambda: _letter(descriptor)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _letter(descriptor: int) -> str:
    """Wait for a key; return "" for one without a letter, and the key that ends input if the terminal is gone."""
    pressed = os.read(descriptor, 1)
    if pressed == _ESCAPE:
        while select.select([descriptor], [], [], _PAUSE)[0]:
            os.read(descriptor, _MANY)
        return ""
    return pressed.decode("ascii", "ignore") if pressed else END
