"""All late imports: modules that are loaded only when they are needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

TABLE = {
    # Commands: each loads its own modules, so that asking does not wait for Discord or a database.
    "ask": "briefbot.cli.commands.ask:ask",
    "chat": "briefbot.cli.commands.chat:chat",
    "quote": "briefbot.cli.commands.ask:quote",
    "speakers": "briefbot.cli.commands.ask:speakers",
    "topics": "briefbot.cli.commands.ask:topics",
    "check": "briefbot.cli.commands.check:check",
    "source": "briefbot.cli.commands.check:source",
    "draft": "briefbot.cli.commands.draft:draft",
    "eval": "briefbot.cli.commands.evaluate:evaluate",
    "explain": "briefbot.cli.commands.ask:explain",
    "learn": "briefbot.cli.commands.learn:learn",
    "fit": "briefbot.cli.commands.fit:fit",
    "review": "briefbot.cli.commands.review:review",
    "history": "briefbot.cli.commands.history:history",
    "export": "briefbot.cli.commands.history:export",
    "import": "briefbot.cli.commands.history:import_",
    "undo": "briefbot.cli.commands.history:undo",
    "stats": "briefbot.cli.commands.history:stats",
    "backup": "briefbot.cli.commands.backups:backup",
    "restore": "briefbot.cli.commands.backups:restore_backup",
    "migrate": "briefbot.cli.commands.backups:migrate",
    "run": "briefbot.cli.commands.run:run",
    "sync": "briefbot.cli.commands.run:sync",
    "doctor": "briefbot.cli.commands.doctor:doctor",
    "setup": "briefbot.cli.commands.setup:setup",
    "invite": "briefbot.cli.commands.run:invite",
    # Needed only by long-running processes.
    "watched": "briefbot.bot.watching.endpoints:watched",
    "RotatingFile": "briefbot.cli.setup.rotating:RotatingFile",
    # Needed only at a terminal.
    "styled": "briefbot.cli.screen:styled",
    "keys": "briefbot.cli.reviewing.keys:keys",  # Windows does not have this library
    "Notice": "briefbot.cli.screen:Notice",
    "remember_lines": "readline:set_auto_history",  # once it is loaded, input() uses it to edit lines
    # Libraries that take long to load, or may not be installed.
    "fit_classifier": "briefbot.matching.recall.classifier:fit",
    "workbooks": "briefbot.editing.exchange.workbooks:Openpyxl",
    "draw_chart": "briefbot.rendering.figures.chart:draw",
    "draw_card": "briefbot.rendering.drawing:draw",
    "read_page": "briefbot.drafting.pages:read_page",
    "read_document": "briefbot.drafting.documents:read_document",
    "load_encoder": "briefbot.matching.recall.encoders:load_encoder",
    "CachedEncoder": "briefbot.matching.recall.encoder_cache:CachedEncoder",
}


def load(name: str) -> Any:
    """Load an object by its name in the table."""
    module, _, attribute = TABLE[name].partition(":")
    return getattr(import_module(module), attribute)
