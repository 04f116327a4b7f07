"""A chat with a person at a terminal, and with piped text."""

from __future__ import annotations

import re
import sys

import pytest

from cli.commands.test_ask import data
from cli.conftest import AtATerminal, Call

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="it has no pseudo-terminals")
COMMAND = re.compile(r"\x1b\[[?0-9;]*[A-Za-z]")


def talk(call: Call, *typed: str) -> list[str]:
    """Return what is printed after each prompt."""
    ended = call("chat", stdin="".join(f"{line}\n" for line in typed), is_terminal=True)
    assert ended.status == 0
    return [each.strip() for each in ended.out.split("> ")][1:]


# With a person --------------------------------------------------------------------------------


@pytest.mark.parametrize("leaving", ["", "quit\n", "EXIT\n", "  bye \n", ":q\n"])
def test_a_person_is_talked_with_until_they_leave(call: Call, leaving: str) -> None:
    ended = call("chat", stdin="who wrote the article\n" + leaving, is_terminal=True)
    assert ended.status == 0
    assert "Ottoline Pym" in ended.out
    assert "DISCORD_TOKEN=" in ended.out
    assert ended.err == ""


def test_a_related_question_is_picked_by_its_number(call: Call) -> None:
    offers, picked, *_ = talk(call, "How much did the new roof cost?", "1")
    first = re.search(r"^1\. (.*)$", offers[offers.index("Related questions:") :], re.MULTILINE)
    assert first is not None
    assert picked.splitlines()[0] == first[1]
    assert "How much did the new roof cost?" not in picked


@pytest.mark.parametrize("form", ["1", "#1", "1.", "1)", "01"])
def test_a_number_may_be_typed_as_people_do(call: Call, form: str) -> None:
    assert talk(call, "How much did the new roof cost?", form)[1] == talk(call, "How much did the new roof cost?", "1")[1]


@pytest.mark.parametrize("number", ["0", "99"])
def test_a_number_that_the_list_lacks_is_said_to_be_missing(call: Call, number: str) -> None:
    assert f"no number {number}" in talk(call, "How much did the new roof cost?", number)[1]


def test_a_number_after_no_list_is_a_question(call: Call) -> None:
    assert "no number" not in talk(call, "1")[0]


def test_what_was_offered_can_be_picked_after_a_look_at_the_sources(call: Call) -> None:
    _, sources, help_, picked, *_ = talk(call, "How much did the new roof cost?", "sources", "help", "1")
    assert "Where: " in sources
    assert "“sources” shows" in help_
    assert picked == talk(call, "How much did the new roof cost?", "1")[1]


@pytest.mark.parametrize("asked", ["who said that?", "who says so", "and who said it"])
def test_somebody_who_asks_who_said_that_is_told_who(call: Call, asked: str) -> None:
    _, quoted, *_ = talk(call, "what did ashby say about the timbers", asked)
    assert quoted.startswith("Those are the words of Maud Ashby, master roofer, from Thornby.\nthe parish newsletter\n")
    assert "paragraph" in quoted
    answer, stated, *_ = talk(call, "When did the library reopen?", asked)
    assert stated.startswith("That is what the article says.\n")
    assert "paragraph" in stated
    assert answer.splitlines()[0] not in stated


def test_nothing_is_offered_to_somebody_in_distress(call: Call) -> None:
    assert "1." not in talk(call, "i want to die")[0]


def test_a_number_picks_a_suggestion(call: Call) -> None:
    question = next(
        text
        for text in ("roof", "the mill", "ashby", "books", "library roof", "tell me of ines")
        if data(call, text)["outcome"] == "suggested"
    )
    answer = data(call, question)["suggestions"][1]["answer"].splitlines()[0]
    assert answer in call("chat", stdin=f"{question}\n2\n", is_terminal=True).out


def test_a_number_of_thousands_of_digits_picks_nothing(call: Call) -> None:
    assert call("chat", stdin=f"{'9' * 5_000}\n", is_terminal=True).status == 0


# With what is piped in ------------------------------------------------------------------------


