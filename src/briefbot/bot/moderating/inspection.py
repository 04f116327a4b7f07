"""The knowledge looked at by moderators: one thing, its history, lists; and conflicts settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import discord

from briefbot.bot.access import editor_of, guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.drafts import Draft
from briefbot.bot.moderating.audit import set_aside_lines, undo_buttons
from briefbot.bot.moderating.custom_ids import ANY, DraftId, Settle, TurnHistory, TurnList, WriteAgain, key_of, ref
from briefbot.bot.moderating.editing.forms import open_form
from briefbot.bot.moderating.editing.preview import preview_edit, text_file
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.common_buttons import uncounted_pager
from briefbot.bot.transport.components import Control, Controls, button, view_of
from briefbot.bot.transport.interactions import fill_in, in_time, is_answered, put_off, send_files, send_reply
from briefbot.domain.knowledge import Entry, Item, Key, Knowledge, Quote, Thing, ThingKind, digest_of
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.editing.editor import Editor
from briefbot.i18n import clip, say
from briefbot.rendering import comparison, moderation, replies
from briefbot.rendering.markdown import block_quote, small

STEPS = 3
"""Revisions of a history that one page shows."""
_STEP_LIMIT, _PAGE_LIMIT, _TEXT_LIMIT = 600, 1_800, 900


# One thing -------------------------------------------------------------------------------------------


async def show_thing(interaction: Interaction, key: Key) -> None:
    """Show all that is known of a thing."""
    guild, editor = guild_of(interaction), editor_of(interaction)
    data = editor.text(guild, key)
    lines = [f"**{moderation.name(key)}**", small(_state(editor, guild, key))]
    thing = editor.thing(guild, key)
    if isinstance(thing, Entry | Quote):
        lines.append(_as_reply(thing, interaction.client.service.knowledge(guild)))
        lines += await _doubts(interaction, key, thing)
    elif data is not None:
        lines.append(moderation.code_block(moderation.plain_text(data).splitlines(), _TEXT_LIMIT))
    if _conflict(editor, guild, key) is not None:
        lines += _what_came(interaction, key, data)
    await send_reply(interaction, "\n".join(lines), view=view_of(_buttons(editor, guild, key)), is_private=True)
    if data is not None:
        await send_files(interaction, say("All of it:"), [text_file(f"{key[0]}.txt", moderation.plain_text(data))])


def _as_reply(item: Item, knowledge: Knowledge) -> str:
    return block_quote(clip(replies.reply(item_keys.chosen(item, knowledge)).content, _TEXT_LIMIT))


async def _doubts(interaction: Interaction, key: Key, thing: Thing) -> list[str]:
    """Say what the gate would refuse in a server's own text, which stays in use."""
    guild, editor = guild_of(interaction), editor_of(interaction)
    if key not in editor.changed(guild):
        return []
    found = await in_time(interaction, interaction.client.call_apart(editor.findings, guild, thing), is_private=True)
    errors = [each for each in found or () if not each.is_warning]
    return comparison.remarks(errors) if errors else []


def _state(editor: Editor, guild: int, key: Key) -> str:
    if key in editor.retired(guild):
        return say("Retired here.")
    local = editor.changed(guild).get(key)
    if local is not None:
        return say("Changed here: revision {number}.", number=local.number)
    if any(each.revision.key == key for each in editor.set_aside(guild)):
        return say("This server's change is set aside, because it no longer passes the check; the bundle's text is used.")
    for retired, heir in editor.withheld(guild).items():
        if heir == key:
            return say(
                "Not offered here: the bundle has merged {what} into it, which was retired here. `/knowledge show` of that settles it.",
                what=moderation.name(retired),
            )
    replacing = editor.replacing(key)
    return say("The bundle has merged this into {what}.", what=moderation.name(replacing)) if replacing else say("As in the bundle.")


def _what_came(interaction: Interaction, key: Key, data: Mapping[str, Any] | None) -> Iterator[str]:
    """Show what the bundle did under a change of a thing: what differs, or the reply of what it was merged into."""
    editor, knowledge = editor_of(interaction), interaction.client.service.knowledge()
    replacing = editor.replacing(key)
    heir = knowledge.item(replacing[1]) if replacing else None
    if replacing is None or heir is None:
        yield say("The bundle has changed since. What is used here (-) against the bundle (+):")
        yield moderation.difference_block(data, editor.bundle_text(key), _TEXT_LIMIT)
        return
    what = moderation.name(replacing)
    if key in editor.withheld(guild_of(interaction)):
        yield say("The bundle has merged this into {what}, which is not offered here until that is settled. It says:", what=what)
    else:
        yield say("The bundle has merged this into {what}, which says:", what=what)
    yield _as_reply(heir, knowledge)


def _conflict(editor: Editor, guild: int, key: Key) -> Any:
    return next((each for each in editor.conflicts(guild) if each.revision.key == key), None)


def _buttons(editor: Editor, guild: int, key: Key) -> Iterator[Control]:
    if editor.text(guild, key) is not None:
        seen = editor.version(guild, key)
        yield button(say("Edit"), WriteAgain(DraftId(ANY, ref(key), "edit", seen.number, seen.digest)))
    yield button(say("History"), TurnHistory(ref(key), 0))
    if _conflict(editor, guild, key) is not None:
        yield button(say("Keep ours"), Settle("keep", ref(key)))
        yield button(say("Take the bundle's"), Settle("bundle", ref(key)))
        if editor.text(guild, key) is not None:
            yield button(say("Merge"), Settle("merge", ref(key)))


