"""States of earlier versions keep working after the bundle has merged their entries."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from simcord import ResponseMessage

from briefbot.editing.export_file import changes_text
from briefbot.service import Service
from briefbot.store import open_store
from merging import merge
from states.presses import LATER, pressed, reply_to
from states.record import recorded, state
from states.world import HERE, MIA, PAUSED, THERE, opened

NAME = "before-merging"
MERGED = {
    "cost": "slates",  # HERE and THERE have texts of it, in conflict
    "villagers-raised": "grant",  # the buttons of a reply offer both; the text of the second HERE is not used
    "leak": "old-roof",  # THERE has a text of it, which was kept against the bundle's; messages HERE show it
    "solar": "tools",  # HERE it is retired, and the second was restored
    "lifetime": "crew",  # where it is retired, the bundle has changed under that
    "footbridge": "footbridge-decision",  # where it is retired, the second has a text
    "books-damaged": "not-all-books",  # has a text
}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return the service on a copy of the state, with a bundle in which entries were merged since."""
    with state(NAME, tmp_path):
        pass
    for replaced, heir in MERGED.items():
        merge(tmp_path / "bundle", replaced, into=heir)
    store = open_store(tmp_path)
    yield Service(tmp_path / "bundle", article=tmp_path / "bundle" / "article.txt", store=store)
    store.close()


def uses(service: Service, data: Path, *names: str) -> dict[str, Any]:
    """Use recorded messages and forms; return the results by name and label."""
    put_out = recorded(NAME, "messages.json")
    chosen = {part: [each for each in put_out[part] if each["name"] in names] for part in ("messages", "forms")}
    return asyncio.run(pressed(service, data, chosen))


def what_came(service: Service, data: Path, name: str, label: str) -> str:
    """Press one button of a recorded message; return the reply."""
    came = uses(service, data, name)[name][label]
    return " ".join(each["content"] for place in ("public", "private") for each in came.get(place, ())) + str(came.get("in its place", ""))


def answer(service: Service, guild: int, question: str) -> str:
    return str(service.ask(guild, question).outcome.entries[0].answer)  # type: ignore[union-attr]


def test_nothing_that_servers_changed_is_lost(service: Service) -> None:
    names = {guild: recorded(NAME, "holds.json")["guilds"][str(guild)] for guild in (HERE, THERE, PAUSED)}
    for guild, held in names.items():
        texts = {key: text for key, text in held["texts"].items() if key.split(":")[1] in MERGED and text is not None}
        assert {key: service.editor.text(guild, ("entry", key.split(":")[1])) for key in texts} == texts
        assert len(service.editor.history(guild)) == len(held["history"])


def test_texts_in_force_still_answer(service: Service) -> None:
    assert answer(service, HERE, "How much did the new roof cost?") == "The repair cost £61,500, all told."
    assert answer(service, THERE, "Since when did the roof leak?") == "It leaked since 2019."
    assert answer(service, PAUSED, "How many books were damaged?") == "About 900 books are believed to have been damaged."


def test_what_was_set_aside_before_is_all_that_is_set_aside(service: Service) -> None:
    assert [each.revision.key for guild in (HERE, THERE, PAUSED) for each in service.editor.set_aside(guild)] == [("entry", "grant")]


@pytest.mark.parametrize(
    ("guild", "expected"),
    [
        (HERE, {"cost": "slates", "solar": "tools"}),
        (THERE, {"cost": "slates", "leak": "old-roof"}),
        (PAUSED, {"lifetime": "crew", "books-damaged": "not-all-books", "footbridge-decision": "footbridge-decision"}),
    ],
)
def test_moderators_have_to_settle_what_was_merged(guild: int, expected: dict[str, str], service: Service) -> None:
    found = {each.revision.change.id: each.bundle.id for each in service.editor.conflicts(guild) if each.bundle is not None}
    assert found == expected


def test_what_replaces_a_retired_entry_is_withheld_until_then(service: Service) -> None:
    assert service.editor.withheld(HERE) == {("entry", "solar"): ("entry", "tools")}
    assert service.editor.withheld(PAUSED) == {("entry", "lifetime"): ("entry", "crew")}
    assert "tools" not in service.knowledge(HERE).entries
    service.editor.apply(HERE, MIA, service.editor.settling(HERE, ("entry", "solar"), "bundle"))
    assert answer(service, HERE, "Why are there no solar panels?") == service.knowledge().entries["tools"].answer


def test_the_button_of_a_replaced_entry_gives_what_replaces_it(service: Service, tmp_path: Path) -> None:
    said = what_came(service, tmp_path, "answer", "How did the villagers raise their share?")
    assert "A county heritage grant covered £48,000 of the £61,500." in said


def test_the_sources_of_a_text_that_was_edited_since_say_so(service: Service, tmp_path: Path) -> None:
    said = what_came(service, tmp_path, "answer", "Sources")
    assert "paragraph 2" in said.lower()
    assert "This answer has changed since." in said


def test_the_button_that_edits_a_replaced_entry_opens_what_replaces_it(service: Service, tmp_path: Path) -> None:
    came = uses(service, tmp_path, "an entry")["an entry"]
    assert came["Edit"]["form"]["title"] == "Edit: How old was the old roof?"
    assert "Nobody has changed that here." in str(came["History"])


def test_the_buttons_of_a_conflict_settle_it(service: Service, tmp_path: Path) -> None:
    came = uses(service, tmp_path, "conflict")["conflict"]
    assert "**Preview, not saved yet:** “How much did the new roof cost?”" in str(came["Keep ours"])
    assert "This will no longer be offered" in str(came["Take the bundle's"])
    assert came["Merge"]["form"]["fields"]["answer"] == "The repair cost £61,500, all told."


def test_the_button_that_undoes_an_edit_of_a_replaced_entry_undoes_it(service: Service, tmp_path: Path) -> None:
    assert "Undone: “How much did the new roof cost?”" in what_came(service, tmp_path, "audit", "Undo revision 5")
    assert answer(service, HERE, "How much did the new roof cost?") == "In all, the repair cost £61,500."


def test_the_history_of_a_retired_entry_that_was_replaced_is_shown(service: Service, tmp_path: Path) -> None:
    assert "retired by" in what_came(service, tmp_path, "a retired entry", "History")


def test_a_form_about_a_replaced_entry_is_held_against_what_replaces_it(service: Service, tmp_path: Path) -> None:
    said = str(uses(service, tmp_path, "add phrasings")["form: add phrasings"])
    assert "when did it first drip" in said
    assert "changed in the meantime" in said


async def test_the_reply_to_an_edited_question_is_found_by_its_receipt(service: Service, tmp_path: Path) -> None:
    async with opened(service, tmp_path, later=LATER) as world:
        asked, reply = reply_to(world, recorded(NAME, "messages.json"), "answer")
        await world.people["ana"].edit(ResponseMessage(world.env, asked), f"<@{world.bot.me.id}> How did the villagers raise their share?")
        assert reply.content.startswith("A county heritage grant covered £48,000")


def test_changes_are_exported_and_imported(service: Service) -> None:
    plan = service.editor.plan_import(HERE, MIA, changes_text(service.editor.changes(THERE)))
    assert [(row.change.id, row.status) for row in plan.rows if row.change] == [("cost", "changed"), ("leak", "new")]
