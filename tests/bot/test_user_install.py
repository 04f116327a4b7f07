"""A bot that is installed for a person answers anywhere with the bundle's knowledge."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.wiring import Wire, wired
from briefbot.domain.knowledge import Knowledge
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.service import Service
from briefbot.store import open_store
from contract import Contract
from fake_discord import Channel, Message, User

COST = "How much did the new roof cost?"
ANSWER = "The repair cost £61,500."
OTHER = "The repair cost a fortune."
USER_INSTALL = 1
PRIVATE_CHANNEL = 2


@dataclass
class Elsewhere:
    """A place without the bot, and a person there who installed it."""

    wire: Wire
    channel: Channel
    bo: User

    async def call(self, command: str, **options: Any) -> Message:
        """Use a command, and return its reply."""
        used = await self.wire.fake.interact_command(command, self.bo, self.channel, options)
        return await self.wire.fake.next_answer(used)

    async def press(self, message: Message, label: str) -> Message:
        """Press a button, and return its reply."""
        return await self.wire.fake.next_answer(await self.wire.fake.press(message, label, self.bo))


@pytest.fixture(params=["a server without the bot", "two people"])
async def elsewhere(request: pytest.FixtureRequest, tiny: Path, tmp_path: Path, contract: Contract | None) -> AsyncIterator[Elsewhere]:
    service = Service(tiny, article=tiny / "article.txt", store=open_store(tmp_path))
    async with wired(service, tmp_path, contract) as wire:
        fake = wire.fake
        bo = fake.user("bo")
        if request.param == "two people":
            yield Elsewhere(wire, fake.conversation(bo, wire.ana), bo)
            return
        guild = fake.guild("elsewhere", has_bot=False)
        # Changes from the time of the bot's membership do not apply now.
        key = ("entry", "cost")
        text = {**(service.editor.text(guild.id, key) or {}), "answer": OTHER}
        service.editor.apply(guild.id, bo.id, Edit(Change(*key, "text", text), seen=service.editor.version(guild.id, key)), "a reason")
        assert service.knowledge(guild.id).entries["cost"].answer == OTHER
        yield Elsewhere(wire, fake.channel(guild), fake.member(guild, bo))


async def test_question_is_answered_from_the_base_bundle(elsewhere: Elsewhere) -> None:
    reply = await elsewhere.call("ask", question=COST)
    assert reply.content.startswith(ANSWER)
    assert not reply.is_ephemeral
    assert (await elsewhere.call("ask", question=COST, private=True)).is_ephemeral


async def test_quotation_is_found(elsewhere: Elsewhere, tiny_knowledge: Knowledge) -> None:
    reply = await elsewhere.call("quote", speaker="Maud Ashby")
    said = [quote.text for quote in tiny_knowledge.quotes.values() if quote.speaker == "maud-ashby"]
    assert any(text in reply.content for text in said)
    assert "Maud Ashby" in (await elsewhere.press(reply, "Sources")).content


async def test_article_is_named(elsewhere: Elsewhere, tiny_knowledge: Knowledge) -> None:
    reply = await elsewhere.call("source")
    assert reply.content.startswith(f"**{tiny_knowledge.source.title}**")
    assert reply.is_ephemeral


async def test_help_names_nothing_that_does_not_work(elsewhere: Elsewhere) -> None:
    told = (await elsewhere.call("ask", question="help")).content
    assert told.startswith("I answer questions about the article")
    assert "/" not in told


async def test_buttons_below_an_answer_work(elsewhere: Elsewhere) -> None:
    reply = await elsewhere.call("ask", question=COST)
    assert (await elsewhere.press(reply, "Sources")).content.startswith(f"**{COST}**")
    menu = (opened := await elsewhere.press(reply, "Ask more")).components[0]["components"][0]
    picked = await elsewhere.wire.fake.press(opened, menu["custom_id"], elsewhere.bo, values=[menu["options"][0]["value"]])
    related = await elsewhere.wire.fake.next_answer(picked)
    assert related.content.startswith("**Who paid for most of the repair?**\nA county heritage grant")
    await elsewhere.wire.fake.press(reply, "Remove", elsewhere.bo)
    await elsewhere.wire.fake.next_request("DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}")
    assert reply.id not in [message.id for message in elsewhere.wire.fake.messages(elsewhere.channel)]


async def test_only_what_works_anywhere_is_offered_anywhere(elsewhere: Elsewhere) -> None:
    [registered] = [request.body for request in elsewhere.wire.fake.requests if request.method == "PUT"]
    anywhere = {command["name"] for command in registered if USER_INSTALL in command["integration_types"]}
    assert anywhere == {"ask", "quote", "source", "privacy"}
    assert all(PRIVATE_CHANNEL in command["contexts"] for command in registered if command["name"] in anywhere)


async def test_only_what_works_anywhere_is_told_anywhere(elsewhere: Elsewhere) -> None:
    none = await elsewhere.call("quote", speaker="nobody")
    assert none.content == "I found no such quotation. These are quoted: Ines Calloway, Maud Ashby."
