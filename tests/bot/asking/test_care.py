"""A message about self-harm gets one kind sentence on every path: no buttons, nobody else disturbed, nothing kept."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from bot.conftest import Stage
from bot.scripted import ScriptedService
from bot.wiring import Wire, wired
from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.service import Service
from briefbot.store import Store, open_store
from contract import Contract

KIND = "Whoever you are: please call **0800 111**, day and night."
SAID = "i want to die"
WHEN = "When did the library reopen?"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


@pytest.fixture
def caring(tiny: Path, store: Store) -> Service:
    return Service(tiny, article=tiny / "article.txt", store=store, care=KIND)


@pytest.fixture
def simcord_bot(caring: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> BriefBot:
    """Return a bot whose operator has set the words."""
    caplog.set_level(logging.DEBUG, logger="briefbot")
    return make_bot(ScriptedService(caring), tmp_path, message_content=True, shard_count=1)


def is_alone(message: discord.Message) -> bool:
    """Return whether the sentence is shown with nothing below it."""
    return message.content == KIND and message.components == []


def logged(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """List the bot's log lines, including debugging."""
    return [record for record in caplog.records if record.name.startswith("briefbot")]


async def test_mention_gets_the_sentence_below_it(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    said = await stage.ana.send(stage.channel, f"{stage.mention} {SAID}")
    [reply] = stage.replies()
    assert is_alone(reply)
    assert reply.reference.message_id == said.id
    assert logged(caplog) == []


async def test_nobody_is_pinged(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {SAID}")
    [sent] = [entry.json for entry in stage.env.http_requests if entry.method == "POST" and entry.path.endswith("/messages")]
    assert sent["allowed_mentions"] == {"parse": [], "replied_user": False}


async def test_nothing_is_kept_on_disk_or_of_the_person(stage: Stage, store: Store) -> None:
    said = await stage.ana.send(stage.channel, f"{stage.mention} {SAID}")
    await stage.bot.writes.finish()
    assert store.replies.to_question(stage.channel.id, said.id) == []
    assert stage.bot.service.kept_about(stage.ana.id).turns == 0
    assert not stage.bot.cooldowns.is_known(stage.ana.id)


async def test_direct_message_gets_it(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await stage.ana.send_dm(SAID)
    assert is_alone(stage.ana.user.dm_channel.last_message)
    assert logged(caplog) == []


async def test_reply_to_the_bot_gets_it_although_it_asks_nothing(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ben.send(stage.channel, SAID, reply_to=stage.last())
    assert is_alone(stage.last())


async def test_message_to_anybody_in_an_open_channel_gets_it(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}))
    await stage.ana.send(stage.channel, SAID)
    [reply] = stage.replies()
    assert is_alone(reply)
    assert logged(caplog) == []


async def test_message_to_somebody_else_in_an_open_channel_is_left_to_them(stage: Stage) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}))
    await stage.ana.send(stage.channel, f"{stage.ben.mention} {SAID}")
    assert stage.said() == []


async def test_message_that_is_not_for_the_bot_is_left_alone(stage: Stage) -> None:
    await stage.ana.send(stage.channel, SAID)
    assert stage.said() == []


@pytest.mark.parametrize(("command", "options"), [("ask", {"question": SAID}), ("quote", {"text": SAID}), ("who-said", {"line": SAID})])
async def test_command_is_answered_to_the_person_alone(
    stage: Stage, caplog: pytest.LogCaptureFixture, command: str, options: dict[str, str]
) -> None:
    result = await stage.ana.slash(stage.channel, command, **options)
    assert (result.response.content, result.response.components, result.response.ephemeral) == (KIND, [], True)
    assert stage.said() == []
    assert logged(caplog) == []


