"""Find out which commands Discord hides from people in a server.

These are disabled commands, and those that the moderator role does not see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, cast

import discord
from discord.app_commands import AppCommand

from briefbot.bot.access import why_unfit
from briefbot.bot.client import BriefBot
from briefbot.bot.transport.retries import TROUBLE
from briefbot.domain.records import GuildSettings
from briefbot.i18n import mark, say

COMMAND = "knowledge"
"""The command that Discord hides from moderators who cannot manage the server, until somebody shows it to them."""
_ROLE, _USER, _CHANNEL = (kind.value for kind in discord.AppCommandPermissionType)
Level: TypeAlias = Mapping[tuple[int, int], bool]
"""Whether roles, members and channels, by kind and id, are allowed a command.

The same for the whole bot counts if nothing is set for the command.
"""


async def visibility(bot: BriefBot, server: discord.Guild, settings: GuildSettings, channel: int) -> list[str]:
    """Return which commands are disabled for everybody, and which the moderator role does not see.

    A command can be disabled in all channels, or in this one.
    """
    application = cast(int, bot.application_id)  # known from logging in
    try:
        levels = await _levels(bot, application, server)
        commands = await bot.tree.fetch_commands() if levels else []
    except (discord.HTTPException, *TROUBLE):
        return [
            say(
                "- I can't tell which commands are switched off here, as Discord doesn't say."
                " See Server Settings → Integrations → this bot."
            )
        ]
    found = {command: (levels.get(command.id, {}), levels.get(application, {})) for command in commands}
    return [*_switched_off(found, server, channel), *_hidden(found, server, settings)]


async def _levels(bot: BriefBot, application: int, server: discord.Guild) -> dict[int, Level]:
    """Read all permissions in one request: by the id of a command, or of the application for the whole bot."""
    found = await bot.http.get_guild_application_command_permissions(application, server.id)
    return {int(each["id"]): {(one["type"], int(one["id"])): one["permission"] for one in each["permissions"]} for each in found}


def _switched_off(found: Mapping[AppCommand, tuple[Level, Level]], server: discord.Guild, channel: int) -> Iterator[str]:
    off: dict[str, list[str]] = {}
    for command, levels in found.items():
        if (where := _where_off(levels, server, channel)) is not None:
            off.setdefault(where, []).append(_name(command))
    for where, names in off.items():
        yield say(where, commands=", ".join(names))
    if off:
        yield say("  To switch them on, an administrator opens Server Settings → Integrations → this bot and picks the command.")


def _where_off(levels: tuple[Level, Level], server: discord.Guild, channel: int) -> str | None:
    all_channels = server.id - 1  # Discord uses this id, and the server's own id for @everyone
    if _is_off(levels, (_ROLE, _USER), server.id):
        return mark("- Switched off for everybody but administrators: {commands}")
    if _is_off(levels, (_CHANNEL,), all_channels):
        return mark("- Switched off in all channels: {commands}")
    told = (level[_CHANNEL, where] for level in levels for where in (channel, all_channels) if (_CHANNEL, where) in level)
    return None if next(told, True) else mark("- Switched off in this channel: {commands}")


def _is_off(levels: Iterable[Level], kinds: tuple[int, ...], everything: int) -> bool:
    """Return whether some kinds are only denied and never allowed; the command's own permissions come first."""
    for level in levels:
        if any(is_allowed for (kind, _), is_allowed in level.items() if kind in kinds):
            return False
        if (kinds[0], everything) in level:
            return True
    return False


def _hidden(found: Mapping[AppCommand, tuple[Level, Level]], server: discord.Guild, settings: GuildSettings) -> Iterator[str]:
    """Say that Discord hides the command from the moderator role; only an administrator can show it."""
    role = server.get_role(settings.moderators) if settings.moderators is not None else None
    if role is None or _sees_all(role) or why_unfit(server, role) is not None:
        return
    if not any(_is_shown(own, role, server) for command, (own, _) in found.items() if command.name == COMMAND):
        yield say(
            "- Discord hides `/knowledge` from {role}. An administrator can show it: Server Settings → "
            "Integrations → this bot → `/knowledge` → Add Roles or Members.",
            role=role.mention,
        )


def _is_shown(own: Level, role: discord.Role, server: discord.Guild) -> bool:
    return own.get((_ROLE, role.id), own.get((_ROLE, server.id), False))


def _sees_all(role: discord.Role) -> bool:
    return role.permissions.manage_guild or role.permissions.administrator


def _name(command: AppCommand) -> str:
    return say("“{text}”", text=command.name) if command.type is discord.AppCommandType.message else f"`/{command.name}`"
