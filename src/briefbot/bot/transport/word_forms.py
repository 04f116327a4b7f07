"""Forms for a few words."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from briefbot.bot.transport.custom_ids import CustomId
from briefbot.rendering.markdown import shorten

WORDS = "words"
"""The field of the words."""
_TITLE_LIMIT = 45
"""The most characters of a form's title in Discord."""


class _Form(ui.Modal):
    """A form that discord.py does not keep."""

    def is_finished(self) -> bool:
        """Keep discord.py from keeping a dismissed form for ever."""
        return True


def words_form(
    title: str, custom_id: CustomId, label: str, limit: int, *, text: str = "", note: str = "", is_required: bool = True
) -> ui.Modal:
    """Make a form with one field of several lines; a note says what happens to the words."""
    form = _Form(title=shorten(title, _TITLE_LIMIT), custom_id=custom_id.pack())
    typed: ui.TextInput[Any] = ui.TextInput(
        custom_id=WORDS, style=discord.TextStyle.paragraph, default=text[:limit] or None, max_length=limit, required=is_required
    )
    form.add_item(ui.Label(text=label, description=note or None, component=typed))
    return form
