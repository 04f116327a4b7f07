"""Handle `/knowledge stats`: what was asked in a server, as text, as a table and as a picture."""

from __future__ import annotations

import io

import discord

from briefbot.bot.access import guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.transport.interactions import in_time, send_files, send_pages, text_file
from briefbot.domain.figures import Figures
from briefbot.i18n import say
from briefbot.rendering.figures.text import as_csv, asked_lines, chart_words, day_lines, figures_lines, never_lines
from briefbot.rendering.markdown import escape, pages, small

FILE, PICTURE = "figures.csv", "figures.png"


async def show_figures(interaction: Interaction, days: int) -> None:
    """Show the figures of the last days to one moderator."""
    client, guild = interaction.client, guild_of(interaction)
    await client.writes.finish()  # the newest questions count too
    figures = await in_time(interaction, client.call_apart(client.service.figures, guild, days), is_private=True)
    parts = (asked_lines(figures, escape), day_lines(figures), never_lines(figures, escape))
    text = "\n\n".join(["\n".join(figures_lines(figures)), *(_headed(part) for lines in parts if (part := list(lines)))])
    if client.chart is None:
        hint = say("For a picture too, the operator has to install `briefbot[charts]`.")
        text += f"\n\n{small(hint)}"
    await send_pages(interaction, pages(text))
    await send_files(interaction, say("In full:"), [*await _pictures(client, figures), text_file(FILE, as_csv(figures))])


def _headed(lines: list[str]) -> str:
    return "\n".join([f"**{lines[0]}**", *lines[1:]])


async def _pictures(client: BriefBot, figures: Figures) -> list[discord.File]:
    if client.chart is None:
        return []
    drawn = await client.call_apart(client.chart, figures)
    return [discord.File(io.BytesIO(drawn), PICTURE, description=chart_words(figures))]
