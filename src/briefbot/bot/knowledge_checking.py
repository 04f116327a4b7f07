"""What keeps the bot from working in a server, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord import app_commands

from briefbot.bot.client import BriefBot
from briefbot.bot.knowledge_audit import set_aside_lines
from briefbot.model import GuildSettings
from briefbot.words import mark, say

_NEEDED = {
    "view_channel": mark("View Channel"),
    "send_messages": mark("Send Messages"),
    "send_messages_in_threads": mark("Send Messages in Threads"),
    "read_message_history": mark("Read Message History"),
    "attach_files": mark("Attach Files"),
}
_SHOWN_CHANNELS = 10
COMMANDS = ("knowledge", "settings")


async def findings(bot: BriefBot, guild: int) -> list[str]:
    """List what is wrong in a server."""
    server, settings = bot.get_guild(guild), bot.service.settings(guild)
    if server is None:
        return [say("- I am not a member of this server.")]
    found = [*_permissions(server), *_channels(server, settings), *_intents(bot, settings)]
    found += [f"- {line}" for line in await _visibility(bot, server, settings)]
    aside = set_aside_lines(bot.service.editor, guild)
    if aside:
        found += [say("- Changes that no longer pass the check are set aside:"), *(f"  {line}" for line in aside)]
    conflicts = len(bot.service.editor.conflicts(guild))
    if conflicts:
        found.append(
            say("- The bundle has changed under {count} of this server's changes: /knowledge list state:conflicts", count=conflicts)
        )
    return found


def _missing(channel: discord.TextChannel | discord.ForumChannel) -> list[str]:
    allowed = channel.permissions_for(channel.guild.me)
    return [say(label) for name, label in _NEEDED.items() if not getattr(allowed, name)]


def _permissions(server: discord.Guild) -> Iterator[str]:
    """Say which permissions are missing where, one line for each set of them."""
    places: dict[str, list[str]] = {}
    channels: list[discord.TextChannel | discord.ForumChannel] = [*server.text_channels, *server.forums]
    for channel in channels:
        if missing := _missing(channel):
            places.setdefault(", ".join(missing), []).append(channel.mention)
    for what, where in places.items():
        named = ", ".join(where[:_SHOWN_CHANNELS]) + (" …" if len(where) > _SHOWN_CHANNELS else "")
        yield say("- In {where} I lack: {what}", where=named, what=what)
    if places:
        yield say("  To allow them: the channel's settings → Permissions → my role.")


def _channels(server: discord.Guild, settings: GuildSettings) -> Iterator[str]:
    """Say which of the channels in the settings are gone."""
    named = {settings.audit_channel, *settings.open_channels, *settings.quiet_channels} - {None}
    for channel in sorted(each for each in named if each is not None):
        if server.get_channel(channel) is None:
            yield say("- A channel of the settings ({channel}) is gone or hidden from me: see /settings show", channel=channel)
    if settings.moderators is not None and server.get_role(settings.moderators) is None:
        yield say("- The moderators' role is gone: choose another with /settings moderators")


def _intents(bot: BriefBot, settings: GuildSettings) -> Iterator[str]:
    if settings.open_channels and not bot.intents.message_content:
        yield say(
            "- I cannot read messages that do not mention me, so I stay silent in the open channels: the operator switches on the"
            " message-content intent in the Developer Portal (Bot → Message Content Intent) and restarts me."
        )


async def _visibility(bot: BriefBot, server: discord.Guild, settings: GuildSettings) -> list[str]:
    """Say which commands Discord still hides from the moderators' role; only an administrator can show them."""
    role = server.get_role(settings.moderators) if settings.moderators is not None else None
    if role is None or role.permissions.manage_guild or role.permissions.administrator:
        return []
    hidden = [command for command in await bot.tree.fetch_commands() if command.name in COMMANDS and not await _is_shown(command, role)]
    if not hidden:
        return []
    return [
        say("{commands} is hidden from {role}: Server Settings → Integrations → this bot → the command → Add Roles or Members.",
            commands=", ".join(f"`/{command.name}`" for command in hidden), role=role.mention)
    ]  # fmt: skip


async def _is_shown(command: app_commands.AppCommand, role: discord.Role) -> bool:
    """Tell whether a command was shown to a role."""
    try:
        shown = await command.fetch_permissions(role.guild)
    except discord.NotFound:
        return False
    except discord.Forbidden:
        return True  # it cannot be told, so nothing is claimed
    return any(each.id == role.id and each.permission for each in shown.permissions)
