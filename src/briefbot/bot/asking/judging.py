"""Was this right? A button below a reply asks.

The rest is private, each person has one rating, and it changes nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

import discord

from briefbot.bot.asking.answer_buttons import NOTHING, JudgeReply, ShowAgain, ShowSources
from briefbot.bot.asking.care import care
from briefbot.bot.asking.holding import words_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.common_buttons import AskModerators
from briefbot.bot.transport.components import Control, button, find_below, menu, view_of
from briefbot.bot.transport.custom_ids import CustomId, Snowflake
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import replace_reply, send_reply, show_form
from briefbot.bot.transport.requests import request_of
from briefbot.bot.transport.router import Typed
from briefbot.bot.transport.word_forms import words_form
from briefbot.domain.knowledge import Item
from briefbot.i18n import mark, say
from briefbot.rendering.markdown import small
from briefbot.service.opinions import REASON_LIMIT

_OWN_WORDS = "other"
_REASONS = {
    "false": mark("The answer is wrong"),
    "other-question": mark("It answers another question"),
    "incomplete": mark("Something is missing"),
    "outdated": mark("It is out of date"),
    "unclear": mark("It is hard to understand"),
    "in-article": mark("The article does answer this"),
    _OWN_WORDS: mark("Something else, in my own words"),
}


@dataclass(frozen=True)
class SayRight(CustomId):
    """Rate a reply."""

    head = "bb:right-say"
    said: Literal["yes", "no"]
    message: Snowflake
    item: str


@dataclass(frozen=True)
class PickReason(CustomId):
    """Say why a reply was not right."""

    head = "bb-menu:right"
    message: Snowflake
    item: str


@dataclass(frozen=True)
class ReasonInWords(CustomId):
    """The form for a person's own reason."""

    head = "bb-form:right"
    message: Snowflake
    item: str


@dataclass(frozen=True)
class TellMe(CustomId):
    """Get notified when a group of the inbox has an answer."""

    head = "bb:tell-me"
    group: int
    message: Snowflake


async def ask_whether_right(interaction: Interaction, _: JudgeReply) -> None:
    """Ask one person whether a reply was right."""
    client, request, message = interaction.client, request_of(interaction), interaction.message
    client.knowledge_in(request.place)  # raises an error for a blocked person
    if message is None or request.place.guild is None:
        raise RefusedError(JudgeReply.outdated)
    settings = client.service.settings(request.place.guild)
    if (settings.inbox_days or settings.asked_in is not None) and (words := words_of(client, message)):
        client.recent_answers.keep_words(message.id, words)  # the message above is not available at the next press
    shown = find_below(message, ShowSources) or find_below(message, ShowAgain)
    item = shown.items.partition(".")[0] if shown is not None else NOTHING
    choices = [
        button(say("Yes"), SayRight("yes", message.id, item)),
        button(say("No"), SayRight("no", message.id, item)),
    ]
    note = small(say("Only you see this. Moderators see what was said, never by whom."))
    await send_reply(interaction, "\n".join([say("Was this right?"), note]), view=view_of(choices), is_private=True)


async def say_right(interaction: Interaction, pressed: SayRight) -> None:
    """Save the rating of a reply, and ask for a reason."""
    is_first = await _keep(interaction, pressed.message, pressed.item, is_right=pressed.said == "yes")
    if pressed.said == "yes":
        await replace_reply(interaction, say("Thank you."))
        return
    group = await _hold_wrong(interaction, pressed, is_first=is_first)
    options = [discord.SelectOption(label=say(label), value=reason) for reason, label in _REASONS.items()]
    reasons = menu(say("What was wrong?"), PickReason(pressed.message, pressed.item), options=options)
    below = _leading_on(interaction, group, pressed.message) if group is not None else ()
    await replace_reply(interaction, say("Thank you; that's noted. If you like, say what was wrong."), view=view_of([reasons, *below]))


