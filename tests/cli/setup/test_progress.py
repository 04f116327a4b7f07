"""A slow first start shows its progress: on a terminal at once, in the log from time to time."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from threading import Thread

import pytest

from briefbot.cli.setup.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def ticking(step: float) -> Iterator[float]:
    now = 0.0
    while True:
        yield now
        now += step


def shown(step: float, total: int, stream: io.StringIO) -> str:
    clock = ticking(step)
    progress = Progress("items", stream, lambda: next(clock))
    for done in range(1, total + 1):
        progress(done, total)
    return stream.getvalue()


def test_a_terminal_shows_one_line_that_is_written_over() -> None:
    lines = shown(1.0, 3, Terminal()).split("\r")
    assert lines == [
        "",
        "Preparing the knowledge for the first time: 2 of 3 items",
        "Preparing the knowledge for the first time: 3 of 3 items\n",
    ]


def test_it_says_what_is_under_way() -> None:
    terminal, clock = Terminal(), ticking(1.0)
    progress = Progress("entries", terminal, lambda: next(clock), task="Asking the tests")
    progress(1, 2)
    progress(2, 2)
    assert terminal.getvalue() == "\rAsking the tests: 2 of 2 entries\n"


def test_what_takes_less_than_half_a_second_shows_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert shown(0.1, 5, Terminal()) == ""
    assert shown(0.1, 5, io.StringIO()) == ""
    assert caplog.records == []


def test_without_a_terminal_it_is_logged_every_ten_seconds(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert shown(4.0, 7, io.StringIO()) == ""
    assert [(vars(record)["done"], vars(record)["total"], vars(record)["unit"]) for record in caplog.records] == [
        (4, 7, "items"),
        (7, 7, "items"),
    ]


def test_what_goes_on_in_the_background_is_logged_although_there_is_a_terminal(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    terminal = Terminal()
    background = Thread(target=shown, args=(4.0, 4, terminal))
    background.start()
    background.join()
    assert terminal.getvalue() == ""
    assert len(caplog.records) == 1
