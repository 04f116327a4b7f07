"""Begin drafts, and find them by their custom ids, even after a restart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from briefbot.bot.access import editor_of, guild_of
from briefbot.bot.client import Interaction
from briefbot.bot.drafts import Draft
from briefbot.bot.moderating.custom_ids import DraftId, key_of, ref
from briefbot.domain.knowledge import Key
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit, Version
from briefbot.errors import EditRefused
from briefbot.i18n import mark


def new_draft(interaction: Interaction, key: Key, data: dict[str, Any]) -> Draft:
    """Begin a new thing."""
    return Draft(guild_of(interaction), interaction.user.id, Edit(Change(*key, "text", data), "add"))


def draft_of(interaction: Interaction, key: Key) -> Draft:
    """Begin an edit of an existing thing."""
    return _edit(interaction, key, editor_of(interaction).version(guild_of(interaction), key))


def _edit(interaction: Interaction, key: Key, seen: Version) -> Draft:
    guild = guild_of(interaction)
    change = Change(*key, "text", editor_of(interaction).text(guild, key))
    return Draft(guild, interaction.user.id, Edit(change, "edit", seen))


def draft_id(draft: Draft) -> DraftId:
    """Return the custom id of a draft."""
    seen = draft.edit.seen or Version(0, "")
    return DraftId(draft.token, ref(draft.key), draft.edit.action, seen.number, seen.digest)


def find_draft(interaction: Interaction, wanted: DraftId) -> Draft:
    """Return a draft; raise EditRefused if it is gone."""
    draft = interaction.client.desk.find(wanted.token, guild_of(interaction), interaction.user.id)
    if draft is None:
        raise draft_gone()
    return draft


def find_or_begin(interaction: Interaction, wanted: DraftId) -> Draft:
    """Return a draft; if an edit is gone after a restart, begin it again from the text in use."""
    guild = guild_of(interaction)
    draft = interaction.client.desk.find(wanted.token, guild, interaction.user.id)
    if draft is not None:
        return draft
    if wanted.action != "edit":
        raise draft_gone()
    return _edit(interaction, key_of(wanted.thing, editor_of(interaction).names(guild)), wanted.seen)


def begin_again(interaction: Interaction, wanted: DraftId, kind: str) -> Draft:
    """Begin the draft of a new thing again whose first form was opened before a restart.

    Raise EditRefused if its kind is unknown.
    """
    found = next((each for each in ("entry", "quote", "speaker") if each == kind), None)
    if found is None or wanted.action != "add":
        raise draft_gone()
    return replace(new_draft(interaction, (found, ""), {}), token=wanted.token)


def draft_gone() -> EditRefused:
    """Return the refusal of a draft that is gone."""
    return EditRefused(mark("This draft is gone: it was saved or discarded, or it is more than 24 hours old. Use the command again."))
