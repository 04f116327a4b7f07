"""Why a question got its reply."""

from __future__ import annotations

import pytest

from briefbot.matching import Matcher, explain


def told(matcher: Matcher, typed: str) -> dict[str, str]:
    """Return the lines with a name."""
    lines = explain(matcher, typed).figures.splitlines()
    return {line[:14].strip(): line[14:] for line in lines if line[:1].isalpha()}


def test_how_a_question_is_read_is_told(kites: Matcher) -> None:
    lines = told(kites, "How long was the drgaon kite of Маркова, the zeppelin?")
    assert lines["read as"] == "how long was the dragon kite of маркова the zeppelin"
    assert lines["folded"] == "dragon kite -> dragon_kite, маркова -> zoya_markova"
    assert lines["corrected"] == "drgaon -> dragon"
    assert lines["telling"] == "dragon_kite, long, zeppelin, zoya_markova"
    assert lines["never seen"] == "zeppelin"
    assert lines["asks for"].startswith("count")


@pytest.mark.parametrize(
    ("typed", "decision"),
    [
        ("Who won the long-line contest?", "answer: "),
        ("What did the dragon kite cost?", "abstain: a gap entry"),
        ("why did 5,000 kites fly at once?", "suggest: "),
        ("what is the capital of peru", "abstain: no candidate"),
        ("", "abstain: no candidate"),
    ],
)
def test_the_decision_is_told(kites: Matcher, typed: str, decision: str) -> None:
    assert told(kites, typed)["decision"].startswith(decision)


def test_five_candidates_are_shown_best_first(kites: Matcher) -> None:
    shown = [line for line in explain(kites, "Who won the long-line contest?").figures.splitlines() if line[:1].isdigit()]
    assert len(shown) == 5
    assert shown[0].startswith("1. winner (fact), confidence ")
    confidences = [float(line.split("confidence ")[1].split(":")[0]) for line in shown]
    assert confidences == sorted(confidences, reverse=True)
    assert confidences[0] > 0.9


def test_margin_and_thresholds_are_told(kites: Matcher) -> None:
    lines = told(kites, "Who won the long-line contest?")
    first, second = (each.confidence for each in kites.rank("Who won the long-line contest?")[:2])
    assert float(lines["margin"]) == pytest.approx(first - second, abs=1e-3)
    limits = kites.scorer.thresholds
    assert (
        lines["thresholds"]
        == f"answer {limits.answer:.3f}, suggest {limits.suggest:.3f}, silent {limits.silent:.3f}, about {limits.about:.1f}"
    )


def test_what_speaks_against_a_candidate_is_told(kites: Matcher) -> None:
    text = explain(kites, "what did the dragon kite cost").figures
    assert "against it: " in text


@pytest.mark.parametrize("typed", ["", "?!", "\x00", "😀", "한국어", "x" * 500])
def test_anything_can_be_explained(kites: Matcher, typed: str) -> None:
    lines = told(kites, typed)
    assert lines["read as"]
    assert lines["decision"]


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("Who won the long-line contest?", "answer"),
        ("What did the dragon kite cost?", "silent"),
        ("why did 5,000 kites fly at once?", "suggest"),
        ("what is the capital of peru", "abstain"),
    ],
)
def test_what_becomes_of_a_question_is_told(kites: Matcher, typed: str, verdict: str) -> None:
    assert explain(kites, typed).verdict == verdict


def test_matches_come_with_the_words_that_they_share_as_they_were_typed(kites: Matcher) -> None:
    found = explain(kites, "who won the long-line contests, and the zeppelin?")
    assert found.matches[0].item.id == "winner"
    assert {"won", "contests"} <= set(found.matches[0].words)
    assert "zeppelin" not in found.matches[0].words
    assert found.unknown == ("zeppelin",)
    assert explain(kites, "How long was the drgaon kite?").corrections == (("drgaon", "dragon"),)
    assert any("dragon kite" in each.words for each in explain(kites, "How long was the dragon kite?").matches)
