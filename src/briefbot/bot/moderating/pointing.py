"""Controls that lead from names to things: buttons for a single one, a menu for several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import discord

from briefbot.bot.moderating.custom_ids import ANY, DraftId, PickThing, ShowThing, TurnHistory, WriteAgain, ref
from briefbot.bot.moderating.finding import title_of
from briefbot.bot.transport.components import CHOICE_LIMIT, CHOICES, Control, button, menu
from briefbot.domain.knowledge import Entry, Item, Key
from briefbot.domain.outcome import Abstained, Outcome, Suggested
from briefbot.editing.editor import Editor
from briefbot.i18n import say
from briefbot.language.text import tokens
from briefbot.rendering import moderation, replies
from briefbot.rendering.markdown import shorten
from briefbot.service import Service

_LABEL = 40
"""The most characters of a title on a button, as many as a phone shows."""


def ways_to(editor: Editor, guild: int, keys: Iterable[Key], *, is_apart: bool = False) -> Iterator[Control]:
    """Make controls that lead to things: buttons to edit and show a single one, or a menu to pick one.

    If the message must stay, or is public, they only open private messages.
    """
    found = list(dict.fromkeys(keys))[:CHOICES]
    if len(found) == 1 and not is_apart:
        yield from editor_of_one(editor, guild, found[0])
        yield button(say("Show"), ShowThing(ref(found[0])))
        yield button(say("History"), TurnHistory(ref(found[0]), 0))
    elif len(found) == 1:
        yield button(say("Show “{title}”", title=shorten(title_of(editor, guild, found[0]), _LABEL)), ShowThing(ref(found[0])))
    elif found:
        options = [option(editor, guild, key) for key in found]
        yield menu(say("View one of these, or edit it"), PickThing(), options=options)


def ways_to_same(service: Service, guild: int, key: Key, phrasings: Iterable[str]) -> list[Control]:
    """Make controls that lead to other things which already have some phrasings."""
    wanted = {tuple(tokens(phrasing)) for phrasing in phrasings}
    others = (item for item in service.knowledge(guild).items() if key_of_item(item) != key)
    same = [key_of_item(item) for item in others if not wanted.isdisjoint(tuple(tokens(each)) for each in item.phrasings)]
    return list(ways_to(service.editor, guild, same, is_apart=True))


def keys_of(outcome: Outcome) -> list[Key]:
    """List the things that a reply shows; without an answer, its offers or the closest ones."""
    match outcome:
        case Suggested(items=items) | Abstained(gap=None, nearest=items):
            return [key_of_item(item) for item in items]
    return [key_of_item(item) for item in replies.shown_in(outcome)]


def key_of_item(item: Item) -> Key:
    """Return the key of an entry or a quotation."""
    return ("entry" if isinstance(item, Entry) else "quote"), item.id


def editor_of_one(editor: Editor, guild: int, key: Key, label: str = "") -> Iterator[Control]:
    """Make the button that edits a thing, if it is in use."""
    if editor.text(guild, key) is not None:
        seen = editor.version(guild, key)
        yield button(label or say("Edit"), WriteAgain(DraftId(ANY, ref(key), "edit", seen.number, seen.digest)))


def option(editor: Editor, guild: int, key: Key) -> discord.SelectOption:
    """Make the menu option of a thing."""
    title = shorten(title_of(editor, guild, key), CHOICE_LIMIT) or key[1][:CHOICE_LIMIT]
    return discord.SelectOption(label=title, value=ref(key), description=moderation.kind_name(key[0]))
