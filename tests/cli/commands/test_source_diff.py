"""source diff: the effect of a changed article on the knowledge, and updating the knowledge."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot.bundle import read_bundle
from briefbot.domain.knowledge import Entry, Quote
from cli.conftest import Call

CAVEAT = """\
- id: years
  text: No year is given.
  evidence: [1, 8]
  says: [March 22]
- {id: lost, text: Gone., evidence: [9], says: [panels]}
"""


@pytest.fixture
def changed(environment: dict[str, str], bundle: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Change the article: insert a paragraph after the first, change figures, and remove the last."""
    monkeypatch.setenv("BRIEFBOT_KNOWLEDGE", str(bundle))
    (bundle / "caveats.yaml").write_text(CAVEAT)
    lines = [line for line in (bundle / "article.txt").read_text("utf-8").splitlines() if line]
    first = next(number for number, line in enumerate(lines) if "March 22" in line)
    lines[first + 1] = lines[first + 1].replace("£61,500", "£64,000")
    article = tmp_path / "new.txt"
    article.write_text("\n\n".join([*lines[: first + 2], "A choir sang.", *lines[first + 2 : -1]]), "utf-8")
    return article


def things(bundle: Path) -> dict[str, Entry | Quote]:
    read, problems = read_bundle(bundle)
    assert read is not None
    assert [problem for problem in problems if problem.level == "error"] == []
    return {thing.id: thing for _, thing in read.things if isinstance(thing, Entry | Quote)}


def test_an_article_that_is_as_it_was_changes_nothing(call: Call, environment: dict[str, str], tiny: Path) -> None:
    ended = call("source", "diff", str(tiny / "article.txt"))
    assert (ended.status, ended.out) == (0, "nothing has changed\n")


def test_what_moved_changed_vanished_or_is_new_is_told_with_what_stands_on_it(call: Call, changed: Path, bundle: Path) -> None:
    before = {path: path.read_bytes() for path in bundle.rglob("*.yaml")}
    ended = call("source", "diff", str(changed))
    assert ended.status == 1
    lines = ended.out.splitlines()
    assert lines[0].startswith("paragraph 2: changed: “The repair cost £64,000.")
    moved = [f"paragraph {number} is paragraph {number + 1} now" for number in range(3, 9)]
    assert lines[1:8] == ["paragraph 3: new: “A choir sang.”", *moved]
    assert "paragraph 9: vanished" in lines
    assert "entries/facts.yaml: cost (paragraph 2): to be reviewed" in lines
    assert any(line.startswith("entries/facts.yaml: solar (paragraph 9): its place is gone") for line in lines)
    assert "caveats.yaml: lost (paragraph 9): its place is gone: now a comment" in lines
    assert before == {path: path.read_bytes() for path in bundle.rglob("*.yaml")}


def test_what_only_moved_is_renumbered_and_the_rest_waits_to_be_reviewed(call: Call, changed: Path, bundle: Path) -> None:
    assert call("source", "diff", "--apply", str(changed)).status == 0
    found = things(bundle)
    assert (found["old-roof"].evidence, found["footbridge"].evidence) == ((4,), (9,))
    assert isinstance(cost := found["cost"], Entry)
    assert (cost.evidence, cost.changed) == ((2,), (2,))
    assert "solar" not in found
    assert isinstance(quote := found["quote-heart"], Quote)
    assert quote.paragraph == 6
    assert (bundle / "caveats.yaml").read_text().startswith("- id: years\n  text: No year is given.\n  evidence: [1, 9]\n")
    assert "# - {id: lost" in (bundle / "caveats.yaml").read_text()
    assert call("source", "diff", str(changed)).out == "nothing has changed\n"


def test_a_bundle_that_was_carried_over_passes_the_check_and_says_what_waits(call: Call, changed: Path, bundle: Path) -> None:
    call("source", "diff", "--apply", str(changed))
    ended = call("check", "--article", str(changed))
    assert "cost.changed: cites paragraph 2, which has changed in the article" in ended.out
    assert "letter for letter" not in ended.out


def test_a_quotation_whose_words_are_gone_is_a_draft_and_one_that_wandered_is_found(call: Call, bundle: Path, tmp_path: Path) -> None:
    text = (bundle / "article.txt").read_text("utf-8").replace("let that heart stop", "let the heart stop")
    moved = [line for line in text.splitlines() if line]
    buckets = next(number for number, line in enumerate(moved) if "dripping room" in line)
    moved.append(moved.pop(buckets))
    (tmp_path / "new.txt").write_text("\n".join(moved), "utf-8")
    assert call("--knowledge", str(bundle), "source", "diff", "--apply", str(tmp_path / "new.txt")).status == 0
    found = things(bundle)
    assert "quote-heart" not in found
    assert isinstance(quote := found["quote-buckets"], Quote)
    assert quote.paragraph == 9


def test_another_article_is_refused(call: Call, environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Of kites\n\nKites fly.\n")
    ended = call("source", "diff", str(tmp_path / "other.txt"))
    assert ended.status == 2
    assert "this is a different article" in ended.err


def test_nothing_of_the_article_but_headings_is_kept(call: Call, changed: Path, bundle: Path) -> None:
    call("source", "diff", "--apply", str(changed))
    assert not [path for path in bundle.rglob("*.yaml") if "choir" in path.read_text("utf-8")]


def test_a_reply_says_that_the_article_has_changed(call: Call, changed: Path, bundle: Path) -> None:
    call("source", "diff", "--apply", str(changed))
    assert "The article has changed here" in call("ask", "How much did the repair cost?").out
