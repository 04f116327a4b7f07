"""Entries and suggested answers from people's messages, through the message menu."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import discord
from discord import app_commands, ui
from discord.app_commands import locale_str

from briefbot.bot.access import may_edit
from briefbot.bot.asking.addressing import words_in
from briefbot.bot.asking.care import care
from briefbot.bot.browsing.answer_editing import who_may
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.editing.draft_ids import new_draft
from briefbot.bot.moderating.editing.forms import Form, begin
from briefbot.bot.transport.custom_ids import OUTDATED, CustomId
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import send_reply, show_form
from briefbot.bot.transport.requests import request_of
from briefbot.bot.transport.router import Typed
from briefbot.domain.knowledge import ANSWER_LIMIT
from briefbot.domain.outcome import QUESTION_LIMIT
from briefbot.i18n import mark, say
from briefbot.language.questions import is_question
from briefbot.rendering.markdown import shorten

_LONG = 100
"""The most characters of a field with one line."""


@dataclass(frozen=True)
class SuggestForm(CustomId):
    """The form with which a member suggests an answer."""

    head = "bb-form:suggest"
    outdated = OUTDATED


@dataclass(frozen=True, slots=True)
class Said:
    """A question and its answer, as far as a message has them."""

    question: str = ""
    answer: str = ""


def said_in(message: discord.Message, me: int) -> Said:
    """Read a message: a reply answers the message it replies to, if Discord gives its words.

    Any other one may be a question or an answer.
    """
    words, replied = words_in(message.content), message.reference.resolved if message.reference is not None else None
    if message.reference is not None:
        is_somebodys = isinstance(replied, discord.Message) and replied.author.id != me
        asked = words_in(replied.content) if isinstance(replied, discord.Message) and is_somebodys else ""
        return Said(_one_line(asked), words[:ANSWER_LIMIT])
    return Said(_one_line(words)) if is_question(words, QUESTION_LIMIT) else Said(answer=words[:ANSWER_LIMIT])


def _one_line(words: str) -> str:
    """Write a question as a phrasing, on one line."""
    return " ".join(words.split())[:QUESTION_LIMIT]


async def make_entry(interaction: Interaction, message: discord.Message) -> None:
    """Open the form of a new entry with the content of a message.

    The person who uses the menu is the author of the change; the article says nothing by the message's author.
    """
    if not may_edit(interaction):
        raise who_may(interaction)
    said = _read(interaction, message)
    data: dict[str, Any] = {"kind": "fact", "stance": "fact"}
    data |= {"phrasings": [said.question]} if said.question else {}
    data |= {"answer": said.answer} if said.answer else {}
    is_person = not message.author.bot and message.webhook_id is None
    draft = new_draft(interaction, ("entry", ""), data)
    await begin(interaction, replace(draft, credited=message.author.id if is_person else None))


def _read(interaction: Interaction, message: discord.Message) -> Said:
    if message.author.id == interaction.client.me.id:
        raise RefusedError(mark("That message is my own. Use this on what somebody wrote."))
    said = said_in(message, interaction.client.me.id)
    if said == Said():
        raise RefusedError(mark("I can't read any words in that message."))
    return said


async def suggest_answer(interaction: Interaction, message: discord.Message) -> None:
    """Open the form with which a member suggests an answer to the moderators."""
    client, place = interaction.client, request_of(interaction).place
    client.knowledge_in(place)  # raises an error for a blocked person
    if not client.service.settings(place.guild).inbox_days:
        raise RefusedError(mark("The moderators of this server don't collect suggestions."))
    said = _read(interaction, message)
    if await care(client, request_of(interaction), [said.question, said.answer]):
        return
    form = Form(title=say("Suggest an answer"), custom_id=SuggestForm().pack())
    form.add_item(_field("question", say("Question"), said.question, QUESTION_LIMIT))
    form.add_item(_field("answer", say("Answer, as the article has it"), said.answer, ANSWER_LIMIT))
    await show_form(interaction, form)


def _field(key: str, label: str, text: str, limit: int) -> ui.Label[Any]:
    style = discord.TextStyle.paragraph if limit > _LONG else discord.TextStyle.short
    field: ui.TextInput[Any] = ui.TextInput(custom_id=key, style=style, default=shorten(text, limit) or None, max_length=limit)
    return ui.Label(text=label, component=field)


async def keep_suggestion(interaction: Interaction, _: SuggestForm, typed: Typed) -> None:
    """Keep a suggested answer for the moderators; nobody gets it as an answer before they make it an entry."""
    client, request = interaction.client, request_of(interaction)
    question, answer = _one_line(words_in(typed.get("question", ""))), words_in(typed.get("answer", ""))[:ANSWER_LIMIT]
    if await care(client, request, [question, answer]):
        return
    client.knowledge_in(request.place)
    if not client.service.settings(request.place.guild).inbox_days:
        raise RefusedError(mark("The moderators of this server don't collect suggestions."))
    client.cooldowns.admit(request)
    client.cooldowns.take_on(request)
    client.writes.add(partial(client.service.inbox.hold, request.place.guild or 0, question, "suggested", (), answer))
    told = say("Thank you. The moderators see it without your name. I only use it if they make it an entry.")
    await send_reply(interaction, told, is_private=True)


async def setup(bot: BriefBot) -> None:
    """Add the entries in the menu of messages, and register the form."""
    for command in (
        app_commands.ContextMenu(name=locale_str("Make this an entry"), callback=make_entry),
        app_commands.ContextMenu(name=locale_str("Suggest an answer"), callback=suggest_answer),
    ):
        command.guild_only = True
        bot.tree.add_command(command)
    bot.router.form(SuggestForm, keep_suggestion)
