"""A refused edit: the reason, its text, and ways to continue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import discord

from briefbot.bot.access import editor_of
from briefbot.bot.client import Interaction
from briefbot.bot.drafts import Draft
from briefbot.bot.moderating.custom_ids import Discard, Save, WriteAgain, WriteMore
from briefbot.bot.moderating.editing.draft_ids import draft_id
from briefbot.bot.moderating.editing.effect import ACTIONS
from briefbot.bot.moderating.editing.fields import faulty_form
from briefbot.bot.moderating.editing.forms import more_buttons
from briefbot.bot.moderating.editing.passages import cited
from briefbot.bot.moderating.finding import title_of
from briefbot.bot.moderating.pointing import ways_to_same
from briefbot.bot.transport.components import Control, button, view_of
from briefbot.bot.transport.interactions import fill_in, text_file
from briefbot.errors import BriefbotError, EditRefused, RevisionConflict, StoreError, Unsupported
from briefbot.i18n import clip, mark, say
from briefbot.rendering import moderation
from briefbot.rendering.markdown import CONTENT_LIMIT, escape

_DIFFERENCE_LIMIT = 500
_LONG_TEXT = 300
"""The length up to which a refused text is not returned; a longer one is attached as a file."""


async def show_refusal(interaction: Interaction, draft: Draft, error: BriefbotError) -> None:
    """Say why an edit is refused, with ways to continue; a long text is returned as a file, so that none is lost."""
    lines = refusal_lines(interaction, draft, error, mark("Theirs (-) against yours (+):"))
    if isinstance(error, RevisionConflict):
        # By editing again, the person accepts the other text.
        seen = editor_of(interaction).version(draft.guild, draft.key)
        draft = replace(draft, edit=replace(draft.edit, seen=seen))
    draft = replace(draft, is_tried=True)
    interaction.client.desk.keep(draft)
    is_long = sum(len(str(value)) for value in draft.data.values()) > _LONG_TEXT
    files = [written_file(draft.data)] if is_long or isinstance(error, RevisionConflict) else []
    if isinstance(error, Unsupported):
        room = CONTENT_LIMIT - sum(map(len, lines)) - len(lines)
        passages, whole = cited(interaction, draft.data.get("evidence", ()), str(draft.data.get("answer", "")), room)
        lines, files = lines + passages, files + whole
    phrasings = [str(each) for each in (draft.data.get("title"), *draft.data.get("phrasings", ())) if each]
    same = await interaction.client.call_apart(ways_to_same, interaction.client.service, draft.guild, draft.key, phrasings)
    await fill_in(interaction, "\n".join(lines), view=view_of([*_refusal_buttons(draft, error), *same]), files=files)


def refusal_lines(interaction: Interaction, draft: Draft, error: BriefbotError, against: str) -> list[str]:
    """Return why an edit is refused.

    For a conflict, show the text in use against that of the edit, below a line that says so.
    """
    if not isinstance(error, RevisionConflict):
        label_of = partial(moderation.label_in, interaction.client.service.knowledge(draft.guild))
        return [clip(moderation.in_words(say(error.message), str(draft.data.get("id", draft.key[1])), label_of), 1_000)]
    keys = ((edit.change.kind, edit.change.id) for edit in draft.edits)
    key = next((key for key in keys if key == (error.kind, error.id)), draft.key)
    title = escape(title_of(editor_of(interaction), draft.guild, key))
    return [
        say(
            "Nothing was saved: “{title}” was changed in the meantime and is now at revision {newest}.",
            title=title,
            newest=error.newest,
        ),
        say(against),
        moderation.difference_block(error.theirs, error.ours, _DIFFERENCE_LIMIT),
    ]


def _refusal_buttons(draft: Draft, error: BriefbotError) -> Iterator[Control]:
    """Make the buttons below a refusal.

    The most helpful one comes first: to save again if the store failed, else the form with the error.
    """
    wanted = draft_id(draft)
    if isinstance(error, StoreError):  # nothing is wrong with the text
        yield button(say("Save"), Save(wanted), style=discord.ButtonStyle.primary, row=ACTIONS)
        yield from [button(say("Edit again"), WriteAgain(wanted), row=ACTIONS)] if draft.can_be_written else []
    elif draft.can_be_written:
        again = button(say("Edit again"), _again(draft, error), style=discord.ButtonStyle.primary)
        yield again
        yield from (each for each in more_buttons(draft) if each.wire["custom_id"] != again.wire["custom_id"])
    yield button(say("Discard"), Discard(wanted), row=ACTIONS)


def _again(draft: Draft, error: BriefbotError) -> WriteAgain | WriteMore:
    """Return the button that opens the form with the first error."""
    problems = error.problems if isinstance(error, EditRefused) else ()
    match faulty_form(draft.key[0], draft.data, problems).partition("-")[2]:
        case "details":
            return WriteMore("details", draft_id(draft))
        case "tests":
            return WriteMore("tests", draft_id(draft))
    return WriteAgain(draft_id(draft))


def written_file(data: dict[str, Any]) -> discord.File:
    """Make a file from what somebody wrote."""
    return text_file("your-text.txt", moderation.plain_text(data))
