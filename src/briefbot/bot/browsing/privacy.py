"""/privacy: what is kept and for how long, what is kept about the person who asks, and its deletion."""

from __future__ import annotations

from dataclasses import dataclass

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.pacing.job import Job
from briefbot.bot.transport.components import button, view_of
from briefbot.bot.transport.custom_ids import CustomId
from briefbot.bot.transport.interactions import replace_reply, send_reply
from briefbot.bot.transport.requests import request_of
from briefbot.domain.clocks import seconds
from briefbot.domain.records import Kept
from briefbot.i18n import say
from briefbot.rendering import help_pages

EXPIRE = 60.0
"""Seconds between two deletions of expired data."""


@dataclass(frozen=True)
class ShowKept(CustomId):
    """Show what is kept about the person who presses."""

    head = "bb:privacy-show"


@dataclass(frozen=True)
class DeleteKept(CustomId):
    """Delete what is kept about the person who presses."""

    head = "bb:privacy-delete"


@dataclass(frozen=True)
class ConfirmDeletion(CustomId):
    """Delete also what cannot be restored."""

    head = "bb:privacy-delete-now"


@dataclass(frozen=True)
class KeepAll(CustomId):
    """Delete nothing after all."""

    head = "bb:privacy-keep"


class Privacy(commands.Cog):
    """Shows and deletes what is kept."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self.bot = bot
        self._job = Job(self.expire, EXPIRE)

    async def cog_load(self) -> None:
        """Start deleting expired data."""
        self._job.start()

    async def cog_unload(self) -> None:
        """Stop."""
        self._job.cancel()

    async def expire(self) -> None:
        """Delete expired data."""
        _expire(self.bot)

    @app_commands.command(name="privacy", description=locale_str("Show what I keep about you, and delete it"))
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def privacy(self, interaction: Interaction) -> None:
        """Answer /privacy."""
        show, delete = (
            button(say("Show my data"), ShowKept()),
            button(say("Delete my data"), DeleteKept()),
        )
        settings = self.bot.service.settings(request_of(interaction).place.guild)
        told = help_pages.privacy(settings.inbox_days, can_ask=settings.asked_in is not None)
        await send_reply(interaction, told, view=view_of([show, delete]), is_private=True)


async def show(interaction: Interaction, _: ShowKept) -> None:
    """Show what is kept about the person who pressed."""
    client = interaction.client
    _expire(client)
    kept = await client.call(client.service.kept_about, interaction.user.id)
    await send_reply(interaction, help_pages.kept(kept, is_timed=client.cooldowns.is_known(interaction.user.id)), is_private=True)


async def delete(interaction: Interaction, _: DeleteKept) -> None:
    """Delete what is kept about the person who pressed; ask first if that cannot be undone."""
    client = interaction.client
    kept = await client.call(client.service.kept_about, interaction.user.id)
    if kept.changes:
        sure = button(say("Delete for good"), ConfirmDeletion(), style=discord.ButtonStyle.danger)
        below = view_of([button(say("Cancel"), KeepAll()), sure])
        await send_reply(interaction, help_pages.deletion(kept.changes), view=below, is_private=True)
    else:
        await send_reply(interaction, await _forget(interaction), is_private=True)


async def delete_now(interaction: Interaction, _: ConfirmDeletion) -> None:
    """Delete what is kept about the person who pressed twice."""
    await replace_reply(interaction, await _forget(interaction))


async def keep_all(interaction: Interaction, _: KeepAll) -> None:
    """Delete nothing after all."""
    await replace_reply(interaction, say("Nothing was deleted."))


async def _forget(interaction: Interaction) -> str:
    """Delete a person's data, and return what is left."""
    client = interaction.client
    client.desk.forget(interaction.user.id)
    await client.writes.finish()  # a draft that is being written must not come after its deletion
    await client.call(client.service.forget, interaction.user.id)
    client.cooldowns.forget(interaction.user.id)
    left = await client.call(client.service.kept_about, interaction.user.id)
    if left == Kept():
        return say("Done. I no longer keep anything about you.")
    done = say("Done. Only this is left, because I may not delete it:")
    return f"{done}\n{help_pages.kept(left)}"


def _expire(client: BriefBot) -> None:
    client.service.expire(seconds())
    client.cooldowns.expire()
    client.desk.expire()
    client.recent_answers.expire()


async def setup(bot: BriefBot) -> None:
    """Add the cog, and register its buttons."""
    await bot.add_cog(Privacy(bot))
    bot.router.button(ShowKept, show)
    bot.router.button(DeleteKept, delete)
    bot.router.button(ConfirmDeletion, delete_now)
    bot.router.button(KeepAll, keep_all)
