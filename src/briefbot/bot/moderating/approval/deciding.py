"""Accept a waiting change, which saves it with both names, or send it back to its author with a reason."""

from __future__ import annotations

from dataclasses import replace

from briefbot.bot.access import editor_of, guild_of, may_manage
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.drafts import Draft, new_token, unpacked_change
from briefbot.bot.moderating.approval.panel import AGAINST
from briefbot.bot.moderating.custom_ids import Decide, SendBackForm, ShowPending
from briefbot.bot.moderating.editing.refusals import refusal_lines
from briefbot.bot.moderating.editing.saving import announce
from briefbot.bot.moderating.editing.submitting import WAITS
from briefbot.bot.moderating.editing.telling import News, reach, tell_waiting
from briefbot.bot.moderating.finding import called
from briefbot.bot.moderating.offering import correction_offer
from briefbot.bot.transport.components import button, view_of
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import change_later, fill_in, is_private_message, send_reply, show_form
from briefbot.bot.transport.router import Typed
from briefbot.bot.transport.word_forms import WORDS, words_form
from briefbot.domain.records import PendingChange
from briefbot.editing.editor import REASON_LIMIT
from briefbot.errors import BriefbotError
from briefbot.i18n import mark, say, speaking
from briefbot.rendering.markdown import CONTENT_LIMIT, escape, pages, small


async def decide(interaction: Interaction, pressed: Decide) -> None:
    """Accept a change, or ask for the reason to send it back; its author may only withdraw it."""
    change = await _find(interaction, pressed.number, is_accepted=pressed.how == "accept")
    if pressed.how == "accept":
        await _accept(interaction, change)
        return
    note = say("Its author reads it.")
    await show_form(interaction, words_form(say("Send a change back"), SendBackForm(change.number), say("Why"), REASON_LIMIT, note=note))


async def _find(interaction: Interaction, number: int, *, is_accepted: bool) -> PendingChange:
    """Find a change that a person may decide on.

    Raise RefusedError if it is already decided, or they may not.
    """
    service = interaction.client.service
    change = await interaction.client.call(service.pending.find, guild_of(interaction), number)
    if change is None:
        raise RefusedError(mark("This change doesn't wait any more: it was accepted or sent back."))
    if not (may_manage(interaction) or (change.author_id == interaction.user.id and not is_accepted)):
        raise RefusedError(mark("Only people who can manage this server decide on changes."))
    return change


async def _accept(interaction: Interaction, change: PendingChange) -> None:
    """Save a change under the names of its author and of the moderator who accepts it.

    If it cannot be saved, it continues to wait.
    """
    client, editor, draft = interaction.client, editor_of(interaction), unpacked_change(change)
    await change_later(interaction)
    try:
        proposal = await client.call_apart(editor.propose, draft.guild, draft.credited or draft.author, *draft.edits)
        saved = await client.call_apart(editor.save, proposal, draft.reason, interaction.user.id)
    except BriefbotError as error:
        lines = await client.call_apart(refusal_lines, interaction, draft, error, AGAINST)
        lines.append(small(say("It still waits. Sent back, its author can edit it again.")))
        await send_reply(interaction, "\n".join(lines), is_private=True)
        return
    await client.call(client.service.pending.drop, draft.guild, change.number)
    await announce(client, draft, saved)
    what = await client.call_apart(_name, interaction, draft)
    with speaking(client.language_in(draft.guild)):
        done = say("Accepted by <@{who}>", who=interaction.user.id)
        told = say("Your change was accepted and is in use: {what}", what=what)
    await _close(interaction, done)
    offer = await correction_offer(client, saved[0]) if len(saved) == 1 else []
    if offer:
        await send_reply(interaction, say("Saved and in use: {what}", what=what), view=view_of(offer), is_private=True)
    await _tell_author(interaction, draft, told)
    if draft.group is not None:
        await tell_waiting(client, interaction.guild, draft.group, draft.key)


async def send_back(interaction: Interaction, submitted: SendBackForm, typed: Typed) -> None:
    """Return a change to its author, as a draft if it can be edited again."""
    change = await _find(interaction, submitted.number, is_accepted=False)
    client, draft, why = interaction.client, unpacked_change(change), escape(typed.get(WORDS, "").strip())
    await change_later(interaction)
    what = await client.call_apart(_name, interaction, draft)
    if not await client.call(client.service.pending.drop, draft.guild, change.number):
        raise RefusedError(mark("This change doesn't wait any more: it was accepted or sent back."))
    is_draft = draft.can_be_written and not draft.others
    if is_draft:
        client.desk.keep(replace(draft, token=new_token()))
    with speaking(client.language_in(draft.guild)):
        done = say("Sent back by <@{who}>: {why}", who=interaction.user.id, why=why)
        lines = [say("Your change was sent back: {what}", what=what), say("Why: {reason}", reason=why)]
        lines += [small(say("What you wrote is a draft again for 24 hours: `/knowledge edit`."))] if is_draft else []
    await _close(interaction, done)
    if change.author_id != interaction.user.id:
        await _tell_author(interaction, draft, "\n".join(lines))


def _name(interaction: Interaction, draft: Draft) -> str:
    return called(editor_of(interaction), draft.guild, draft.key, draft.data)


async def _close(interaction: Interaction, done: str) -> None:
    """Show the decision above a change, and remove its buttons."""
    before = interaction.message.content if interaction.message is not None else ""
    with speaking(interaction.client.language_in(guild_of(interaction))):
        posted = say(WAITS, what="")
    change = before.replace(posted, "", 1).replace(say(WAITS, what=""), "", 1)
    kept = pages(change, CONTENT_LIMIT - len(done) - len("****\n"))[0]
    more = [button(say("Show what waits"), ShowPending(1))] if is_private_message(interaction) else []
    await fill_in(interaction, f"**{done}**\n{kept}", view=view_of(more))


async def _tell_author(interaction: Interaction, draft: Draft, told: str) -> None:
    """Show the decision to the author: below the change in the audit channel if they can see that, else privately."""
    guild, message = interaction.guild, interaction.message
    if guild is None or message is None:
        return
    place = (0, 0) if is_private_message(interaction) else (message.channel.id, message.id)
    alone = " ".join([say("In {server}:", server=escape(guild.name)), told])
    reached = await reach(interaction.client, guild, [draft.author], place, News(told, alone, str(interaction.id)))
    if draft.author not in reached.told:
        await send_reply(interaction, say("<@{author}> could not be told.", author=draft.author), is_private=True)


async def setup(bot: BriefBot) -> None:
    """Register the buttons and the form."""
    bot.router.button(Decide, decide, check=guild_of)
    bot.router.form(SendBackForm, send_back, check=guild_of)
