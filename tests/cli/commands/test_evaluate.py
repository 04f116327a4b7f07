"""eval: scores, intervals, floors."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from briefbot.cli.evaluation.limits import floors
from briefbot.cli.evaluation.scoring import known_from, known_from_row, meaning, score, shares, summary, wilson
from cli.conftest import Call

KEYS = [
    "questions", "answerable", "correct", "wrong", "missed", "helped", "false_silence",
    "unanswerable", "declined", "offered", "false_answers", "median_chars",
]  # fmt: skip


def reply(outcome: str, answer: str = "", **more: Any) -> dict[str, Any]:
    return {"outcome": outcome, "reason": None, "answer": answer, "parts": [], "suggestions": [], **more}


def verdict(known: dict[str, Any], replied: dict[str, Any]) -> str:
    return score(known_from({"id": "a", "q": "?", "kind": "answer", **known}), replied).verdict


OFFER = [{"answer": "red"}, {"answer": "blue"}, {"answer": "grey"}, {"answer": "GREEN"}]


@pytest.mark.parametrize(
    ("known", "replied", "expected"),
    [
        ({"must": ["green"]}, reply("answered", "It is GREEN."), "correct"),
        ({"must": ["green"]}, reply("quoted", "“green”"), "correct"),
        ({"must": ["green", "door"]}, reply("answered", "It is green."), "wrong"),
        ({"must": ["green"], "any": ["door", "gate"]}, reply("answered", "The gate is green."), "correct"),
        ({"must": ["green"], "any": ["door", "gate"]}, reply("answered", "It is green."), "wrong"),
        ({"must": ["green"], "never": ["not"]}, reply("answered", "It is not green."), "wrong"),
        ({"must": ["green"]}, reply("answered", "x" * 599 + " green"), "wrong"),
        ({"must": ["green"]}, reply("answered", "x" * 594 + " green"), "correct"),
        ({"must": ["green", "old"]}, reply("answered", "-", parts=[{"answer": "green"}, {"answer": "x" * 590 + " old"}]), "correct"),
        ({"must": ["green"]}, reply("suggested", suggestions=OFFER[:3]), "missed"),
        ({"must": ["green"]}, reply("suggested", suggestions=OFFER[1:]), "helped"),
        ({"must": ["green"]}, reply("suggested", suggestions=OFFER), "missed"),
        ({"must": ["green"]}, reply("abstained", "The article does not say.", reason="silent"), "false_silence"),
        ({"must": ["green"]}, reply("abstained", "green", reason="off_topic"), "missed"),
        ({"kind": "false_premise", "must": ["green"]}, reply("answered", "green"), "correct"),
        ({"kind": "quote", "must": ["green"]}, reply("answered", "red"), "wrong"),
        ({"kind": "abstain"}, reply("abstained", reason="silent"), "declined"),
        ({"kind": "abstain"}, reply("abstained", reason="small_talk"), "declined"),
        ({"kind": "abstain"}, reply("suggested", suggestions=OFFER), "offered"),
        ({"kind": "abstain"}, reply("answered", "It is green."), "false_answers"),
        ({"kind": "abstain"}, reply("quoted", "“green”"), "false_answers"),
    ],
)
def test_a_reply_scores(known: dict[str, Any], replied: dict[str, Any], expected: str) -> None:
    assert verdict(known, replied) == expected


@pytest.mark.parametrize(
    ("replied", "expected"),
    [
        (reply("answered", entries=["cost"], quotes=[]), "correct"),
        (reply("quoted", entries=[], quotes=["quote-heart"]), "correct"),
        (reply("answered", entries=["crew"], quotes=[]), "wrong"),
        (reply("suggested", suggestions=[{"entry": "crew", "answer": ""}, {"entry": "cost", "answer": ""}]), "helped"),
        (reply("suggested", suggestions=[{"entry": "crew", "answer": ""}]), "missed"),
        (reply("abstained", reason="silent"), "false_silence"),
    ],
)
def test_a_reply_scores_by_the_id_that_should_answer(replied: dict[str, Any], expected: str) -> None:
    assert score(known_from({"q": "How much?", "entry": ["cost", "quote-heart"]}), replied).verdict == expected


@pytest.mark.parametrize(
    ("row", "question", "items"),
    [
        ("How much was it?, cost", "How much was it?", {"cost"}),
        ("How much was it, roughly?;cost", "How much was it, roughly?", {"cost"}),
        ("How much?\tcost quote-heart", "How much?", {"cost", "quote-heart"}),
        ('"How much, and for what?",cost', "How much, and for what?", {"cost"}),
        ("How tall is the mayor?,", "How tall is the mayor?", set()),
    ],
)
def test_a_row_is_a_question_and_the_id_that_should_answer(row: str, question: str, items: set[str]) -> None:
    known = known_from_row(row)
    assert (known.question, known.items, known.is_answerable) == (question, items, bool(items))


def test_one_line_says_what_the_figures_mean() -> None:
    figures = {"answerable": 20, "correct": 13, "helped": 5, "wrong": 1, "unanswerable": 10, "false_answers": 1}
    assert meaning(figures) == (
        "of 10 who ask what the article says, 6 get the answer, 2 find it among offers and 0 get another one;"
        " of 10 who ask what it does not say, 1 get an answer all the same"
    )


def test_verdicts_add_up() -> None:
    answerable = known_from({"id": "a", "q": "?", "kind": "answer", "must": ["green"]})
    unanswerable = known_from({"id": "b", "q": "?", "kind": "abstain"})
    scored = [
        score(answerable, reply("answered", "green")),
        score(answerable, reply("answered", "red!")),
        score(answerable, reply("suggested", suggestions=OFFER[1:])),
        score(unanswerable, reply("answered", "something long")),
    ]
    figures = summary(scored)
    assert list(figures) == KEYS
    assert (figures["questions"], figures["answerable"], figures["unanswerable"]) == (4, 3, 1)
    assert (figures["correct"], figures["wrong"], figures["helped"], figures["false_answers"]) == (1, 1, 1, 1)
    assert figures["median_chars"] == 5
    assert shares(figures)["correct"] == pytest.approx(33.333, abs=0.001)
    assert shares(figures)["false_answers"] == 100


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(0, 10, 0.0, 27.75), (5, 10, 23.66, 76.34), (10, 10, 72.25, 100.0), (60, 100, 50.20, 69.06), (0, 0, 0.0, 100.0)],
)
def test_intervals_are_wilsons(count: int, total: int, low: float, high: float) -> None:
    assert wilson(count, total) == pytest.approx((low, high), abs=0.01)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("correct=50", None),
        ("correct=50.1", "correct is 50.0, must be at least 50.1"),
        ("false_answers=10", None),
        ("false_answers=9", "false_answers is 10.0, must be at most 9"),
        ("correct+helped=70", None),
        ("correct+helped=71", "correct+helped is 70.0, must be at least 71"),
        ("median_chars=100", "median_chars is 120.0, must be at most 100"),
    ],
)
def test_a_floor_is_kept_or_missed(text: str, complaint: str | None) -> None:
    (floor,) = floors(text)
    assert floor.complaint({"correct": 50.0, "helped": 20.0, "false_answers": 10.0, "median_chars": 120.0}) == complaint


@pytest.mark.parametrize("text", ["", "correct", "correct=", "correct=x", "right=5", "correct+wrong=5", "median_chars+wrong=5"])
def test_a_floor_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        floors(text)


# The command -----------------------------------------------------------------------------------


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    known = [
        {"id": "t1", "q": "How much did the new roof cost?", "kind": "answer", "must": ["61,?500"]},
        {"id": "t2", "q": "Who wrote the article?", "kind": "answer", "must": ["Somebody Else"], "conversation": "c"},
        {"id": "t3", "q": "what is the capital of peru", "kind": "abstain", "conversation": "c"},
    ]
    path.write_text("\n".join(map(json.dumps, known)) + "\n\n")
    return path


def test_figures_as_data(call: Call, questions: Path) -> None:
    ended = call("eval", "--json", str(questions))
    figures = json.loads(ended.out)
    assert list(figures) == KEYS
    assert (figures["questions"], figures["correct"], figures["wrong"], figures["declined"]) == (3, 1, 1, 1)
    assert ended.status == 0


def test_figures_for_people_have_intervals(call: Call, questions: Path) -> None:
    ended = call("eval", "--failures", str(questions), str(questions))
    assert "6 questions, 4 answerable and 2 not" in ended.out
    assert "correct           2   50.0 %   (15.0 to 85.0)" in ended.out
    assert "wrong          t2: Who wrote the article?" in ended.out
    assert "t1" not in ended.out


def test_a_missed_floor_is_status_1(call: Call, questions: Path) -> None:
    assert call("eval", "--min", "correct=50,false_answers=0", str(questions)).status == 0
    ended = call("eval", "--min", "correct=51,false_answers=0", str(questions))
    assert (ended.status, ended.err) == (1, "briefbot: correct is 50.0, must be at least 51\n")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"nonsense\n", ":1: expected a JSON object"),
        (b'{"id": "a", "q": "b", "kind": "riddle"}', "expected a kind"),
        (b'{"id": "a", "kind": "answer"}', "under the key q"),
        (b'{"id": "a", "q": "b", "kind": "answer", "must": "x"}', "expected a list"),
        (b'{"id": "a", "q": "b", "kind": "answer", "must": ["("]}', "'(' is not a valid pattern"),
        (b"", "there is no question"),
    ],
)
def test_a_bad_file_is_status_2(call: Call, tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)
    ended = call("eval", str(path))
    assert (ended.status, ended.out) == (2, "")
    assert words in ended.err


def test_a_missing_file_is_status_2(call: Call) -> None:
    assert call("eval", "nothing.jsonl").status == 2


def test_bad_floors_are_bad_usage(call: Call, questions: Path) -> None:
    ended = call("eval", "--min", "right=5", str(questions))
    assert ended.status == 2
    assert "unknown name 'right'" in ended.err


def test_questions_with_ids_need_no_patterns(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "questions.csv"
    path.write_text(
        "question,id\nHow much did the new roof cost?,cost\nwho wrote this article,cost\nWhat is the mill called?,gap-mill-name\n"
    )
    ended = call("eval", "--failures", str(path))
    assert ended.status == 0
    assert ended.out.startswith("3 questions, 2 answerable and 1 not\n")
    assert "\nIn a line: of 10 who ask" in ended.out
    assert "wrong          who wrote this article\n" in ended.out
    assert "\n    cost has no “wrote”" in ended.out


def test_every_line_that_is_wrong_is_told_at_once(call: Call, tmp_path: Path, bundle: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.csv"
    first.write_text('{"id": "a", "q": "x", "kind": "rumour"}\n{"q": "y", "entry": "nothing"}\n{"q": "y", "entry": 5}\n')
    second.write_text("no id at all\n")
    ended = call("eval", str(first), str(second), str(tmp_path / "c.csv"))
    assert ended.status == 2
    for told in (
        "a.jsonl:1: expected a kind",
        "a.jsonl:2: there is no entry or quote 'nothing'",
        "a.jsonl:3: expected an id",
        "b.csv:1: ",
        "c.csv: ",
    ):
        assert told in ended.err
    (bundle / "entries" / "zz.yaml").write_text("- id: half\n")
    ended = call("eval", "--knowledge", str(bundle), str(second))
    assert "half.answer: missing" in ended.err
    assert "b.csv:1: expected" in ended.err
