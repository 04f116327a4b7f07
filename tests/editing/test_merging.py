"""A server's changes stay in use when the bundle merges entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest

import merging
from briefbot.bundle.writing import write_things
from briefbot.domain.knowledge import Entry, Key
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.editing.export_file import changes_text
from briefbot.errors import EditRefused
from briefbot.service import Service

HERE, THERE = 1, 2
ANNA = 42
COST: Key = ("entry", "cost")
GRANT: Key = ("entry", "grant")
OURS = "The repair cost £61,500, our treasurer says."
THE_PRICE = "What was the price of the repair?"
HOW_MUCH = "How much did the new roof cost?"
OF_GRANT = "heritage grant amount"
Merge: TypeAlias = Callable[..., None]


@pytest.fixture
def service(keeping: Service) -> Service:
    return keeping


@pytest.fixture
def merge(service: Service, bundle: Path) -> Merge:
    """Return a function that merges entries in the bundle's files, and loads them."""

    def merged(*replaced: str, into: str, **changes: Any) -> None:
        merging.merge(bundle, *replaced, into=into, **changes)
        service.reload()

    return merged


def edit(service: Service, key: Key, guild: int = HERE, **changes: Any) -> None:
    text = {**(service.editor.text(guild, key) or {}), **changes}
    service.editor.apply(guild, ANNA, Edit(Change(*key, "text", text)))


def retire(service: Service, key: Key, guild: int = HERE) -> None:
    service.editor.apply(guild, ANNA, service.editor.retiring(guild, key))


def settle(service: Service, key: Key, how: Any) -> None:
    service.editor.apply(HERE, ANNA, service.editor.settling(HERE, key, how))


def given(service: Service, question: str, guild: int | None = HERE) -> list[str]:
    """List the entries that answer a question."""
    return [entry.id for entry in getattr(service.ask(guild, question).outcome, "entries", ())]


def conflicts(service: Service) -> list[tuple[Key, str]]:
    """List the conflicts, each with the id in the bundle."""
    return [(each.revision.key, each.bundle.id if each.bundle else "") for each in service.editor.conflicts(HERE)]


# Texts ----------------------------------------------------------------------------------------------


def test_a_replaced_id_leads_to_what_replaces_it(service: Service, merge: Merge) -> None:
    merge("cost", into="grant")
    found = service.knowledge(HERE).item("cost")
    assert found is not None
    assert found.id == "grant"


def test_an_id_that_was_replaced_twice_leads_to_the_last(service: Service, merge: Merge) -> None:
    merge("cost", into="grant")
    merge("grant", into="villagers-raised", was=("grant", "cost"))
    assert [service.knowledge(HERE).by_id[each].id for each in ("cost", "grant")] == ["villagers-raised"] * 2


def test_a_text_stays_in_force_beside_what_replaces_it(service: Service, merge: Merge) -> None:
    edit(service, COST, answer=OURS)
    merge("cost", into="grant")
    assert service.knowledge(HERE).entries["cost"].answer == OURS
    assert (given(service, HOW_MUCH), given(service, OF_GRANT)) == (["cost"], ["grant"])
    assert (service.editor.set_aside(HERE), conflicts(service)) == ([], [(COST, "grant")])


def test_elsewhere_the_merged_entry_answers(service: Service, merge: Merge) -> None:
    edit(service, COST, answer=OURS)
    merge("cost", into="grant")
    assert [given(service, HOW_MUCH, guild) for guild in (THERE, None)] == [["grant"], ["grant"]]


def test_questions_and_title_of_a_text_are_left_out_of_what_replaces_it(service: Service, merge: Merge) -> None:
    edit(service, COST, answer=OURS, title="What did it cost?")
    merge("cost", into="grant", title="what did it COST")
    heir = service.knowledge(HERE).entries["grant"]
    assert heir.title == ""
    assert not {HOW_MUCH, THE_PRICE} & set(heir.ways)
    assert service.knowledge().entries["grant"].title == "what did it COST"


def test_a_test_that_a_text_keeps_is_no_test_of_what_replaces_it(service: Service, merge: Merge) -> None:
    edit(service, COST, answer=OURS)
    merge(
        "cost",
        into="grant",
        tests=replace(service.knowledge().entries["grant"].tests, reach=("price of the new roof", "size of the grant")),
    )
    assert service.knowledge(HERE).entries["grant"].tests.reach == ("size of the grant",)


def test_what_keeps_no_question_of_its_own_gives_way_to_the_text(service: Service, merge: Merge, bundle: Path) -> None:
    edit(service, COST, answer=OURS)
    before = merging.things_in(bundle)
    renamed: Entry = replace(before[COST], id="price", was=("cost",))
    write_things(bundle, before, _renamed(before, renamed), {})
    service.reload()
    assert "price" not in service.knowledge(HERE).entries
    assert service.knowledge(HERE).by_id["price"].id == "cost"
    assert service.knowledge(HERE).entries["grant"].related == ("price",)
    assert given(service, HOW_MUCH) == ["cost"]


