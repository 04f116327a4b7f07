"""Over real sockets: a question without an answer goes to the moderators, the bot restarts, and their answer reaches
the asker.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.wiring import Wire, restarted, wired
from briefbot.service import Service
from briefbot.store import Store
from contract import Contract
from fake_discord import Channel, Message, User

MANAGE_GUILD = 1 << 5
PHONE = "Who invented the telephone?"


@pytest.fixture
def again(bundle: Path, store: Store) -> Service:
    """Return the service as it is after a restart: over the same store, with nothing in memory."""
    return Service(bundle, article=bundle / "article.txt", store=store)


def set_up(wire: Wire, service: Service) -> tuple[User, Channel]:
    """Give the server a moderator, an inbox and a channel for questions."""
    desk = wire.fake.channel(wire.guild, "desk")
    mia = wire.fake.member(wire.guild, "mia", wire.fake.role(wire.guild, "mods", MANAGE_GUILD))
    service.guilds.change(wire.guild.id, inbox_days=30, ask_channel=desk.id, member_cooldown=0)
    return mia, desk


async def refused(wire: Wire) -> Message:
    """Ask as Ana what has no answer."""
    await wire.fake.say(wire.channel, wire.ana, PHONE, mentions=[wire.fake.bot])
    return await wire.fake.next_message(wire.channel)


async def test_the_answer_of_a_moderator_reaches_the_asker(
    keeping: Service, again: Service, tmp_path: Path, contract: Contract | None
) -> None:
    async with wired(keeping, tmp_path, contract) as before:
        fake, (mia, desk) = before.fake, set_up(before, keeping)
        reply = await refused(before)
        asking = await fake.press(reply, "Ask the moderators", before.ana)
        await fake.next_response(asking)
        handed = await fake.next_answer(await fake.submit_modal(asking, {}))
        assert handed.content.startswith("The moderators have your question.")
        post = await fake.next_message(desk)
        assert f"> {PHONE}" in post.content
        async with restarted(before, again, tmp_path) as wire:
            answering = await fake.press(post, "Answer", mia)
            await fake.next_response(answering)
            await fake.submit_modal(answering, {"words": "Not in the article; ask in #history."})
            answer = await fake.next_message(wire.channel)
            said = f"<@{wire.ana.id}> **From the moderators of this server:**\n> Not in the article; ask in #history."
            assert answer.content.startswith(said)
            assert answer.reference == reply.id


async def test_a_row_of_the_inbox_is_settled_by_one_press_after_a_restart(
    keeping: Service, again: Service, tmp_path: Path, contract: Contract | None
) -> None:
    async with wired(keeping, tmp_path, contract) as before:
        fake, (mia, _) = before.fake, set_up(before, keeping)
        keeping.inbox.hold(before.guild.id, PHONE, "refused")
        panel = await fake.next_answer(await fake.interact_command("knowledge inbox", mia, before.channel))
        async with restarted(before, again, tmp_path) as wire:
            await fake.next_answer(await fake.press(panel, "Known gap", mia))
            assert again.inbox.open_groups(wire.guild.id) == []
