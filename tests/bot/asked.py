"""What tests of questions to the moderators share: somebody asks what has no answer, and hands it over."""

from __future__ import annotations

import discord
from simcord import ChannelHandle, InteractionResult, MemberActor

from bot.desks import Desk, submit

SLATES = "how much did they pay for those slates"
TEA = "Who invented the telephone?"
ASK = "Ask the moderators"


def channel_for_questions(desk: Desk) -> ChannelHandle:
    """Give the moderators a channel for questions."""
    channel = desk.guild.create_text_channel("desk")
    desk.service.guilds.change(desk.guild.id, inbox_days=30, member_cooldown=0, ask_channel=channel.id)
    return channel


async def refused(desk: Desk, words: str = TEA) -> discord.Message:
    """Let Ana ask what has no answer."""
    await desk.ana.send(desk.channel, f"<@{desk.bot.me.id}> {words}")
    return desk.channel.history()[-1]


async def ask(who: MemberActor, below: object, **typed: str) -> InteractionResult:
    """Let somebody press the button and send the form off."""
    return await submit(who, await who.click(below, label=ASK), **typed)
