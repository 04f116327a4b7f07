"""What keeps the bot from working in a server, each with a solution, and what was checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import discord

from briefbot.bot.access import why_unfit
from briefbot.bot.client import BriefBot
from briefbot.bot.moderating.audit import set_aside_lines, unsupported_lines
from briefbot.bot.moderating.settings.command_visibility import visibility
from briefbot.bot.moderating.settings.menus import waiting
from briefbot.bot.moderating.store_reports import store_troubles
from briefbot.domain.records import GuildSettings
from briefbot.i18n import mark, say, say_many

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
"""Permissions that are not needed where all writing is in threads, and where there are no threads."""
_NAMED = 50
"""The most channels in a line: as many mentions as fit a message."""
Channel: TypeAlias = discord.TextChannel | discord.ForumChannel | discord.VoiceChannel | discord.StageChannel
"""Channels where people can write: announcements count as text, media as forums, voice channels have their own chat."""


async def findings(bot: BriefBot, guild: int, channel: int) -> list[str]:
    """List the problems in a server, and in one of its channels."""
    server, settings = bot.get_guild(guild), bot.service.settings(guild)
    if server is None:
        return [say("- I'm not a member of this server.")]
    found = [
        *store_troubles(bot, guild),
        *_permissions(server, _needed(server, settings)),
        *_chosen_wrongly(server, settings),
        *_intents(bot, settings),
    ]
    found += await visibility(bot, server, settings, channel)
    aside = set_aside_lines(bot.service.editor, guild)
    if aside:
        found += [say("- These changes no longer pass the check, so they aren't used:"), *(f"  {line}" for line in aside)]
    unsupported = await bot.call(unsupported_lines, bot.service.editor, guild)
    if unsupported:
        found += [say("- These changes say something that the article doesn't. They stay in use:"), *(f"  {line}" for line in unsupported)]
    conflicts = len(bot.service.editor.conflicts(guild))
    if conflicts:
        found.append(
            say_many(
                "- The curators changed {count} thing that you changed too. See `/knowledge list state:conflicts`.",
                "- The curators changed {count} things that you changed too. See `/knowledge list state:conflicts`.",
                conflicts,
            )
        )
    return found


def looked_at(bot: BriefBot, guild: int, *, is_well: bool) -> list[str]:
    """Say what was checked, and which settings keep the bot from answering, or from answering at once."""
    server, settings = bot.get_guild(guild), bot.service.settings(guild)
    if server is None:
        return []
    channels = say_many("permissions in {count} channel", "permissions in {count} channels", len(_needed(server, settings)))
    contents = say("message content on") if bot.intents.message_content else say("message content off")
    head = say("I checked: {channels}, which commands are visible, {contents}.", channels=channels, contents=contents)
    if is_well:
        works = say("Everything else works") if settings.is_paused else say("Everything works")
        head = say("{works}: {channels}, commands visible, {contents}.", works=works, channels=channels, contents=contents)
    return [*([] if is_well else [""]), *_pause(bot, guild, settings), head, *_brakes(settings)]


def _pause(bot: BriefBot, guild: int, settings: GuildSettings) -> Iterator[str]:
    """Say that moderators have paused the bot; other reasons for a pause are listed as problems."""
    if settings.is_paused and not (bot.service.in_maintenance or bot.service.is_unreadable(guild)):
        yield say("**Paused:** I don't answer anything in this server. `/knowledge resume` ends the pause.")


def _brakes(settings: GuildSettings) -> Iterator[str]:
    if not settings.is_paused:
        yield say("Not paused.")
    if settings.only_channels:
        yield say("Set here: I speak only in {where}.", where=_mentions(settings.only_channels))
    if settings.quiet_channels:
        yield say("Set here: I stay silent in {where}.", where=_mentions(settings.quiet_channels))
    yield say("Wait between two questions: {wait}.", wait=waiting(settings))


def _mentions(channels: Iterable[int]) -> str:
    return _listed([f"<#{channel}>" for channel in sorted(channels)])


def troubles(bot: BriefBot, guild: int, settings: GuildSettings) -> list[str]:
    """List what keeps the settings of a server from working."""
    server = bot.get_guild(guild)
    if server is None:
        return []
    chosen = [server.get_channel(each) for each in _chosen(settings)]
    found = [*_permissions(server, [each for each in chosen if isinstance(each, Channel)]), *_chosen_wrongly(server, settings)]
    return [*found, *_intents(bot, settings)] if settings.open_channels else found


def _chosen(settings: GuildSettings) -> list[int]:
    """List the channels that moderators want the bot to speak in."""
    told = [each for each in (settings.audit_channel, settings.digest_channel, settings.asked_in) if each]
    return sorted({*settings.open_channels, *told})


def _missing(channel: Channel) -> list[str]:
    """List the missing permissions in a channel, without those that Discord removes along with another one."""
    allowed, unneeded = channel.permissions_for(channel.guild.me), _UNNEEDED.get(type(channel), frozenset())
    if not allowed.view_channel:
        return ["view_channel"]
    taken_along = frozenset() if allowed.send_messages else frozenset({"attach_files"})
    return [name for name in _NEEDED if name not in unneeded | taken_along and not getattr(allowed, name)]


def _is_written_in(channel: Channel) -> bool:
    """Return whether people other than administrators write in a channel: nobody asks in rules and announcements."""
    people = (role for role in channel.guild.roles if not role.managed and not role.permissions.administrator)
    return any(_can_write(channel.permissions_for(role)) for role in people)


def _can_write(allowed: discord.Permissions) -> bool:
    return allowed.view_channel and (allowed.send_messages or allowed.send_messages_in_threads)


def _needed(server: discord.Guild, settings: GuildSettings) -> list[Channel]:
    """List the channels that the bot should be able to speak in."""
    channels: list[Channel] = [*server.text_channels, *server.forums, *server.voice_channels, *server.stage_channels]
    return [channel for channel in channels if channel.id in _chosen(settings) or _is_written_in(channel)]


def _permissions(server: discord.Guild, channels: Iterable[Channel]) -> Iterator[str]:
    """Say where each permission is missing.

    While the bot is timed out, only when that ends, because until then it has none anywhere.
    """
    end = server.me.timed_out_until
    if end is not None and server.me.is_timed_out():
        yield say(
            "- A moderator timed me out: I can't say anything before {time}. To end it: my name in the member list → Remove Timeout.",
            time=discord.utils.format_dt(end),
        )
        return
    places: dict[str, list[str]] = {}
    for channel in channels:
        for name in _missing(channel):
            places.setdefault(name, []).append(channel.mention)
    for name in sorted(places, key=list(_NEEDED).index):
        yield say("- I don't have {what} in {where}", what=say(_NEEDED[name]), where=_listed(places[name]))
    if places:
        yield say("  To allow this: the channel's settings → Permissions → my role.")


def _listed(named: Sequence[str]) -> str:
    """List as many names as fit, and count the others."""
    more = [say("and {count} more", count=len(named) - _NAMED)] if len(named) > _NAMED else []
    return ", ".join([*named[:_NAMED], *more])


def _chosen_wrongly(server: discord.Guild, settings: GuildSettings) -> Iterator[str]:
    """Say which channels and roles in the settings are gone, or cannot be used as set."""
    yield from _channels(server, settings)
    yield from _role(server, settings)


def _channels(server: discord.Guild, settings: GuildSettings) -> Iterator[str]:
    named = {*_chosen(settings), *settings.quiet_channels, *settings.only_channels}
    for channel in sorted(named):
        if server.get_channel(channel) is None:
            yield say("- A channel in the settings ({channel}) was deleted, or I can't see it. See `/settings show`.", channel=channel)
    silent = [channel for channel in settings.open_channels if settings.is_silent_in(channel)]
    if silent:
        yield say(
            "- Both silent and open to questions without a mention: {where}. Silent wins. To open them, pick "
            "them again in `/settings channels`.",
            where=_mentions(silent),
        )


def _role(server: discord.Guild, settings: GuildSettings) -> Iterator[str]:
    if settings.moderators is None:
        return
    role = server.get_role(settings.moderators)
    if role is None:
        yield say("- The moderator role was deleted. Pick another one with `/settings moderators`.")
    elif (why := why_unfit(server, role)) is not None:
        yield f"- {say(why)}"


def _intents(bot: BriefBot, settings: GuildSettings) -> Iterator[str]:
    if bot.intents.message_content:
        return
    if settings.open_channels:
        yield say(
            "- I can't read messages that don't mention me, so I stay silent in the open channels. My operator "
            "has to switch on the message-content intent in the Developer Portal (Bot → Message Content Intent) "
            "and restart me."
        )
    else:
        yield say(
            "- I can't read messages that don't mention me. That's fine as long as no channel is open to "
            "questions without a mention. To open one, my operator has to switch on the message-content intent "
            "in the Developer Portal (Bot → Message Content Intent) and restart me."
        )