async def test_menu_of_somebodys_message_tells_whoever_used_it(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    said = await stage.ana.send(stage.channel, SAID)
    result = await stage.ben.context_menu(stage.channel, "Answer from the article", said)
    assert (result.response.content, result.response.components, result.response.ephemeral) == (KIND, [], True)
    assert stage.said() == []
    assert logged(caplog) == []


async def test_nothing_is_offered_while_it_is_typed(stage: Stage) -> None:
    assert await stage.ana.autocomplete(stage.channel, "ask", "question", SAID) == []


async def test_each_message_gets_it_and_no_link_to_the_one_before(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {SAID}")
    await stage.ben.send(stage.channel, f"{stage.mention} kms")
    assert stage.said() == [KIND, KIND]


async def test_cooldowns_and_pauses_do_not_stop_it(stage: Stage) -> None:
    stage.set(member_cooldown=60, channel_cooldown=60, is_paused=True)
    for _ in range(2):
        await stage.ana.send(stage.channel, f"{stage.mention} {SAID}")
        assert (await stage.ana.slash(stage.channel, "ask", question=SAID)).response.content == KIND
    assert stage.said() == [KIND, KIND]


async def test_nobody_waits_for_the_next_question_because_of_it(stage: Stage) -> None:
    stage.set(member_cooldown=60)
    await stage.ana.send(stage.channel, f"{stage.mention} {SAID}")
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    assert stage.last().content.startswith("Hollowbrook's village library reopened")


async def test_blocked_member_gets_no_public_reply_but_is_told_after_a_command(stage: Stage) -> None:
    stage.set(blocked=frozenset({stage.ana.id}))
    await stage.ana.send(stage.channel, f"{stage.mention} {SAID}")
    assert stage.said() == []
    assert (await stage.ana.slash(stage.channel, "ask", question=SAID)).response.content == KIND


async def test_quiet_channel_stays_quiet(stage: Stage) -> None:
    stage.set(quiet_channels=frozenset({stage.channel.id}))
    await stage.ana.send(stage.channel, f"{stage.mention} {SAID}")
    assert stage.said() == []


async def test_edit_into_it_takes_the_answer_back(stage: Stage, store: Store, caplog: pytest.LogCaptureFixture) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.bot.writes.finish()
    caplog.clear()
    await stage.ana.edit(asked, f"{stage.mention} {SAID}")
    [reply] = stage.replies()
    assert is_alone(reply)
    assert store.replies.to_question(stage.channel.id, asked.id) == []
    assert logged(caplog) == []


@pytest.mark.parametrize("is_paused", [False, True])
async def test_edit_that_adds_the_mention_gets_it(stage: Stage, is_paused: bool) -> None:
    stage.set(is_paused=is_paused)
    said = await stage.ana.send(stage.channel, SAID)
    await stage.ana.edit(said, f"{stage.mention} {SAID}")
    [reply] = stage.replies()
    assert is_alone(reply)


async def test_edit_into_a_question_is_answered_in_its_place(stage: Stage) -> None:
    said = await stage.ana.send(stage.channel, f"{stage.mention} {SAID}")
    await stage.ana.edit(said, f"{stage.mention} {WHEN}")
    [reply] = stage.replies()
    assert reply.content.startswith("Hollowbrook's village library reopened")


async def test_kind_sentence_goes_with_the_message(stage: Stage) -> None:
    said = await stage.ana.send(stage.channel, f"{stage.mention} {SAID}")
    await stage.ana.delete(said)
    assert stage.said() == []


async def test_forum_post_gets_it_for_its_title(stage: Stage) -> None:
    post = await stage.post(SAID, f"{stage.mention} who wrote the article?")
    assert [message.content for message in post.history() if message.author.id == stage.bot.me.id] == [KIND]


async def test_question_about_others_is_answered_as_always(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} i want to know {WHEN}")
    assert stage.last().content.startswith("Hollowbrook's village library reopened")
    assert [record.msg for record in logged(caplog)] == ["question"]


@pytest.fixture
async def wire(caring: Service, tmp_path: Path, contract: Contract | None) -> AsyncIterator[Wire]:
    async with wired(caring, tmp_path, contract) as wire:
        yield wire


async def test_kind_sentence_is_one_message_without_components(wire: Wire) -> None:
    assert await wire.ask(f"<@{wire.fake.bot.id}> {SAID}") == KIND
    [sent] = [request.body for request in wire.fake.requests if request.method == "POST" and request.path.endswith("/messages")]
    assert "components" not in sent
