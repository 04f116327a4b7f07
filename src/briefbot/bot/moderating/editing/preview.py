"""An edit before it is saved: what it looks like, what it changes, what it would break; saved with a second press."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import discord

from briefbot.bot.access import Asked, editor_of, guild_of, when_moderator_presses
from briefbot.bot.moderating.custom_ids import NO_DRAFT, key_of, outdated, ref, version, version_of
from briefbot.bot.moderating.editing.drafts import Draft, desk_of
from briefbot.bot.moderating.editing.fields import FORMS, filled, in_words_of_the_form, make_id
from briefbot.bot.moderating.editing.forms import Typed, ask_in_form, when_submitted
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.components import Control, button, view_of
from briefbot.bot.transport.sending import fill_in, is_answered, put_off
from briefbot.domain.knowledge import Entry
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit, Version
from briefbot.editing.editor import Proposal
from briefbot.editing.overlay import Key
from briefbot.errors import BriefbotError, EditRefused, RevisionConflict, StoreError
from briefbot.i18n import say
from briefbot.rendering import moderation, replies
from briefbot.rendering.markdown import block_quote

_ANSWER_LIMIT, _DIFFERENCE_LIMIT = 700, 700
_LONG_TEXT = 300
"""Characters of a refused text from which on it is given back as a file."""
_EXTRA = ("phrases", "details", "tests")

# Opening a form --------------------------------------------------------------------------------------


async def open_form(interaction: Asked, draft: Draft) -> None:
    """Show the form of a draft's thing, filled with the draft."""
    await ask_in_form(interaction, title_of(draft), draft.key[0], draft.data, "k-form", *args_of(draft))


def title_of(draft: Draft) -> str:
    """Give a form its title."""
    return say("Add: {what}", what=draft.key[0]) if draft.edit.action == "add" else say("Edit: {what}", what=draft.key[1])


def args_of(draft: Draft) -> tuple[object, ...]:
    """Put into an id all that is needed to go on after a restart, but for what was written."""
    seen = draft.edit.seen or Version(0, "")
    return draft.token or NO_DRAFT, ref(draft.key), draft.edit.action, version(seen)


def take_up(interaction: Asked, args: Sequence[str]) -> Draft:
    """Find the draft of an id; an edit that is no longer known (the bot was restarted) starts from the text in use."""
    guild, author = guild_of(interaction), interaction.user.id
    token, named, action, number, digest = args
    draft = desk_of(interaction.client).find(token, guild, author)
    if draft is not None:
        return draft
    if action != "edit":
        raise lost()
    editor = editor_of(interaction)
    key = key_of(named, editor.keys(guild))
    return Draft(guild, author, Edit(Change(*key, "text", editor.text(guild, key)), "edit", version_of(number, digest)))


def lost() -> BriefbotError:
    """Say that a draft is gone."""
    return EditRefused(say("This draft is no longer there: drafts are kept for 15 minutes. Nothing was saved; use the command again."))


# Trying an edit out ----------------------------------------------------------------------------------


@when_submitted("k-form")
async def form_submitted(interaction: Asked, args: Sequence[str], typed: Typed) -> None:
    """Take what was filled in, try it out, and show what it comes to."""
    form, *rest = args
    if form not in FORMS or len(rest) != len(("token", "ref", "action", "number", "digest")):
        raise outdated()
    try:
        draft = take_up(interaction, rest)
    except BriefbotError as error:
        await put_off(interaction)
        await fill_in(interaction, say(error.message), files=[_file(dict(typed))])
        return
    data = draft.data
    if form == "phrases":
        added = filled("phrases", typed, {}, interaction.client.service.knowledge(draft.guild)).get("phrasings", [])
        data["phrasings"] = [*data.get("phrasings", []), *added]
    else:
        data = filled(form, typed, data, interaction.client.service.knowledge(draft.guild))
    await put_off(interaction)
    data = await interaction.client.call(completed, interaction, draft, data)  # it looks for the nearest entry
    await preview(interaction, desk_of(interaction.client).keep(draft.with_data(data)))


