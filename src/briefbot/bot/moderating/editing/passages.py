"""The article's text at the places that an edit cites."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from briefbot.bot.client import Interaction
from briefbot.bot.transport.interactions import text_file
from briefbot.domain.knowledge import Evidence
from briefbot.rendering import comparison


def cited(interaction: Interaction, evidence: Sequence[Evidence], around: str, room: int) -> tuple[list[str], list[discord.File]]:
    """Show the article's text at some places; if that is cut, attach all of it as a file."""
    article, source = interaction.client.service.article, interaction.client.service.knowledge().source
    if article is None:
        return [], []
    found = comparison.passages(evidence, around, article, source, room)
    whole = [] if found.is_whole else [text_file("article.txt", comparison.whole_passages(evidence, article, source))]
    return list(found.lines), whole
