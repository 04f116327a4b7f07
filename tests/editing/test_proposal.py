"""The article must support a new answer; an earlier one stays in use, and moderators are informed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from briefbot.domain.knowledge import Key
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.errors import EditRefused
from briefbot.service import Service
from briefbot.store import Store

HERE, THERE = 1, 2
ANNA = 42
COST: Key = ("entry", "cost")
WRONG = "The repair cost £71,500."
RIGHT = "For the repair, £61,500 were paid."


@pytest.fixture
def service(keeping: Service) -> Service:
    return keeping


@pytest.fixture
def kept(bundle: Path, store: Store) -> Service:
    """Return a service with the article, and a wrong answer that was saved without it."""
    without = Service(bundle, store=store)
    revise(without, answer=WRONG)
    return Service(bundle, article=bundle / "article.txt", store=store)


def changed(service: Service, **changes: Any) -> Change:
    return Change(*COST, "text", {**(service.editor.text(HERE, COST) or {}), **changes})


def revise(service: Service, **changes: Any) -> None:
    service.editor.apply(HERE, ANNA, Edit(changed(service, **changes)))


def answer(service: Service) -> str:
    return service.knowledge(HERE).entries["cost"].answer


def wrong_entry(entry_id: str = "price") -> dict[str, Any]:
    text = {"id": entry_id, "kind": "fact", "stance": "fact", "topic": "money", "evidence": [2], "answer": WRONG}
    return {**text, "phrasings": [f"what is the {entry_id} of it all"]}


def test_an_answer_that_the_article_does_not_bear_out_is_refused(service: Service, store: Store) -> None:
    with pytest.raises(EditRefused, match=r"71,500.* is nowhere in the article"):
        revise(service, answer=WRONG)
    assert store.revisions.history(HERE) == []


def test_an_addition_is_refused_likewise(service: Service) -> None:
    with pytest.raises(EditRefused, match="is nowhere in the article"):
        service.editor.apply(HERE, ANNA, Edit(Change("entry", "price", "text", wrong_entry()), "add"))


def test_an_answer_that_the_article_bears_out_is_saved(service: Service) -> None:
    revise(service, answer=RIGHT)
    assert answer(service) == RIGHT
    assert service.editor.unsupported(HERE) == {}


def test_without_the_article_nothing_is_compared(bundle: Path, store: Store) -> None:
    service = Service(bundle, store=store)
    revise(service, answer=WRONG)
    assert answer(service) == WRONG
    assert service.editor.findings(HERE, service.knowledge(HERE).entries["cost"]) is None
    assert service.editor.unsupported(HERE) == {}


def test_what_was_kept_before_stays_in_use_and_is_told(kept: Service) -> None:
    assert answer(kept) == WRONG
    assert [finding.name for finding in kept.editor.unsupported(HERE)[COST]] == ["figure"]
    assert kept.editor.unsupported(THERE) == {}


def test_something_else_about_a_wrong_answer_may_be_edited(kept: Service) -> None:
    revise(kept, phrasings=["what was the bill of the repair"])
    assert answer(kept) == WRONG


def test_a_wrong_answer_may_not_be_changed_into_another_one(kept: Service) -> None:
    with pytest.raises(EditRefused, match="81,500"):
        revise(kept, answer="The repair cost £81,500.")


@pytest.mark.parametrize("how", ["undoing", "restoring"])
def test_an_earlier_wrong_answer_is_brought_back(how: str, kept: Service) -> None:
    revise(kept, answer=RIGHT)
    edit = kept.editor.undoing(HERE, COST) if how == "undoing" else kept.editor.restoring(HERE, COST, 1)
    kept.editor.apply(HERE, ANNA, edit)
    assert answer(kept) == WRONG


def test_a_wrong_answer_is_kept_against_the_bundles(kept: Service, bundle: Path) -> None:
    facts = bundle / "entries" / "facts.yaml"
    facts.write_text(facts.read_text("utf-8").replace("answer: The repair cost £61,500.", f"answer: {RIGHT}"), "utf-8")
    kept.reload()
    kept.editor.apply(HERE, ANNA, kept.editor.settling(HERE, COST, "keep"))
    assert (answer(kept), kept.editor.conflicts(HERE)) == (WRONG, [])


def test_rows_of_an_import_are_refused_each_with_its_reason(service: Service) -> None:
    rows = [{"kind": "entry", "id": name, "text": wrong_entry(name)} for name in ("price", "bill")]
    right = {"kind": "entry", "id": "cost", "text": changed(service, answer=RIGHT).data}
    plan = service.editor.plan_import(HERE, ANNA, json.dumps({"briefbot": 1, "changes": [*rows, right]}))
    assert [row.status for row in plan.rows] == ["refused", "refused", "changed"]
    assert plan.rows[1].message.startswith("bill.answer: “£71,500")
    assert plan.proposal is None
