"""Temporary messages end on time, or at the next start if the bot was off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import discord
import pytest

from bot.asking.test_suggestions import GRANT, UNSURE, suggest
from bot.conftest import Stage, labels, pick
from briefbot.service import Service

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def service(keeping: Service) -> Service:
    """Return a service with a store, which outlives restarts."""
    return keeping


@pytest.fixture
def unsure(stage: Stage) -> Stage:
    """Make the service unsure of every question."""
    stage.bot.service.suggest("cost", "grant", "villagers-raised")
    return stage


async def stay_off(stage: Stage) -> None:
    """Stop the bot until all temporary messages have expired."""
    await stage.bot.writes.finish()
    kept = stage.bot.service.temporary
    for each in kept.kept():
        kept.keep(replace(each, until=LONG_AGO if each.until is not None else None))
    await stage.restart()
    await stage.env.advance_time(1)


async def tell_of_a_wait(stage: Stage) -> discord.Message:
    """Ask as Ana during her cooldown, so that she gets a notice."""
    stage.set(member_cooldown=600)
    for _ in range(2):
        await stage.ana.send(stage.channel, f"{stage.mention} How much did the new roof cost?")
    assert stage.last().content.startswith("Please wait ")
    return stage.last()


async def test_an_offer_whose_time_ran_out_meanwhile_ends_at_the_start(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await stay_off(unsure)
    assert unsure.last().content == f"{offer.content}\n-# Too late to pick: ask again."
    assert labels(unsure.last()) == ["What can I ask?"]
    assert unsure.bot.service.temporary.kept() == []


async def test_an_offer_whose_time_is_not_over_ends_later(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await unsure.restart()
    await unsure.env.advance_time(1)
    assert unsure.last().content == offer.content
    await unsure.env.advance_time(301)
    assert unsure.last().content.endswith("Too late to pick: ask again.")


async def test_an_offer_of_a_command_ends_at_the_start_as_well(unsure: Stage) -> None:
    await unsure.ana.slash(unsure.channel, "ask", question=UNSURE)
    await stay_off(unsure)
    assert unsure.last().content.endswith("Too late to pick: ask again.")


async def test_what_was_picked_before_the_stop_stays(unsure: Stage) -> None:
    await pick(unsure.ana, await suggest(unsure), GRANT)
    await stay_off(unsure)
    assert unsure.last().content.startswith("A county heritage grant covered £48,000")


async def test_an_offer_that_is_gone_is_forgotten(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await unsure.bot.sender.remove(offer)
    await stay_off(unsure)
    assert unsure.bot.service.temporary.kept() == []


async def test_a_notice_of_a_wait_goes_at_the_start(stage: Stage) -> None:
    notice = await tell_of_a_wait(stage)
    await stay_off(stage)
    assert notice.id not in [message.id for message in stage.replies()]


async def test_a_notice_of_a_pause_goes_once_the_pause_is_over_after_a_restart(stage: Stage) -> None:
    stage.set(is_paused=True)
    await stage.ana.send(stage.channel, f"{stage.mention} How much did the new roof cost?")
    await stay_off(stage)
    assert [each.startswith("The article is under review") for each in stage.said()] == [True]
    stage.set(is_paused=False)
    await stage.env.advance_time(20)
    assert stage.said() == []
    assert stage.bot.service.temporary.kept() == []


async def test_a_notice_goes_where_the_pause_ended_while_the_bot_was_off(stage: Stage) -> None:
    stage.set(is_paused=True)
    await stage.ana.send(stage.channel, f"{stage.mention} How much did the new roof cost?")
    stage.set(is_paused=False)
    await stay_off(stage)
    await stage.env.advance_time(20)
    assert stage.said() == []
