"""The knowledge as moderators inspect it: one thing, its history, and lists; and settling conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from briefbot.bot.access import editor_of, guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.drafts import Draft
from briefbot.bot.moderating import finding
from briefbot.bot.moderating.audit import set_aside_lines, undo_buttons
from briefbot.bot.moderating.custom_ids import (
    ANY,
    PickThing,
    Settle,
    ShowParagraph,
    ShowPending,
    ShowThing,
    TurnHistory,
    TurnList,
    key_of,
    ref,
)
from briefbot.bot.moderating.editing.forms import open_form
from briefbot.bot.moderating.editing.preview import preview_edit
from briefbot.bot.moderating.offering import correction_offer
from briefbot.bot.moderating.paragraphs import cited_first
from briefbot.bot.moderating.pointing import editor_of_one, ways_to
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.common_buttons import pager, uncounted_pager
from briefbot.bot.transport.components import Control, Controls, button, view_of
from briefbot.bot.transport.interactions import (
    fill_in,
    in_time,
    is_answered,
    is_private_message,
    put_off,
    send_files,
    send_reply,
    text_file,
)
from briefbot.domain.corrections import Correction
from briefbot.domain.knowledge import Entry, Item, Key, Knowledge, Quote, Thing, ThingKind, digest_of
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.editing.editor import Editor, Step
from briefbot.i18n import clip, say, say_many
from briefbot.rendering import comparison, moderation, replies
from briefbot.rendering.corrections.progress import in_history
from briefbot.rendering.markdown import block_quote, escape, small

STEPS = 3
"""How many revisions of a history a page shows."""
ROWS = 15
"""How many things of a list a page shows: as many as people read on a phone before the next page."""
_KINDS: tuple[ThingKind, ...] = ("entry", "quote", "speaker", "alias")
"""The kinds of things in the order of lists."""
_STEP_LIMIT, _PAGE_LIMIT, _TEXT_LIMIT = 600, 1_800, 900


# One thing -------------------------------------------------------------------------------------------


async def show_thing(interaction: Interaction, key: Key) -> None:
    """Show everything known about a thing."""
    guild, editor = guild_of(interaction), editor_of(interaction)
    data = editor.text(guild, key)
    state = f"{moderation.kind_name(key[0])}. {_state(editor, guild, key)}"
    lines = [f"**{escape(finding.title_of(editor, guild, key))}**", small(state)]
    thing = editor.thing(guild, key)
    if isinstance(thing, Entry | Quote):
        lines.append(_as_reply(thing, interaction.client.service.knowledge(guild)))
        lines += await _doubts(interaction, key, thing)
    elif data is not None:
        lines.append(moderation.code_block(moderation.plain_text(data).splitlines(), _TEXT_LIMIT))
    if _conflict(editor, guild, key) is not None:
        lines += _what_came(interaction, key, data)
    await send_reply(interaction, "\n".join(lines), view=view_of(_buttons(interaction, key)), is_private=True)
    if data is not None:
        await send_files(interaction, say("In full:"), [text_file(f"{key[0]}.txt", moderation.plain_text(data))])


def _as_reply(item: Item, knowledge: Knowledge) -> str:
    return block_quote(clip(replies.reply(item_keys.chosen(item, knowledge)).content, _TEXT_LIMIT))


async def _doubts(interaction: Interaction, key: Key, thing: Thing) -> list[str]:
    """List what the gate would refuse in a server's own text, which stays in use."""
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
        return say("This server's change no longer passes the check, so the curators' text is used instead.")
    for retired, heir in editor.withheld(guild).items():
        if heir == key:
            return say(
                "Not offered here: the curators merged {what} into this, but it was retired here. Use `/knowledge "
                "show` on it to settle this.",
                what=finding.called(editor, guild, retired),
            )
    replacing = editor.replacing(key)
    return (
        say("The curators merged this into {what}.", what=finding.called(editor, guild, replacing))
        if replacing
        else say("As the curators wrote it.")
    )


def _what_came(interaction: Interaction, key: Key, data: Mapping[str, Any] | None) -> Iterator[str]:
    """Show the bundle's change of a changed thing: the difference, or the reply of what it was merged into."""
    editor, knowledge = editor_of(interaction), interaction.client.service.knowledge()
    replacing = editor.replacing(key)
    heir = knowledge.item(replacing[1]) if replacing else None
    if replacing is None or heir is None:
        yield say("The curators have changed it since. What is used here (-) against theirs (+):")
        yield moderation.difference_block(data, editor.bundle_text(key), _TEXT_LIMIT)
        return
    what = say("“{title}”", title=escape(heir.label))
    if key in editor.withheld(guild_of(interaction)):
        yield say("The curators merged this into {what}, which is not offered here until that is settled. It says:", what=what)
    else:
        yield say("The curators merged this into {what}, which says:", what=what)
    yield _as_reply(heir, knowledge)


