"""The log: one structured line per event, with its arguments as fields and without tokens."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
_HIDDEN = "[hidden]"
_INTERACTION = re.compile(r"(/(?:webhooks|interactions)/\d{1,20}/)[^\s/?\"'\\]+")
"""The place of an interaction's token in an address.

Its owner can answer in the bot's name for a quarter of an hour.
"""
_FILE_LIMIT = 1_000_000
"""The bytes from which a log file is rotated at the next start; one older file is kept."""


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in _STANDARD}


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class _Formatter(logging.Formatter):
    """Formats a record as one line, and hides secrets everywhere."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        """Format a record without secrets."""
        text = self.line(record)
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return _INTERACTION.sub(rf"\1{_HIDDEN}", text)

    def line(self, record: logging.LogRecord) -> str:
        """Format a record."""
        raise NotImplementedError

    def traceback(self, record: logging.LogRecord) -> str:
        """Return the record's traceback, or ""."""
        return self.formatException(record.exc_info) if record.exc_info else ""


class TextFormatter(_Formatter):
    """For people: time, level, logger, event, then fields as name=value; a traceback follows on separate lines."""

    def line(self, record: logging.LogRecord) -> str:
        """Format a record."""
        parts = [_time(record), record.levelname, record.name, _plain(record.getMessage())]
        parts += [f"{name}={_quoted(value)}" for name, value in _fields(record).items()]
        line = " ".join(parts)
        traceback = self.traceback(record)
        return f"{line}\n{traceback}" if traceback else line


class JsonFormatter(_Formatter):
    """For machines: one JSON object per line."""

    def line(self, record: logging.LogRecord) -> str:
        """Format a record."""
        data = {"time": _time(record), "level": record.levelname.lower(), "logger": record.name, "event": record.getMessage()}
        data |= _fields(record)
        if traceback := self.traceback(record):
            data["traceback"] = traceback
        return json.dumps(data, ensure_ascii=False, default=str)


def _plain(text: str) -> str:
    """Keep a text on one line."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r") if not text.isprintable() else text


def _quoted(value: object) -> str:
    text = str(value)
    return text if text and text.isprintable() and not set(text) & set(' ="') else json.dumps(text, ensure_ascii=False)


class Told:
    """Writes to standard error what a file could not take, each event once: on a full disk one line is enough."""

    def __init__(self) -> None:
        self._events: set[str] = set()

    def instead(self, handler: logging.FileHandler, record: logging.LogRecord) -> None:
        """Write a record to standard error if the file cannot be written, and open the file again with the next one."""
        if not isinstance(sys.exception(), OSError):
            logging.Handler.handleError(handler, record)
            return
        stream, handler.stream = handler.stream, None  # as the library's own `close` leaves it
        if stream is not None:
            with suppress(OSError):
                stream.close()
        if record.msg not in self._events:
            self._events.add(record.msg)
            sys.stderr.write(handler.format(record) + "\n")


class _LateFile(logging.FileHandler):
    """Creates the file and its directory on the first record, so that a command without any leaves no trace.

    The standard library's rotating handler would load sockets and more, which slows down every question.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8", delay=True)
        self._told = Told()

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record to the file, or to standard error if that fails."""
        path = Path(self.baseFilename)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if self.stream is None and path.exists() and path.stat().st_size > _FILE_LIMIT:
                path.replace(path.with_name(f"{path.name}.1"))
            super().emit(record)
        except OSError:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the standard library's name
        """Write a record to standard error if the file cannot be written."""
        self._told.instead(self, record)


def configure(
    level: str, form: str, secrets: Sequence[str] = (), file: Path | None = None, opened: Callable[[Path], logging.Handler] = _LateFile
) -> None:
    """Set up logging for the process: to a file, opened by the given function, or to standard error."""
    handler = opened(file) if file else logging.StreamHandler()
    handler.setFormatter(JsonFormatter(secrets) if form == "json" else TextFormatter(secrets))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("briefbot").setLevel(level.upper())
    # Below this level discord.py logs everything it sends and receives: people's words and ids, and tokens of
    # interactions.
    logging.getLogger("discord").setLevel(max(logging.INFO, logging.getLevelNamesMapping()[level.upper()]))
    logging.captureWarnings(capture=True)
