"""The command line: reads settings, runs one command, and turns what went wrong into a line and an exit status."""

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
from briefbot.cli.arguments import parser
from briefbot.cli.setup.log import configure
from briefbot.cli.setup.settings import Settings, load
from briefbot.errors import BriefbotError, KnowledgeError, StoreError, error_id

BAD_USAGE, UNEXPECTED, INTERRUPTED = 2, 3, 130
LOG_FILE = "briefbot.log"
_OVERRIDABLE = ("knowledge", "article", "semantic")
_log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give its exit status."""
    _speak_utf8()
    arguments = parser().parse_args(argv)
    log = "on standard error"
    try:
        settings = _settings(arguments)
        name = arguments.command or ("run" if settings.token else "chat")
        if name != "run":
            log = str(settings.data / LOG_FILE)
        configure(settings.log_level, settings.log_format, (settings.token,), None if name == "run" else settings.data / LOG_FILE)
        status = cast(int, late_imports.load(name)(arguments, settings))
        sys.stdout.flush()
    except BrokenPipeError:
        _close_quietly()
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return INTERRUPTED
    except KnowledgeError as error:
        sys.stderr.write(f"{error}\nbriefbot: the knowledge has problems; `briefbot check` lists them all\n")
        return BAD_USAGE
    except StoreError as error:  # whose own words are for moderators, who tried to save something
        sys.stderr.write(f"briefbot: {error.why}\n")
        return BAD_USAGE
    except BriefbotError as error:
        sys.stderr.write(f"briefbot: {error}\n")
        return BAD_USAGE
    except Exception:
        incident = error_id()
        _log.exception("unexpected error", extra={"incident": incident})
        sys.stderr.write(f"briefbot: unexpected error {incident}; the traceback is in the log ({log})\n")
        return UNEXPECTED
    return status


def _settings(arguments: Namespace) -> Settings:
    """Read the settings; what the command line says comes before them."""
    settings = load(os.environ, Path.cwd())
    said: dict[str, Any] = {name: getattr(arguments, name) for name in _OVERRIDABLE if getattr(arguments, name, None) is not None}
    return replace(settings, **said)


def _speak_utf8() -> None:
    """Read and write UTF-8 whatever the system's locale is, and never fail on a single letter."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _close_quietly() -> None:
    """Let nothing be written to a closed pipe at exit, which would be a traceback."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
