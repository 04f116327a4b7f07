"""Topics and their questions, for people who pick instead of typing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from briefbot.domain.knowledge import Item, Knowledge, Quote, digest_of, is_about_the_text, place_in_lists
from briefbot.i18n import say, say_many
from briefbot.rendering.markdown import escape

_REST = "rest"
"""The key of the rest of the topics, if there are more than a menu holds."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic, with the questions about it that have an answer."""

    key: str
    name: str
    questions: tuple[Item, ...]

    @property
    def size(self) -> str:
        """Say how many questions there are."""
        return say_many("{count} question", "{count} questions", len(self.questions))


def topics(knowledge: Knowledge, most: int) -> tuple[Topic, ...]:
    """List the topics, largest first and the text itself last.

    If there are too many, one holds the rest.
    """
    found: dict[str, list[Item]] = {}
    for item in knowledge.items():
        if place_in_lists(item) == 0:
            for topic in item.topics if isinstance(item, Quote) else (item.topic,):
                found.setdefault(topic, []).append(item)
    ordered = sorted(found.items(), key=lambda each: (any(map(is_about_the_text, each[1])), -len(each[1])))
    made = [Topic(digest_of(topic)[:10], knowledge.source.topic(topic), tuple(items)) for topic, items in ordered]
    if len(made) <= most:
        return tuple(made)
    rest = dict.fromkeys(item for topic in made[most - 1 :] for item in topic.questions)
    return (*made[: most - 1], Topic(_REST, say("More topics"), tuple(rest)))


def overview(found: Iterable[Topic]) -> str:
    """Return the heading above a menu of topics."""
    names = ", ".join(escape(topic.name) for topic in found)
    return "\n".join((say("**What you can ask about**"), names, say("Pick a topic, then a question. Only you see the answer.")))


def heading(topic: Topic, page: int, total: int) -> str:
    """Return the heading above the questions of a topic."""
    shown = f"**{escape(topic.name)}**: {topic.size}"
    place = say("Page {number} of {total}", number=page, total=total)
    return shown if total == 1 else f"{shown}\n{place}"
