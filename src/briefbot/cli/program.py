"""The command line: read settings, run one command, and turn errors into a line and an exit status."""

from __future__ import annotations

import io
import logging
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from briefbot.cli import late_imports
from briefbot.cli.arguments import in_words, parser
from briefbot.cli.output import line_of
from briefbot.cli.setup.log import configure
from briefbot.cli.setup.progress import notice
from briefbot.cli.setup.settings import Settings, load, secrets_of
from briefbot.errors import BriefbotError, KnowledgeError, error_id
from briefbot.files import private

DONE, BAD_USAGE, UNEXPECTED, INTERRUPTED = 0, 2, 3, 130
LOG_FILE = "briefbot.log"
_OVERRIDABLE = ("knowledge", "article", "semantic")
_ASKING = frozenset(("ask", "chat", "quote", "speakers", "topics", "explain"))
_log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    _speak_utf8()
    with private():
        return _run(parser().parse_args(in_words(sys.argv[1:] if argv is None else argv)))


def _run(arguments: Namespace) -> int:
    log = "on standard error"
    try:
        settings = _settings(arguments)
        name = arguments.command or ("run" if settings.token else "chat")
        log = str(_open_log(name, settings) or log)
        status = _done(name, arguments, settings)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        return DONE
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return INTERRUPTED
    except (BriefbotError, OSError) as error:
        sys.stderr.write(_told(error))
        return BAD_USAGE
    except Exception:
        incident = error_id()
        _log.exception("unexpected error", extra={"incident": incident})
        sys.stderr.write(f"briefbot: unexpected error {incident}; the traceback is in the log ({log})\n")
        return UNEXPECTED
    finally:
        _flush_or_close()
    return status


def _open_log(name: str, settings: Settings) -> Path | None:
    """Set up logging for a command; return its file, or None for standard error."""
    file = settings.log_file if name == "run" else settings.data / LOG_FILE
    how = {"opened": late_imports.load("RotatingFile")} if name == "run" and file is not None else {}
    configure(settings.log_level, settings.log_format, secrets_of(settings, os.environ), file, **how)
    return file


def _done(name: str, arguments: Namespace, settings: Settings) -> int:
    """Run a command; a slow one shows that it is working until it prints something."""
    try:
        if name in _ASKING:
            notice.begin("Reading the knowledge")
        return cast(int, late_imports.load(name)(arguments, settings))
    finally:
        notice.end()


def _told(error: BriefbotError | OSError) -> str:
    """Return the message about an expected error for an operator; for knowledge, every problem."""
    problems = f"{error}\n" if isinstance(error, KnowledgeError) else ""
    return f"{problems}briefbot: {line_of(error)}\n"


def _settings(arguments: Namespace) -> Settings:
    """Read the settings; the command line takes precedence."""
    settings = load(os.environ, Path.cwd())
    said: dict[str, Any] = {name: getattr(arguments, name) for name in _OVERRIDABLE if getattr(arguments, name, None) is not None}
    return replace(settings, **said)


def _speak_utf8() -> None:
    """Read and write UTF-8 in any locale of the system, and never fail on a single character."""
    if sys.stderr is None:  # it was closed before the start
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as long as the process
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _flush_or_close() -> None:
    """Flush output now: at exit, a closed pipe or a full disk would cause a traceback."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