def test_what_is_piped_in_is_answered_line_by_line(call: Call) -> None:
    ended = call("chat", stdin="who wrote the article\n\nHow much did the new roof cost?\n")
    assert ended.status == 0
    assert ended.out.index("Ottoline Pym") < ended.out.index("£61,500")
    assert "DISCORD_TOKEN" not in ended.out


@pytest.mark.parametrize("leaving", ["quit", "EXIT", "  bye ", ":q"])
def test_a_line_that_leaves_ends_what_is_piped_in(call: Call, leaving: str) -> None:
    ended = call("chat", stdin=f"who wrote the article\n{leaving}\nHow much did the new roof cost?\n")
    assert (ended.status, ended.out) == (0, call("chat", stdin="who wrote the article\n").out)


def test_with_nobody_there_an_example_is_shown(call: Call) -> None:
    for arguments in ([], ["chat"]):
        ended = call(*arguments)
        assert ended.status == 0
        assert ended.out.startswith("> When did the library reopen?\nHollowbrook's village library reopened")
        assert "DISCORD_TOKEN" in ended.out


# At a real terminal ---------------------------------------------------------------------------


@UNIX
def test_a_terminal_is_told_at_once_that_work_is_under_way(at_a_terminal: AtATerminal) -> None:
    status, shown = at_a_terminal("ask", "How much did the new roof cost?")
    assert status == 0
    assert "Reading the knowledge" in shown
    assert shown.index("Reading the knowledge") < shown.index("£61,500")
    assert "\x1b[2m" in shown


@UNIX
def test_a_terminal_is_wrapped_at_its_width(at_a_terminal: AtATerminal) -> None:
    _, shown = at_a_terminal("ask", "How much did the new roof cost?")
    answer = COMMAND.sub("", shown.rpartition("\x1b[2K")[2])
    assert max(map(len, answer.splitlines())) <= 40


@UNIX
def test_no_colour_is_shown_where_none_is_wanted(at_a_terminal: AtATerminal) -> None:
    _, shown = at_a_terminal("ask", "How much did the new roof cost?", NO_COLOR="1")
    assert not re.search(r"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|9[0-7]|38;[0-9;]+)m", shown)


@UNIX
def test_a_terminal_without_styles_is_told_that_work_is_under_way(at_a_terminal: AtATerminal) -> None:
    _, shown = at_a_terminal("ask", "How much did the new roof cost?", TERM="dumb")
    assert shown.startswith("Reading the knowledge ...\n")
    assert "\x1b" not in shown


@UNIX
def test_a_line_is_edited_and_recalled(at_a_terminal: AtATerminal) -> None:
    typed = (b"who wrote the articlexx\x7f\x7f\n", b"\x1b[A\n", b"quit\n")
    status, shown = at_a_terminal("chat", typed=typed)
    assert status == 0
    assert shown.count("Ottoline") == 2


@UNIX
@pytest.mark.parametrize(("key", "status"), [(b"\x04", 0), (b"\x03", 130)], ids=["Ctrl-D", "Ctrl-C"])
def test_a_key_ends_a_chat_in_one_line(at_a_terminal: AtATerminal, key: bytes, status: int) -> None:
    ended, shown = at_a_terminal("chat", typed=(key,))
    assert ended == status
    assert "Traceback" not in shown
    assert COMMAND.sub("", shown.rpartition("> ")[2]).strip("^C") == "\n"


@UNIX
def test_ctrl_c_while_the_knowledge_is_read_leaves_nothing_behind(at_a_terminal: AtATerminal) -> None:
    ended, shown = at_a_terminal("chat", typed=(b"\x03",), at=b"Reading the knowledge")
    assert ended == 130
    assert "Traceback" not in shown
    assert "\x1b[?25h" in shown  # the cursor is there again
    assert COMMAND.sub("", shown).endswith("\n")


@UNIX
@pytest.mark.parametrize("command", ["topics", "speakers"])
def test_lists_are_wrapped_between_words(at_a_terminal: AtATerminal, call: Call, command: str) -> None:
    _, shown = at_a_terminal(command, COLUMNS="24")
    listed = COMMAND.sub("", shown.rpartition("\x1b[2K")[2])
    assert max(map(len, listed.splitlines())) <= 24
    assert listed.split() == call(command).out.split()
