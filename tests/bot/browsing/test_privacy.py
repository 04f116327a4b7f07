"""/privacy says what is kept and for how long, shows what is kept about the person, and deletes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conftest import Stage
from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.domain.records import Kept
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.service import Service
from briefbot.store import open_store
from briefbot.store.schema import metadata

DELETE = "Delete my data"


@pytest.fixture
def simcord_bot(tiny: Path, tmp_path: Path) -> BriefBot:
    """Return the bot with a store."""
    return make_bot(Service(tiny, store=open_store(tmp_path)), tmp_path, message_content=True, shard_count=1)


async def test_says_what_is_kept_and_for_how_long(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "privacy")
    assert result.ephemeral
    assert "I don't keep the words of your questions." in result.response.content
    assert "five minutes" in result.response.content


async def test_nothing_is_kept_about_somebody_who_never_asked(stage: Stage) -> None:
    told = await stage.ana.slash(stage.channel, "privacy")
    shown = await stage.ana.click(told.response, label="Show my data")
    assert shown.ephemeral
    assert shown.response.content == "I keep nothing about you."


async def test_what_is_kept_is_shown_and_deleted(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} since when is the library open again")
    told = await stage.ana.slash(stage.channel, "privacy")
    shown = await stage.ana.click(told.response, label="Show my data")
    assert "what your last question was about, in 1 channel" in shown.response.content
    assert "when you last asked, for an hour at most" in shown.response.content
    deleted = await stage.ana.click(told.response, label=DELETE)
    assert deleted.response.content == "Done. I no longer keep anything about you."
    assert stage.bot.service.kept_about(stage.ana.id) == Kept()
    again = await stage.ana.click(told.response, label="Show my data")
    assert again.response.content == "I keep nothing about you."


async def test_what_is_kept_for_a_while_goes_by_itself(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} since when is the library open again")
    await stage.env.advance_time(400)
    assert stage.bot.service.kept_about(stage.ana.id) == Kept()
    assert stage.bot.cooldowns.is_known(stage.ana.id)
    for _ in range(12):  # simcord gives each step five real seconds
        await stage.env.advance_time(300)
    assert not stage.bot.cooldowns.is_known(stage.ana.id)


async def test_block_is_shown_and_stays(stage: Stage) -> None:
    stage.bot.service.guilds.block(stage.guild.id, stage.ana.id)
    told = await stage.ana.slash(stage.channel, "privacy")
    block = "- You are blocked in 1 server. Only its moderators can lift that."
    shown = await stage.ana.click(told.response, label="Show my data")
    assert shown.response.content == f"**What I keep about you**\n{block}"
    deleted = await stage.ana.click(told.response, label=DELETE)
    assert deleted.response.content == f"Done. Only this is left, because I may not delete it:\n**What I keep about you**\n{block}"


async def test_moderator_is_forgotten_and_the_change_stays(stage: Stage) -> None:
    editor, key = stage.bot.service.editor, ("entry", "cost")
    text = {**(editor.text(stage.guild.id, key) or {}), "answer": "A fortune."}
    editor.apply(stage.guild.id, stage.ana.id, Edit(Change(*key, "text", text), seen=editor.version(stage.guild.id, key)), "a reason")
    told = await stage.ana.slash(stage.channel, "privacy")
    shown = await stage.ana.click(told.response, label="Show my data")
    assert shown.response.content == "**What I keep about you**\n- your name, with 1 change to the knowledge"
    asked = await stage.ana.click(told.response, label=DELETE)
    assert asked.response.content.startswith(
        "This deletes what I keep about you. It also removes your name from 1 change to the knowledge,"
    )
    assert [step.revision.author for step in editor.history(stage.guild.id)] == [stage.ana.id]
    kept = await stage.ana.click(asked.response, label="Cancel")
    assert kept.response.content == "Nothing was deleted."
    assert [step.revision.author for step in editor.history(stage.guild.id)] == [stage.ana.id]
    asked = await stage.ana.click(told.response, label=DELETE)
    done = await stage.ana.click(asked.response, label="Delete for good")
    assert done.response.content == "Done. I no longer keep anything about you."
    assert [step.revision.author for step in editor.history(stage.guild.id)] == [None]
    assert stage.bot.service.knowledge(stage.guild.id).entries["cost"].answer == "A fortune."


async def test_words_that_moderators_see_are_told_where_they_want_them(stage: Stage) -> None:
    stage.bot.service.guilds.change(stage.guild.id, inbox_days=30)
    told = (await stage.ana.slash(stage.channel, "privacy")).response.content
    assert "the words and the day, never who asked, for 30 days" in told
    assert "I don't keep the words of your questions" not in told


async def test_what_somebody_said_of_replies_and_is_on_is_shown_and_deleted(stage: Stage) -> None:
    service, guild = stage.bot.service, stage.guild.id
    service.guilds.change(guild, inbox_days=30)
    service.inbox.hold(guild, "did it rain", "refused")
    service.inbox.settle(guild, service.inbox.open_groups(guild)[0].id, "open", stage.ana.id)
    service.opinions.give(guild, 9, stage.ana.id, is_right=False, reason="it rained")
    told = await stage.ana.slash(stage.channel, "privacy")
    shown = await stage.ana.click(told.response, label="Show my data")
    assert shown.response.content.splitlines()[1:] == [
        "- that you are on 1 question in the inbox, until it is settled", "- your rating of 1 reply, for thirty days",
    ]  # fmt: skip
    deleted = await stage.ana.click(told.response, label=DELETE)
    assert deleted.response.content == "Done. I no longer keep anything about you."
    assert [group.person for group in service.inbox.open_groups(guild)] == [None]


def test_every_table_is_accounted_for() -> None:
    """A new table or column that names a person must be explained, shown and deleted by /privacy."""
    columns = {(table.name, column.name) for table in metadata.tables.values() for column in table.columns}
    assert {(table, column) for table, column in columns if column.endswith("_id")} == {
        ("revisions", "guild_id"), ("revisions", "thing_id"), ("revisions", "author_id"), ("revisions", "accepter_id"),
        ("guild_settings", "guild_id"),
        ("replies", "guild_id"), ("replies", "channel_id"), ("replies", "message_id"), ("replies", "question_id"), ("replies", "thing_id"),
        ("drafts", "guild_id"), ("drafts", "author_id"),
        ("pending_changes", "guild_id"), ("pending_changes", "author_id"), ("pending_changes", "credited_id"),
        ("inbox_groups", "guild_id"), ("inbox_groups", "person_id"), ("inbox_questions", "guild_id"), ("inbox_questions", "group_id"),
        ("opinions", "guild_id"), ("opinions", "message_id"), ("opinions", "person_id"), ("opinions", "thing_id"),
        ("daily_counts", "guild_id"), ("daily_counts", "thing_id"),
        ("waiting", "guild_id"), ("waiting", "group_id"), ("waiting", "person_id"), ("waiting", "channel_id"), ("waiting", "message_id"),
        ("temporary_messages", "guild_id"), ("temporary_messages", "channel_id"), ("temporary_messages", "message_id"),
        ("shown_items", "guild_id"), ("shown_items", "channel_id"), ("shown_items", "message_id"), ("shown_items", "thing_id"),
        ("corrections", "guild_id"), ("corrections", "thing_id"), ("corrections", "author_id"),
        ("due_corrections", "correction_id"), ("due_corrections", "message_id"),
    }  # fmt: skip
    assert {table.name for table in metadata.tables.values()} == {
        "guilds", "guild_settings", "revisions", "replies", "drafts", "pending_changes", "inbox_groups", "inbox_questions", "opinions",
        "waiting",
        "daily_counts",  # of questions, nothing of people
        "temporary_messages",  # the bot's own
        "shared",  # by processes, nothing of people
        "corrections", "shown_items", "due_corrections",  # the last two are of the bot's own messages
    }  # fmt: skip
