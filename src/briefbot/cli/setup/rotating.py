"""The log file of a long-running process: rotated when it is large, so that the disk does not fill up."""

from __future__ import annotations

import logging
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from briefbot.cli.setup.log import Told

_BYTES = 10_000_000
"""The bytes from which a log file is rotated; a question takes about 300."""
_OLDER = 5
"""How many older files are kept."""


class RotatingFile(RotatingFileHandler):
    """Writes to a file, or to standard error if that fails."""

    def __init__(self, path: Path, limit: int = _BYTES) -> None:
        """Open the file; raise OSError if that fails."""
        path.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(path, maxBytes=limit, backupCount=_OLDER, encoding="utf-8")
        self._told = Told()

    def doRollover(self) -> None:  # noqa: N802 - the standard library's name
        """Rotate the file, or continue in it if that fails."""
        with suppress(OSError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the standard library's name
        """Write a record to standard error if the file cannot be written."""
        self._told.instead(self, record)
