"""/privacy says what is kept and for how long, shows what is kept about the person, and deletes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot.bot.client import BriefBot
from briefbot.bot.running import make_bot
from briefbot.service import Service
from briefbot.store import open_store

from .conftest import Stage


@pytest.fixture
def simcord_bot(tiny: Path, tmp_path: Path) -> BriefBot:
    """Give the bot with a store."""
    return make_bot(Service(tiny, store=open_store(tmp_path)), tmp_path, message_content=True, shard_count=1)


async def test_says_what_is_kept_and_for_how_long(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "privacy")
    assert result.ephemeral
    assert "The words of your questions are not kept." in result.response.content
    assert "five minutes" in result.response.content


async def test_nothing_is_kept_about_somebody_who_never_asked(stage: Stage) -> None:
    told = await stage.ana.slash(stage.channel, "privacy")
    shown = await stage.ana.click(told.response, label="Show what is kept about me")
    assert shown.ephemeral
    assert shown.response.content == "Nothing is kept about you."


async def test_what_is_kept_is_shown_and_deleted(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} since when is the library open again")
    told = await stage.ana.slash(stage.channel, "privacy")
    shown = await stage.ana.click(told.response, label="Show what is kept about me")
    assert "what your last question was about, in 1 channel" in shown.response.content
    deleted = await stage.ana.click(told.response, label="Delete it")
    assert deleted.response.content == "Done: nothing is kept about you any more."
    assert stage.bot.service.kept_about(stage.ana.id).turns == 0
