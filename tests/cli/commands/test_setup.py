"""setup, at a pseudo-terminal, against a Discord over real sockets."""

from __future__ import annotations

import asyncio
import os
import select
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cli.conftest import Call
from cli.programs import PROGRAM, SECONDS
from fake_discord import FakeDiscord

UNIX = pytest.mark.skipif(sys.platform == "win32", reason="it has no pseudo-terminals")
ASKS = (b"[y/N] ", b"(not shown): ")
TOKEN = urlsafe_b64encode(b"1234567890123456789").decode().rstrip("=") + ".made.up"
pytestmark = UNIX


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(token=TOKEN) as made:
        yield made


async def set_up(fake: FakeDiscord, environment: dict[str, str], *typed: str, **changed: str) -> tuple[int, str]:
    """Run setup with answers to its prompts; return its status and output."""
    api, env = changed.pop("api", fake.api_url), {**environment, **changed}
    command = [sys.executable, "-c", PROGRAM, api, fake.gateway_url, "setup"]
    return await asyncio.to_thread(_at_a_terminal, command, env, list(typed))


def _at_a_terminal(command: list[str], env: dict[str, str], typed: list[str]) -> tuple[int, str]:
    import pty  # noqa: PLC0415 - Windows has none

    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True)  # noqa: S603
    os.close(theirs)
    shown, answered = b"", 0
    while select.select([ours], [], [], SECONDS)[0]:
        try:
            shown += os.read(ours, 65_536)
        except OSError:  # the program is gone
            break
        if shown.endswith(ASKS) and len(shown) > answered and typed:
            answered = len(shown)
            os.write(ours, typed.pop(0).encode() + b"\n")
    os.close(ours)
    return process.wait(SECONDS), shown.decode().replace("\r\n", "\n")


def write(content: str) -> None:
    """Make a file that others may read."""
    Path(".env").write_text(content, encoding="utf-8")
    Path(".env").chmod(0o644)


def written() -> str | None:
    return Path(".env").read_text(encoding="utf-8") if Path(".env").exists() else None


def mode() -> int:
    return Path(".env").stat().st_mode & 0o777


async def test_a_token_is_tried_and_written_where_only_its_owner_reads(fake: FakeDiscord, environment: dict[str, str]) -> None:
    status, shown = await set_up(fake, environment, fake.token)
    assert status == 0
    assert (written(), mode()) == (f"DISCORD_TOKEN={fake.token}\n", 0o600)
    assert f"1. Add the bot to your server: https://discord.com/oauth2/authorize?client_id={fake.bot.id}&" in shown
    assert "2. Start it: briefbot run\n" in shown
    assert fake.token not in shown


async def test_all_else_that_the_file_holds_stays(fake: FakeDiscord, environment: dict[str, str]) -> None:
    write("# ours\nBRIEFBOT_LOG_LEVEL=debug\nDISCORD_TOKEN=\nOTHER='a b'")
    assert (await set_up(fake, environment, fake.token))[0] == 0
    assert written() == f"# ours\nBRIEFBOT_LOG_LEVEL=debug\nDISCORD_TOKEN={fake.token}\nOTHER='a b'"
    assert mode() == 0o600


async def test_a_token_that_is_there_is_replaced_only_on_request(fake: FakeDiscord, environment: dict[str, str]) -> None:
    write("DISCORD_TOKEN=MTIz.old.one\n")
    status, shown = await set_up(fake, environment, "")
    assert (status, shown.splitlines()[-1]) == (0, "Nothing was changed.")
    assert written() == "DISCORD_TOKEN=MTIz.old.one\n"
    assert (await set_up(fake, environment, "y", fake.token))[0] == 0
    assert written() == f"DISCORD_TOKEN={fake.token}\n"


async def test_a_wrong_token_is_one_line_and_changes_nothing(fake: FakeDiscord, environment: dict[str, str]) -> None:
    wrong = urlsafe_b64encode(b"123456789").decode() + ".wrong.token"
    for typed, told in (
        (wrong, "briefbot: Discord refuses the token"),
        ("my password", "briefbot: that is not a token"),
        ("", "briefbot: that is no"),
    ):
        status, shown = await set_up(fake, environment, typed)
        assert status == 2
        assert shown.splitlines()[-1].startswith(told)
        assert "Traceback" not in shown
        assert written() is None


async def test_a_discord_that_cannot_be_reached_is_one_line(fake: FakeDiscord, environment: dict[str, str]) -> None:
    status, shown = await set_up(fake, environment, fake.token, api="http://127.0.0.1:9/api")
    assert status == 2
    assert shown.splitlines()[-1].startswith("briefbot: Discord cannot be reached")
    assert written() is None


async def test_a_token_in_the_environment_is_said_to_come_first(fake: FakeDiscord, environment: dict[str, str]) -> None:
    status, shown = await set_up(fake, environment, fake.token, DISCORD_TOKEN="MTIz.other.one")  # noqa: S106 -- no real one
    assert status == 0
    assert shown.endswith("DISCORD_TOKEN is also set in the environment, and takes precedence over .env.\n")


def test_without_a_terminal_it_is_said_what_to_write(call: Call) -> None:
    ended = call("setup", stdin="MTIz.abc.secret\n")
    told = "briefbot: setup asks for the token: use it in a terminal, or write DISCORD_TOKEN=... into .env yourself\n"
    assert (ended.status, ended.out, ended.err) == (2, "", told)