def _renamed(before: dict[Key, Any], renamed: Entry) -> dict[Key, Any]:
    things = {key: thing for key, thing in before.items() if key != COST}
    things["entry", "grant"] = replace(things["entry", "grant"], related=("price",))
    return {**things, ("entry", "price"): renamed}


def test_two_texts_stay_in_force_beside_one_that_replaces_both(service: Service, merge: Merge) -> None:
    edit(service, COST, answer=OURS)
    edit(service, ("entry", "villagers-raised"), answer="By a raffle.")
    merge("cost", "villagers-raised", into="grant")
    assert {"cost", "grant", "villagers-raised"} <= set(service.knowledge(HERE).entries)
    assert service.editor.set_aside(HERE) == []


def test_an_own_text_of_the_merged_entry_replaces_the_others(service: Service, merge: Merge) -> None:
    edit(service, GRANT, answer="£48,000.")
    merge("cost", into="grant")
    assert service.knowledge(HERE).by_id["cost"] is service.knowledge(HERE).entries["grant"]
    assert service.knowledge(HERE).entries["grant"].answer == "£48,000."


def test_a_text_that_the_bundle_took_over_under_another_id_settles_itself(service: Service, merge: Merge, bundle: Path) -> None:
    edit(service, COST, answer=OURS, related=["grant"])
    before = merging.things_in(bundle)
    write_things(bundle, before, _renamed(before, replace(before[COST], id="price", was=("cost",), answer=OURS, related=("grant",))), {})
    service.reload()
    assert [step.revision.action for step in service.editor.history(HERE, COST)] == ["taken over", "edit"]
    assert conflicts(service) == []
    assert given(service, HOW_MUCH) == ["price"]


def test_keeping_a_text_ends_the_conflict_until_the_bundle_changes_again(service: Service, merge: Merge) -> None:
    edit(service, COST, answer=OURS)
    merge("cost", into="grant")
    settle(service, COST, "keep")
    assert (conflicts(service), given(service, HOW_MUCH)) == ([], ["cost"])
    merge("solar", into="grant")
    assert conflicts(service) == [(COST, "grant")]


def test_letting_a_text_go_gives_what_replaces_it_whole(service: Service, merge: Merge) -> None:
    edit(service, COST, answer=OURS)
    merge("cost", into="grant")
    settle(service, COST, "bundle")
    assert conflicts(service) == []
    assert service.knowledge(HERE).entries["grant"] == service.knowledge().entries["grant"]


def test_letting_a_text_go_is_undone(service: Service, merge: Merge) -> None:
    edit(service, COST, answer=OURS)
    merge("cost", into="grant")
    settle(service, COST, "bundle")
    service.editor.apply(HERE, ANNA, service.editor.undoing(HERE, COST))
    assert given(service, HOW_MUCH) == ["cost"]
    assert conflicts(service) == [(COST, "grant")]


def test_an_earlier_text_is_restored(service: Service, merge: Merge) -> None:
    edit(service, COST, answer="A lot.")
    edit(service, COST, answer=OURS)
    merge("cost", into="grant")
    service.editor.apply(HERE, ANNA, service.editor.restoring(HERE, COST, 1))
    assert service.knowledge(HERE).entries["cost"].answer == "A lot."


def test_a_text_is_edited_on(service: Service, merge: Merge) -> None:
    edit(service, COST, answer=OURS)
    merge("cost", into="grant")
    edit(service, COST, answer="A lot.")
    assert service.knowledge(HERE).entries["cost"].answer == "A lot."
    assert conflicts(service) == [(COST, "grant")]


# Retirements ----------------------------------------------------------------------------------------


def test_what_replaces_a_retired_entry_is_withheld(service: Service, merge: Merge) -> None:
    retire(service, COST)
    merge("cost", into="grant")
    assert service.knowledge(HERE).item("grant") is service.knowledge(HERE).item("cost") is None
    assert given(service, OF_GRANT, THERE) == ["grant"]
    assert conflicts(service) == [(COST, "grant")]
    assert service.editor.withheld(HERE) == {COST: GRANT}


def test_what_names_a_withheld_entry_stays(service: Service, merge: Merge) -> None:
    retire(service, COST)
    merge("cost", into="grant")
    assert service.knowledge(HERE).entries["villagers-raised"].related == ()
    assert service.editor.set_aside(HERE) == []


def test_keeping_a_retirement_retires_what_replaces_the_entry(service: Service, merge: Merge) -> None:
    retire(service, COST)
    merge("cost", into="grant")
    settle(service, COST, "keep")
    assert (conflicts(service), service.editor.withheld(HERE)) == ([], {})
    assert service.editor.retired(HERE) == [COST, GRANT]
    assert service.knowledge(HERE).item("grant") is None


