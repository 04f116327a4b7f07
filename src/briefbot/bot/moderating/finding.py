"""Things found by what a moderator types: by id, by title, by any phrasing or form, or by a word of their text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefbot.bot.transport.components import CHOICE_LIMIT, CHOICES
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.domain.knowledge import THING_KINDS, Alias, Entry, Key, Quote, Speaker, Thing, ThingKind
from briefbot.i18n import mark, say
from briefbot.rendering import moderation
from briefbot.rendering.markdown import escape, shorten
from briefbot.service import Service

_NEAR = 5
"""Entries that are shown where nothing holds what was typed."""


def value_of(key: Key) -> str:
    """Name a thing as the value of a choice, which somebody may also type."""
    return f"{key[0]}:{key[1]}"[:CHOICE_LIMIT]


def choices(
    service: Service, guild: int, typed: str, kinds: Iterable[ThingKind] = THING_KINDS, *, retired: bool = False
) -> list[tuple[str, str]]:
    """Offer things by what is typed: name and value of each choice."""
    wanted = set(kinds)
    if retired:
        keys = [key for key in service.editor.retired(guild) if key[0] in wanted and typed.casefold() in key[1].casefold()]
        return [(shorten(f"{key[0]} · {key[1]}", CHOICE_LIMIT), value_of(key)) for key in keys[:CHOICES]]
    found = dict.fromkeys(_ranked(service, guild, typed, wanted))
    return [(shorten(f"{key[0]} · {label}", CHOICE_LIMIT), value_of(key)) for key, label in list(found)[:CHOICES]]


def _ranked(service: Service, guild: int, typed: str, kinds: set[ThingKind]) -> Iterator[tuple[Key, str]]:
    """Go through things: those that hold what was typed, then those that it may ask for."""
    yield from _holding(service, guild, typed, kinds)
    yield from _near(service, guild, typed, kinds)


def _holding(service: Service, guild: int, typed: str, kinds: set[ThingKind]) -> Iterator[tuple[Key, str]]:
    """Go through things: whose id or title holds what was typed, then all that mention it."""
    things = _things(service, guild)
    wanted = typed.strip().casefold()
    for key, thing in things.items():
        if key[0] in kinds and (wanted in key[1].casefold() or wanted in moderation.title(thing).casefold()):
            yield key, moderation.title(thing)
    for key, thing in things.items():
        if key[0] in kinds and wanted and any(wanted in each.casefold() for each in _words(thing)):
            yield key, moderation.title(thing)


def _near(service: Service, guild: int, typed: str, kinds: set[ThingKind]) -> Iterator[tuple[Key, str]]:
    """Go through entries and quotations that what was typed may ask for, the likeliest first."""
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


def find(service: Service, guild: int, typed: str) -> list[str]:
    """List what holds some words; where nothing does, what they may ask for."""
    held = dict.fromkeys(_holding(service, guild, typed, set(THING_KINDS)))
    if held:
        more = [say("… and {count} more", count=len(held) - CHOICES)] if len(held) > CHOICES else []
        return [*map(_line, list(held)[:CHOICES]), *more]
    near = list(_near(service, guild, typed, set(THING_KINDS)))[:_NEAR]
    return [say("Nothing holds these words. The nearest questions:"), *map(_line, near)] if near else [say("Nothing holds that.")]


def _line(found: tuple[Key, str]) -> str:
    key, title = found
    return f"- {moderation.name(key)}: {escape(title)}"


def chosen(service: Service, guild: int, typed: str, kinds: Iterable[ThingKind] = THING_KINDS) -> Key:
    """Find the one thing that an option names; raise RefusedError if that is not clear."""
    wanted = set(kinds)
    for key, thing in service.editor.names(guild).items():
        if thing[0] in wanted and typed in (value_of(key), key[1]):
            return thing
    titles = {key: moderation.title(each).casefold() for key, each in _things(service, guild).items() if key[0] in wanted}
    titled = [key for key, title in titles.items() if title == typed.casefold()]
    if len(titled) == 1:
        return titled[0]
    raise RefusedError(mark("I do not find that. Pick one of the choices that come up while you type."))
