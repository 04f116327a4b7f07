"""The one place for late imports: what is loaded only when something is done that needs it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

TABLE = {
    # Commands: each loads its own modules, so that asking does not wait for Discord or a database.
    "ask": "briefbot.cli.answering:ask",
    "chat": "briefbot.cli.answering:chat",
    "quote": "briefbot.cli.answering:quote",
    "speakers": "briefbot.cli.answering:speakers",
    "topics": "briefbot.cli.answering:topics",
    "check": "briefbot.cli.curating:check",
    "source": "briefbot.cli.curating:source",
    "eval": "briefbot.cli.measuring:evaluate",
    "explain": "briefbot.cli.explaining:explain",
    "learn": "briefbot.cli.learning:learn",
    "history": "briefbot.cli.moderating:history",
    "export": "briefbot.cli.moderating:export",
    "import": "briefbot.cli.moderating:import_",
    "undo": "briefbot.cli.moderating:undo",
    "backup": "briefbot.cli.backups:backup",
    "restore": "briefbot.cli.backups:restore_backup",
    "run": "briefbot.cli.running:run",
    "sync": "briefbot.cli.running:sync",
    "invite": "briefbot.cli.running:invite",
    # Libraries that take long to load, or may not be installed.
    "learning": "briefbot.matching.learning:learn",
    "fit": "briefbot.matching.fitting:fit",
    "load_encoder": "briefbot.matching.encoders:load_encoder",
    "RememberedEncoder": "briefbot.matching.memory:RememberedEncoder",
}


def load(name: str) -> Any:
    """Load what the table names."""
    module, _, attribute = TABLE[name].partition(":")
    return getattr(import_module(module), attribute)
