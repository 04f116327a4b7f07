"""Find things by what a moderator types: by id, by title, by any phrasing or form, or by a word of their text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from briefbot.bot.transport.components import CHOICE_LIMIT, CHOICES
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.domain.knowledge import THING_KINDS, Alias, Entry, Key, Knowledge, Quote, Speaker, Thing, ThingKind
from briefbot.editing.editor import Editor
from briefbot.editing.overlay import title_in
from briefbot.errors import StoreError
from briefbot.i18n import mark, say
from briefbot.rendering import moderation
from briefbot.rendering.markdown import escape, shorten
from briefbot.service import Service

_NEAR = 5
"""How many entries are shown if nothing contains what was typed."""


def value_of(key: Key) -> str:
    """Return a thing's name as the value of a choice, which can also be typed."""
    return f"{key[0]}:{key[1]}"[:CHOICE_LIMIT]


def choices(
    service: Service, guild: int, typed: str, kinds: Iterable[ThingKind] = THING_KINDS, *, retired: bool = False
) -> list[tuple[str, str]]:
    """Return choices of things for what is typed: name and value of each."""
    wanted = set(kinds)
    found = _retired(service.editor, guild, typed) if retired else _ranked(service, guild, typed, wanted)
    named = [(key, label) for key, label in dict.fromkeys(found) if key[0] in wanted]
    return [(shorten(f"{label} · {moderation.kind_name(key[0])}", CHOICE_LIMIT), value_of(key)) for key, label in named[:CHOICES]]


def _retired(editor: Editor, guild: int, typed: str) -> Iterator[tuple[Key, str]]:
    """Yield retired things whose title or id contains what was typed."""
    wanted = typed.strip().casefold()
    for key in editor.retired(guild):
        title = title_of(editor, guild, key)
        if wanted in title.casefold() or wanted in key[1].casefold():
            yield key, title


def title_of(editor: Editor, guild: int, key: Key) -> str:
    """Return the title of a thing, also of one that is not in use; its id if there is none."""
    thing = editor.thing(guild, key)
    if thing is not None:
        return moderation.title(thing)
    before = [step.before or step.after for step in editor.history(guild, key, limit=1)]
    return title_in(next(filter(None, before), None) or editor.bundle_text(key)) or key[1]


def called(editor: Editor, guild: int, key: Key, data: Mapping[str, Any] | None = None) -> str:
    """Return the name of a thing by a text of it, or by an earlier one; by its id if that cannot be read."""
    title = ""
    if not data:
        with suppress(StoreError):
            title = title_of(editor, guild, key)
    return say("“{title}”", title=escape(title)) if title not in ("", key[1]) else moderation.called(key, data)


def topic_named(knowledge: Knowledge, typed: str) -> str:
    """Return a topic by its name, or by its name in the files; raise RefusedError if there is none."""
    wanted = typed.strip().casefold()
    found = (topic for topic in knowledge.topics if wanted in (topic.casefold(), knowledge.source.topic(topic).casefold()))
    topic = next(found, None)
    if topic is None:
        raise RefusedError(mark("I can't find that topic. Pick one from the list that appears while you type."))
    return topic


def topic_choices(knowledge: Knowledge, typed: str) -> list[str]:
    """Return topics by a part of their names."""
    names = sorted(map(knowledge.source.topic, knowledge.topics), key=str.casefold)
    return [name for name in names if typed.strip().casefold() in name.casefold() and len(name) <= CHOICE_LIMIT][:CHOICES]


def _ranked(service: Service, guild: int, typed: str, kinds: set[ThingKind]) -> Iterator[tuple[Key, str]]:
    """Yield things: those that contain what was typed, then those that it may ask for."""
    yield from _holding(service, guild, typed, kinds)
    yield from _near(service, guild, typed, kinds)


def _holding(service: Service, guild: int, typed: str, kinds: set[ThingKind]) -> Iterator[tuple[Key, str]]:
    """Yield things: those with a matching id or title, then all that mention it."""
    things = _things(service, guild)
    wanted = typed.strip().casefold()
    for key, thing in things.items():
        if key[0] in kinds and (wanted in key[1].casefold() or wanted in moderation.title(thing).casefold()):
            yield key, moderation.title(thing)
    for key, thing in things.items():
        if key[0] in kinds and wanted and any(wanted in each.casefold() for each in _words(thing)):
            yield key, moderation.title(thing)


def _near(service: Service, guild: int, typed: str, kinds: set[ThingKind]) -> Iterator[tuple[Key, str]]:
    """Yield entries and quotations that what was typed may ask for, the likeliest first."""
    for item in service.complete(guild, typed, CHOICES) if typed.strip() and not kinds.isdisjoint(("entry", "quote")) else ():
        kind: ThingKind = "entry" if isinstance(item, Entry) else "quote"
        if kind in kinds:
            yield (kind, item.id), item.label


def _things(service: Service, guild: int) -> dict[Key, Thing]:
    knowledge = service.knowledge(guild)
    found: dict[Key, Thing] = {("entry", each.id): each for each in knowledge.entries.values()}
    found.update({("quote", each.id): each for each in knowledge.quotes.values()})
    found.update({("speaker", each.id): each for each in knowledge.speakers.values()})
    found.update({("alias", each.id): each for each in knowledge.aliases})
    return found


def _words(thing: Thing) -> tuple[str, ...]:
    match thing:
        case Entry():
            return (*thing.phrasings, thing.answer, thing.caveat)
        case Quote():
            return (*thing.phrasings, thing.text)
        case Speaker():
            return (*thing.aliases, thing.role, thing.affiliation)
        case Alias():
            return thing.forms


def find(service: Service, guild: int, typed: str) -> tuple[list[str], list[Key]]:
    """List the things that contain some words; if there are none, those that the words may ask for."""
    held = list(dict.fromkeys(_holding(service, guild, typed, set(THING_KINDS))))
    if held:
        more = [say("… and {count} more", count=len(held) - CHOICES)] if len(held) > CHOICES else []
        return [*map(_line, held[:CHOICES]), *more], [key for key, _ in held[:CHOICES]]
    near = list(_near(service, guild, typed, set(THING_KINDS)))[:_NEAR]
    if not near:
        return [say("I found nothing with these words.")], []
    return [say("I found nothing with these words. These questions are closest:"), *map(_line, near)], [key for key, _ in near]


def _line(found: tuple[Key, str]) -> str:
    return moderation.list_line(*found)


def chosen(service: Service, guild: int, typed: str, kinds: Iterable[ThingKind] = THING_KINDS) -> Key:
    """Return the one thing that an option names; raise RefusedError if that is ambiguous."""
    wanted = set(kinds)
    for key, thing in service.editor.names(guild).items():
        if thing[0] in wanted and typed in (value_of(key), key[1]):
            return thing
    titles = {key: moderation.title(each).casefold() for key, each in _things(service, guild).items() if key[0] in wanted}
    titled = [key for key, title in titles.items() if title == typed.casefold()]
    if len(titled) == 1:
        return titled[0]
    raise RefusedError(mark("I can't find that. Pick one from the list that appears while you type."))
