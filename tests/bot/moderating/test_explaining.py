"""`/knowledge explain` says in words why a question gets its reply, and leads to a fix."""

from __future__ import annotations

from pathlib import Path

import pytest
from simcord import InteractionResult

from bot.desks import Desk, buttons, fields, save, shown, submit, told
from briefbot.bot.app import make_bot
from briefbot.service import Service

QUESTION = "what was the *price* of the mending?"


@pytest.fixture
def service(keeping: Service) -> Service:
    return keeping


async def explained(desk: Desk, question: str = QUESTION) -> InteractionResult:
    """Use /knowledge explain as Mia."""
    return await desk.mia.slash(desk.channel, "knowledge explain", question=question)


async def test_words_come_first_and_figures_by_a_button(desk: Desk) -> None:
    found = await explained(desk)
    assert told(found).startswith("> what was the \\*price\\* of the mending?\n**")
    assert "**Best match, " in told(found)
    assert "thresholds" not in told(found)
    assert list(buttons(shown(found))) == ["Edit the best match", "Show the figures"]
    assert "thresholds" in told(await desk.mia.click(shown(found), label="Show the figures"))


async def test_the_question_is_added_as_a_way_to_ask_what_is_picked_also_after_a_restart(desk: Desk, tmp_path: Path) -> None:
    found = shown(await explained(desk))
    await desk.env.restart_bot(make_bot(desk.service, tmp_path, message_content=True, shard_count=1))
    form = await desk.mia.select(found, ["e.cost"], custom_id="bb-menu:k-asked")
    assert fields(form) == {"phrasings": QUESTION}
    await save(desk.mia, await submit(desk.mia, form))
    assert QUESTION in desk.service.knowledge(desk.guild.id).entries["cost"].phrasings


async def test_the_best_match_is_edited(desk: Desk) -> None:
    found = await explained(desk, "How much did the new roof cost?")
    assert fields(await desk.mia.click(shown(found), label="Edit the best match"))["answer"] == "The repair cost £61,500."


async def test_what_is_not_looked_up_has_nothing_to_mend(desk: Desk) -> None:
    found = await explained(desk, "I want to kill myself")
    assert "one kind sentence" in told(found)
    assert buttons(shown(found)) == {}
