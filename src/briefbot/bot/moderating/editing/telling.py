"""Whoever wanted to be told hears once that there is an answer.

By a reply where they can see it, else by a direct message.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import discord

from briefbot.bot.client import BriefBot
from briefbot.bot.transport.retries import TROUBLE
from briefbot.bot.transport.sending import Posted
from briefbot.domain.knowledge import Key
from briefbot.i18n import say, speaking
from briefbot.rendering import moderation, replies
from briefbot.rendering.markdown import escape, small

log = logging.getLogger(__name__)

_MENTIONED = 20
"""People whom one reply names; the next ones get another reply."""
_Channel: TypeAlias = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread


@dataclass(frozen=True, slots=True)
class News:
    """What somebody is told: in a reply that names them, or alone."""

    below: str
    alone: str
    name: str
    """By which Discord knows that it was sent."""


@dataclass(slots=True)
class Reached:
    """Whom some news reached, and whom it will never reach; another try may reach the others."""

    told: set[int] = field(default_factory=set)
    lost: set[int] = field(default_factory=set)

    def note(self, people: Iterable[discord.Member], posted: Posted) -> None:
        """Note what came of telling people."""
        noted = {Posted.YES: self.told, Posted.NEVER: self.lost}.get(posted)
        if noted is not None:
            noted.update(each.id for each in people)


async def tell_waiting(client: BriefBot, guild: discord.Guild | None, group: int, key: Key) -> None:
    """Tell whoever waits for a group that something answers it now."""
    if guild is None or client.service.settings(guild.id).is_paused:
        return
    thing = client.service.editor.thing(guild.id, key)
    waiting = await client.call(client.service.waiting.take, guild.id, group) if thing is not None else []
    if thing is None or not waiting:
        return
    with speaking(client.language_in(guild.id)):
        answer = await client.call_apart(_answer, client, guild.id, moderation.title(thing))
        below = "\n".join([say("You asked me to tell you: there is an answer now."), answer])
        alone = "\n".join([say("You asked me to tell you: there is an answer now in {server}.", server=escape(guild.name)), answer])
    for place in dict.fromkeys((each.channel_id, each.message_id) for each in waiting):
        here = [each.person_id for each in waiting if (each.channel_id, each.message_id) == place]
        await reach(client, guild, here, place, News(below, alone, f"{group} {place[0]} {place[1]}"))


def _answer(client: BriefBot, guild: int, question: str) -> str:
    answer = replies.reply(client.service.ask(guild, question)).content
    asked = say("Asked: {question}", question=escape(question))
    return f"{small(asked)}\n{answer}"


async def reach(client: BriefBot, guild: discord.Guild, people: Sequence[int], place: tuple[int, int], news: News) -> Reached:
    """Tell people something below a message where they see it, each by name, else alone; whoever has left or is blocked is not told."""
    reached = Reached()
    members = await _members(guild, people, client.service.settings(guild.id).blocked, reached)
    channel = _channel(client, guild, place[0]) if place[1] else None  # what was asked privately is told privately
    seeing = [member for member in members if channel is not None and _sees(channel, member)]
    if channel is not None and seeing:
        await _call(client, channel.get_partial_message(place[1]), seeing, news, reached)
    for member in members:
        if member not in seeing or member.id in reached.lost:
            reached.lost.discard(member.id)
            reached.note([member], await client.sender.write_to(member, news.alone, f"{news.name} {member.id}"))
    return reached


async def _call(client: BriefBot, below: discord.PartialMessage, seeing: Sequence[discord.Member], news: News, reached: Reached) -> None:
    """Tell people who see a message something below it."""
    for begin in range(0, len(seeing), _MENTIONED):
        some = seeing[begin : begin + _MENTIONED]
        content = f"{' '.join(each.mention for each in some)} {news.below}"
        reached.note(some, await client.sender.call_to(below, content, some, f"{news.name} {some[0].id}"))


async def _members(guild: discord.Guild, people: Iterable[int], blocked: Iterable[int], reached: Reached) -> list[discord.Member]:
    """Find who is still in a guild and may ask there."""
    found = []
    for person in dict.fromkeys(people):
        try:
            if person not in blocked:
                found.append(await guild.fetch_member(person))
                continue
        except discord.NotFound:
            pass
        except (discord.HTTPException, *TROUBLE) as error:
            log.info("somebody who waits for an answer was not found", extra={"guild": guild.id, "error": str(error)})
            continue
        reached.lost.add(person)
    return found


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
