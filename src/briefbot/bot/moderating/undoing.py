"""Undo or redo an announced change with one press."""

from __future__ import annotations

from collections.abc import Iterator

from briefbot.bot.access import editor_of, guild_of, needs_approval
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.audit import announce_revisions, undo_buttons
from briefbot.bot.moderating.custom_ids import StepBack, Undo, key_of, ref
from briefbot.bot.moderating.editing.preview import preview_edit
from briefbot.bot.moderating.finding import title_of
from briefbot.bot.moderating.offering import correction_offer
from briefbot.bot.transport.components import Control, button, view_of
from briefbot.bot.transport.interactions import in_time, send_reply
from briefbot.domain.knowledge import Key
from briefbot.domain.revision import Revision
from briefbot.editing.edit import Edit
from briefbot.editing.editor import Editor, Step
from briefbot.errors import RevisionConflict
from briefbot.i18n import say
from briefbot.rendering import moderation
from briefbot.rendering.markdown import escape, small


async def undo(interaction: Interaction, pressed: Undo) -> None:
    """Undo a revision if it is the newest one of its thing; if it was an undo, redo what it undid."""
    await _go(interaction, pressed, is_back=False)


async def step_back(interaction: Interaction, pressed: StepBack) -> None:
    """Go another step back."""
    await _go(interaction, pressed, is_back=True)


async def _go(interaction: Interaction, pressed: Undo | StepBack, *, is_back: bool) -> None:
    guild, editor = guild_of(interaction), editor_of(interaction)
    key, number = key_of(pressed.thing, editor.names(guild)), pressed.number
    if needs_approval(interaction):
        await preview_edit(interaction, lambda: _edit(editor, guild, key, number, is_back=is_back))
        return
    try:
        going = interaction.client.call_apart(_step_from, editor, guild, interaction.user.id, key, number, is_back=is_back)
        step = await in_time(interaction, going, is_private=True)
    except RevisionConflict as conflict:
        title = escape(await interaction.client.call_apart(title_of, editor, guild, key))
        lines = [
            say("“{title}” was changed again since: revision {number} is the newest.", title=title, number=conflict.newest),
            small(say("Nothing was undone. `/knowledge history` shows all changes.")),
        ]
        await send_reply(interaction, "\n".join(lines), is_private=True)
        return
    await announce_revisions(interaction.client, guild, [step.revision])
    buttons = [*_further(step.revision), *await correction_offer(interaction.client, step.revision)]
    await send_reply(interaction, _gone(step), view=view_of(buttons), is_private=True)


def _step_from(editor: Editor, guild: int, author: int, key: Key, number: int, *, is_back: bool) -> Step:
    revision = editor.apply(guild, author, _edit(editor, guild, key, number, is_back=is_back))
    step = editor.step(guild, key, revision.number)
    return step or Step(revision, None, None)


def _edit(editor: Editor, guild: int, key: Key, number: int, *, is_back: bool) -> Edit:
    newest = editor.step(guild, key, number)
    is_again = not is_back and newest is not None and newest.revision.action == "undo"
    return editor.redoing(guild, key, number) if is_again else editor.undoing(guild, key, number)


def _gone(step: Step) -> str:
    what = moderation.called(step.revision.key, step.after or step.before)
    if step.revision.action == "redo":
        return say("Redone and in use: {what}", what=what)
    if step.after is None:
        return say("Undone: {what} was removed.", what=what)
    return say("Undone: {what} is as it was before.", what=what)


def _further(revision: Revision) -> Iterator[Control]:
    yield from undo_buttons(revision)
    if revision.action == "undo":
        yield button(say("Undo one more"), StepBack(ref(revision.key), revision.number))


async def setup(bot: BriefBot) -> None:
    """Register the buttons."""
    bot.router.button(Undo, undo, check=guild_of)
    bot.router.button(StepBack, step_back, check=guild_of)
