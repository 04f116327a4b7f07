"""A terminal shows wrapped text and distinct kinds of lines, with and without colour."""

from __future__ import annotations

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from briefbot.cli.screen import WIDEST, styled
from briefbot.rendering.markdown import plain

COMMAND = re.compile(r"\x1b\[[0-9;]*m")
REPLY = """\
**Not so:** The mill on the hill was never a bakery; it ground barley for the brewery until the year of the flood.
-# A claim by Orla Fenn, who keeps the archive of the village and has read all of its letters.
1. Which letters of the archive tell of the mill and of what became of it after the flood?
> “We never baked there, whatever they say, and nobody's grandmother ever bought a loaf from us.”"""


def console(columns: int, **options: object) -> Console:
    return Console(
        **{"width": columns, "file": io.StringIO(), "force_terminal": True, "color_system": "standard", "_environ": {}, **options}
    )  # type: ignore[arg-type]


def rows(content: str, columns: int) -> list[str]:
    return COMMAND.sub("", styled(content, console(columns))).split("\n")


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_no_word_is_broken_and_no_row_is_wider_than_the_terminal(columns: int) -> None:
    found = rows(REPLY, columns)
    assert max(map(cell_len, found)) <= min(columns, WIDEST)
    assert " ".join(" ".join(found).replace("│ ", "").split()) == " ".join(plain(REPLY).split())[: -0 or None]


def test_characters_that_fill_two_columns_are_counted_so() -> None:
    assert max(map(cell_len, rows("水車小屋は丘の上にありました", 10))) <= 10


def test_a_word_wider_than_the_terminal_is_cut_rather_than_lost() -> None:
    assert "".join(rows("https://example.org/a/very/long/address", 16)) == "https://example.org/a/very/long/address"


def test_rows_hang_below_what_a_line_begins_with() -> None:
    assert rows("1. Who kept the old mill?", 14) == ["1. Who kept", "   the old", "   mill?"]
    assert rows("- Who kept the old mill?", 14) == ["- Who kept the", "  old mill?"]
    assert rows("> “We never baked there.”", 14) == ["│ “We never", "│ baked", "│ there.”"]


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("An answer.", "An answer."),
        ("-# Its source.", "\x1b[2mIts source.\x1b[0m"),
        ("> “Words.”", "│ \x1b[3m“Words.”\x1b[0m"),
        ("**Not so:** It is not so.", "\x1b[1;35mNot so:\x1b[0m It is not so."),
        ("**A title**", "\x1b[1mA title\x1b[0m"),
        ("- **Mills**: Who kept it?", "- \x1b[1mMills\x1b[0m: Who kept it?"),
        ("2\\. is no item, and \\*\\*this\\*\\* not bold", "2. is no item, and **this** not bold"),
        ("One.\n\nTwo.", "One.\n\nTwo."),
    ],
)
def test_kinds_of_lines_are_told_apart(content: str, shown: str) -> None:
    assert styled(content, console(60)) == shown


def test_without_colour_a_correction_is_still_bold() -> None:
    shown = styled("**Not so:** It is not so.", console(60, no_color=True))
    assert shown == "\x1b[1mNot so:\x1b[0m It is not so."


def test_a_terminal_without_styles_gets_none() -> None:
    assert styled(REPLY, console(80, color_system=None)) == "\n".join(rows(REPLY, 80))


@pytest.mark.parametrize("command", ["\x1b[2J", "\x9b2J", "\x07", "\x1b]0;title\x07", "\r", "\x08"])
def test_no_text_gives_the_terminal_a_command(command: str) -> None:
    shown = styled(f"before {command} behind", console(60))
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in shown)
