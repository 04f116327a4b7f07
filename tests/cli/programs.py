"""briefbot as a program that connects to a fake Discord."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process

from fake_discord import FakeDiscord

SECONDS = 60
PROGRAM = """
import sys, yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from briefbot.cli import main
Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = sys.argv[1], yarl.URL(sys.argv[2])
sys.exit(main(sys.argv[3:]))
"""


async def started(
    fake: FakeDiscord, environment: dict[str, str], *arguments: str, token: str | None = None, api: str | None = None
) -> Process:
    env = {**environment, "DISCORD_TOKEN": token or fake.token}
    command = [sys.executable, "-c", PROGRAM, api or fake.api_url, fake.gateway_url, *arguments]
    return await asyncio.create_subprocess_exec(*command, env=env, stdin=PIPE, stdout=PIPE, stderr=PIPE)


async def ended(process: Process) -> tuple[int | None, str, str]:
    out, err = await asyncio.wait_for(process.communicate(), SECONDS)
    return process.returncode, out.decode(), err.decode()


async def killed(process: Process) -> None:
    """Kill a process, if it still runs, and read what it has said to the end, so that its pipes are closed."""
    if process.returncode is None:
        process.kill()
    await asyncio.wait_for(process.communicate(), SECONDS)
