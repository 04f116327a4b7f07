"""Post a summary of the inbox every day or week, with a menu for each group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import discord
from discord.ext import commands

from briefbot.bot.client import BriefBot
from briefbot.bot.moderating.inbox.group_ids import PickForGroup, TurnInbox
from briefbot.bot.moderating.inbox.panel import Shown, near_to, way_options
from briefbot.bot.pacing.job import Job
from briefbot.bot.transport.components import CHOICE_LIMIT, Control, button, menu, view_of
from briefbot.domain.clocks import wall_clock
from briefbot.domain.records import GuildSettings
from briefbot.i18n import clip, mark, say, speaking
from briefbot.rendering import moderation
from briefbot.rendering.markdown import CONTENT_LIMIT, shorten

LOOK = 900.0
"""Seconds between two checks for summaries that are due."""
GROUPS = 4
"""The most groups in a summary: a message has five rows, and the last one leads to all other groups."""
_EVERY = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}
_ACTS = {
    "new": mark("New entry"),
    "gap": mark("Known gap"),
    "off": mark("Not for this bot"),
    "ignored": mark("Ignore for good"),
    "mine": mark("I'm on it"),
}


class Digests(commands.Cog):
    """Posts the summaries of the inbox."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self.bot = bot
        self._job = Job(self.tell, LOOK)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Start once the servers are known."""
        self._job.cancel()
        self._job.start()

    async def cog_unload(self) -> None:
        """Stop."""
        self._job.cancel()

    async def tell(self) -> None:
        """Post the summary of each server that is due."""
        now = round(wall_clock().timestamp())
        for guild in list(self.bot.guilds):
            if _is_due(self.bot.service.settings(guild.id), now):
                await self._tell(guild, now)

    async def _tell(self, guild: discord.Guild, now: int) -> None:
        """Record that a server gets its summary, then post it: two summaries would be worse than none."""
        client, settings = self.bot, self.bot.service.settings(guild.id)
        channel = guild.get_channel(settings.digest_channel or 0)
        if not isinstance(channel, discord.abc.Messageable):
            return
        groups = await client.call_apart(client.service.inbox.open_groups, guild.id)
        await client.call(client.service.guilds.change, guild.id, digested=now)
        if groups:
            shown = [Shown(group, near_to(client, guild.id, group)) for group in groups[:GROUPS]]
            with speaking(client.language_in(guild.id)):
                content = "\n".join([moderation.inbox_headline(groups), *_lines(shown)])
                controls = [*group_menus(client, guild.id, shown), button(say("Open the inbox"), TurnInbox(1))]
                await client.sender.post(channel, clip(content, CONTENT_LIMIT), view=view_of(controls))


def _is_due(settings: GuildSettings, now: int) -> bool:
    every = _EVERY.get(settings.digest)
    is_wanted = settings.inbox_days > 0 and settings.digest_channel is not None and not settings.is_paused
    return every is not None and is_wanted and not 0 <= now - settings.digested < every.total_seconds()


def _lines(shown: Sequence[Shown]) -> Iterator[str]:
    for number, each in enumerate(shown, 1):
        first, *others = moderation.group_lines(each.group, each.near)
        yield from (f"**{number}.** {first}", *others)


def group_menus(client: BriefBot, guild: int, shown: Sequence[Shown]) -> Iterator[Control]:
    """Return a menu for each group: the entries to add it to, and other actions."""
    for number, each in enumerate(shown, 1):
        options = way_options(client, guild, each.near)
        for found in options:
            found.label = shorten(say("A way to ask: {title}", title=found.label), CHOICE_LIMIT)
        acts = [discord.SelectOption(label=say(label), value=act) for act, label in _ACTS.items()]
        placeholder = shorten(say("{number}. What should happen to it?", number=number), CHOICE_LIMIT)
        yield menu(placeholder, PickForGroup(each.group.id), options=[*options, *acts])


async def setup(bot: BriefBot) -> None:
    """Add the cog if there is a store for questions."""
    if bot.service.can_be_edited:
        await bot.add_cog(Digests(bot))
