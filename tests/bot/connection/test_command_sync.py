"""Commands are synchronised only if they have changed since the last time."""

from __future__ import annotations

import json

import pytest

from bot.conftest import Stage
from briefbot.bot.app import make_bot
from briefbot.bot.connection.command_sync import FileNotes, sync, tree_digest
from briefbot.service import Service


def syncs(stage: Stage) -> int:
    """Count how often the commands were sent."""
    return sum(entry.method == "PUT" and entry.path.endswith("/commands") for entry in stage.env.http_requests)


async def test_first_start_synchronises(stage: Stage) -> None:
    assert syncs(stage) == 1


async def test_second_start_does_not(stage: Stage, service: Service) -> None:
    await stage.env.restart_bot(make_bot(service, stage.bot.data, message_content=True, shard_count=1))
    assert syncs(stage) == 1


async def test_changed_command_is_synchronised(stage: Stage, service: Service) -> None:
    bot = make_bot(service, stage.bot.data, message_content=True, shard_count=1)

    async def change(changed: object) -> None:
        assert changed is bot
        bot.tree.get_command("ask").description = "Ask me anything about the article"

    bot._parts = (*bot._parts, change)
    await stage.env.restart_bot(bot)
    assert syncs(stage) == 2


@pytest.mark.parametrize("content", ["", "{", "[]", '{"digest": "other"}', "\x00\xff"])
async def test_unreadable_digest_means_synchronising(stage: Stage, service: Service, content: str) -> None:
    file = stage.bot.data / f"commands-{stage.bot.application_id}.json"
    file.write_text(content, encoding="latin-1")
    await stage.env.restart_bot(make_bot(service, stage.bot.data, message_content=True, shard_count=1))
    assert syncs(stage) == 2
    assert json.loads(file.read_text(encoding="utf-8"))["digest"] == await tree_digest(stage.env.bot.tree)


async def test_ids_of_commands_are_known_after_a_restart(stage: Stage, service: Service) -> None:
    known = stage.bot.command_ids
    bot = make_bot(service, stage.bot.data, message_content=True, shard_count=1)
    await stage.env.restart_bot(bot)
    assert bot.command_ids == known
    assert {"ask", "quote", "topics"} <= set(known)


async def test_commands_whose_ids_were_not_kept_are_sent_again(stage: Stage, service: Service) -> None:
    file = stage.bot.data / f"commands-{stage.bot.application_id}.json"
    file.write_text(json.dumps({"digest": await tree_digest(stage.bot.tree)}), encoding="utf-8")
    await stage.env.restart_bot(make_bot(service, stage.bot.data, message_content=True, shard_count=1))
    assert syncs(stage) == 2


async def test_refused_commands_do_not_keep_the_bot_from_starting(stage: Stage, service: Service, caplog: pytest.LogCaptureFixture) -> None:
    (stage.bot.data / f"commands-{stage.bot.application_id}.json").unlink()
    stage.env.inject_error("PUT", "/applications/*/commands", status=400, code=50035, message="Invalid Form Body")
    await stage.env.restart_bot(make_bot(service, stage.bot.data, message_content=True, shard_count=1))
    await stage.ana.send(stage.channel, f"{stage.mention} When did the library reopen?")
    assert stage.last().content.startswith("Hollowbrook's village library reopened")
    assert "commands not synchronised" in caplog.text


async def test_sync_to_one_guild(stage: Stage) -> None:
    count = await sync(stage.bot.tree, FileNotes(stage.bot.data), stage.guild.id)
    assert count == len(stage.bot.tree.get_commands())


async def test_every_name_is_unique_and_described(stage: Stage) -> None:
    commands = list(stage.bot.tree.walk_commands())
    names = [command.qualified_name for command in commands]
    assert len(set(names)) == len(names)
    assert all(command.description.strip(" …") for command in commands)
