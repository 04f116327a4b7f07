"""The log has one structured line per event, without tokens."""

from __future__ import annotations

import ast
import json
import logging
from pathlib import Path

import pytest

import briefbot
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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk_sends_the_line_to_standard_error_without_a_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "briefbot.log").symlink_to("/dev/full")
    configure("info", "text", (), tmp_path / "briefbot.log")
    for event in ("first", "second", "first"):
        logging.getLogger("briefbot.x").warning(event)
    told = capsys.readouterr().err
    assert [line.split()[-1] for line in told.splitlines()] == ["first", "second"]


@pytest.mark.parametrize("level", ["debug", "info"])
def test_what_discord_says_and_hears_is_logged_at_no_level(tmp_path: Path, level: str) -> None:
    configure(level, "text", (), tmp_path / "briefbot.log")
    for name in ("discord.gateway", "discord.http", "discord.webhook.async_", "discord.client"):
        logging.getLogger(name).debug("WebSocket Event: %s", {"content": "who is ill?", "token": "aW50ZXJhY3Rpb24"})
    logging.getLogger("briefbot.x").info("asked")
    assert "Event" not in (tmp_path / "briefbot.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "url",
    [
        "https://discord.com/api/v10/webhooks/123456789012345678/aW50ZXJhY3Rpb24/messages/@original",
        "https://discord.com/api/v10/interactions/123456789012345678/aW50ZXJhY3Rpb24/callback",
        "POST /webhooks/123456789012345678/aW50ZXJhY3Rpb24?wait=true",
    ],
)
def test_no_token_of_an_interaction_is_logged(tmp_path: Path, form: str, url: str) -> None:
    configure("info", form, (), tmp_path / "briefbot.log")
    try:
        raise OSError(f"{url} failed")
    except OSError:
        logging.getLogger("discord.http").exception("We are being rate limited: %s", url, extra={"url": url})
    text = (tmp_path / "briefbot.log").read_text(encoding="utf-8")
    assert "aW50ZXJhY3Rpb24" not in text
    assert text.count("/123456789012345678/[hidden]") == 3


# The calls -------------------------------------------------------------------------------------

SOURCE = Path(briefbot.__file__).parent
CALLS = [
    (f"{file.relative_to(SOURCE)}:{call.lineno}", call)
    for file in sorted(SOURCE.rglob("*.py"))
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    if isinstance(call, ast.Call)
    and ast.unparse(call.func)
    in {f"{log}.{level}" for log in ("log", "_log") for level in ("debug", "info", "warning", "error", "exception")}
]


def test_there_are_calls_to_look_at() -> None:
    assert len(CALLS) > 20


@pytest.mark.parametrize("call", [call for _, call in CALLS], ids=[place for place, _ in CALLS])
def test_a_call_names_its_event_and_hands_values_over_as_fields(call: ast.Call) -> None:
    assert len(call.args) == 1
    assert "%" not in ast.unparse(call.args[0])
    assert not isinstance(call.args[0], ast.JoinedStr)


@pytest.mark.parametrize("call", [call for _, call in CALLS], ids=[place for place, _ in CALLS])
def test_no_field_has_a_name_that_a_record_has_itself(call: ast.Call) -> None:
    extras = [each.value for each in call.keywords if each.arg == "extra"]
    keys = [key for extra in extras for each in ast.walk(extra) if isinstance(each, ast.Dict) for key in each.keys]
    names = {key.value for key in keys if isinstance(key, ast.Constant)}
    assert not names & {*vars(logging.makeLogRecord({})), "message", "asctime"}  # logging raises KeyError