async def _hold_wrong(interaction: Interaction, pressed: SayRight, *, is_first: bool) -> int | None:
    """Add the question to the inbox, once, and return its group.

    If its words are unknown, use the question of the shown item.
    """
    client, item = interaction.client, _item(interaction, pressed.item)
    words = client.recent_answers.words(pressed.message) or (item.label if item is not None else "")
    guild, inbox, near = request_of(interaction).place.guild, client.service.inbox, [item.id] if item is not None else []
    if guild is None or not words or not inbox.is_on(guild):
        return None
    await client.writes.finish()  # a refused question that is still to be saved must not make a group of its own
    return (
        await client.call_apart(inbox.hold, guild, words, "wrong", near)
        if is_first
        else await client.call_apart(inbox.find_group, guild, words)
    )


def _leading_on(interaction: Interaction, group: int, message: int) -> Iterator[Control]:
    """Make the buttons for a question in the inbox."""
    settings = interaction.client.service.settings(request_of(interaction).place.guild)
    yield button(say("Tell me when there's an answer"), TellMe(group, message))
    if settings.asked_in is not None:
        yield button(say("Ask the moderators"), AskModerators(group, message))


async def tell_me(interaction: Interaction, pressed: TellMe) -> None:
    """Save that a person wants to be notified."""
    client, request = interaction.client, request_of(interaction)
    client.knowledge_in(request.place)
    guild, channel, person = request.place.guild, request.place.channel, request.place.person
    if guild is None or not await client.call(client.service.waiting.add, guild, pressed.group, person, channel, pressed.message):
        raise RefusedError(mark("This question is no longer kept, so there's nothing to wait for."))
    told = say("I'll tell you once when there's an answer, within thirty days. `/privacy` cancels that.")
    await replace_reply(interaction, told)


async def pick_reason(interaction: Interaction, pressed: PickReason, picked: str) -> None:
    """Save why a reply was not right, or ask for the person's own words."""
    if picked not in _REASONS:
        raise RefusedError(PickReason.outdated)
    if picked == _OWN_WORDS:
        wanted = ReasonInWords(pressed.message, pressed.item)
        await show_form(interaction, words_form(say("What was wrong?"), wanted, say("In your own words"), REASON_LIMIT))
        return
    await _keep(interaction, pressed.message, pressed.item, is_right=False, reason=picked)
    await _thank(interaction)


async def keep_words_on_it(interaction: Interaction, submitted: ReasonInWords, typed: Typed) -> None:
    """Save a person's own words on why a reply was not right, unless they are about self-harm."""
    reason = next(iter(typed.values()), "").strip()
    if await care(interaction.client, request_of(interaction), [reason]):
        return
    await _keep(interaction, submitted.message, submitted.item, is_right=False, reason=reason)
    await _thank(interaction)


async def _thank(interaction: Interaction) -> None:
    """Thank a person for a reason; they can still ask to be notified of an answer."""
    waiting = find_below(interaction.message, TellMe) if interaction.message is not None else None
    below = _leading_on(interaction, waiting.group, waiting.message) if waiting is not None else ()
    await replace_reply(interaction, say("Thank you; that's noted."), view=view_of(below))


async def _keep(interaction: Interaction, message: int, key: str, *, is_right: bool, reason: str = "") -> bool:
    """Save a rating; return whether it is this person's first on that reply."""
    client, place = interaction.client, request_of(interaction).place
    client.knowledge_in(place)
    if place.guild is None:
        raise RefusedError(SayRight.outdated)
    item = _item(interaction, key)
    give = partial(client.service.opinions.give, is_right=is_right, reason=reason, thing=item.id if item is not None else None)
    before = await client.call(give, place.guild, message, place.person)
    if before is None or before.is_right != is_right:
        client.writes.add(partial(client.service.counting.count_opinion, place.guild, is_right=is_right, before=before))
    return before is None


def _item(interaction: Interaction, key: str) -> Item | None:
    knowledge = interaction.client.service.knowledge(request_of(interaction).place.guild)
    return item_keys.find(knowledge, key) if key != NOTHING else None


async def setup(bot: BriefBot) -> None:
    """Register the buttons, the menu and the form."""
    bot.router.button(JudgeReply, ask_whether_right)
    bot.router.button(SayRight, say_right)
    bot.router.button(TellMe, tell_me)
    bot.router.menu(PickReason, pick_reason)
    bot.router.form(ReasonInWords, keep_words_on_it)