async def settle(interaction: Interaction, pressed: Settle) -> None:
    """Settle a conflict, after a preview of the result."""
    guild, editor = guild_of(interaction), editor_of(interaction)
    key, how = key_of(pressed.thing, editor.names(guild)), pressed.how
    if how != "merge":
        await preview_edit(interaction, lambda: editor.settling(guild, key, how))
        return
    edit = Edit(Change(*key, "text", editor.text(guild, key)), "settle", editor.version(guild, key), is_settling=True)
    await open_form(interaction, Draft(guild, interaction.user.id, edit))


# Histories -------------------------------------------------------------------------------------------


async def show_history(interaction: Interaction, key: Key | None, page: int) -> None:
    """Show a page of who changed what, when and why."""
    editor, guild = editor_of(interaction), guild_of(interaction)
    work = interaction.client.call_apart(editor.history, guild, key, limit=STEPS + 1, offset=page * STEPS)
    steps = await in_time(interaction, work, is_private=True)
    lines = [moderation.step(each, _STEP_LIMIT) for each in steps[:STEPS]] or [
        say("Nobody has changed that here.") if key else say("Nothing has been changed here yet.")
    ]
    thing = ref(key) if key else ANY
    buttons = [*uncounted_pager(page + 1, lambda number: TurnHistory(thing, number - 1), has_more=len(steps) > STEPS)]
    if key is not None and page == 0 and steps:
        buttons += undo_buttons(key, steps[0].revision.number)
    await _show(interaction, "\n".join(lines), view_of(buttons))


async def _show(interaction: Interaction, content: str, view: Controls | None) -> None:
    """Show a page: in the place of the one before where a button was pressed."""
    if interaction.type is discord.InteractionType.component:
        if not is_answered(interaction):
            await put_off(interaction)
        await fill_in(interaction, content, view=view)
    else:
        await send_reply(interaction, content, view=view, is_private=True)


async def turn_history(interaction: Interaction, pressed: TurnHistory) -> None:
    """Turn the pages of a history."""
    key = None if pressed.thing == ANY else key_of(pressed.thing, editor_of(interaction).names(guild_of(interaction)))
    await put_off(interaction)
    await show_history(interaction, key, pressed.page)


# Lists -----------------------------------------------------------------------------------------------


async def show_list(interaction: Interaction, topic: str | None, kind: ThingKind | None, state: str) -> None:
    """List things by topic, kind and state."""
    await turn_list(interaction, TurnList(digest_of(topic.casefold()) if topic else ANY, kind or "-", state.replace(" ", "_"), 0))


async def turn_list(interaction: Interaction, shown: TurnList) -> None:
    """Turn the pages of a list."""
    guild, editor, state = guild_of(interaction), editor_of(interaction), shown.state.replace("_", " ")
    lines = set_aside_lines(editor, guild) if state == "set aside" else list(_lines(interaction, shown.topic, shown.kind, state))
    found = moderation.listed(lines, _PAGE_LIMIT) or [say("There is nothing of that.")]
    page = min(shown.page, len(found) - 1)
    head = say("{count} in all", count=len(lines))
    if len(found) > 1:
        head = say("{count} in all, page {page} of {pages}", count=len(lines), page=page + 1, pages=len(found))
    buttons = uncounted_pager(page + 1, lambda number: replace(shown, page=number - 1), has_more=page + 1 < len(found))
    await _show(interaction, f"{small(head)}\n{found[page]}", view_of(buttons))


def _lines(interaction: Interaction, topic: str, kind: str, state: str) -> Iterator[str]:
    guild, editor = guild_of(interaction), editor_of(interaction)
    changed, conflicts = set(editor.changed(guild)), {each.revision.key for each in editor.conflicts(guild)}
    retired = set(editor.retired(guild))
    marks = {say("changed here"): changed - retired, say("retired here"): retired & conflicts, say("conflict"): conflicts}
    for key in _keys_in(editor, guild, state):
        thing = editor.thing(guild, key)
        if kind in (ANY, key[0]) and (topic == ANY or topic in _topics(thing)):
            noted = ", ".join(mark for mark, keys in marks.items() if key in keys)
            title = f": {moderation.title(thing)}" if thing is not None else ""
            yield f"- {moderation.name(key)}{title}{f' ({noted})' if noted else ''}"


def _keys_in(editor: Editor, guild: int, state: str) -> Iterator[Key]:
    """Return the things that are retired, in conflict or changed here; for any other state all that are in use.

    What was retired is listed by itself, and where it waits to be settled.
    """
    if state == "retired":
        wanted = set(editor.retired(guild))
    elif state == "conflicts":
        wanted = {each.revision.key for each in editor.conflicts(guild)}
    else:
        wanted = set(editor.changed(guild) if state == "changed" else editor.keys(guild))
    is_retired = state == "retired"
    found = (key for key in editor.keys(guild) if key in wanted)
    return (key for key in found if state == "conflicts" or (editor.thing(guild, key) is None) == is_retired)


def _topics(thing: object) -> set[str]:
    match thing:
        case Entry(topic=topic):
            return {digest_of(topic.casefold())}
        case Quote(topics=topics):
            return {digest_of(topic.casefold()) for topic in topics}
    return set()


async def setup(bot: BriefBot) -> None:
    """Register the buttons."""
    bot.router.button(Settle, settle, check=guild_of)
    bot.router.button(TurnHistory, turn_history, check=guild_of)
    bot.router.button(TurnList, turn_list, check=guild_of)
