"""Moderators' changes are checked like files, saved before they are in use, and visible only in their guild."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from briefbot.bundle.writing import write_things
from briefbot.domain.knowledge import Key
from briefbot.domain.outcome import Answered
from briefbot.domain.revision import Change
from briefbot.editing.edit import NO_ARTICLE, Edit, Version
from briefbot.editing.export_file import changes_text
from briefbot.errors import BriefbotError, Cancelled, EditRefused, RevisionConflict, StoreError
from briefbot.rendering import replies
from briefbot.service import Service
from briefbot.store import Store, open_store

HERE, THERE = 1, 2
ANNA, BOB = 42, 43
OPENING: Key = ("entry", "reopening")
COST: Key = ("entry", "cost")


@pytest.fixture
def service(keeping: Service) -> Service:
    return keeping


def text_with(service: Service, key: Key, **changes: Any) -> Change:
    """Make a change of some keys of a thing as the guild sees it."""
    return Change(*key, "text", {**(service.editor.text(HERE, key) or {}), **changes})


def revise(service: Service, key: Key, guild: int = HERE, author: int = ANNA, **changes: Any) -> None:
    service.editor.apply(guild, author, Edit(text_with(service, key, **changes), seen=service.editor.version(guild, key)), "a reason")


def answer(service: Service, guild: int | None, entry: str) -> str:
    return service.knowledge(guild).entries[entry].answer


def a_new_entry(entry_id: str = "designer", **changes: Any) -> Change:
    data = {
        "id": entry_id, "kind": "gap", "stance": "fact", "topic": "village", "evidence": [1],
        "phrasings": ["Who designed the bookplates?", "bookplate artist name"], "answer": "The article does not say.",
    }  # fmt: skip
    return Change("entry", entry_id, "text", {**data, **changes})


# Saving ---------------------------------------------------------------------------------------------


def test_an_edit_is_served_in_its_guild_and_nowhere_else(service: Service) -> None:
    before = answer(service, HERE, "reopening")
    revise(service, OPENING, answer="On a Saturday in March.")
    assert answer(service, HERE, "reopening") == "On a Saturday in March."
    assert answer(service, THERE, "reopening") == before
    assert answer(service, None, "reopening") == before


def test_a_guild_with_edits_has_the_caveats_of_the_bundle(bundle: Path, store: Store) -> None:
    (bundle / "caveats.yaml").write_text("- {id: no-year, text: No year is given., evidence: [1], says: [March 22], unless: [year]}\n")
    service = Service(bundle, store=store)
    revise(service, OPENING, answer="On Saturday, March 22.")
    told = service.ask(HERE, "When did the library reopen?")
    assert replies.answer(told.outcome, told.knowledge, told.question) == "On Saturday, March 22.\nNo year is given."


def test_questions_are_answered_from_the_guilds_own_text(service: Service) -> None:
    revise(service, OPENING, phrasings=[*service.editor.text(HERE, OPENING)["phrasings"], "grand unveiling of bookish palace"])
    found = service.ask(HERE, "grand unveiling of bookish palace").outcome
    assert isinstance(found, Answered)
    assert found.entries[0].id == "reopening"
    elsewhere = service.ask(THERE, "grand unveiling of bookish palace").outcome
    assert not isinstance(elsewhere, Answered)


def test_guilds_without_edits_share_one_snapshot(service: Service) -> None:
    revise(service, OPENING, answer="On a Saturday in March.")
    assert service.snapshot(THERE) is service.snapshot(None) is service.snapshot(3)
    assert service.snapshot(HERE) is not service.snapshot(None)


def test_an_edit_is_there_after_a_restart(service: Service, bundle: Path, store: Store) -> None:
    revise(service, OPENING, answer="On a Saturday in March.")
    again = Service(bundle, store=store)
    assert answer(again, HERE, "reopening") == "On a Saturday in March."


def test_an_entry_is_added_and_found(service: Service) -> None:
    service.editor.apply(HERE, ANNA, Edit(a_new_entry(), "add"))
    assert "designer" in service.knowledge(HERE).entries
    assert "designer" not in service.knowledge(THERE).entries


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        (("speaker", "maud-ashby"), {"role": "roofer"}),
        (("alias", "pound"), {"forms": ["pounds", "quid", "gbp", "sterling"]}),
        (("quote", "quote-beams"), {"phrasings": ["What did Ashby say about the timber's state?"]}),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_every_kind_of_thing_can_be_edited(key: Key, changes: dict[str, Any], service: Service) -> None:
    revise(service, key, **changes)
    now = service.editor.text(HERE, key)
    assert {name: now[name] for name in changes} == changes
    assert service.editor.changed(HERE)[key].number == 1


# Refusing -------------------------------------------------------------------------------------------

BAD: dict[str, tuple[Change, str]] = {
    "an answer over the limit": (a_new_entry(answer="x" * 601), "at most 600 characters"),
    "an empty list of phrasings": (a_new_entry(phrasings=[]), "phrasings: empty"),
    "a phrasing without a letter": (a_new_entry(phrasings=["???"]), "expected a question"),
    "an unknown key": (a_new_entry(colour="red"), "unknown key"),
    "a wrong type": (a_new_entry(evidence="1"), "expected a list"),
    "a wrong id": (Change("entry", "Foot Bridge", "text", {**a_new_entry().data, "id": "Foot Bridge"}), "expected a text like"),
    "another id than its own": (Change("entry", "bridge", "text", a_new_entry().data), "expected “bridge”"),
    "an unknown speaker": (a_new_entry(speaker="nobody"), "unknown speaker “nobody”"),
    "a paragraph that does not exist": (a_new_entry(evidence=[99]), "expected paragraphs 1 to 9"),
    "a related entry that does not exist": (a_new_entry(related=["nothing"]), "there is no entry or quote"),
    "a phrasing of another entry": (
        a_new_entry(phrasings=["when did the LIBRARY reopen??"]),
        "is the same as “When did the library reopen\\?” of reopening",
    ),
    "a phrasing twice": (a_new_entry(phrasings=["who made the bridge", "Who made the bridge?"]), "is already there"),
    "a form that belongs to another name": (
        Change("alias", "book house", "text", {"canonical": "book house", "forms": ["lib"]}),
        "belongs to",
    ),
    "an id that a quote has": (a_new_entry("quote-beams"), "expected a unique id"),
    "retiring what is not there": (Change("entry", "nothing", "retired"), "There is no entry “nothing” here"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), BAD.values(), ids=BAD)
def test_what_a_file_may_not_hold_is_refused_and_nothing_kept(change: Change, expected: str, service: Service, store: Store) -> None:
    with pytest.raises(EditRefused, match=expected):
        service.editor.apply(HERE, ANNA, Edit(change))
    assert store.revisions.history(HERE) == []
    assert service.snapshot(HERE) is service.snapshot(None)


def test_an_edit_that_changes_nothing_is_refused(service: Service) -> None:
    with pytest.raises(EditRefused, match="changes nothing"):
        revise(service, OPENING)


def test_adding_what_is_there_is_refused(service: Service) -> None:
    with pytest.raises(EditRefused, match="already exists: edit it"):
        service.editor.apply(HERE, ANNA, Edit(a_new_entry("cost"), "add"))


def test_adding_what_was_retired_is_refused(service: Service) -> None:
    service.editor.apply(HERE, ANNA, service.editor.retiring(HERE, COST))
    with pytest.raises(EditRefused, match="was retired: restore it"):
        service.editor.apply(HERE, ANNA, Edit(a_new_entry("cost"), "add"))


def test_a_speaker_whom_entries_name_cannot_be_retired(service: Service, store: Store) -> None:
    with pytest.raises(EditRefused, match="unknown speaker “parish-council”"):
        service.editor.apply(HERE, ANNA, service.editor.retiring(HERE, ("speaker", "parish-council")))
    assert store.revisions.history(HERE) == []


# Quotations -----------------------------------------------------------------------------------------

HEART = {"id": "quote-new", "speaker": "ines-calloway", "text": "Nobody in this village was willing", "partial": True, "paragraph": 5}


def test_a_quotation_enters_only_through_the_gate(service: Service) -> None:
    service.editor.apply(HERE, ANNA, Edit(Change("quote", "quote-new", "text", HEART), "add"))
    assert "quote-new" in service.knowledge(HERE).quotes


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Nobody in this village was wiling"},
        {"text": "body in this village was willing"},
        {"paragraph": 4},
        {"speaker": "residents"},
    ],
    ids=["a letter changed", "cut inside a word", "another paragraph", "another speaker"],
)
def test_a_quotation_that_does_not_pass_is_refused_with_the_nearest_passage(changes: dict[str, Any], service: Service) -> None:
    change = Change("quote", "quote-new", "text", {**HEART, **changes})
    with pytest.raises(EditRefused, match="The closest passage is in paragraph 5: “Nobody in this village"):
        service.editor.apply(HERE, ANNA, Edit(change))


def test_without_the_article_a_quotation_is_refused_with_a_line_that_says_what_to_do(bundle: Path, store: Store) -> None:
    service = Service(bundle, store=store)
    with pytest.raises(EditRefused, match="BRIEFBOT_ARTICLE") as caught:
        service.editor.apply(HERE, ANNA, Edit(Change("quote", "quote-new", "text", HEART)))
    assert str(caught.value) == NO_ARTICLE


def test_without_the_article_a_proven_quotation_takes_other_phrasings(bundle: Path, store: Store) -> None:
    service = Service(bundle, store=store)
    revise(service, ("quote", "quote-beams"), phrasings=["Which words did the roofer find for the timber?"])
    assert service.knowledge(HERE).quotes["quote-beams"].label == "Which words did the roofer find for the timber?"


def test_without_the_article_a_quotation_that_passed_earlier_is_served(service: Service, bundle: Path, store: Store) -> None:
    service.editor.apply(HERE, ANNA, Edit(Change("quote", "quote-new", "text", HEART), "add"))
    service.editor.apply(HERE, ANNA, service.editor.retiring(HERE, ("quote", "quote-new")))
    later = Service(bundle, store=store)
    later.editor.apply(HERE, ANNA, later.editor.restoring(HERE, ("quote", "quote-new")))
    assert "quote-new" in later.knowledge(HERE).quotes


# Two moderators -------------------------------------------------------------------------------------


def test_the_second_of_two_moderators_gets_the_firsts_text_and_keeps_the_own(service: Service) -> None:
    seen = service.editor.version(HERE, OPENING)
    first, second = text_with(service, OPENING, answer="Anna's."), text_with(service, OPENING, answer="Bob's.")
    service.editor.apply(HERE, ANNA, Edit(first, seen=seen))
    with pytest.raises(RevisionConflict) as caught:
        service.editor.apply(HERE, BOB, Edit(second, seen=seen))
    assert (caught.value.theirs["answer"], caught.value.ours["answer"], caught.value.newest) == ("Anna's.", "Bob's.", 1)
    assert answer(service, HERE, "reopening") == "Anna's."


def test_a_proposal_is_held_to_what_it_was_made_over(service: Service) -> None:
    proposal = service.editor.propose(HERE, BOB, Edit(text_with(service, OPENING, answer="Bob's.")))
    revise(service, OPENING, answer="Anna's.")
    with pytest.raises(RevisionConflict):
        service.editor.save(proposal)


def test_a_proposal_survives_the_edit_of_another_thing(service: Service) -> None:
    proposal = service.editor.propose(HERE, BOB, Edit(text_with(service, OPENING, answer="Bob's.")))
    revise(service, COST, answer="A lot.")
    service.editor.save(proposal)
    assert (answer(service, HERE, "reopening"), answer(service, HERE, "cost")) == ("Bob's.", "A lot.")


def test_another_process_that_was_first_is_noticed(service: Service, bundle: Path, store: Store) -> None:
    other = Service(bundle, store=store)
    seen = service.editor.version(HERE, OPENING)
    service.knowledge(HERE)
    revise(other, OPENING, answer="From the terminal.")
    with pytest.raises(RevisionConflict):
        service.editor.apply(HERE, ANNA, Edit(text_with(service, OPENING, answer="From Discord."), seen=seen))
    assert answer(service, HERE, "reopening") == "From the terminal."


def test_of_many_at_once_each_edit_is_kept_once_or_refused(service: Service, store: Store) -> None:
    def add(number: int) -> bool:
        change = a_new_entry(f"entry-{number % 6}", phrasings=[f"question number {number} about the bookplates"])
        try:
            service.editor.apply(HERE, number, Edit(change, "add"))
        except BriefbotError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(add, range(24))) == 6
    assert sorted(each.change.id for each in store.revisions.history(HERE)) == [f"entry-{n}" for n in range(6)]
    assert {f"entry-{n}" for n in range(6)} <= set(service.knowledge(HERE).entries)


# Going back -----------------------------------------------------------------------------------------


def test_a_retired_entry_is_no_longer_offered_and_can_be_restored(service: Service) -> None:
    revise(service, COST, answer="A lot.")
    service.editor.apply(HERE, ANNA, service.editor.retiring(HERE, COST))
    assert "cost" not in service.knowledge(HERE).entries
    assert "cost" in service.knowledge(THERE).entries
    assert "cost" not in service.knowledge(HERE).entries["grant"].related  # things that name it are still right
    service.editor.apply(HERE, ANNA, service.editor.restoring(HERE, COST))
    assert answer(service, HERE, "cost") == "A lot."
    assert "cost" in service.knowledge(HERE).entries["grant"].related


def test_an_entry_of_the_bundle_that_was_retired_is_restored_to_the_bundles_text(service: Service) -> None:
    service.editor.apply(HERE, ANNA, service.editor.retiring(HERE, COST))
    service.editor.apply(HERE, ANNA, service.editor.restoring(HERE, COST))
    assert answer(service, HERE, "cost") == answer(service, None, "cost")
    assert service.editor.changed(HERE) == {}


def test_restoring_what_is_not_retired_is_refused(service: Service) -> None:
    revise(service, COST, answer="A lot.")
    with pytest.raises(EditRefused, match="is not retired"):
        service.editor.restoring(HERE, COST)


def test_an_earlier_revision_is_restored_by_its_number(service: Service) -> None:
    for text in ("One.", "Other.", "Another."):
        revise(service, COST, answer=text)
    service.editor.apply(HERE, ANNA, service.editor.restoring(HERE, COST, 1))
    assert answer(service, HERE, "cost") == "One."
    with pytest.raises(EditRefused, match="no revision 99"):
        service.editor.restoring(HERE, COST, 99)


def test_undo_takes_the_newest_revision_back_and_is_one_itself(service: Service) -> None:
    revise(service, COST, answer="One.")
    revise(service, COST, answer="Other.")
    service.editor.apply(HERE, BOB, service.editor.undoing(HERE, COST, 2), "wrong")
    assert answer(service, HERE, "cost") == "One."
    newest = service.editor.history(HERE, COST)[0]
    assert (newest.revision.number, newest.revision.action, newest.revision.author, newest.revision.reason) == (3, "undo", BOB, "wrong")


def test_undo_twice_steps_back_twice_and_redo_goes_forth(service: Service) -> None:
    for text in ("One.", "Other."):
        revise(service, COST, answer=text)
    for expected in ("One.", answer(service, None, "cost")):
        service.editor.apply(HERE, ANNA, service.editor.undoing(HERE, COST))
        assert answer(service, HERE, "cost") == expected
    with pytest.raises(EditRefused, match="nothing left to undo"):
        service.editor.undoing(HERE, COST)
    for expected in ("One.", "Other."):
        service.editor.apply(HERE, ANNA, service.editor.redoing(HERE, COST))
        assert answer(service, HERE, "cost") == expected
    with pytest.raises(EditRefused, match="There is nothing to redo"):
        service.editor.redoing(HERE, COST)


def test_undo_of_the_first_revision_gives_the_bundles_text_and_no_overlay(service: Service) -> None:
    revise(service, COST, answer="One.")
    service.editor.apply(HERE, ANNA, service.editor.undoing(HERE, COST))
    assert service.snapshot(HERE) is service.snapshot(None)


def test_undo_of_an_added_entry_takes_it_away(service: Service) -> None:
    service.editor.apply(HERE, ANNA, Edit(a_new_entry(), "add"))
    service.editor.apply(HERE, ANNA, service.editor.undoing(HERE, ("entry", "designer")))
    assert "designer" not in service.knowledge(HERE).entries


def test_undo_of_a_revision_that_is_no_longer_the_newest_shows_what_came_after(service: Service) -> None:
    revise(service, COST, answer="One.")
    revise(service, COST, answer="Other.")
    with pytest.raises(RevisionConflict) as caught:
        service.editor.undoing(HERE, COST, 1)
    assert caught.value.theirs["answer"] == "Other."


def test_undo_of_what_nobody_changed_is_refused(service: Service) -> None:
    with pytest.raises(EditRefused, match="Nobody changed"):
        service.editor.undoing(HERE, COST)


def test_editing_back_to_the_bundles_text_leaves_nothing_local(service: Service) -> None:
    original = answer(service, None, "cost")
    revise(service, COST, answer="One.")
    revise(service, COST, answer=original)
    assert service.editor.changed(HERE) == {}


def test_history_tells_who_why_and_what(service: Service) -> None:
    revise(service, COST, author=ANNA, answer="One.")
    revise(service, COST, author=BOB, answer="New.")
    revise(service, OPENING, author=BOB, answer="Spring.")
    steps = service.editor.history(HERE, COST)
    assert [(step.revision.number, step.revision.author) for step in steps] == [(2, BOB), (1, ANNA)]
    assert [(step.before["answer"], step.after["answer"]) for step in steps] == [
        ("One.", "New."),
        (answer(service, None, "cost"), "One."),
    ]
    assert [step.revision.key for step in service.editor.history(HERE, limit=2)] == [OPENING, COST]
    assert service.editor.history(THERE) == []


def test_a_person_who_is_forgotten_leaves_the_edits(service: Service) -> None:
    revise(service, COST, author=ANNA, answer="One.")
    assert service.editor.forget(ANNA) == 1
    assert [step.revision.author for step in service.editor.history(HERE)] == [None]
    assert answer(service, HERE, "cost") == "One."


# Where the bundle moves on --------------------------------------------------------------------------


def change_file(bundle: Path, old: str, new: str) -> None:
    files = [path for path in (bundle / "entries").glob("*.yaml") if old in path.read_text(encoding="utf-8")]
    assert len(files) == 1, old
    files[0].write_text(files[0].read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_the_guilds_text_stays_where_the_bundle_changes_and_a_conflict_waits(service: Service, bundle: Path) -> None:
    revise(service, COST, answer="One.")
    change_file(bundle, "answer: The repair cost £61,500.", "answer: It cost £61,500.")
    service.reload()
    assert answer(service, HERE, "cost") == "One."
    assert answer(service, THERE, "cost") == "It cost £61,500."
    [conflict] = service.editor.conflicts(HERE)
    assert (conflict.revision.key, conflict.bundle.answer) == (COST, "It cost £61,500.")


@pytest.mark.parametrize(("how", "expected"), [("keep", "One."), ("bundle", "It cost £61,500.")])
def test_a_conflict_is_settled(how: Any, expected: str, service: Service, bundle: Path) -> None:
    revise(service, COST, answer="One.")
    change_file(bundle, "answer: The repair cost £61,500.", "answer: It cost £61,500.")
    service.reload()
    service.editor.apply(HERE, BOB, service.editor.settling(HERE, COST, how))
    assert answer(service, HERE, "cost") == expected
    assert service.editor.conflicts(HERE) == []
    with pytest.raises(EditRefused, match="nothing to settle"):
        service.editor.settling(HERE, COST, "keep")


def test_a_conflict_is_settled_by_an_edit_that_merges_both(service: Service, bundle: Path) -> None:
    revise(service, COST, answer="One.")
    change_file(bundle, "answer: The repair cost £61,500.", "answer: It cost £61,500.")
    service.reload()
    merged = Edit(text_with(service, COST, answer="Both."), "settle", service.editor.version(HERE, COST), is_settling=True)
    service.editor.apply(HERE, BOB, merged)
    assert answer(service, HERE, "cost") == "Both."
    assert service.editor.conflicts(HERE) == []


def test_an_edit_over_a_conflict_does_not_settle_it(service: Service, bundle: Path) -> None:
    revise(service, COST, answer="One.")
    change_file(bundle, "answer: The repair cost £61,500.", "answer: It cost £61,500.")
    service.reload()
    revise(service, COST, answer="Other.")
    assert len(service.editor.conflicts(HERE)) == 1


def test_a_bundle_that_changed_while_somebody_was_writing_is_noticed(service: Service, bundle: Path) -> None:
    seen, change = service.editor.version(HERE, COST), text_with(service, COST, answer="One.")
    change_file(bundle, "answer: The repair cost £61,500.", "answer: It cost £61,500.")
    service.reload()
    with pytest.raises(RevisionConflict) as caught:
        service.editor.apply(HERE, ANNA, Edit(change, seen=seen))
    assert caught.value.theirs["answer"] == "It cost £61,500."


def test_a_change_that_the_bundle_took_over_gives_way_to_the_bundles_next_one(service: Service, bundle: Path) -> None:
    revise(service, COST, answer="It cost £61,500.")
    change_file(bundle, "answer: The repair cost £61,500.", "answer: It cost £61,500.")
    service.reload()
    assert service.editor.changed(HERE) == {}
    assert service.snapshot(HERE) is service.snapshot(None)
    assert service.editor.history(HERE, COST)[0].revision.action == "taken over"
    change_file(bundle, "answer: It cost £61,500.", "answer: The roof cost £61,500.")
    service.reload()
    assert answer(service, HERE, "cost") == "The roof cost £61,500."
    assert service.editor.conflicts(HERE) == []


def test_a_revision_that_no_longer_passes_is_set_aside_and_the_rest_served(service: Service, bundle: Path, caplog: Any) -> None:
    revise(service, COST, answer="One.")
    phrasings = [*service.editor.text(HERE, OPENING)["phrasings"], "grand unveiling of the palace"]
    revise(service, OPENING, phrasings=phrasings)
    change_file(bundle, "    - heritage grant amount\n", "    - heritage grant amount\n    - Grand unveiling of the palace!\n")
    service.reload()
    [aside] = service.editor.set_aside(HERE)
    assert aside.revision.key == OPENING
    assert "is the same as" in aside.problems[0].message
    assert "is set aside" in caplog.text
    assert {*vars(next(each for each in caplog.records if "set aside" in each.message))["problems"]} == {
        each.key for each in aside.problems
    }
    assert answer(service, HERE, "cost") == "One."
    assert service.knowledge(HERE).entries["reopening"] == service.knowledge(None).entries["reopening"]
    assert len(service.editor.history(HERE, OPENING)) == 1  # kept
    change_file(bundle, "    - Grand unveiling of the palace!\n", "")
    service.reload()
    assert service.editor.set_aside(HERE) == []
    assert service.knowledge(HERE).entries["reopening"].phrasings[-1] == "grand unveiling of the palace"


def test_a_revision_that_breaks_only_the_bundles_things_is_found_and_set_aside(service: Service, bundle: Path) -> None:
    revise(service, COST, answer="One.")
    service.editor.apply(HERE, ANNA, service.editor.retiring(HERE, ("entry", "footbridge")))  # the only one that names them
    service.editor.apply(HERE, ANNA, service.editor.retiring(HERE, ("speaker", "residents")))
    change_file(bundle, "answer: The old roof dated from 1887.", "answer: The old roof dated from 1887.\n  speaker: residents")
    service.reload()
    [aside] = service.editor.set_aside(HERE)
    assert aside.revision.key == ("speaker", "residents")
    assert answer(service, HERE, "cost") == "One."
    assert service.knowledge(HERE).entries["old-roof"].speaker == "residents"


def test_an_edit_may_be_made_while_another_is_set_aside(service: Service, bundle: Path) -> None:
    revise(service, OPENING, phrasings=[*service.editor.text(HERE, OPENING)["phrasings"], "grand unveiling of the palace"])
    change_file(bundle, "    - heritage grant amount\n", "    - heritage grant amount\n    - Grand unveiling of the palace!\n")
    service.reload()
    revise(service, COST, answer="One.")
    assert answer(service, HERE, "cost") == "One."
    assert len(service.editor.set_aside(HERE)) == 1


def test_a_bundle_with_problems_changes_nothing(service: Service, bundle: Path) -> None:
    revise(service, COST, answer="One.")
    change_file(bundle, "answer: The repair cost £61,500.", "answer: ''")
    with pytest.raises(BriefbotError):
        service.reload()
    assert answer(service, HERE, "cost") == "One."


# Export and import ----------------------------------------------------------------------------------


def test_an_export_is_stable_and_brings_the_same_into_another_guild(service: Service) -> None:
    revise(service, OPENING, answer="Spring.")
    revise(service, COST, answer="One.")
    service.editor.apply(HERE, ANNA, Edit(a_new_entry(), "add"))
    service.editor.apply(HERE, ANNA, service.editor.retiring(HERE, ("entry", "old-roof")))
    text = changes_text(service.editor.changes(HERE))
    assert text == changes_text(service.editor.changes(HERE))
    plan = service.editor.plan_import(THERE, BOB, text)
    assert [(row.change.id, row.status) for row in plan.rows] == [
        ("cost", "changed"), ("designer", "new"), ("old-roof", "retired"), ("reopening", "changed"),
    ]  # fmt: skip
    assert service.snapshot(THERE) is service.snapshot(None)  # a dry run
    service.editor.save(plan.proposal, "from the other server")
    assert changes_text(service.editor.changes(THERE)) == text
    assert service.knowledge(THERE).entries == service.knowledge(HERE).entries


def test_an_import_of_the_same_changes_nothing(service: Service) -> None:
    revise(service, COST, answer="One.")
    plan = service.editor.plan_import(HERE, BOB, changes_text(service.editor.changes(HERE)))
    assert [row.status for row in plan.rows] == ["same"]
    assert plan.proposal is None


def test_an_import_of_what_is_retired_already_changes_nothing(service: Service) -> None:
    service.editor.apply(HERE, BOB, service.editor.retiring(HERE, COST))
    plan = service.editor.plan_import(HERE, BOB, changes_text(service.editor.changes(HERE)))
    assert [row.status for row in plan.rows] == ["same"]
    assert not plan.is_refused


def test_an_import_ends_where_a_checkpoint_says_so_and_nothing_is_changed(service: Service) -> None:
    passed = []

    def checkpoint() -> None:
        passed.append(1)
        if len(passed) == 2:
            raise Cancelled("Cancelled.")

    rows = [
        {"kind": "entry", "id": each.id, "text": each.data} for each in (a_new_entry("one"), a_new_entry("two", phrasings=["why pumice"]))
    ]
    text = json.dumps({"briefbot": 1, "changes": rows})
    with pytest.raises(Cancelled):
        service.editor.plan_import(HERE, ANNA, text, checkpoint)
    assert service.editor.changed(HERE) == {}
    assert service.editor.plan_import(HERE, ANNA, text).proposal is not None


def test_one_bad_row_keeps_the_whole_file_out(service: Service, store: Store) -> None:
    good, bad = a_new_entry("good"), a_new_entry("bad", phrasings=["When did the library reopen?"])
    worse = {"kind": "entry", "id": "worse", "text": {"id": "worse"}}
    rows = [*({"kind": "entry", "id": each.id, "text": each.data} for each in (good, bad)), worse]
    plan = service.editor.plan_import(HERE, ANNA, json.dumps({"briefbot": 1, "changes": rows}))
    assert plan.proposal is None
    assert [row.status for row in plan.rows] == ["new", "refused", "refused"]
    assert "is the same as" in plan.rows[1].message
    assert "missing" in plan.rows[2].message
    assert store.revisions.history(HERE) == []


def rows_of(*changes: Change) -> str:
    rows = [
        {"kind": each.kind, "id": each.id, "text": each.data} if each.data else {"kind": each.kind, "id": each.id, "retired": True}
        for each in changes
    ]
    return json.dumps({"briefbot": 1, "changes": rows})


def refused_rows(service: Service, *changes: Change) -> list[str]:
    plan = service.editor.plan_import(HERE, ANNA, rows_of(*changes))
    assert plan.proposal is None
    return [row.change.id for row in plan.rows if row.status == "refused" and row.change is not None]


def test_a_row_that_breaks_the_bundles_things_is_blamed_for_it(service: Service, store: Store) -> None:
    watchword = Change("alias", "watchword", "text", {"canonical": "watchword", "forms": ["password"]})
    assert refused_rows(service, watchword, Change("speaker", "residents", "retired"), a_new_entry()) == ["residents"]
    assert store.revisions.history(HERE) == []


def test_a_row_that_makes_two_questions_of_the_bundle_the_same_is_blamed_for_it(service: Service) -> None:
    innocent = Change("alias", "teapot", "text", {"canonical": "teapot", "forms": ["kettle"]})
    likely = Change("alias", "grant", "text", {"canonical": "grant", "forms": ["bursary"]})
    name = "heritage grant amount"
    guilty = Change("alias", name, "text", {"canonical": name, "forms": ["ceiling collapse"]})
    assert refused_rows(service, innocent, likely, guilty) == [name]


def test_a_row_that_breaks_what_the_server_added_earlier_is_blamed_for_it(service: Service) -> None:
    smith = Change("speaker", "smith", "text", {"id": "smith", "name": "Ada Smith"})
    service.editor.save(service.editor.propose(HERE, ANNA, Edit(smith, "add"), Edit(a_new_entry(speaker="smith", stance="claim"), "add")))
    plan = service.editor.plan_import(
        HERE, ANNA, rows_of(Change("speaker", "smith", "retired"), a_new_entry("other", phrasings=["why so"]))
    )
    assert [row.status for row in plan.rows] == ["refused", "new"]
    assert plan.is_refused
    assert "designer.speaker: unknown speaker" in plan.rows[0].message


def test_what_a_server_may_hold_is_limited_over_several_imports(service: Service) -> None:
    def names(first: int, count: int) -> str:
        made = (f"name{number}" for number in range(first, first + count))
        return rows_of(*(Change("alias", name, "text", {"canonical": name, "forms": [f"form of {name}"]}) for name in made))

    service.editor.save(service.editor.plan_import(HERE, ANNA, names(0, 1_500)).proposal)
    plan = service.editor.plan_import(HERE, ANNA, names(1_500, 501))
    assert plan.is_refused
    assert plan.refusal == "A server can change at most 2,000 things; with this change it would have 2,001."
    assert not service.editor.plan_import(HERE, ANNA, names(1_500, 500)).is_refused


def test_the_questions_that_a_server_adds_are_limited(service: Service) -> None:
    def entries(count: int) -> str:
        ways = {number: [f"how is item{number} of kind{each}" for each in range(499)] for number in range(count)}
        return rows_of(*(a_new_entry(f"item-{number}", phrasings=ways[number]) for number in ways))

    plan = service.editor.plan_import(HERE, ANNA, entries(21))
    assert plan.refusal == "A server can add at most 10,000 phrasings and titles; with this change it would have 10,479."


def test_a_text_whose_lists_are_too_long_is_refused_in_a_form(service: Service) -> None:
    with pytest.raises(EditRefused, match="phrasings: expected at most 500 values, found 501"):
        revise(service, COST, phrasings=[f"way {number} of asking" for number in range(501)])


def test_what_is_said_of_a_row_stays_short(service: Service) -> None:
    plan = service.editor.plan_import(HERE, ANNA, rows_of(a_new_entry(**{f"key-{number}": 1 for number in range(400)})))
    assert len(plan.rows[0].message) <= 500


def test_an_import_is_all_or_nothing_when_somebody_is_first(service: Service, store: Store) -> None:
    revise(service, COST, answer="One.")
    revise(service, OPENING, answer="Spring.")
    plan = service.editor.plan_import(THERE, BOB, changes_text(service.editor.changes(HERE)))
    revise(service, COST, guild=THERE, answer="Theirs.")
    with pytest.raises(RevisionConflict):
        service.editor.save(plan.proposal)
    assert [each.key for each in store.revisions.history(THERE)] == [COST]


def test_what_a_guild_changed_is_written_into_the_bundle_and_then_counts_no_longer(service: Service, bundle: Path) -> None:
    revise(service, COST, answer="It cost £61,500.")
    service.editor.apply(HERE, ANNA, Edit(a_new_entry(), "add"))
    service.editor.apply(HERE, ANNA, Edit(Change("quote", "quote-new", "text", HEART), "add"))
    service.editor.apply(HERE, ANNA, service.editor.retiring(HERE, ("entry", "solar")))
    wanted = service.knowledge(HERE)
    changed = write_things(bundle, *service.editor.for_files(HERE))
    assert changed == ["entries/facts.yaml", "entries/moderators.yaml", "quotes.yaml", "source.yaml"]
    service.reload()
    assert service.editor.changed(HERE) == {}
    assert service.knowledge(None).entries == wanted.entries
    assert service.knowledge(None).quotes == wanted.quotes
    assert Service(bundle).knowledge().quotes == wanted.quotes  # proven, in case the article is not available


# Where the store fails ------------------------------------------------------------------------------


def rename(store: Store, before: str, after: str) -> None:
    with store.database._engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {before} RENAME TO {after}")


def test_while_the_store_fails_nothing_is_saved_and_asking_goes_on(service: Service, store: Store) -> None:
    revise(service, COST, answer="One.")
    rename(store, "revisions", "aside")
    with pytest.raises(StoreError, match="Nothing was saved: "):
        revise(service, OPENING, answer="Spring.")
    assert answer(service, HERE, "cost") == "One."
    assert answer(service, HERE, "reopening") == answer(service, None, "reopening")
    rename(store, "aside", "revisions")
    revise(service, OPENING, answer="Spring.")
    assert answer(service, HERE, "reopening") == "Spring."


def test_a_store_that_cannot_be_read_at_first_is_read_again_later(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    store = open_store(tmp_path / "data")
    service = Service(bundle, store=store)
    assert answer(service, HERE, "cost") == answer(service, None, "cost")
    with pytest.raises(StoreError, match="data directory"):
        revise(service, COST, answer="One.")
    (tmp_path / "data").unlink()
    revise(service, COST, answer="One.")
    assert answer(service, HERE, "cost") == "One."
    store.close()


def test_without_a_store_the_refusal_says_so(bundle: Path) -> None:
    with pytest.raises(EditRefused, match="data directory"):
        Service(bundle).editor  # noqa: B018


# Previews -------------------------------------------------------------------------------------------


def test_a_replay_shows_whose_question_changes_its_winner(service: Service) -> None:
    taken = text_with(service, OPENING, phrasings=["an opening of something"])
    found = service.editor.replay(service.editor.propose(HERE, ANNA, Edit(taken)))
    assert found.is_whole
    assert all(moved.before.item == moved.owner != moved.after.item for moved in found.broken)
    assert OPENING[1] in {moved.owner for moved in found.broken}


def test_a_replay_is_cut_short_on_request(service: Service) -> None:
    proposal = service.editor.propose(HERE, ANNA, Edit(text_with(service, COST, answer="One.")))
    looks = iter([True, True, False])
    found = service.editor.replay(proposal, lambda: next(looks))
    assert not found.is_whole
    assert 0 < found.asked < found.total
    assert list(looks) == []


def test_a_reason_is_added_once_by_whoever_made_the_change(service: Service) -> None:
    service.editor.apply(HERE, ANNA, Edit(text_with(service, COST, answer="One.")))
    with pytest.raises(EditRefused, match="and only once"):
        service.editor.explain(HERE, BOB, COST, 1, "mine")
    assert service.editor.explain(HERE, ANNA, COST, 1, "  shorter ").reason == "shorter"
    assert service.editor.history(HERE, COST)[0].revision.reason == "shorter"
    with pytest.raises(EditRefused, match="and only once"):
        service.editor.explain(HERE, ANNA, COST, 1, "longer")


def test_versions_name_the_text_that_somebody_saw(service: Service) -> None:
    first = service.editor.version(HERE, COST)
    assert first == Version(0, service.editor.version(THERE, COST).digest)
    revise(service, COST, answer="One.")
    assert service.editor.version(HERE, COST).number == 1
    assert service.editor.version(HERE, COST).digest != first.digest
