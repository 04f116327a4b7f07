"""/privacy: what is kept and for how long, what is kept about the person who asks, and its deletion."""

from __future__ import annotations

from collections.abc import Sequence

from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from briefbot.bot import telling
from briefbot.bot.answering import Pressed
from briefbot.bot.client import BriefBot
from briefbot.bot.pressing import button, when_pressed
from briefbot.bot.replying import send_reply
from briefbot.bot.rows import view_of
from briefbot.words import say


class Privacy(commands.Cog):
    """Tells and deletes what is kept."""

    @app_commands.command(name=locale_str("privacy"), description=locale_str("Say what I keep, show what I keep about you, and delete it"))
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def privacy(self, interaction: Pressed) -> None:
        """Answer /privacy."""
        below = view_of([button(say("Show what is kept about me"), "privacy-show"), button(say("Delete it"), "privacy-delete")])
        await send_reply(interaction, telling.privacy(), view=below, is_private=True)


@when_pressed("privacy-show")
async def show(interaction: Pressed, _: Sequence[str]) -> None:
    """Show what is kept about the person who pressed."""
    client = interaction.client
    kept = await client.call(client.service.kept_about, interaction.user.id)
    await send_reply(interaction, telling.kept(kept), is_private=True)


@when_pressed("privacy-delete")
async def delete(interaction: Pressed, _: Sequence[str]) -> None:
    """Delete what is kept about the person who pressed."""
    client = interaction.client
    await client.call(client.service.forget, interaction.user.id)
    client.manners.forget(interaction.user.id)
    await send_reply(interaction, say("Done: nothing is kept about you any more."), is_private=True)


async def setup(bot: BriefBot) -> None:
    """Add the cog."""
    await bot.add_cog(Privacy())
