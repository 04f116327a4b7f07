"""A process that is killed while it corrects replies leaves none of them out, and edits none twice."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefbot.store import open_store
from contract import Contract
from fake_discord import Channel, Cut, FakeDiscord, Guild, Message, User

MANAGE_GUILD = 1 << 5
REPLIES = 30
EDITING = ("PATCH", "/channels/{channel_id}/messages/{message_id}")
PRICE, NEW = "How much did the new roof cost?", "The repair cost £61,500 in all."
PROGRAM = """
import asyncio, sys, yarl
from pathlib import Path
from discord.gateway import DiscordWebSocket
from discord.http import Route
from briefbot.bot.app import make_bot
from briefbot.bot.transport.limits import Limits
from briefbot.service import Service
from briefbot.store import open_store
Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = sys.argv[1], yarl.URL(sys.argv[2])
token, bundle, data = sys.argv[3], Path(sys.argv[4]), Path(sys.argv[5])
service = Service(bundle, article=bundle / "article.txt", store=open_store(data))
limits = Limits(correction_pause=0, old_correction_pause=0)
bot = make_bot(service, data, message_content=True, limits=limits, guild_ready_timeout=0.02)
asyncio.run(bot.start(token))
"""


@dataclass
class Town:
    """A server with a moderator, and the process that is killed."""

    fake: FakeDiscord
    bundle: Path
    data: Path
    guild: Guild
    channel: Channel
    mia: User
    audit: Channel
    process: Process | None = None

    async def start(self) -> None:
        arguments = [self.fake.api_url, self.fake.gateway_url, self.fake.token, str(self.bundle), str(self.data)]
        self.process = await asyncio.create_subprocess_exec(sys.executable, "-c", PROGRAM, *arguments, stdout=PIPE, stderr=PIPE)
        await self.fake.ready()

    async def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.communicate()

    async def ask(self, number: int) -> Message:
        """Let somebody ask in a channel of its own, so that no reply is a link to another."""
        channel, asker = self.fake.channel(self.guild, f"room-{number}"), self.fake.member(self.guild, f"person-{number}")
        await self.fake.say(channel, asker, PRICE, mentions=[self.fake.bot])
        return await self.fake.next_message(channel)

    async def correct(self) -> None:
        """Let Mia edit the answer, and press what is offered below it."""
        asked = await self.fake.interact_command("knowledge edit", self.mia, self.channel, {"thing": "entry:cost"})
        await self.fake.next_response(asked)
        preview = await self.fake.next_answer(await self.fake.submit_modal(asked, {"answer": NEW}))
        saved = await self.fake.next_answer(await self.fake.press(preview, "Save", self.mia))
        await self.fake.press(saved, f"Correct {REPLIES} replies of the last 30 days", self.mia)


@pytest.fixture
async def town(bundle: Path, tmp_path: Path, contract: Contract | None) -> AsyncIterator[Town]:
    async with FakeDiscord() as fake:
        guild = fake.guild()
        mia = fake.member(guild, "mia", fake.role(guild, "mods", MANAGE_GUILD))
        town = Town(fake, bundle, tmp_path / "data", guild, fake.channel(guild), mia, fake.channel(guild, "audit"))
        with closing(open_store(town.data)) as store:
            store.guilds.keep(guild.id, {"audit_channel": town.audit.id})
        await town.start()
        yield town
        await town.kill()
        if contract is not None:
            bodies = [each for each in fake.requests if each.method in ("POST", "PATCH") and each.body is not None]
            assert [problem for each in bodies for problem in contract.problems(each.method, each.path, each.body)] == []


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
async def test_a_process_that_is_killed_again_and_again_edits_each_reply_once(town: Town) -> None:
    fake = town.fake
    replies = [await town.ask(number) for number in range(REPLIES)]
    gate = fake.faults.hold(*EDITING, when=Cut.AFTER)
    await town.correct()
    for when in (Cut.BEFORE, Cut.AFTER, Cut.AFTER):
        await gate.reached()
        await town.kill()
        gate = fake.faults.hold(*EDITING, when=when)
        await town.start()
    gate.release()
    while not (told := await fake.next_message(town.audit)).content.startswith("Corrected "):
        pass
    assert told.content == f"Corrected {REPLIES} replies about “{PRICE}”. ({town.mia.mention})"
    assert all(fake.now(reply).content.startswith(NEW) for reply in replies)
    assert {fake.now(reply).content.count("Corrected on <t:") for reply in replies} == {1}
    edits = [request for request in fake.requests if request.method == "PATCH" and request.path.startswith("/channels/")]
    assert len(edits) == REPLIES + 1  # the call that Discord had not carried out is made again
