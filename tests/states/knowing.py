"""The content of a state in plain values: knowledge, changes and settings of each guild, receipts, answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from briefbot.domain.revision import Revision
from briefbot.rendering.replies import reply
from briefbot.service import Service
from briefbot.store import Store
from kept import guilds_left
from states.world import GENERAL, HERE, LEFT, PAUSED, THERE

GUILDS = (HERE, THERE, PAUSED, LEFT)
TYPED = (
    "how much was the roof", "wat did it cost??", "THE COST OF THE ROOF", "who paid", "how much came from the county and who led the crew",
    "when did the libary open again", "is the book house open", "how old is the roof", "who said nobody was willing", "buckets quote",
    "why were all the books lost", "is ashby from hollowbrook", "how old is ines calloway", "what was the mill called", "best pasta recipe",
    "what is the capital of france", "hello", "thank you", "???", "why", "library money", "the roof", "how many slates and where from",
    "did they put solar panels", "tool lending", "wie teuer war das dach", "stone tile count", "where is the kitchen", "2019", "£48,000",
)  # fmt: skip
"""Questions as people type them; each title is asked as well."""


def described(service: Service, store: Store, questions: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Describe the content of a state; `questions` are the messages that the bot has answered."""
    editor = service.editor
    found = {
        "bundle": {_name(key): editor.bundle_text(key) for key in sorted(editor.keys(HERE)) if editor.bundle_text(key)},
        "guilds": {str(guild): _guild(service, guild) for guild in GUILDS},
        "left": [guild for guild in GUILDS if guild in guilds_left(store)],
        "receipts": [asdict(each) for asked in questions for each in service.receipts.find(GENERAL, asked["question"])],
        "answers": {str(guild): dict(_answers(service, guild)) for guild in (None, HERE, THERE)},
    }
    plain: dict[str, Any] = json.loads(json.dumps(found, default=_plain))
    return plain


def _guild(service: Service, guild: int) -> dict[str, Any]:
    editor = service.editor
    texts = {
        _name(key): editor.text(guild, key) for key in sorted(editor.keys(guild)) if editor.text(guild, key) != editor.bundle_text(key)
    }
    return {
        "texts": texts,
        "retired": sorted(map(_name, editor.retired(guild))),
        "changed": {_name(key): revision.number for key, revision in editor.changed(guild).items()},
        "conflicts": [_name(each.revision.key) for each in editor.conflicts(guild)],
        "set aside": {_name(each.revision.key): [problem.message for problem in each.problems] for each in editor.set_aside(guild)},
        "settings": asdict(service.settings(guild)),
        "history": [_revision(step.revision) for step in editor.history(guild)],
    }


def _name(key: tuple[str, str]) -> str:
    return ":".join(key)


def _revision(revision: Revision) -> dict[str, Any]:
    return {**asdict(revision), "change": {**asdict(revision.change), "data": revision.change.data}}


def _answers(service: Service, guild: int | None) -> Iterator[tuple[str, list[str]]]:
    for question in dict.fromkeys([*(item.label for item in service.knowledge(guild).items()), *TYPED]):
        exchange = service.ask(guild, question)
        yield question, [type(exchange.outcome).__name__, reply(exchange).text]


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else dict(value) if isinstance(value, Mapping) else str(value)
