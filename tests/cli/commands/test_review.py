"""review: one key decides about each unanswered question, at a real terminal."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from briefbot.bundle import read_bundle
from briefbot.domain.knowledge import Entry, Quote
from cli.conftest import AtATerminal, Call

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it has no pseudo-terminals")
ROOF = "what did they shell out on roofing works altogether"
ROOM = "nickname of the reading area on wet days"


@pytest.fixture
def asked(bundle: Path, environment: dict[str, str], tmp_path: Path) -> Path:
    """List two questions, one of which was asked twice."""
    file = tmp_path / "asked.txt"
    file.write_text(f"{ROOM}\n{ROOF}\n{ROOF.upper()}  \n")
    return file


def entry(bundle: Path, name: str) -> Entry:
    read, _ = read_bundle(bundle)
    assert read is not None
    return next(thing for _, thing in read.things if isinstance(thing, Entry) and thing.id == name)


def state(file: Path) -> list[tuple[str, str]]:
    kept = json.loads(file.with_name("asked.txt.review.json").read_text("utf-8"))
    return [(each["question"], each["verdict"]) for each in kept["decisions"]]


def test_a_key_makes_a_question_a_way_to_ask_or_a_gap(at_a_terminal: AtATerminal, bundle: Path, asked: Path) -> None:
    status, shown = at_a_terminal("review", str(bundle), str(asked), typed=(b"w", b"g", b"f"))
    assert status == 0
    assert "1 of 2, asked 2 times" in shown
    assert shown.index(ROOF.split(maxsplit=1)[0]) < shown.index(ROOM.split(maxsplit=1)[0])
    read, problems = read_bundle(bundle)
    assert read is not None
    assert [problem for problem in problems if problem.level == "error"] == []
    assert [thing.id for _, thing in read.things if isinstance(thing, Entry) and ROOF in thing.phrasings]
    assert [draft.id for draft in read.drafts] == ["gap-nickname-reading-area-wet-days"]


def test_a_marked_entry_gets_a_test_of_what_must_and_must_not_reach_it(at_a_terminal: AtATerminal, bundle: Path, asked: Path) -> None:
    _, shown = at_a_terminal("review", str(bundle), str(asked), typed=(b"2", b"t", b"n", b"f"))
    marked = next(line for line in shown.splitlines() if line.startswith("2. ") and line.endswith("←"))
    read, _ = read_bundle(bundle)
    assert read is not None
    items = [thing for _, thing in read.things if isinstance(thing, Entry | Quote)]
    assert [item.label for item in items if ROOF in item.tests.reach] == [marked.removeprefix("2. ").removesuffix("  ←")]
    assert [item.id for item in items if ROOM in item.tests.avoid]


def test_what_was_decided_is_taken_back_with_u(at_a_terminal: AtATerminal, bundle: Path, asked: Path) -> None:
    _, shown = at_a_terminal("review", str(bundle), str(asked), typed=(b"d", b"u", b"s", b"q"))
    assert "undone: dropped" in shown
    assert state(asked) == [(ROOF, "small talk")]


def test_small_talk_is_written_into_the_bundle(at_a_terminal: AtATerminal, bundle: Path, asked: Path) -> None:
    _, shown = at_a_terminal("review", str(bundle), str(asked), typed=(b"s", b"s", b"f"))
    assert "2 small talk: wrote small_talk.yaml" in shown
    assert (bundle / "small_talk.yaml").read_text("utf-8") == f"- {ROOF}\n- {ROOM}\n"
    read, problems = read_bundle(bundle)
    assert read is not None
    assert (read.source.small_talk, problems) == ((ROOF, ROOM), [])


def test_one_can_leave_and_come_back(at_a_terminal: AtATerminal, bundle: Path, asked: Path) -> None:
    _, first = at_a_terminal("review", str(bundle), str(asked), typed=(b"d", b"q"))
    assert "1 dropped, not written yet" in first
    _, second = at_a_terminal("review", str(bundle), str(asked), typed=(b"d", b"f"))
    assert "2 of 2" in second
    assert ROOF not in " ".join(second.split())
    assert at_a_terminal("review", str(bundle), str(asked))[1].endswith("no question is left to decide\n")


def test_a_terminal_that_is_lost_loses_nothing(at_a_terminal: AtATerminal, bundle: Path, asked: Path) -> None:
    status, _ = at_a_terminal("review", str(bundle), str(asked), typed=(b"d", b"\x03"))
    assert status == 130
    assert state(asked) == [(ROOF, "drop")]


def test_keys_that_mean_nothing_say_what_keys_there_are(at_a_terminal: AtATerminal, bundle: Path, asked: Path) -> None:
    _, shown = at_a_terminal("review", str(bundle), str(asked), typed=(b"\x1b[A", b"x", b"9", b"q"))
    assert shown.count("u undoes") == 3
    assert "the list has no number 9" in shown


def test_a_question_that_two_entries_would_share_keeps_all_from_being_written(
    at_a_terminal: AtATerminal, bundle: Path, asked: Path
) -> None:
    asked.write_text("When did the library reopen?\n")
    before = entry(bundle, "cost")
    status, shown = at_a_terminal("review", str(bundle), str(asked), typed=(b"2", b"w", b"f", b"q"))
    assert status == 0
    assert "nothing was written" in shown
    assert entry(bundle, "cost") == before


def test_without_a_terminal_it_says_what_to_do(call: Call, bundle: Path, asked: Path) -> None:
    ended = call("review", str(bundle), str(asked), stdin="w")
    assert ended.status == 2
    assert ended.err.startswith("briefbot: review asks for keys: run it at a terminal (over SSH: ssh -t HOST")


def test_a_question_without_an_answer_is_recorded_and_one_with_an_answer_is_not(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "asked.txt"
    for question in ("How much did the new roof cost?", "who is the president of\nperu", "hello"):
        call("ask", "--record", str(file), question)
    lines = b'{"id": 1, "q": "who wrote the article"}\n{"id": 2, "q": "what is the capital of peru"}\n'
    call("ask", "--jsonl", "--record", str(file), stdin=lines)
    assert file.read_text() == "who is the president of peru\nwhat is the capital of peru\n"


@pytest.mark.parametrize(("content", "message"), [(b"\xff\xfe\xff", "is not UTF-8 text"), (None, "No such file")])
def test_a_file_that_cannot_be_read_is_told(
    at_a_terminal: AtATerminal, content: bytes | None, message: str, bundle: Path, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "asked.txt").write_bytes(content)
    status, shown = at_a_terminal("review", str(bundle), str(tmp_path / "asked.txt"))
    assert status == 2
    assert message in " ".join(shown.split())