def _conflict(editor: Editor, guild: int, key: Key) -> Any:
    return next((each for each in editor.conflicts(guild) if each.revision.key == key), None)


def _buttons(interaction: Interaction, key: Key) -> Iterator[Control]:
    guild, editor = guild_of(interaction), editor_of(interaction)
    yield from editor_of_one(editor, guild, key)
    yield button(say("History"), TurnHistory(ref(key), 0))
    cited = cited_first(interaction.client.service.knowledge(guild), key)
    if cited is not None and interaction.client.service.article is not None:
        yield button(say("Paragraph {number}", number=cited), ShowParagraph(cited))
    if _conflict(editor, guild, key) is not None:
        yield button(say("Keep ours"), Settle("keep", ref(key)))
        yield button(say("Use the bundle's"), Settle("bundle", ref(key)))
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


async def show_named(interaction: Interaction, pressed: ShowThing) -> None:
    """Show the thing that a button names."""
    await show_thing(interaction, key_of(pressed.thing, editor_of(interaction).names(guild_of(interaction))))


async def show_picked(interaction: Interaction, _: PickThing, picked: str) -> None:
    """Show the thing that was picked in a menu."""
    names = editor_of(interaction).names(guild_of(interaction))
    await show_thing(interaction, key_of(picked, names))


# Histories -------------------------------------------------------------------------------------------


async def show_history(interaction: Interaction, key: Key | None, page: int) -> None:
    """Show a page of who changed what, when and why."""
    client, editor, guild = interaction.client, editor_of(interaction), guild_of(interaction)
    work = client.call_apart(editor.history, guild, key, limit=STEPS + 1, offset=page * STEPS)
    steps = await in_time(interaction, work, is_private=True)
    corrected = await client.call(client.service.corrections.of_things, guild, [each.revision.key for each in steps])
    lines = [line for each in steps[:STEPS] for line in _step_lines(each, corrected)] or [
        say("Nobody has changed that here.") if key else say("Nothing has been changed here yet.")
    ]
    told, buttons = await _waiting(interaction, key)
    buttons += await _history_buttons(interaction, key, page, steps)
    await _show(interaction, "\n".join([*told, *lines]), view_of(buttons))


async def _history_buttons(interaction: Interaction, key: Key | None, page: int, steps: Sequence[Step]) -> list[Control]:
    """Make the buttons that turn the pages of a history.

    Others lead to its things or, if it is about a single thing, undo that thing's last change.
    """
    thing = ref(key) if key else ANY
    buttons = [*uncounted_pager(page + 1, lambda number: TurnHistory(thing, number - 1), has_more=len(steps) > STEPS)]
    if key is None:
        keys = [each.revision.key for each in steps[:STEPS]]
        return [*buttons, *ways_to(editor_of(interaction), guild_of(interaction), keys)]
    if page == 0 and steps:
        buttons += [*undo_buttons(steps[0].revision), *await correction_offer(interaction.client, steps[0].revision)]
    return buttons


async def _waiting(interaction: Interaction, key: Key | None) -> tuple[list[str], list[Control]]:
    """Return the number of changes that wait for approval, with the button that shows them, for a server's history."""
    changes = await interaction.client.call(interaction.client.service.pending.of_guild, guild_of(interaction)) if key is None else ()
    if not changes:
        return [], []
    told = say_many("**{count} change waits for approval.**", "**{count} changes wait for approval.**", len(changes))
    return [told], [button(say("Show what waits"), ShowPending(1))]


def _step_lines(each: Step, corrected: Iterable[Correction]) -> Iterator[str]:
    """Show a revision, and how replies were corrected after it."""
    yield moderation.step(each, _STEP_LIMIT)
    for correction in corrected:
        if (correction.key, correction.revision) == (each.revision.key, each.revision.number):
            yield in_history(correction)


async def _show(interaction: Interaction, content: str, view: Controls | None) -> None:
    """Show a page; after a button, it replaces the previous one."""
    if is_private_message(interaction):
        if not is_answered(interaction):
            await put_off(interaction)
        await fill_in(interaction, content, view=view)
    else:
        await send_reply(interaction, content, view=view, is_private=True)


