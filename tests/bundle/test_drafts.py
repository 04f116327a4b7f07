"""Drafts are in the files, may be unfinished, and are not knowledge."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot.bundle import read_bundle, thing_from
from briefbot.bundle.writing import write_things
from briefbot.checking.check import check_bundle
from briefbot.domain.knowledge import Entry
from briefbot.errors import KnowledgeError
from briefbot.service.loading import load
from builders import entry

STUB = """
- id: vane
  draft: true
  kind: fact
  phrasings: []
  answer:
  evidence: [2]
"""


def add(bundle: Path, name: str, text: str) -> None:
    file = bundle / name
    file.write_text(file.read_text() + text)


def test_a_draft_may_lack_anything_but_its_name(bundle: Path) -> None:
    add(bundle, "entries/facts.yaml", STUB)
    add(bundle, "speakers.yaml", "\n- id: nell\n  draft: true\n")
    add(bundle, "quotes.yaml", "\n- id: quote-vane\n  draft: true\n  text: It squeaks\n  speaker:\n  paragraph: 3\n")
    add(bundle, "aliases.yaml", "\n- canonical: Old Mill\n  draft: true\n  forms: []\n")
    found, problems = read_bundle(bundle)
    assert problems == []
    assert found is not None
    assert [(draft.kind, draft.id, draft.evidence) for draft in found.drafts] == [
        ("speaker", "nell", ()),
        ("alias", "Old Mill", ()),
        ("quote", "quote-vane", (3,)),
        ("entry", "vane", (2,)),
    ]


def test_a_draft_is_no_knowledge(bundle: Path) -> None:
    before = load(bundle).base.things
    add(bundle, "entries/facts.yaml", STUB)
    assert load(bundle).base.things == before


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("draft: maybe", "draft: expected true or false, found “maybe”"),
        ("colour: blue", "colour: unknown key"),
        ("stance: rumour", "stance: expected one of fact"),
        ("answer: 12", "answer: expected a text"),
    ],
)
def test_what_is_written_into_a_draft_has_the_form_of_the_others(bundle: Path, line: str, words: str) -> None:
    key = line.partition(":")[0]
    kept = "".join(each + "\n" for each in STUB.splitlines() if not each.startswith(f"  {key}:"))
    add(bundle, "entries/facts.yaml", f"{kept}  {line}\n")
    assert any(words in str(problem) for problem in read_bundle(bundle)[1])


def test_a_thing_that_is_no_draft_any_more_is_held_to_all(bundle: Path) -> None:
    add(bundle, "entries/facts.yaml", STUB.replace("draft: true", "draft: false"))
    told = " ".join(map(str, read_bundle(bundle)[1]))
    assert "vane.answer: expected a text of 1 to 600 characters, found nothing" in told
    assert "vane.stance: missing" in told


def test_what_leads_to_a_draft_is_told_so(bundle: Path) -> None:
    add(bundle, "entries/facts.yaml", STUB)
    facts = bundle / "entries" / "facts.yaml"
    facts.write_text(facts.read_text().replace("related: [", "related: [vane, ", 1))
    speakers = bundle / "speakers.yaml"
    speakers.write_text(speakers.read_text().replace("- id: maud-ashby\n", "- id: maud-ashby\n  draft: true\n"))
    found, _ = read_bundle(bundle)
    assert found is not None
    told = [problem.message for problem in check_bundle(found)[1] if "still a draft" in problem.message]
    assert {message.partition(" ")[0] for message in told} == {"“vane”", "“maud-ashby”"}


def test_a_bundle_of_drafts_is_sound_and_cannot_be_answered_from(bundle: Path) -> None:
    for file in (bundle / "entries").iterdir():
        file.unlink()
    (bundle / "quotes.yaml").write_text("")
    (bundle / "entries" / "facts.yaml").write_text(STUB)
    assert [(problem.level, problem.message) for problem in read_bundle(bundle)[1]] == [
        ("warning", "nothing can be answered yet: everything is still a draft")
    ]
    with pytest.raises(KnowledgeError, match="everything is still a draft"):
        load(bundle)


def test_a_draft_stays_as_it_is_when_what_is_above_it_changes(bundle: Path) -> None:
    facts = bundle / "entries" / "facts.yaml"
    above = facts.read_text().rstrip("\n")
    facts.write_text(above + "\n" + STUB)
    before = load(bundle).base.things
    last = above.rpartition("- id: ")[2].splitlines()[0]
    changed = {key: thing for key, thing in before.items() if key != ("entry", last)}
    write_things(bundle, before, changed, {})
    assert facts.read_text().endswith(STUB)
    assert load(bundle).base.things == changed


def test_edits_cannot_be_drafts() -> None:
    assert isinstance(entry(), Entry)
    with pytest.raises(KnowledgeError, match="draft: unknown key"):
        thing_from("entry", {"id": "vane", "draft": True}, "row 1")
