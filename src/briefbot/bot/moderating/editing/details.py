"""Set a thing's speaker, topic and related entries by a command, for lists that are too long for a menu."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from briefbot.bot.access import editor_of, guild_of
from briefbot.bot.client import Interaction
from briefbot.bot.drafts import Draft
from briefbot.bot.moderating import finding
from briefbot.bot.moderating.editing.draft_ids import draft_of
from briefbot.bot.moderating.editing.fields import NOBODY
from briefbot.bot.moderating.editing.preview import preview
from briefbot.bot.transport.components import CHOICE_LIMIT, CHOICES
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.domain.knowledge import Key, Knowledge
from briefbot.i18n import mark, say
from briefbot.rendering.markdown import shorten

Named = tuple[str, str]
"""A choice: name and value."""


@dataclass(frozen=True, slots=True)
class Details:
    """The details to set; None leaves one unchanged."""

    speaker: str | None = None
    topic: str | None = None
    relate: str | None = None
    unrelate: str | None = None


async def set_details(interaction: Interaction, key: Key, wanted: Details) -> None:
    """Show the preview of a thing with other details, including its moderator's unsaved changes."""
    if wanted == Details():
        raise RefusedError(mark("Pick a speaker, a topic, or an entry to relate or unrelate."))
    written = [each for each in interaction.client.desk.open_of(guild_of(interaction), interaction.user.id) if each.key == key]
    draft = written[0] if written else draft_of(interaction, key)
    await preview(interaction, draft.with_data(_changed(interaction, draft, wanted)))


def _changed(interaction: Interaction, draft: Draft, wanted: Details) -> dict[str, Any]:
    data, knowledge = draft.data, interaction.client.service.knowledge(draft.guild)
    if wanted.speaker is not None:
        data["speaker"] = _one(wanted.speaker, speakers(knowledge)).removeprefix(NOBODY)
    if wanted.topic is not None:
        topic = _one(wanted.topic, topics(knowledge))
        data |= {"topic": topic} if draft.key[0] == "entry" else {"topics": list(dict.fromkeys([*data.get("topics", ()), topic]))}
    if draft.key[0] == "entry":
        data["related"] = _related(interaction, data, wanted)
    return {name: value for name, value in data.items() if value not in ("", [])}


def _related(interaction: Interaction, data: Mapping[str, Any], wanted: Details) -> list[str]:
    service, guild = interaction.client.service, guild_of(interaction)
    added, gone = (
        [finding.chosen(service, guild, typed, ("entry",))[1]] if typed is not None else [] for typed in (wanted.relate, wanted.unrelate)
    )
    return [each for each in dict.fromkeys([*data.get("related", ()), *added]) if each not in gone]


def _one(typed: str, known: Iterable[Named]) -> str:
    """Return the value of a choice, by value or name; raise RefusedError if there is no such choice."""
    found = next((value for name, value in known if typed.casefold() in (value.casefold(), name.casefold())), None)
    if found is None:
        raise RefusedError(mark("I can't find that. Pick one from the list that appears while you type."))
    return found


def speakers(knowledge: Knowledge) -> list[Named]:
    """List the possible speakers."""
    return [(say("Nobody"), NOBODY), *((speaker.name, speaker.id) for speaker in knowledge.speakers.values())]


def topics(knowledge: Knowledge) -> list[Named]:
    """List the topics."""
    return [(knowledge.source.topic(topic), topic) for topic in knowledge.topics]


def related(interaction: Interaction) -> list[Named]:
    """List the entries that are related to the one chosen in another option."""
    guild, service = guild_of(interaction), interaction.client.service
    chosen = finding.chosen(service, guild, str(interaction.namespace["thing"] or ""), ("entry",))
    ids = (editor_of(interaction).text(guild, chosen) or {}).get("related", ())
    return [(item.label, f"entry:{item.id}") for item in map(service.knowledge(guild).item, ids) if item is not None]


def holding(found: Iterable[Named], typed: str) -> list[Named]:
    """Keep the choices that contain what was typed, up to Discord's limit."""
    wanted = typed.casefold()
    kept = [(shorten(name, CHOICE_LIMIT), value) for name, value in found if wanted in name.casefold() or wanted in value.casefold()]
    return kept[:CHOICES]
