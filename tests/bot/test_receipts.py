"""A reply's receipt records the shown entry and its revision, so that outdated replies are detected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.conftest import Stage, pick
from bot.scripted import ScriptedService
from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.domain.records import Receipt
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.service import Service
from briefbot.store import Store, open_store

WHEN = "When did the library reopen?"
COST = "How much did the new roof cost?"
MODERATOR = 7


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


@pytest.fixture
def simcord_bot(tiny: Path, tmp_path: Path, store: Store) -> BriefBot:
    """Return the bot with a store."""
    service = Service(tiny, article=tiny / "article.txt", store=store)
    return make_bot(ScriptedService(service), tmp_path, message_content=True, shard_count=1)


def revise(stage: Stage, entry: str = "cost", **changes: Any) -> None:
    """Change an entry as a moderator does."""
    editor, key = stage.bot.service.editor, ("entry", entry)
    text = {**(editor.text(stage.guild.id, key) or {}), **changes}
    editor.apply(
        stage.guild.id, MODERATOR, Edit(Change("entry", entry, "text", text), seen=editor.version(stage.guild.id, key)), "a reason"
    )


async def kept(stage: Stage, store: Store, question: int) -> Receipt:
    """Return the receipt that would be found after a restart."""
    await stage.bot.writes.finish()
    [receipt] = store.replies.to_question(stage.channel.id, question)
    return receipt


async def test_receipt_names_the_revision_in_use(stage: Stage, store: Store) -> None:
    first = await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    revise(stage, answer="The repair cost £61,500 in all.")
    revise(stage, answer="The repair cost £61,500 altogether.")
    second = await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    other = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    receipts = [await kept(stage, store, asked.id) for asked in (first, second, other)]
    assert [(receipt.thing_id, receipt.revision) for receipt in receipts] == [("cost", 0), ("cost", 2), ("reopening", 0)]


async def test_receipt_follows_an_edit_of_the_question(stage: Stage, store: Store) -> None:
    revise(stage, answer="The repair cost £61,500 in all.")
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.edit(asked, COST)
    receipt = await kept(stage, store, asked.id)
    assert (receipt.thing_id, receipt.revision) == ("cost", 1)


async def test_receipt_follows_the_choice_of_a_suggestion(stage: Stage, store: Store) -> None:
    revise(stage, answer="The repair cost £61,500 in all.")
    stage.bot.service.suggest("cost")
    asked = await stage.ana.send(stage.channel, f"{stage.mention} the thing")
    before = await kept(stage, store, asked.id)
    await pick(stage.ana, stage.last(), "How much did the new roof cost?")
    after = await kept(stage, store, asked.id)
    assert (before.thing_id, before.revision) == (None, 0)
    assert (after.message_id, after.thing_id, after.revision) == (before.message_id, "cost", 1)


async def test_answer_that_was_changed_since_is_not_linked_but_given(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    revise(stage, answer="The repair cost £61,500 in all.")
    await stage.ben.send(stage.channel, f"{stage.mention} {COST}")
    assert stage.last().content.startswith("The repair cost £61,500 in all.")


async def test_sources_of_an_answer_that_was_changed_since_say_so(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    result = await stage.ben.click(stage.last(), label="Sources")
    assert result.response.content.startswith("**How much did the new roof cost?**")
    revise(stage, answer="The repair cost £61,500 in all.")
    result = await stage.ben.click(stage.last(), label="Sources")
    assert result.response.content.splitlines()[:3] == [
        "This answer has changed since. Below are the sources of the new one; ask again to see it.",
        "",
        "**How much did the new roof cost?**",
    ]


async def test_change_of_what_an_answer_does_not_show_leaves_its_sources_alone(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    phrasings = stage.bot.service.knowledge().entries["cost"].phrasings
    revise(stage, phrasings=[*phrasings, "what was paid in total for that slate thing"])
    result = await stage.ben.click(stage.last(), label="Sources")
    assert result.response.content.startswith("**How much did the new roof cost?**")


async def test_edit_of_the_question_gives_the_changed_answer(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    revise(stage, answer="The repair cost £61,500 in all.")
    await stage.ana.edit(asked, f"{stage.mention} {COST}!")
    assert [said.splitlines()[0] for said in stage.said()] == ["The repair cost £61,500 in all."]
