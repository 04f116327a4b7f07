"""run and sync, as programs of their own, against a Discord over real sockets."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from briefbot.cli.commands.run import prepare
from briefbot.domain.outcome import Answered
from briefbot.matching import MatcherCache
from briefbot.matching.recall.ngrams import Floats
from briefbot.service import Service
from cli.programs import SECONDS, ended, started
from fake_discord import FakeDiscord
from fake_discord.proxy import proxying

ARENAS = """
import ctypes, sys, threading
from briefbot.cli.commands.run import share_memory
if "shared" in sys.argv:
    share_memory()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
meet = threading.Barrier(4)
def allocate():
    meet.wait()
    libc.malloc(ctypes.c_size_t(1000))
    meet.wait()
threads = [threading.Thread(target=allocate) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
out = ctypes.c_void_p.in_dll(libc, "stdout")
libc.malloc_info(0, out)
libc.fflush(out)
"""
"""Threads allocate, and the C library lists its arenas."""


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as made:
        yield made


@pytest.mark.parametrize(("order", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
@pytest.mark.parametrize("arguments", [("run",), ()])
async def test_it_answers_until_it_is_told_to_stop(
    fake: FakeDiscord, environment: dict[str, str], order: signal.Signals, status: int, arguments: tuple[str, ...]
) -> None:
    guild = fake.guild()
    channel, ana = fake.channel(guild), fake.member(guild, "ana")
    process = await started(fake, environment, *arguments)
    await fake.ready(seconds=SECONDS)
    await fake.say(channel, ana, "How much did the new roof cost?", mentions=[fake.bot])
    assert "£61,500" in (await fake.next_message(channel, seconds=SECONDS)).content
    process.send_signal(order)
    found, out, err = await ended(process)
    assert (found, out) == (status, "")
    assert fake.token not in err
    assert "Traceback" not in err


def test_a_failed_fit_in_the_background_is_logged_and_the_bot_goes_on(
    bundle: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Floats:
        raise MemoryError

    service = Service(bundle, fit=broken, cache=MatcherCache(tmp_path), fit_later=True)
    prepare(service)
    assert "could not be prepared" in caplog.text
    assert isinstance(service.ask(None, "How much did the new roof cost?").outcome, Answered)


async def test_commands_are_registered_on_request(fake: FakeDiscord, environment: dict[str, str]) -> None:
    status, out, _ = await ended(await started(fake, environment, "sync"))
    assert status == 0
    assert out.endswith("commands registered everywhere\n")
    guild = fake.guild()
    status, out, _ = await ended(await started(fake, environment, "sync", "--guild", str(guild.id)))
    assert status == 0
    assert out.endswith(f"commands registered in server {guild.id}\n")


@pytest.mark.parametrize("command", ["run", "sync"])
async def test_a_token_that_discord_refuses_is_one_line(fake: FakeDiscord, environment: dict[str, str], command: str) -> None:
    status, out, err = await ended(await started(fake, environment, command, token="another"))  # noqa: S106 -- no real one
    assert (status, out) == (2, "")
    assert err.splitlines()[-1].startswith("briefbot: Discord refuses the token")
    assert "Traceback" not in err
    assert "another" not in err


async def test_commands_are_registered_through_the_proxy_of_the_environment(fake: FakeDiscord, environment: dict[str, str]) -> None:
    async with proxying() as proxy:
        status, *_ = await ended(await started(fake, {**environment, "HTTPS_PROXY": proxy.url}, "sync"))
        assert status == 0
    assert b"/commands " in proxy.asked


async def test_a_discord_that_cannot_be_reached_is_one_line(fake: FakeDiscord, environment: dict[str, str]) -> None:
    status, _, err = await ended(await started(fake, environment, "sync", api="http://127.0.0.1:9/api"))
    assert status == 2
    assert err.splitlines()[-1].startswith("briefbot: Discord cannot be reached")
    assert "Traceback" not in err


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None) if sys.platform == "linux" else None, "mallopt"), reason="needs glibc")
def test_threads_share_one_arena_so_that_reloads_do_not_add_up(environment: dict[str, str]) -> None:
    def arenas(*arguments: str) -> int:
        command = [sys.executable, "-c", ARENAS, *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.count("<heap nr=")  # noqa: S603

    assert arenas() > 1
    assert arenas("shared") == 1
