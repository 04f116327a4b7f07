"""Handle signals to a running process: stop, and reload the knowledge."""

from __future__ import annotations

import asyncio
import faulthandler
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from briefbot.bot.client import BriefBot

STOPPING = 8.0
"""Seconds after which a stop that hangs is cut short: containers are killed after ten."""


def expect_hangups() -> None:
    """Ignore SIGHUP during a start, which reads the knowledge anyway; Windows has no such signal."""
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)


async def heed_hangups(bot: BriefBot) -> None:
    """Reload the knowledge on SIGHUP, or stop if the process's terminal is gone."""
    if sys.platform != "win32":
        had_terminal = _has_terminal()

        def hung_up() -> None:
            if had_terminal and not _has_terminal():
                signal.raise_signal(signal.SIGTERM)
            else:
                bot.dispatch("hangup")

        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, hung_up)


def _has_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


async def until_told(work: Coroutine[Any, Any, None], stopping: float = STOPPING) -> None:
    """Work until done or until a signal to stop.

    A stop by SIGTERM is orderly, and is cut short after some seconds.
    """
    task = asyncio.create_task(work)

    def stop() -> None:
        # Shows where it hangs, in any thread; a stop that ends in time leaves nothing behind.
        faulthandler.dump_traceback_later(stopping, exit=True)
        task.cancel()

    with suppress(NotImplementedError):  # Windows has no signal handlers on its loop
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    try:
        await task
    except asyncio.CancelledError:
        own = asyncio.current_task()
        if own is not None and own.cancelling():  # by Ctrl-C, not by SIGTERM
            raise
