"""The log: one structured line an event, and no token in it."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from briefbot.cli.setup.log import JsonFormatter, TextFormatter, configure

TOKEN = "MTIz.abc.secret"  # noqa: S105 -- no real one


def record(message: str, **fields: object) -> logging.LogRecord:
    made = logging.makeLogRecord({"name": "briefbot.bot", "levelname": "INFO", "msg": message, "created": 0.0})
    vars(made).update(fields)
    return made


def test_a_line_for_people_has_fields() -> None:
    line = TextFormatter(()).format(record("asked", outcome="answered", ms=12, entry=None, text='a "b"\nc', empty=""))
    expected = '1970-01-01T00:00:00.000Z INFO briefbot.bot asked outcome=answered ms=12 entry=None text="a \\"b\\"\\nc" empty=""'
    assert line == expected


def test_a_line_for_machines_is_json() -> None:
    line = JsonFormatter(()).format(record("asked", guild=7, path=Path("x")))
    assert json.loads(line) == {
        "time": "1970-01-01T00:00:00.000Z",
        "level": "info",
        "logger": "briefbot.bot",
        "event": "asked",
        "guild": 7,
        "path": "x",
    }


@pytest.mark.parametrize("formatter", [TextFormatter, JsonFormatter])
def test_an_event_is_one_line_whatever_it_says(formatter: type[TextFormatter] | type[JsonFormatter]) -> None:
    assert "\n" not in formatter(()).format(record("forged\n2026 INFO line", text="a\r\nb\u2028c"))


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_token_is_logged(tmp_path: Path, form: str) -> None:
    file = tmp_path / "logs" / "briefbot.log"
    configure("info", form, (TOKEN,), file)
    try:
        raise ValueError(f"login with {TOKEN} failed")
    except ValueError:
        logging.getLogger("briefbot.x").exception("token %s", TOKEN, extra={"token": TOKEN})
    text = file.read_text(encoding="utf-8")
    assert "secret" not in text
    assert "[hidden]" in text
    assert "Traceback" in text


def test_what_logs_nothing_leaves_no_file(tmp_path: Path) -> None:
    configure("warning", "text", (), tmp_path / "logs" / "briefbot.log")
    logging.getLogger("briefbot").info("not this")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_sends_the_line_to_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("")
    configure("info", "text", (), tmp_path / "taken" / "briefbot.log")
    logging.getLogger("briefbot").info("still told")
    assert "still told" in capsys.readouterr().err


def test_a_large_file_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "briefbot.log"
    file.write_text("old\n" * 300_000)
    configure("info", "text", (), file)
    logging.getLogger("briefbot").info("new")
    assert "old" not in file.read_text()
    assert file.with_name("briefbot.log.1").stat().st_size == 1_200_000


def test_without_a_file_it_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "text")
    logging.getLogger("briefbot").info("here")
    logging.getLogger("somebody.else").info("not here")
    told = capsys.readouterr().err
    assert "here" in told
    assert "somebody" not in told
