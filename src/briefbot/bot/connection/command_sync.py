"""The command tree at Discord: synchronised only if it differs from what was last sent."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import discord
from discord import app_commands

from briefbot.domain.knowledge import digest_of
from briefbot.errors import StoreError
from briefbot.files import write_atomically
from briefbot.i18n import clip

log = logging.getLogger(__name__)

LINE = 200
"""The most characters of a Discord error in the log."""


class Notes(Protocol):
    """Stores what was last sent to Discord."""

    def read_note(self, name: str) -> str:
        """Return the latest note, "" if there is none."""
        ...

    def write_note(self, name: str, text: str) -> None:
        """Replace a note."""
        ...


@dataclass(frozen=True, slots=True)
class FileNotes:
    """Notes in a directory, for a process that does not share them."""

    directory: Path

    def read_note(self, name: str) -> str:
        """Read a file."""
        return (self.directory / f"{name}.json").read_text(encoding="utf-8")

    def write_note(self, name: str, text: str) -> None:
        """Write a file."""
        write_atomically(self.directory / f"{name}.json", text.encode())


async def sync_when_changed(tree: app_commands.CommandTree[Any], notes: Notes) -> bool:
    """Synchronise the global commands unless this application has them already; return whether it was needed."""
    kept = await asyncio.to_thread(_kept, tree, notes)
    if "ids" in kept and kept.get("digest") == await tree_digest(tree):
        return False
    try:
        await sync(tree, notes)
    except discord.HTTPException as error:
        log.error("commands not synchronised; questions in messages are answered all the same", extra={"error": first_line(error)})
        return False
    return True


def command_ids(tree: app_commands.CommandTree[Any], notes: Notes) -> Mapping[str, int]:
    """Return the known ids of the slash commands, with which a message can link to them."""
    ids = _kept(tree, notes).get("ids")
    return {str(name): number for name, number in ids.items() if isinstance(number, int)} if isinstance(ids, dict) else {}


def first_line(error: Exception) -> str:
    """Return the first part of an error in one short line: Discord lists everything that is wrong."""
    return clip(next(iter(str(error).splitlines()), "") or type(error).__name__, LINE)


async def sync(tree: app_commands.CommandTree[Any], notes: Notes, guild: int | None = None) -> int:
    """Synchronise the commands, everywhere or in one guild at once; return their number."""
    if guild is not None:
        place = discord.Object(guild)
        tree.copy_global_to(guild=place)
        return len(await tree.sync(guild=place))
    synced = await tree.sync()
    ids = {command.name: command.id for command in synced if command.type is discord.AppCommandType.chat_input}
    await asyncio.to_thread(_keep, tree, notes, {"digest": await tree_digest(tree), "ids": ids})
    log.info("commands synchronised", extra={"commands": len(synced)})
    return len(synced)


async def tree_digest(tree: app_commands.CommandTree[Any]) -> str:
    """Return a digest of everything that Discord gets about the commands, including translations."""
    found = []
    for command in tree.get_commands():
        translator = tree.translator
        found.append(await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree))
    return digest_of(sorted(found, key=lambda payload: (payload["type"], payload["name"])))


def _name(tree: app_commands.CommandTree[Any]) -> str:
    return f"commands-{tree.client.application_id}"


def _kept(tree: app_commands.CommandTree[Any], notes: Notes) -> dict[str, object]:
    try:
        kept = json.loads(notes.read_note(_name(tree)))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _keep(tree: app_commands.CommandTree[Any], notes: Notes, known: dict[str, object]) -> None:
    try:
        notes.write_note(_name(tree), json.dumps(known))
    except (OSError, StoreError) as error:
        log.warning("digest of the commands not kept; they are synchronised again at the next start", extra={"error": str(error)})
