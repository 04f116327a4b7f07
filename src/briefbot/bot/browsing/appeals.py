"""A blocked member has one appeal: it is posted to the audit channel, and counts until the block is lifted."""

from __future__ import annotations

from dataclasses import dataclass

from briefbot.bot.asking.care import care
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.audit import post_to_audit
from briefbot.bot.transport.common_buttons import Appeal
from briefbot.bot.transport.custom_ids import CustomId
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import fill_in, put_off, show_form
from briefbot.bot.transport.requests import request_of
from briefbot.bot.transport.router import Typed
from briefbot.bot.transport.word_forms import WORDS, words_form
from briefbot.domain.records import GuildSettings
from briefbot.i18n import mark, say, speaking
from briefbot.rendering.markdown import block_quote, escape

WORDS_LIMIT = 300
"""Characters of what somebody writes with an appeal."""


@dataclass(frozen=True)
class AppealForm(CustomId):
    """The form of an appeal, with room for a few words."""

    head = "bb-form:appeal"


async def ask_for_words(interaction: Interaction, _: Appeal) -> None:
    """Let a blocked member write a few words, if they like."""
    place = request_of(interaction).place
    if not _may_appeal(interaction.client.service.settings(place.guild), place.person):
        raise _refusal()
    note = say("The moderators see it with your name. You can ask once.")
    form = words_form(say("Ask them to lift the block"), AppealForm(), say("Why, if you like"), WORDS_LIMIT, note=note, is_required=False)
    await show_form(interaction, form)


def _may_appeal(settings: GuildSettings, person: int) -> bool:
    return settings.audit_channel is not None and person in settings.blocked and person not in settings.appealed


def _refusal() -> RefusedError:
    return RefusedError(mark("You are not blocked, or you have already asked."))


async def appeal(interaction: Interaction, _: AppealForm, typed: Typed) -> None:
    """Ask the moderators, once, to lift a block; an appeal that does not reach them is not counted."""
    client, place, server = interaction.client, request_of(interaction).place, interaction.guild
    words = typed.get(WORDS, "").strip()
    if await care(client, request_of(interaction), [words]):
        return
    await put_off(interaction)
    if place.guild is None or server is None or not await client.call(client.service.guilds.appeal, place.guild, place.person):
        raise _refusal()
    with speaking(client.language_in(server.id)):
        asked = say("<@{member}> is blocked and asks to be unblocked: `/knowledge unblock`. They can ask once.", member=place.person)
    if await post_to_audit(client, place.guild, "\n".join([asked, *([block_quote(escape(words))] if words else [])])):
        await fill_in(interaction, say("The moderators have been asked. It's their decision; you can ask once."))
        return
    await client.call(client.service.guilds.forget_appeal, place.guild, place.person)
    await fill_in(interaction, say("The moderators could not be asked just now. Please try again later."))


async def setup(bot: BriefBot) -> None:
    """Register the button and the form."""
    if bot.service.can_be_edited:
        bot.router.button(Appeal, ask_for_words)
        bot.router.form(AppealForm, appeal)
