"""Databases, bundles and messages of earlier versions keep working; see README.md beside this file."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from simcord import ResponseMessage

from briefbot.editing.export_file import changes_text
from briefbot.service import Service
from briefbot.store.backups import back_up, restore
from states.presses import LATER, reply_to
from states.record import DATABASE, STATES, giving, holding, recorded, state
from states.world import HERE, MAX, MIA, THERE, opened

NAMES = sorted(path.parent.name for path in STATES.glob("*/holds.json"))
COST = ("entry", "cost")


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """Return the name of a recorded state."""
    return str(request.param)


@pytest.fixture
def service(name: str, tmp_path: Path) -> Iterator[Service]:
    """Return the service on a copy of the state."""
    with state(name, tmp_path) as (service, _):
        yield service


def differences(found: Mapping[str, Any], expected: Mapping[str, Any]) -> dict[str, Any]:
    """Return the first difference, down to the innermost key."""
    both = {key: (found.get(key), expected.get(key)) for key in [*expected, *(set(found) - set(expected))]}
    return {
        key: differences(ours, theirs) if isinstance(ours, Mapping) and isinstance(theirs, Mapping) else (ours, theirs)
        for key, (ours, theirs) in both.items()
        if ours != theirs
    }


def test_knowledge_changes_settings_receipts_and_answers_are_as_they_were(name: str, tmp_path: Path) -> None:
    assert differences(holding(name, tmp_path), recorded(name, "holds.json")) == {}


def test_what_is_pressed_or_submitted_gives_what_it_gave(name: str, tmp_path: Path) -> None:
    assert differences(asyncio.run(giving(name, tmp_path)), recorded(name, "gives.json")) == {}


def test_no_press_was_recorded_as_an_unexpected_error(name: str) -> None:
    assert "Something went wrong" not in json.dumps(recorded(name, "gives.json"))


def test_the_newest_edit_is_undone(service: Service) -> None:
    newest, before = service.editor.history(HERE, COST, limit=2)
    service.editor.apply(HERE, MIA, service.editor.undoing(HERE, COST))
    assert service.editor.text(HERE, COST) == before.revision.change.data
    assert service.editor.history(HERE, COST)[0].revision.number == newest.revision.number + 1


@pytest.mark.parametrize(
    ("how", "expected"), [("keep", "The repair cost £61,500, all told."), ("bundle", "The whole repair cost £61,500.")]
)
def test_a_conflict_is_settled(service: Service, how: Any, expected: str) -> None:
    assert [each.revision.key for each in service.editor.conflicts(HERE)] == [COST]
    service.editor.apply(HERE, MAX, service.editor.settling(HERE, COST, how))
    assert service.editor.conflicts(HERE) == []
    assert service.knowledge(HERE).entries["cost"].answer == expected


@pytest.mark.parametrize("thing", [("entry", "solar"), ("quote", "quote-buckets"), ("alias", "pound"), ("speaker", "peter-lindqvist")])
def test_what_was_retired_is_restored(service: Service, thing: Any) -> None:
    service.editor.apply(HERE, MIA, service.editor.restoring(HERE, thing))
    assert service.editor.text(HERE, thing) is not None
    assert thing not in service.editor.retired(HERE)


def test_one_guild_is_exported_and_imported_into_another(service: Service) -> None:
    plan = service.editor.plan_import(HERE, MIA, changes_text(service.editor.changes(THERE)))
    assert [row.status for row in plan.rows] == ["changed", "changed"]


def test_a_backup_is_restored(name: str, tmp_path: Path) -> None:
    backup, target = tmp_path / "backup.db", tmp_path / "elsewhere" / DATABASE
    target.parent.mkdir()
    back_up(STATES / name / DATABASE, backup)
    restore(backup, target)
    assert rows(target) == rows(STATES / name / DATABASE)


def rows(path: Path) -> list[str]:
    """Return all that a database holds as SQL."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        return sorted(connection.iterdump())


async def test_the_reply_to_an_edited_question_is_found_by_its_receipt(name: str, service: Service, tmp_path: Path) -> None:
    async with opened(service, tmp_path, later=LATER) as world:
        asked, reply = reply_to(world, recorded(name, "messages.json"), "answer")
        await world.people["ana"].edit(ResponseMessage(world.env, asked), f"<@{world.bot.me.id}> When did the library reopen?")
        assert reply.content.startswith("Hollowbrook's village library reopened on Saturday, March 22.")
        await world.people["ana"].delete(ResponseMessage(world.env, asked))
        assert reply.id not in world.env.backend.messages[world.channel.id]
