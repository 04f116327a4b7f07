"""The log file of a process that runs for long: set aside when it is large, so that the disk does not fill."""

from __future__ import annotations

import logging
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from briefbot.cli.setup.log import Told

_BYTES = 10_000_000
"""Bytes from which a log file is set aside; a question takes about 300."""
_OLDER = 5
"""Files that are kept beside the one in use."""


class RotatingFile(RotatingFileHandler):
    """Writes to a file, and to standard error what the file cannot take."""

    def __init__(self, path: Path, limit: int = _BYTES) -> None:
        """Open the file; raise OSError where that is not possible."""
        path.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(path, maxBytes=limit, backupCount=_OLDER, encoding="utf-8")
        self._told = Told()

    def doRollover(self) -> None:  # noqa: N802 - the standard library's name
        """Set the file aside, or go on in it where that is not possible."""
        with suppress(OSError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the standard library's name
        """Write a record to standard error where the file cannot be written."""
        self._told.instead(self, record)