def completed(interaction: Asked, draft: Draft, data: dict[str, Any]) -> dict[str, Any]:
    """Fill in what no form asks for: the id and topic of what is new, and whether a quotation is cut."""
    kind, editor = draft.key[0], editor_of(interaction)
    if kind == "quote":
        data = editor.as_cut(data)
    if kind == "alias" or draft.key[1]:
        return data
    titles = {"entry": [*data.get("phrasings", ()), ""][0], "quote": data.get("text", ""), "speaker": data.get("name", "")}
    taken = [thing_id for _, thing_id in editor.keys(draft.guild)]
    if kind == "entry":
        near = interaction.client.service.complete(draft.guild, titles[kind], 1)
        topics = (each.topic for each in near if isinstance(each, Entry))
        data = {"topic": next(topics, "general"), **data}
    return {**data, "id": make_id(kind, str(titles[kind]), taken)}


async def preview(interaction: Asked, draft: Draft) -> None:
    """Try a draft out and show it, privately; a refusal says why and gives the text back."""
    if not is_answered(interaction):
        await put_off(interaction)
    desk_of(interaction.client).end_replay(draft.token)  # of what the draft was before
    tried = await try_out(interaction, draft)
    if tried is None:
        return
    draft, proposal = tried
    before, after = proposal.texts(draft.key)
    full = moderation.difference_text(before, after)
    is_cut = len(full) > _DIFFERENCE_LIMIT
    await fill_in(
        interaction,
        "\n".join(_preview_lines(draft, proposal)),
        view=view_of(_preview_buttons(draft)),
        files=[text_file("difference.txt", full)] if is_cut else [],
    )


async def try_out(interaction: Asked, draft: Draft) -> tuple[Draft, Proposal] | None:
    """Check a draft, and keep it with what it would make; where it is refused, say why."""
    draft = desk_of(interaction.client).keep(draft)
    try:
        proposal = await interaction.client.call(editor_of(interaction).propose, draft.guild, draft.author, *draft.edits)
    except BriefbotError as error:
        await refuse(interaction, draft, error)
        return None
    return desk_of(interaction.client).keep(replace(draft, proposal=proposal)), proposal


def _preview_lines(draft: Draft, proposal: Proposal) -> Iterator[str]:
    before, after = proposal.texts(draft.key)
    yield say("**Preview, not saved yet:** {what}", what=moderation.name(draft.key))
    is_leaving = after is None
    if is_leaving:
        yield say("This will no longer be offered; its history stays.")
    knowledge = (proposal.before if is_leaving else proposal.after).snapshot.knowledge
    item = knowledge.item(draft.key[1]) if draft.key[0] in ("entry", "quote") else None
    if item is not None and (is_leaving or draft.edit.change.effect == "text"):
        shown = replies.reply(item_keys.chosen(item, knowledge)).content
        yield block_quote(shortened(shown, _ANSWER_LIMIT))
    if item is None or not is_leaving:  # else every line of it would have a minus
        yield moderation.difference_block(before, after, _DIFFERENCE_LIMIT)
    yield from moderation.warnings(proposal.warnings)


