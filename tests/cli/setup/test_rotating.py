"""The log file of a process that runs for long."""

from __future__ import annotations

import logging
import signal
import sys
from pathlib import Path

import pytest

from briefbot.cli.setup.log import configure
from briefbot.cli.setup.rotating import RotatingFile
from cli.conftest import Call
from cli.programs import SECONDS, ended, started
from fake_discord import FakeDiscord

log = logging.getLogger("briefbot.test")


def small(path: Path) -> RotatingFile:
    return RotatingFile(path, limit=2_000)


def test_a_large_file_is_set_aside_while_it_is_written_and_five_older_ones_stay(tmp_path: Path) -> None:
    file = tmp_path / "logs" / "bot.log"
    configure("info", "text", (), file, small)
    for number in range(500):
        log.info("event %d", number)
    names = sorted(path.name for path in file.parent.iterdir())
    assert names == ["bot.log", *(f"bot.log.{number}" for number in range(1, 6))]
    assert all(path.stat().st_size <= 2_000 for path in file.parent.iterdir())
    assert file.read_text().endswith("event 499\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk_sends_each_kind_of_line_to_standard_error_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bot.log").symlink_to("/dev/full")
    configure("info", "text", (), tmp_path / "bot.log", small)
    for event in ("first", "second", "first"):
        log.warning(event)
    assert [line.split()[-1] for line in capsys.readouterr().err.splitlines()] == ["first", "second"]


def test_where_it_cannot_be_set_aside_the_file_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "bot.log"
    (tmp_path / "bot.log.1" / "in the way").mkdir(parents=True)
    configure("info", "text", (), file, small)
    for number in range(50):
        log.info("event %d", number)
    assert file.read_text().endswith("event 49\n")


def test_a_file_that_cannot_be_opened_is_one_line(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("BRIEFBOT_LOG_FILE", str(tmp_path / "taken" / "bot.log"))
    ended = call("run")
    assert ended.status == 2
    assert ended.err == f"briefbot: {tmp_path / 'taken'}: File exists\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
async def test_a_process_logs_there_and_a_crash_shows_where_it_was(environment: dict[str, str], tmp_path: Path) -> None:
    async with FakeDiscord() as fake:
        fake.guild()
        process = await started(fake, environment | {"BRIEFBOT_LOG_FILE": str(tmp_path / "bot.log")}, "run")
        await fake.ready(seconds=SECONDS)
        process.send_signal(signal.SIGSEGV)
        _, _, err = await ended(process)
    assert "briefbot.bot.app connecting" in (tmp_path / "bot.log").read_text()
    assert err.startswith("Fatal Python error: Segmentation fault")
    assert "until_told" in err or "asyncio" in err
