"""What keeps the bot from working in a server, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

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
_UNNEEDED: dict[type[discord.abc.GuildChannel], frozenset[str]] = {
    discord.ForumChannel: frozenset({"send_messages"}),
    discord.VoiceChannel: frozenset({"send_messages_in_threads"}),
    discord.StageChannel: frozenset({"send_messages_in_threads"}),
}
"""What is not needed where all writing is in threads, and where there are no threads."""
_SHOWN_CHANNELS = 10
Channel: TypeAlias = discord.TextChannel | discord.ForumChannel | discord.VoiceChannel | discord.StageChannel
"""Where people can write: announcements count as text, media as forums, calls have a chat of their own."""
COMMANDS = ("knowledge", "settings")


async def findings(bot: BriefBot, guild: int) -> list[str]:
    """List what is wrong in a server."""
    server, settings = bot.get_guild(guild), bot.service.settings(guild)
    if server is None:
        return [say("- I am not a member of this server.")]
    found = [*_permissions(_needed(server, settings)), *_channels(server, settings), *_intents(bot, settings)]
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


def troubles(bot: BriefBot, guild: int, settings: GuildSettings) -> list[str]:
    """List what keeps the settings of a server from doing what they say."""
    server = bot.get_guild(guild)
    if server is None:
        return []
    chosen = [server.get_channel(each) for each in _chosen(settings)]
    found = [*_permissions([each for each in chosen if isinstance(each, Channel)]), *_channels(server, settings)]
    return [*found, *_intents(bot, settings)] if settings.open_channels else found


def _chosen(settings: GuildSettings) -> list[int]:
    """List the channels that moderators want the bot to speak in."""
    return sorted({*settings.open_channels, *([settings.audit_channel] if settings.audit_channel else [])})


def _missing(channel: Channel) -> list[str]:
    allowed, unneeded = channel.permissions_for(channel.guild.me), _UNNEEDED.get(type(channel), frozenset())
    return [say(label) for name, label in _NEEDED.items() if name not in unneeded and not getattr(allowed, name)]


def _is_written_in(channel: Channel) -> bool:
    """Tell whether people write in a channel, administrators apart: in rules and announcements nobody asks."""
    people = (role for role in channel.guild.roles if not role.managed and not role.permissions.administrator)
    return any(_can_write(channel.permissions_for(role)) for role in people)


def _can_write(allowed: discord.Permissions) -> bool:
    return allowed.view_channel and (allowed.send_messages or allowed.send_messages_in_threads)


def _needed(server: discord.Guild, settings: GuildSettings) -> list[Channel]:
    """List the channels that the bot should be able to speak in."""
    channels: list[Channel] = [*server.text_channels, *server.forums, *server.voice_channels, *server.stage_channels]
    return [channel for channel in channels if channel.id in _chosen(settings) or _is_written_in(channel)]


def _permissions(channels: Iterable[Channel]) -> Iterator[str]:
    """Say which permissions are missing where, one line for each set of them."""
    places: dict[str, list[str]] = {}
    for channel in channels:
        missing = _missing(channel)
        if missing:
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
    if bot.intents.message_content:
        return
    if settings.open_channels:
        yield say(
            "- I cannot read messages that do not mention me, so I stay silent in the open channels: the operator switches on the"
            " message-content intent in the Developer Portal (Bot → Message Content Intent) and restarts me."
        )
    else:
        yield say(
            "- I cannot read messages that do not mention me. That is well as long as no channel is open to questions without a mention;"
            " for that, the operator switches on the message-content intent in the Developer Portal (Bot → Message Content Intent)"
            " and restarts me."
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
        say("Discord hides {commands} from {role}: Server Settings → Integrations → this bot → the command → Add Roles or Members.",
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