def shortened(text: str, limit: int) -> str:
    """Cut a text that keeps its lines."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _preview_buttons(draft: Draft) -> Iterator[Control]:
    args = args_of(draft)
    if draft.can_be_written and draft.key[0] in ("entry", "quote"):
        yield button(say("More phrasings"), "k-more", "phrases", *args)
        yield button(say("Speaker and caveat") if draft.key[0] == "entry" else say("Outlet and date"), "k-more", "details", *args)
        yield button(say("Tests"), "k-more", "tests", *args)
    yield from save_or_discard(draft)


def save_or_discard(draft: Draft) -> Iterator[Control]:
    """Make the buttons that every preview has."""
    yield button(say("Save"), "k-save", *args_of(draft), style=discord.ButtonStyle.primary, row=1)
    if draft.can_be_written:
        yield button(say("Edit again"), "k-again", *args_of(draft), row=1)
    yield button(say("Discard"), "k-drop", *args_of(draft), row=1)


async def refuse(interaction: Asked, draft: Draft, error: BriefbotError) -> None:
    """Say why an edit cannot be, with the way back to it; a long text is handed back as a file, so that none is lost."""
    draft = desk_of(interaction.client).keep(draft)
    lines = [shortened(in_words_of_the_form(say(error.message), draft.key[0], draft.data.get("id", draft.key[1])), 1_000)]
    if isinstance(error, RevisionConflict):
        lines.append(say("Theirs (-) against yours (+):"))
        lines.append(moderation.difference_block(error.theirs, error.ours, _DIFFERENCE_LIMIT))
        # Whoever edits again has seen the other text now.
        seen = editor_of(interaction).version(draft.guild, draft.key)
        draft = desk_of(interaction.client).keep(replace(draft, edit=replace(draft.edit, seen=seen)))
    is_long = sum(len(str(value)) for value in draft.data.values()) > _LONG_TEXT
    files = [_file(draft.data)] if is_long or isinstance(error, RevisionConflict) else []
    await fill_in(interaction, "\n".join(lines), view=view_of(_refusal_buttons(draft, error)), files=files)


def _refusal_buttons(draft: Draft, error: BriefbotError) -> Iterator[Control]:
    if draft.can_be_written:
        yield button(say("Edit again"), "k-again", *args_of(draft), style=discord.ButtonStyle.primary)
    if isinstance(error, StoreError):
        yield button(say("Save"), "k-save", *args_of(draft))
    yield button(say("Discard"), "k-drop", *args_of(draft))


def _file(data: dict[str, Any]) -> discord.File:
    return text_file("your-text.txt", moderation.plain_text(data))


def text_file(name: str, text: str) -> discord.File:
    """Make a file of a text."""
    return discord.File(io.BytesIO(text.encode("utf-8", "backslashreplace")), name)


# Buttons below a preview -----------------------------------------------------------------------------


@when_moderator_presses("k-again")
async def edit_again(interaction: Asked, args: Sequence[str]) -> None:
    """Show the form again, filled with what was written."""
    await open_form(interaction, desk_of(interaction.client).keep(take_up(interaction, five(args))))


@when_moderator_presses("k-more")
async def edit_more(interaction: Asked, args: Sequence[str]) -> None:
    """Show another form about the same thing."""
    extra, *rest = args
    draft = desk_of(interaction.client).keep(take_up(interaction, five(rest)))
    if extra not in _EXTRA:
        raise outdated()
    form = "phrases" if extra == "phrases" else f"{draft.key[0]}-{extra}"
    if form not in FORMS:
        raise outdated()
    await ask_in_form(interaction, title_of(draft), form, {} if extra == "phrases" else draft.data, "k-form", *args_of(draft))


@when_moderator_presses("k-drop")
async def discard(interaction: Asked, args: Sequence[str]) -> None:
    """Forget a draft."""
    desk = desk_of(interaction.client)
    if desk.find(five(args)[0], guild_of(interaction), interaction.user.id) is not None:
        desk.drop(args[0])
    await put_off(interaction)
    await fill_in(interaction, say("Discarded; nothing was saved."))


def five(args: Sequence[str]) -> Sequence[str]:
    """Take the arguments that name a draft."""
    if len(args) != len(("token", "ref", "action", "number", "digest")):
        raise outdated()
    return args


async def start(interaction: Asked, make: Callable[[], Edit]) -> None:
    """Show the preview of an edit that needs no form; what it is made from may have to be read first."""
    guild = guild_of(interaction)
    await put_off(interaction)
    try:
        edit = await interaction.client.call(make)
    except BriefbotError as error:
        await fill_in(interaction, say(error.message))
        return
    await preview(interaction, Draft(guild, interaction.user.id, edit))


def new_draft(interaction: Asked, key: Key, data: dict[str, Any]) -> Draft:
    """Begin a thing that is not there yet."""
    return Draft(guild_of(interaction), interaction.user.id, Edit(Change(*key, "text", data), "add"))


def draft_of(interaction: Asked, key: Key) -> Draft:
    """Begin an edit of a thing that is there."""
    guild, editor = guild_of(interaction), editor_of(interaction)
    edit = Edit(Change(*key, "text", editor.text(guild, key)), "edit", editor.version(guild, key))
    return Draft(guild, interaction.user.id, edit)
