"""Moderators' actions on a question that a member asks them.

Answer in their own words, write an entry, name a gap, or dismiss it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import get_args

import discord

from briefbot.bot.access import guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.custom_ids import outdated
from briefbot.bot.moderating.editing.draft_ids import new_draft
from briefbot.bot.moderating.editing.forms import open_form
from briefbot.bot.moderating.editing.telling import News, reach
from briefbot.bot.moderating.inbox.actions import write_entry
from briefbot.bot.moderating.inbox.group_ids import ActOnAsked, ActOnGroup, AnswerForm, AskedAct, TurnInbox
from briefbot.bot.transport.components import Control, button, view_of
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import change_later, fill_in, send_reply, show_form
from briefbot.bot.transport.router import Typed
from briefbot.bot.transport.word_forms import WORDS, words_form
from briefbot.domain.inbox import State
from briefbot.i18n import mark, say, speaking
from briefbot.rendering import moderation
from briefbot.rendering.markdown import CONTENT_LIMIT, block_quote, escape, pages, plain, small

ANSWER_LIMIT = 1_000
"""The most characters of an answer to one member, which shares a message with the question."""
_LABELS: dict[AskedAct, str] = {
    "answer": mark("Answer"),
    "new": mark("New entry"),
    "gap": mark("Known gap"),
    "dismiss": mark("Dismiss"),
}


def asked_buttons(asked: ActOnAsked, acts: tuple[AskedAct, ...] = get_args(AskedAct)) -> Iterator[Control]:
    """Return the buttons for a question, and for the inbox if that has the question."""
    for act in acts:
        style = discord.ButtonStyle.primary if act == "answer" else discord.ButtonStyle.secondary
        yield button(say(_LABELS[act]), replace(asked, act=act), style=style)
    if asked.group:
        yield button(say("Open the inbox"), TurnInbox(1))


async def act_on_asked(interaction: Interaction, pressed: ActOnAsked) -> None:
    """Do the action of a button."""
    match pressed.act:
        case "answer":
            custom_id = AnswerForm(pressed.group, pressed.person, pressed.channel, pressed.message)
            note = say("They get it as a reply of mine, as from this server's moderators.")
            await show_form(interaction, words_form(say("Answer a member"), custom_id, say("Your answer"), ANSWER_LIMIT, note=note))
        case "new":
            await _write(interaction, pressed)
        case "gap":
            with _speaking(interaction):
                told = say("The article doesn't answer this.")
            await _settle(interaction, pressed, "gap", told)
        case "dismiss":
            await _settle(interaction, pressed, "off")


async def answer(interaction: Interaction, submitted: AnswerForm, typed: Typed) -> None:
    """Send a member an answer in moderators' own words; it does not become an entry."""
    words = typed.get(WORDS, "").strip()
    if not words:
        raise RefusedError(mark("The answer has no words yet."))
    asked = ActOnAsked("answer", submitted.group, submitted.person, submitted.channel, submitted.message)
    await change_later(interaction)
    if not await _tell(interaction, asked, words):
        note = say("<@{person}> could not be reached: they have left, or take no messages from me.", person=asked.person)
        await send_reply(interaction, note, is_private=True)
        return
    with _speaking(interaction):
        done = say("<@{moderator}> answered: {answer}", moderator=interaction.user.id, answer=moderation.quoted(words, ANSWER_LIMIT))
        await _close(interaction, asked, done, ("new", "gap"))
    await send_reply(interaction, say("<@{person}> has your answer.", person=asked.person), is_private=True)


async def _write(interaction: Interaction, asked: ActOnAsked) -> None:
    """Open the form of a new entry."""
    if asked.group:
        await write_entry(interaction, asked.group)
        return
    data = {"kind": "fact", "stance": "fact", "phrasings": [" ".join(_question(interaction).split())]}
    await open_form(interaction, new_draft(interaction, ("entry", ""), data))


async def _settle(interaction: Interaction, asked: ActOnAsked, state: State, told: str = "") -> None:
    """Record how a question was settled, and notify its asker if there is news."""
    await change_later(interaction)
    inbox, guild = interaction.client.service.inbox, guild_of(interaction)
    group = await interaction.client.call(inbox.settle, guild, asked.group, state) if asked.group else None
    is_told = await _tell(interaction, asked, told) if told else False
    with _speaking(interaction):
        done = say("<@{moderator}>: {what}", moderator=interaction.user.id, what=say(_LABELS[asked.act]))
        await _close(interaction, asked, done, ())
    lines = [moderation.settled(group, state)] if group is not None else []
    lines.append(say("<@{person}> was told.", person=asked.person) if is_told else say("<@{person}> wasn't told.", person=asked.person))
    back = [button(say("Move back to the inbox"), ActOnGroup("open", asked.group, 1))] if group is not None else []
    await send_reply(interaction, "\n".join(lines), view=view_of(back), is_private=True)


async def _tell(interaction: Interaction, asked: ActOnAsked, words: str) -> bool:
    """Send the asker the moderators' words, marked as not the article's; return whether they were reached."""
    client, guild = interaction.client, interaction.guild
    if guild is None:
        raise outdated()
    with _speaking(interaction):
        said = block_quote(words)
        below = small(say("You asked: {question}", question=moderation.quoted(_question(interaction))))
        news = News(
            "\n".join([say("**From the moderators of this server:**"), said, below]),
            "\n".join([say("**From the moderators of {server}:**", server=escape(guild.name)), said, below]),
            str(interaction.id),
        )
    done = await reach(client, guild, [asked.person], (asked.channel, asked.message), news)
    if asked.person in done.told and asked.group:
        await client.call(client.service.waiting.drop, guild.id, asked.group, asked.person)
    return asked.person in done.told


async def _close(interaction: Interaction, asked: ActOnAsked, done: str, acts: tuple[AskedAct, ...]) -> None:
    """Show below a question what was done, and keep the buttons that still make sense."""
    before = interaction.message.content if interaction.message is not None else ""
    kept = pages(before, CONTENT_LIMIT - len(done) - 1)[0]
    await fill_in(interaction, f"{kept}\n{done}", view=view_of(asked_buttons(asked, acts)))


def _question(interaction: Interaction) -> str:
    """Return the question from the message whose button was pressed: it is not stored anywhere else."""
    lines = interaction.message.content.splitlines() if interaction.message is not None else []
    return plain("\n".join(line.removeprefix("> ") for line in lines if line.startswith("> ")))


def _speaking(interaction: Interaction) -> AbstractContextManager[None]:
    """Return the language of the server, whose moderators all see a question."""
    return speaking(interaction.client.language_in(guild_of(interaction)))


async def setup(bot: BriefBot) -> None:
    """Register the buttons and the form."""
    bot.router.button(ActOnAsked, act_on_asked, check=guild_of)
    bot.router.form(AnswerForm, answer, check=guild_of)
