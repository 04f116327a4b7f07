"""The gate within the check of a bundle, and its digests without the article."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from briefbot.bundle import Bundle
from briefbot.checking.answers import answer_digest, said_digest
from briefbot.checking.answers.check import compared, passed_answers, remembered
from briefbot.domain.knowledge import Caveat, Entry, Quote, Reviewed
from checking.answers.ferries import GATE, entry

TRUE = entry("The line owns 14 ferries.", 2)
FALSE = entry("The line owns 15 ferries.", 2)
ONLY = entry("The article does not name the rivals. It only calls them foreign.", 1, kind="gap")


def bundle(*things: Entry | Quote, answers: dict[str, str] | None = None, caveats: tuple[Caveat, ...] = ()) -> Bundle:
    listed: list[Any] = [("quote" if isinstance(thing, Quote) else "entry", thing) for thing in things]
    source = replace(GATE.knowledge.source, caveats=caveats)
    return Bundle(source, listed, {}, [("entries/line.yaml", number) for number, _ in enumerate(things, 1)], answers or {})


def told(of: Bundle) -> list[str]:
    return [str(problem) for problem in compared(of, GATE)]


def test_a_finding_names_file_line_and_key() -> None:
    (problem,) = told(bundle(TRUE, FALSE))
    assert problem.startswith("entries/line.yaml:2: line.answer: “15” in “The line owns 15 ferries.” is nowhere in the article")


def test_a_figure_of_another_paragraph_is_found_there() -> None:
    (problem,) = told(bundle(entry("The line was founded in 1887.", 2)))
    assert "is in paragraph 4, which the entry does not cite: cite that too" in problem


def test_a_warning_ends_with_what_a_review_of_it_has_to_name() -> None:
    (problem,) = told(bundle(ONLY))
    assert problem.endswith(f"[only, of: '{answer_digest(ONLY)}']")


def test_a_review_settles_a_warning() -> None:
    assert told(bundle(replace(ONLY, reviewed=(Reviewed("only", answer_digest(ONLY), "They come up once."),)))) == []


@pytest.mark.parametrize(
    "change", [{"answer": "It only calls them foreign, and not more."}, {"caveat": "No year is given."}, {"evidence": (1, 2)}]
)
def test_a_review_counts_for_no_other_answer(change: dict[str, Any]) -> None:
    reviewed = replace(ONLY, reviewed=(Reviewed("only", answer_digest(ONLY), "They come up once."),))
    problems = told(bundle(replace(reviewed, **change)))
    assert any("[only, of: " in problem for problem in problems)
    assert any("the review of “only” has no effect" in problem for problem in problems)


def test_a_review_of_nothing_is_told() -> None:
    (problem,) = told(bundle(replace(TRUE, reviewed=(Reviewed("only", answer_digest(TRUE), "Once."),))))
    assert problem.endswith("the review of “only” has no effect: the entry was changed since, or the warning is gone. Delete it.")


def test_an_error_cannot_be_reviewed() -> None:
    assert any(
        "15" in problem for problem in told(bundle(replace(FALSE, reviewed=(Reviewed("figure", answer_digest(FALSE), "So what."),))))
    )


def test_a_cut_quotation_is_told() -> None:
    (problem,) = told(bundle(Quote("quote-owner", "ilse-varga", "a state owner would be worse,", 5, partial=True)))
    assert "quote-owner.text" in problem


def test_a_shared_caveat_is_compared_as_well() -> None:
    (problem,) = told(bundle(TRUE, caveats=(Caveat("fleet", "The fleet had 16 ferries.", (2,), ("ferries",)),)))
    assert problem.startswith("caveats.yaml:0: fleet.text: “16”")


# Without the article ------------------------------------------------------------------------------


def test_what_passes_is_digested() -> None:
    knowledge = replace(GATE.knowledge, entries={"line": TRUE, "false": replace(FALSE, id="false")})
    assert passed_answers(knowledge, compared(bundle(TRUE, replace(FALSE, id="false")), GATE)) == {"line": said_digest(TRUE)}


def test_a_bundle_that_was_never_sealed_says_nothing() -> None:
    assert list(remembered(bundle(TRUE, FALSE))) == []


def test_a_sealed_answer_is_known() -> None:
    assert list(remembered(bundle(TRUE, answers={"line": said_digest(TRUE)}))) == []


@pytest.mark.parametrize(
    "change",
    [{"answer": "The line owns 15 ferries."}, {"caveat": "So it says."}, {"evidence": (3,)}, {"kind": "gap"}, {"stance": "claim"},
     {"speaker": "odd-brekke"}, {"date": "2024"}, {"computed": ("15",)}, {"context": (4,)}],
)  # fmt: skip
def test_an_answer_that_was_changed_after_it_passed_is_noticed(change: dict[str, Any]) -> None:
    (problem,) = remembered(bundle(replace(TRUE, **change), answers={"line": said_digest(TRUE)}))
    assert (problem.level, problem.key) == ("error", "line.answer")
    assert "was changed after it was compared with the article" in problem.message


def test_phrasings_may_change_without_the_article() -> None:
    changed = replace(TRUE, phrasings=("how many ferries are there", "fleet"), topic="fleet", title="How big is the fleet?")
    assert list(remembered(bundle(changed, answers={"line": said_digest(TRUE)}))) == []


def test_what_a_correction_denies_hangs_on_its_phrasings() -> None:
    denied = entry("The buyer is not Finland.", 1, kind="correction", phrasings=("Is Finland the buyer?",))
    assert said_digest(denied) == said_digest(replace(denied, phrasings=("does finland buy it",)))
    assert said_digest(denied) != said_digest(replace(denied, phrasings=("who buys it",)))


def test_answers_that_were_never_compared_are_told_in_one_line() -> None:
    others = [replace(TRUE, id=f"line-{number}") for number in range(3)]
    (problem,) = remembered(bundle(TRUE, *others, answers={"line": said_digest(TRUE)}))
    assert (problem.file, problem.level) == ("source.yaml", "warning")
    assert problem.message.startswith("3 answers were never compared with the article")
