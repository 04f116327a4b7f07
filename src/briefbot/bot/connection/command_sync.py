"""The command tree at Discord: synchronised on purpose, only when it differs from what was sent last."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from briefbot.domain.knowledge import digest_of
from briefbot.files import write_atomically
from briefbot.i18n import clip

log = logging.getLogger(__name__)

LINE = 200
"""Characters of an error of Discord's that is logged."""


async def sync_when_changed(tree: app_commands.CommandTree[Any], data: Path) -> bool:
    """Synchronise the global commands unless this application has them already; return whether it was needed."""
    kept = _kept(_file(tree, data))
    if "ids" in kept and kept.get("digest") == await tree_digest(tree):
        return False
    try:
        await sync(tree, data)
    except discord.HTTPException as error:
        log.error("commands not synchronised; questions in messages are answered all the same", extra={"error": first_line(error)})
        return False
    return True


def command_ids(tree: app_commands.CommandTree[Any], data: Path) -> Mapping[str, int]:
    """Return the ids of the slash commands as far as they are known, by which a message leads to one."""
    ids = _kept(_file(tree, data)).get("ids")
    return {str(name): number for name, number in ids.items() if isinstance(number, int)} if isinstance(ids, dict) else {}


def first_line(error: Exception) -> str:
    """Return what an error says in one short line: Discord lists all that is wrong with what was sent."""
    return clip(next(iter(str(error).splitlines()), "") or type(error).__name__, LINE)


async def sync(tree: app_commands.CommandTree[Any], data: Path, guild: int | None = None) -> int:
    """Synchronise the commands, in all places or in one guild at once; give their number."""
    if guild is not None:
        place = discord.Object(guild)
        tree.copy_global_to(guild=place)
        return len(await tree.sync(guild=place))
    synced = await tree.sync()
    ids = {command.name: command.id for command in synced if command.type is discord.AppCommandType.chat_input}
    _keep(_file(tree, data), {"digest": await tree_digest(tree), "ids": ids})
    log.info("commands synchronised", extra={"commands": len(synced)})
    return len(synced)


async def tree_digest(tree: app_commands.CommandTree[Any]) -> str:
    """Digest all that Discord is told of the commands, translations included."""
    found = []
    for command in tree.get_commands():
        translator = tree.translator
        found.append(await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree))
    return digest_of(sorted(found, key=lambda payload: (payload["type"], payload["name"])))


def _file(tree: app_commands.CommandTree[Any], data: Path) -> Path:
    return data / f"commands-{tree.client.application_id}.json"


def _kept(file: Path) -> dict[str, object]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _keep(file: Path, known: dict[str, object]) -> None:
    try:
        write_atomically(file, json.dumps(known).encode())
    except OSError as error:
        log.warning("digest of the commands not kept; they are synchronised again at the next start", extra={"error": str(error)})
