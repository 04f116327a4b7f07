"""Notify the people who are waiting for an answer, once.

Reply to their message if they can see that, else send a direct message.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import discord
from discord.ext import commands

from briefbot.bot.client import BriefBot
from briefbot.bot.pacing.job import Job
from briefbot.bot.transport.retries import TROUBLE
from briefbot.bot.transport.sending import Posted
from briefbot.domain.inbox import Waiting
from briefbot.domain.knowledge import Key
from briefbot.i18n import say, speaking
from briefbot.rendering import moderation, replies
from briefbot.rendering.markdown import escape, small

log = logging.getLogger(__name__)

LOOK = 60.0
"""Seconds between two checks for people to notify."""
_MENTIONED = 20
"""How many people one reply mentions; the next ones get another reply."""
_Channel: TypeAlias = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread


@dataclass(frozen=True, slots=True)
class News:
    """The two wordings of a notice: for a reply that mentions people, and for a direct message."""

    below: str
    alone: str
    name: str
    """The name by which Discord recognises a repeated notice."""


@dataclass(slots=True)
class Reached:
    """Who was reached, and who never will be; another try may reach the others."""

    told: set[int] = field(default_factory=set)
    lost: set[int] = field(default_factory=set)

    def note(self, people: Iterable[discord.Member], posted: Posted) -> None:
        """Record the result of a notice."""
        noted = {Posted.YES: self.told, Posted.NEVER: self.lost}.get(posted)
        if noted is not None:
            noted.update(each.id for each in people)


class Telling(commands.Cog):
    """Notifies people who could not be notified at once: while the server was paused, or Discord failed."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self.bot = bot
        self._job = Job(self.look, LOOK)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Start once the servers are known."""
        self._job.cancel()
        self._job.start()

    async def cog_unload(self) -> None:
        """Stop."""
        self._job.cancel()

    async def look(self) -> None:
        """Notify everybody who is due."""
        await _tell_due(self.bot)


async def tell_waiting(client: BriefBot, guild: discord.Guild | None, group: int, key: Key) -> None:
    """Notify the people who wait for a group that something answers it; if that is not possible now, do it later."""
    if guild is not None:
        await client.call(client.service.waiting.answer, guild.id, group, key)
        await _tell_due(client)


async def _tell_due(client: BriefBot) -> None:
    """Notify everybody who is due, each below the message where they asked, and only then delete their record.

    If the bot is killed in between, they are notified again under the same name. Discord recognises it for some minutes
    as the same message.
    """
    async with client.telling:  # so that two tasks do not notify the same person
        due = await client.call(client.service.waiting.due)
        for guild_id, group, answer, channel, message in dict.fromkeys(map(_place, due)):
            guild = client.get_guild(guild_id)
            if guild is None or client.service.settings(guild_id).is_paused:
                continue
            key = next((key for key in client.service.editor.keys(guild_id) if " ".join(key) == answer), None)
            thing = client.service.editor.thing(guild_id, key) if key is not None else None
            if thing is None:
                await client.call(client.service.waiting.answer, guild_id, group, None)
                continue
            people = [each.person_id for each in due if _place(each) == (guild_id, group, answer, channel, message)]
            news = await _news(client, guild, moderation.title(thing), f"{group} {channel} {message}")
            reached = await reach(client, guild, people, (channel, message), news)
            for person in reached.told | reached.lost:
                await client.call(client.service.waiting.drop, guild_id, group, person)


def _place(waiting: Waiting) -> tuple[int, int, str | None, int, int]:
    return waiting.guild_id, waiting.group_id, waiting.answer, waiting.channel_id, waiting.message_id


async def _news(client: BriefBot, guild: discord.Guild, title: str, name: str) -> News:
    with speaking(client.language_in(guild.id)):
        answer = await client.call_apart(_answer, client, guild.id, title)
        below = "\n".join([say("You asked me to tell you: there is an answer now."), answer])
        alone = "\n".join([say("You asked me to tell you: there is an answer now in {server}.", server=escape(guild.name)), answer])
    return News(below, alone, name)


def _answer(client: BriefBot, guild: int, question: str) -> str:
    answer = replies.reply(client.service.ask(guild, question)).content
    asked = say("Asked: {question}", question=escape(question))
    return f"{small(asked)}\n{answer}"


async def reach(client: BriefBot, guild: discord.Guild, people: Sequence[int], place: tuple[int, int], news: News) -> Reached:
    """Notify people below a message if they can see it, each by name, else by direct message.

    People who have left or are blocked are not notified.
    """
    reached = Reached()
    members = await _members(guild, people, client.service.settings(guild.id).blocked, reached)
    channel = _channel(client, guild, place[0]) if place[1] else None  # a private question gets a private notice
    seeing = [member for member in members if channel is not None and _sees(channel, member)]
    if channel is not None and seeing:
        await _call(client, channel.get_partial_message(place[1]), seeing, news, reached)
    for member in members:
        if member not in seeing or member.id in reached.lost:
            reached.lost.discard(member.id)
            reached.note([member], await client.sender.write_to(member, news.alone, f"{news.name} {member.id}"))
    return reached


async def _call(client: BriefBot, below: discord.PartialMessage, seeing: Sequence[discord.Member], news: News, reached: Reached) -> None:
    """Notify people who see a message below it."""
    for begin in range(0, len(seeing), _MENTIONED):
        some = seeing[begin : begin + _MENTIONED]
        content = f"{' '.join(each.mention for each in some)} {news.below}"
        name = " ".join([news.name, *(str(each.id) for each in some)])
        reached.note(some, await client.sender.call_to(below, content, some, name))


async def _members(guild: discord.Guild, people: Iterable[int], blocked: Iterable[int], reached: Reached) -> list[discord.Member]:
    """Return the people who are still in a guild and may ask there."""
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
    """Return a channel or thread that still exists and in which the bot may speak."""
    channel = guild.get_channel_or_thread(wanted)
    if not isinstance(channel, _Channel) or (isinstance(channel, discord.Thread) and channel.parent is None):
        return None
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    return None if client.service.settings(guild.id).is_silent_in(wanted, parent) else channel


def _sees(channel: _Channel, member: discord.Member) -> bool:
    """Return whether a person can read a channel; the members of a private thread are unknown."""
    allowed = channel.permissions_for(member)
    is_private = isinstance(channel, discord.Thread) and channel.is_private()
    return allowed.view_channel and allowed.read_message_history and not is_private


async def setup(bot: BriefBot) -> None:
    """Add the cog if there is a store for waiting people."""
    if bot.service.can_be_edited:
        await bot.add_cog(Telling(bot))