async def turn_history(interaction: Interaction, pressed: TurnHistory) -> None:
    """Turn the pages of a history."""
    key = None if pressed.thing == ANY else key_of(pressed.thing, editor_of(interaction).names(guild_of(interaction)))
    if is_private_message(interaction):
        await put_off(interaction)
    await show_history(interaction, key, pressed.page)


# Lists -----------------------------------------------------------------------------------------------


async def show_list(interaction: Interaction, topic: str | None, kind: ThingKind | None, state: str) -> None:
    """List things by topic, kind and state."""
    named = finding.topic_named(interaction.client.service.knowledge(guild_of(interaction)), topic) if topic else None
    await turn_list(interaction, TurnList(digest_of(named.casefold()) if named else ANY, kind or "-", state.replace(" ", "_"), 0))


async def turn_list(interaction: Interaction, shown: TurnList) -> None:
    """Turn the pages of a list."""
    guild, editor, state = guild_of(interaction), editor_of(interaction), shown.state.replace("_", " ")
    rows = await in_time(interaction, interaction.client.call_apart(_rows, editor, guild, shown, state), is_private=True)
    found = list(_paged(rows))
    page = min(shown.page, len(found) - 1)
    head = say_many("{count} in all", "{count} in all", len(rows))
    if len(found) > 1:
        head = say("{count} in all, page {page} of {pages}", count=len(rows), page=page + 1, pages=len(found))
    lines = [small(head), *(line for _, line in found[page])] if rows else [say("There's nothing here.")]
    turns = pager(page + 1, len(found), lambda number: replace(shown, page=number - 1))
    await _show(interaction, "\n".join(lines), view_of([*ways_to(editor, guild, [key for key, _ in found[page]]), *turns]))


def _paged(rows: Iterable[tuple[Key, str]]) -> Iterator[list[tuple[Key, str]]]:
    """Split rows into pages that fit a message and its menu; at least one page."""
    page: list[tuple[Key, str]] = []
    for key, line in rows:
        if page and (len(page) == ROWS or sum(len(each) + 1 for _, each in page) + len(line) > _PAGE_LIMIT):
            yield page
            page = []
        page.append((key, clip(line, _PAGE_LIMIT)))
    yield page


def _rows(editor: Editor, guild: int, shown: TurnList, state: str) -> list[tuple[Key, str]]:
    """List things with a line for each: entries first, then quotations, speakers and names."""
    if state == "set aside":
        return list(
            zip((each.revision.key for each in editor.set_aside(guild) if each.problems), set_aside_lines(editor, guild), strict=True)
        )
    changed, conflicts = set(editor.changed(guild)), {each.revision.key for each in editor.conflicts(guild)}
    retired = set(editor.retired(guild))
    marks = {say("changed here"): changed - retired, say("retired here"): retired & conflicts, say("conflict"): conflicts}
    found = []
    for key in sorted(_keys_in(editor, guild, state), key=lambda key: _KINDS.index(key[0])):
        if shown.kind in (ANY, key[0]) and (shown.topic == ANY or shown.topic in _topics(editor.thing(guild, key))):
            notes = [mark for mark, keys in marks.items() if key in keys]
            found.append((key, moderation.list_line(key, finding.title_of(editor, guild, key), *notes)))
    return found


def _keys_in(editor: Editor, guild: int, state: str) -> Iterator[Key]:
    """Yield the things that are retired, in conflict or changed here; for any other state all that are in use.

    Retired things are only listed as such, and while they are to be settled.
    """
    wanted = _wanted(editor, guild, state)
    is_retired = state == "retired"
    found = (key for key in editor.keys(guild) if key in wanted)
    return (key for key in found if state == "conflicts" or (editor.thing(guild, key) is None) == is_retired)


def _wanted(editor: Editor, guild: int, state: str) -> set[Key]:
    match state:
        case "retired":
            return set(editor.retired(guild))
        case "conflicts":
            return {each.revision.key for each in editor.conflicts(guild)}
        case "to review":
            return {key for key in editor.keys(guild) if isinstance(thing := editor.thing(guild, key), Entry) and thing.changed}
    return set(editor.changed(guild) if state == "changed" else editor.keys(guild))


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
    bot.router.button(ShowThing, show_named, check=guild_of)
    bot.router.menu(PickThing, show_picked, check=guild_of)
