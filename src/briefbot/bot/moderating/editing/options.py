"""List the options of a form's menus.

Kinds and statements are shown with their meaning; speakers, topics and related entries by their titles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import discord

from briefbot.bot.moderating.editing.fields import NOBODY, Field, written
from briefbot.bot.transport.components import CHOICE_LIMIT, CHOICES
from briefbot.domain.knowledge import Knowledge
from briefbot.i18n import mark, say
from briefbot.rendering.markdown import shorten

_MEANING = {
    ("kind", "fact"): mark("The article answers the question"),
    ("kind", "correction"): mark("The question assumes something that the article contradicts"),
    ("kind", "gap"): mark("The article does not answer the question"),
    ("stance", "fact"): mark("The article says it in its own words"),
    ("stance", "claim"): mark("Somebody says so"),
    ("stance", "report"): mark("It is reported, not established"),
    ("stance", "estimate"): mark("A figure that somebody estimates"),
    ("stance", "opinion"): mark("Somebody's view"),
}
"""The explanation below an option."""
MULTIPLE = ("related", "topics")
"""Fields with several choices."""


def options_of(field: Field, data: Mapping[str, Any], knowledge: Knowledge) -> list[discord.SelectOption]:
    """List the options of a field; none if it is typed, or if there are more than a menu holds."""
    chosen = set(data.get(field.key) or ()) if field.key in MULTIPLE else {written(field, data) or NOBODY}
    found = dict(_named(field, data, knowledge))
    if not found or len(found) > CHOICES or not chosen <= {*found, NOBODY}:
        return []
    return [
        discord.SelectOption(label=shorten(label, CHOICE_LIMIT), value=value, default=value in chosen, description=_meaning(field, value))
        for value, label in found.items()
    ]


def _meaning(field: Field, value: str) -> str | None:
    found = _MEANING.get((field.key, value))
    return say(found) if found else None


def _named(field: Field, data: Mapping[str, Any], knowledge: Knowledge) -> Iterable[tuple[str, str]]:
    """Yield the options: value and name of each."""
    if field.choices:
        return [(choice, say(choice)) for choice in field.choices]
    match field.key:
        case "speaker":
            nobody = [] if field.is_required else [(NOBODY, say("Nobody"))]
            return [*nobody, *((speaker.id, speaker.name) for speaker in knowledge.speakers.values())]
        case "topic" | "topics":
            return [(topic, knowledge.source.topic(topic)) for topic in knowledge.topics]
        case "related":
            return list(_related(data, knowledge))
    return []


def _related(data: Mapping[str, Any], knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield related entries, then others of the same topic, as many as a menu holds."""
    known = [item for item in map(knowledge.item, data.get("related") or ()) if item is not None]
    others = [entry for entry in knowledge.entries.values() if entry.topic == data.get("topic")]
    found = dict.fromkeys([*known, *others])
    yield from [(item.id, item.label) for item in found if item.id != data.get("id")][:CHOICES]
