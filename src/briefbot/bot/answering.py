"""An exchange into a reply: rendered, with its buttons, sent, and its offers closed in time."""

from __future__ import annotations

from datetime import timedelta

import discord

from briefbot.bot import rendering
from briefbot.bot.client import BriefBot
from briefbot.bot.replying import Target, replace_reply, send_reply, switch_off
from briefbot.bot.rows import buttons
from briefbot.model import Exchange

OFFER_TIME = timedelta(minutes=5)
"""How long suggestions can be chosen."""


async def send_answer(bot: BriefBot, target: Target, exchange: Exchange, *, asker: int, is_private: bool = False) -> discord.Message | None:
    """Reply with what a question came to."""
    reply = rendering.reply(exchange)
    view = buttons(reply, asker)
    sent = await send_reply(target, reply.content, view=view, is_private=is_private)
    if sent is not None and view is not None and reply.suggestions:
        bot.later(OFFER_TIME.total_seconds(), lambda: switch_off(sent, view))
    return sent


async def replace_by_answer(interaction: discord.Interaction[BriefBot], exchange: Exchange) -> None:
    """Put an answer in the place of the message whose button was pressed."""
    reply = rendering.reply(exchange)
    await replace_reply(interaction, reply.content, view=buttons(reply, interaction.user.id))
