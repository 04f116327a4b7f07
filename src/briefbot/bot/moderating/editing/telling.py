"""Whoever wanted to be told hears once that there is an answer: by a reply where they can see it, else by a direct message."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import discord

from briefbot.bot.client import BriefBot
from briefbot.bot.transport.retries import TROUBLE
from briefbot.domain.inbox import Waiting
from briefbot.domain.knowledge import Key
from briefbot.i18n import say, speaking
from briefbot.rendering import moderation, replies
from briefbot.rendering.markdown import escape, small

log = logging.getLogger(__name__)

_MENTIONED = 20
"""People whom one reply names; the next ones get another reply."""
_Channel: TypeAlias = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread


async def tell_waiting(client: BriefBot, guild: discord.Guild | None, group: int, key: Key) -> None:
    """Tell whoever waits for a group that something answers it now."""
    if guild is None or client.service.settings(guild.id).is_paused:
        return
    thing = client.service.editor.thing(guild.id, key)
    waiting = await client.call(client.service.waiting.take, guild.id, group) if thing is not None else []
    if thing is None or not waiting:
        return
    members = await _members(guild, waiting, client.service.settings(guild.id).blocked)
    with speaking(str(guild.preferred_locale)):
        answer = await client.call_apart(_answer, client, guild.id, moderation.title(thing))
        for place in dict.fromkeys((each.channel_id, each.message_id) for each in waiting):
            here = [
                members[each.person_id] for each in waiting if (each.channel_id, each.message_id) == place and each.person_id in members
            ]
            await _tell(client, guild, here, place, answer)


async def _members(guild: discord.Guild, waiting: Iterable[Waiting], blocked: Iterable[int]) -> dict[int, discord.Member]:
    """Find who is still in a guild and may ask there."""
    found = {}
    for person in dict.fromkeys(each.person_id for each in waiting if each.person_id not in blocked):
        try:
            found[person] = await guild.fetch_member(person)
        except (discord.HTTPException, *TROUBLE) as error:
            log.info("somebody who waits for an answer was not found", extra={"guild": guild.id, "error": str(error)})
    return found


def _answer(client: BriefBot, guild: int, question: str) -> str:
    answer = replies.reply(client.service.ask(guild, question)).content
    return f"{small(say('Asked: {question}', question=escape(question)))}\n{answer}"


async def _tell(client: BriefBot, guild: discord.Guild, members: Sequence[discord.Member], place: tuple[int, int], answer: str) -> None:
    """Tell those who pressed below one message."""
    channel = _channel(client, guild, place[0])
    seeing = [member for member in members if channel is not None and _sees(channel, member)]
    unseeing = [member for member in members if member not in seeing]
    for begin in range(0, len(seeing), _MENTIONED):
        some = seeing[begin : begin + _MENTIONED]
        told = f"{' '.join(each.mention for each in some)} {say('You wanted to be told: there is an answer now.')}\n{answer}"
        if channel is None or not await client.sender.call_to(channel.get_partial_message(place[1]), told, some):
            unseeing += some
    for member in unseeing:
        told = say("You wanted to be told: there is an answer now in {server}.", server=escape(guild.name))
        await _write_to(client, member, f"{told}\n{answer}")


def _channel(client: BriefBot, guild: discord.Guild, wanted: int) -> _Channel | None:
    """Find a channel or thread that is still there and in which the bot may speak."""
    channel = guild.get_channel_or_thread(wanted)
    if not isinstance(channel, _Channel) or (isinstance(channel, discord.Thread) and channel.parent is None):
        return None
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    return None if client.service.settings(guild.id).is_silent_in(wanted, parent) else channel


def _sees(channel: _Channel, member: discord.Member) -> bool:
    """Return whether somebody can read a channel; who is in a private thread is not known."""
    allowed = channel.permissions_for(member)
    is_private = isinstance(channel, discord.Thread) and channel.is_private()
    return allowed.view_channel and allowed.read_message_history and not is_private


async def _write_to(client: BriefBot, member: discord.Member, content: str) -> None:
    """Write to somebody alone, if they let the bot."""
    try:
        channel = await client.create_dm(member)
    except (discord.HTTPException, *TROUBLE) as error:
        log.info("somebody who waits for an answer cannot be written to", extra={"guild": member.guild.id, "error": str(error)})
        return
    await client.sender.post(channel, content)
