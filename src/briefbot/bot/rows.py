"""The buttons below a reply: what may have been meant, what else can be asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import discord
from discord import ui

from briefbot.bot import items
from briefbot.bot.pressing import button
from briefbot.bot.rendering import Reply
from briefbot.words import say


def buttons(reply: Reply, asker: int) -> ui.View | None:
    """Make the buttons of a reply; None where it needs none."""
    made = list(_suggestions(reply, asker))
    return _view(made) if made else None


def _view(made: Iterable[ui.Item[Any]]) -> ui.View:
    view = ui.View(timeout=None)
    for item in made:
        view.add_item(item)
    return view


def _suggestions(reply: Reply, asker: int) -> Iterable[ui.Item[Any]]:
    for number, item in enumerate(reply.suggestions, 1):
        yield button(f"{number}. {item.title}", "suggest", asker, items.key(item), style=discord.ButtonStyle.primary)
    if reply.suggestions:
        yield button(say("None of these"), "none", asker)
