"""/knowledge stats: what was asked in a server, as text and as a table."""

from __future__ import annotations

from briefbot.bot.access import guild_of
from briefbot.bot.client import Interaction
from briefbot.bot.transport.interactions import in_time, send_files, send_pages, text_file
from briefbot.i18n import say
from briefbot.rendering.figures.text import as_csv, asked_lines, day_lines, figures_lines
from briefbot.rendering.markdown import escape, pages

FILE = "figures.csv"


async def show_figures(interaction: Interaction, days: int) -> None:
    """Show the figures of the last days to one moderator."""
    client, guild = interaction.client, guild_of(interaction)
    await client.writes.finish()  # what was just asked is among them
    figures = await in_time(interaction, client.call_apart(client.service.figures, guild, days), is_private=True)
    parts = (figures_lines(figures), asked_lines(figures, escape), day_lines(figures))
    text = "\n\n".join(text for text in map("\n".join, parts) if text)
    await send_pages(interaction, pages(text))
    await send_files(interaction, say("All of it:"), [text_file(FILE, as_csv(figures))])
