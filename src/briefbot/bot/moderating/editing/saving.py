"""Save an edit.

One button saves it, and another explains it; it is tried and undone below the result.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from briefbot.bot.access import editor_of, guild_of, needs_approval
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.drafts import Draft
from briefbot.bot.moderating.audit import announce_revisions, post_to_audit, undo_buttons
from briefbot.bot.moderating.custom_ids import Commit, Explain, ExplainForm, GiveReason, ReasonForm, Save, TryIt, key_of, outdated, ref
from briefbot.bot.moderating.editing.draft_ids import draft_id, find_draft
from briefbot.bot.moderating.editing.forms import ask_in_form
from briefbot.bot.moderating.editing.preview import preview, try_out
from briefbot.bot.moderating.editing.refusals import show_refusal
from briefbot.bot.moderating.editing.submitting import submit
from briefbot.bot.moderating.editing.telling import tell_waiting
from briefbot.bot.moderating.finding import called
from briefbot.bot.moderating.offering import correction_offer
from briefbot.bot.transport.components import Control, button, view_of
from briefbot.bot.transport.interactions import fill_in, in_time, put_off, send_pages, send_reply
from briefbot.bot.transport.router import Typed
from briefbot.domain.knowledge import Entry, Key, Quote
from briefbot.domain.revision import Revision
from briefbot.editing.proposal import Proposal
from briefbot.errors import BriefbotError
from briefbot.i18n import say, say_many, speaking
from briefbot.rendering import moderation, replies
from briefbot.rendering.markdown import escape, pages, small

_LISTED = 10
"""How many saved changes of an import are named; the others are counted."""


async def save(interaction: Interaction, pressed: Save | Commit) -> None:
    """Save a draft; its effect need not be known yet."""
    draft = find_draft(interaction, pressed.draft)
    interaction.client.desk.end_work(draft.token)
    await put_off(interaction)
    if draft.proposal is None:
        tried = await try_out(interaction, draft)
        if tried is None:
            return
        draft, proposal = tried
    else:
        proposal = draft.proposal
    if needs_approval(interaction):
        await submit(interaction, draft, proposal)
        return
    try:
        saved = await interaction.client.call_apart(editor_of(interaction).save, proposal, draft.reason)
    except BriefbotError as error:
        await show_refusal(interaction, draft, error)
        return
    interaction.client.desk.drop(draft.token)
    is_told = await announce(interaction.client, draft, saved)
    naming = partial(called, editor_of(interaction), draft.guild)
    lines = await interaction.client.call_apart(lambda: list(_saved_lines(saved, proposal, naming)))
    if not is_told:
        lines.append(small(say("I couldn't post in the audit channel. See `/settings check`.")))
    buttons = [*_buttons(saved[0], proposal), *await correction_offer(interaction.client, saved[0])] if len(saved) == 1 else ()
    await fill_in(interaction, "\n".join(lines), view=view_of(buttons))
    if draft.group is not None:
        await tell_waiting(interaction.client, interaction.guild, draft.group, draft.key)


async def announce(client: BriefBot, draft: Draft, saved: Sequence[Revision]) -> bool:
    """Settle what a saved draft answers, and post what was saved to the audit channel; return False if that failed."""
    if draft.group is not None:
        await client.call(client.service.inbox.settle, draft.guild, draft.group, "done")
    is_told = await announce_revisions(client, draft.guild, saved)
    if draft.credited not in (None, draft.author):
        with speaking(client.language_in(draft.guild)):
            made = say("<@{maker}> created this from a message by <@{writer}>.", maker=draft.author, writer=draft.credited)
        await post_to_audit(client, draft.guild, made)
    return is_told


def _saved_lines(saved: Sequence[Revision], proposal: Proposal, naming: moderation.Naming) -> Iterator[str]:
    if len(saved) == 1:
        what = _title(saved[0], proposal, naming)
        is_offered = saved[0].key in proposal.after.overlay.things
        yield (say("Saved and in use: {what}", what=what) if is_offered else say("Saved: {what} is no longer offered here.", what=what))
        return
    yield say_many("Saved: {count} change, in use from now on.", "Saved: {count} changes, in use from now on.", len(saved))
    yield from (f"- {_title(each, proposal, naming)}" for each in saved[:_LISTED])
    if len(saved) > _LISTED:
        yield say("… and {count} more", count=len(saved) - _LISTED)


def _title(saved: Revision, proposal: Proposal, naming: moderation.Naming) -> str:
    before, after = proposal.texts(saved.key)
    return naming(saved.key, after or before)


def _buttons(saved: Revision, proposal: Proposal) -> Iterator[Control]:
    """Make the buttons below a saved edit."""
    yield from undo_buttons(saved)
    if isinstance(proposal.after.overlay.things.get(saved.key), Entry | Quote):
        yield button(say("Try it"), TryIt(ref(saved.key)))
    if not saved.reason:
        yield button(say("Add a reason"), Explain(ref(saved.key), saved.number))


# Why -------------------------------------------------------------------------------------------------


async def ask_reason(interaction: Interaction, pressed: GiveReason) -> None:
    """Ask for the reason of a draft."""
    draft = find_draft(interaction, pressed.draft)
    title = say("Why: {what}", what=moderation.called(draft.key, draft.data))
    await ask_in_form(interaction, title, "reason", {"reason": draft.reason}, ReasonForm("reason", draft_id(draft)))


async def keep_reason(interaction: Interaction, submitted: ReasonForm, typed: Typed) -> None:
    """Keep the reason with the draft, and show it in the preview."""
    draft = replace(find_draft(interaction, submitted.draft), reason=_reason(typed))
    interaction.client.desk.keep(draft)
    await preview(interaction, draft)


async def ask_afterwards(interaction: Interaction, pressed: Explain) -> None:
    """Ask for the reason of a saved edit."""
    key = key_of(pressed.thing, editor_of(interaction).names(guild_of(interaction)))
    title = say("Why: {what}", what=_called(interaction, key))
    await ask_in_form(interaction, title, "reason", {}, ExplainForm(pressed.thing, pressed.number))


async def explain(interaction: Interaction, submitted: ExplainForm, typed: Typed) -> None:
    """Add the reason to a saved edit, and post it in the audit channel."""
    guild, editor, client = guild_of(interaction), editor_of(interaction), interaction.client
    key, reason = key_of(submitted.thing, editor.names(guild)), _reason(typed)
    explaining = client.call_apart(editor.explain, guild, interaction.user.id, key, submitted.number, reason)
    revision = await in_time(interaction, explaining, is_private=True)

    def tell() -> str:
        return say("Why {what} was changed: {reason}", what=_called(interaction, key), reason=escape(revision.reason))

    with speaking(client.language_in(guild)):
        await post_to_audit(client, guild, tell())
    await send_reply(interaction, tell(), is_private=True)


def _called(interaction: Interaction, key: Key) -> str:
    return moderation.called(key, editor_of(interaction).text(guild_of(interaction), key))


def _reason(typed: Typed) -> str:
    return typed.get("reason", "").strip()


# Trying ----------------------------------------------------------------------------------------------


async def try_it(interaction: Interaction, pressed: TryIt) -> None:
    """Show the answer to a thing's first question here."""
    guild, editor, service = guild_of(interaction), editor_of(interaction), interaction.client.service
    thing = editor.thing(guild, key_of(pressed.thing, editor.names(guild)))
    if thing is None:
        raise outdated()
    question = moderation.title(thing)
    exchange = await in_time(interaction, interaction.client.call_apart(service.ask, guild, question), is_private=True)
    asked = small(say("Asked: {question}", question=escape(question)))
    await send_pages(interaction, pages(f"{asked}\n{replies.reply(exchange).content}"))


async def setup(bot: BriefBot) -> None:
    """Register the forms and the buttons."""
    bot.router.button(Save, save, check=guild_of)
    bot.router.button(Commit, save, check=guild_of)
    bot.router.button(GiveReason, ask_reason, check=guild_of)
    bot.router.form(ReasonForm, keep_reason, check=guild_of)
    bot.router.button(Explain, ask_afterwards, check=guild_of)
    bot.router.form(ExplainForm, explain, check=guild_of)
    bot.router.button(TryIt, try_it, check=guild_of)
