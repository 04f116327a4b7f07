"""A blocked member has one appeal: it is posted to the audit channel, and counts until the block is lifted."""

from __future__ import annotations

from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.audit import post_to_audit
from briefbot.bot.transport.common_buttons import Appeal
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import replace_reply
from briefbot.bot.transport.requests import request_of
from briefbot.i18n import mark, say, speaking


async def appeal(interaction: Interaction, _: Appeal) -> None:
    """Ask the moderators, once, to lift the block of whoever pressed."""
    client, place, server = interaction.client, request_of(interaction).place, interaction.guild
    if place.guild is None or server is None or not await client.call(client.service.guilds.appeal, place.guild, place.person):
        raise RefusedError(mark("You are not blocked, or you have already asked."))
    with speaking(client.language_in(server.id)):
        asked = say("<@{member}> is blocked and asks to be unblocked: `/knowledge unblock`. They can ask once.", member=place.person)
        await post_to_audit(client, place.guild, asked)
    await replace_reply(interaction, say("The moderators have been asked. It's their decision; you can ask once."))


async def setup(bot: BriefBot) -> None:
    """Register the button."""
    if bot.service.can_be_edited:
        bot.router.button(Appeal, appeal)