def test_taking_the_bundles_offers_what_replaces_the_entry(service: Service, merge: Merge) -> None:
    retire(service, COST)
    merge("cost", into="grant")
    settle(service, COST, "bundle")
    assert (conflicts(service), given(service, HOW_MUCH)) == ([], ["grant"])


def test_restoring_what_was_retired_in_settling_offers_it(service: Service, merge: Merge) -> None:
    retire(service, COST)
    merge("cost", into="grant")
    settle(service, COST, "keep")
    service.editor.apply(HERE, ANNA, service.editor.restoring(HERE, GRANT))
    assert (conflicts(service), given(service, HOW_MUCH)) == ([], ["grant"])


def test_undoing_the_settling_withholds_again(service: Service, merge: Merge) -> None:
    retire(service, COST)
    merge("cost", into="grant")
    settle(service, COST, "keep")
    service.editor.apply(HERE, ANNA, service.editor.undoing(HERE, GRANT))
    assert service.editor.withheld(HERE) == {COST: GRANT}
    settle(service, COST, "bundle")
    service.editor.apply(HERE, ANNA, service.editor.undoing(HERE, COST))
    assert service.editor.withheld(HERE) == {COST: GRANT}


@pytest.mark.parametrize("how", ["undoing", "restoring"])
def test_a_retirement_is_taken_back_after_the_merge(how: str, service: Service, merge: Merge) -> None:
    retire(service, COST)
    merge("cost", into="grant")
    service.editor.apply(HERE, ANNA, getattr(service.editor, how)(HERE, COST))
    assert (conflicts(service), given(service, HOW_MUCH)) == ([], ["grant"])


def test_a_restoring_from_before_the_merge_does_not_offer_what_was_retired(service: Service, merge: Merge) -> None:
    retire(service, COST)
    retire(service, GRANT)
    service.editor.apply(HERE, ANNA, service.editor.restoring(HERE, GRANT))
    merge("cost", into="grant")
    assert service.editor.withheld(HERE) == {COST: GRANT}


def test_a_text_of_what_replaces_a_retired_entry_stays_in_force(service: Service, merge: Merge) -> None:
    retire(service, COST)
    edit(service, GRANT, answer="£48,000.")
    merge("cost", into="grant")
    assert service.knowledge(HERE).entries["grant"].answer == "£48,000."
    assert service.editor.withheld(HERE) == {}
    assert conflicts(service) == [(GRANT, "grant")]


def test_retiring_a_replaced_entry_that_is_not_there_is_refused(service: Service, merge: Merge) -> None:
    edit(service, COST, answer=OURS)
    merge("cost", into="grant")
    settle(service, COST, "bundle")
    with pytest.raises(EditRefused, match="here to retire"):
        retire(service, COST)


# Carrying over --------------------------------------------------------------------------------------


def test_changes_of_replaced_entries_are_exported_and_imported(service: Service, merge: Merge) -> None:
    edit(service, COST, answer=OURS)
    retire(service, ("entry", "solar"))
    merge("cost", into="grant")
    merge("solar", into="tools")
    plan = service.editor.plan_import(THERE, ANNA, changes_text(service.editor.changes(HERE)))
    assert [row.status for row in plan.rows] == ["new", "retired"]
    assert plan.proposal is not None
    service.editor.save(plan.proposal)
    assert changes_text(service.editor.changes(THERE)) == changes_text(service.editor.changes(HERE))
    assert {each.revision.change.id for each in service.editor.conflicts(THERE)} == {"cost", "solar"}


def test_a_change_of_a_replaced_entry_is_written_into_the_bundles_files(service: Service, merge: Merge, bundle: Path) -> None:
    edit(service, COST, answer=OURS)
    merge("cost", into="grant")
    write_things(bundle, *service.editor.for_files(HERE))
    again = Service(bundle)
    assert given(again, HOW_MUCH, None) == ["cost"]


def test_a_withheld_entry_stays_in_the_bundles_files(service: Service, merge: Merge, bundle: Path) -> None:
    retire(service, COST)
    merge("cost", into="grant")
    assert write_things(bundle, *service.editor.for_files(HERE)) == []


def test_an_entry_that_only_replaces_more_is_no_conflict(service: Service, merge: Merge, bundle: Path) -> None:
    edit(service, GRANT, answer="£48,000.")
    before = merging.things_in(bundle)
    write_things(bundle, before, {**before, GRANT: replace(before[GRANT], was=("an-older-id",))}, {})
    service.reload()
    assert conflicts(service) == []


def test_keeping_a_retirement_under_which_the_bundle_changed_ends_the_conflict(service: Service, bundle: Path) -> None:
    retire(service, COST)
    before = merging.things_in(bundle)
    write_things(bundle, before, {**before, COST: replace(before[COST], answer="It cost £61,500.")}, {})
    service.reload()
    settle(service, COST, "keep")
    assert (conflicts(service), service.editor.retired(HERE)) == ([], [COST])
