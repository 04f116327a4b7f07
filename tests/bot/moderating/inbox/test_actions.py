"""An action on a group takes one press, works after a restart, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import discord
import pytest

from bot.desks import Desk, buttons, fields, press_forged, save, shown, submit, told
from bot.moderating.inbox.conftest import RAIN, WET
from briefbot.bot.app import make_bot
from briefbot.domain.inbox import HeldGroup

Hold = Callable[..., int]
COST = "How much did the new roof cost?"


def open_groups(desk: Desk) -> list[HeldGroup]:
    return desk.service.inbox.open_groups(desk.guild.id)


async def opened(desk: Desk) -> discord.Message:
    return shown(await desk.mia.slash(desk.channel, "knowledge inbox"))


async def restart(desk: Desk, tmp_path: Path) -> None:
    """Restart the bot with an empty memory."""
    await desk.env.restart_bot(make_bot(desk.service, tmp_path, message_content=True, shard_count=1))


@pytest.mark.parametrize(
    ("label", "said"),
    [("Known gap", "A known gap, no longer listed"), ("Not for this bot", "Not for this bot"), ("Ignore for good", "Ignored for good")],
)
async def test_a_group_is_settled_by_one_press_after_a_restart(desk: Desk, hold: Hold, tmp_path: Path, label: str, said: str) -> None:
    hold(RAIN)
    panel = await opened(desk)
    await restart(desk, tmp_path)
    after = told(await desk.mia.click(panel, label=label))
    assert after.startswith("**Inbox:** nothing is open.")
    assert f"{said}" in after
    assert open_groups(desk) == []
    hold_again = desk.service.inbox
    hold_again.hold(desk.guild.id, WET, "refused")
    assert open_groups(desk) == []


async def test_what_was_settled_is_put_back(desk: Desk, hold: Hold) -> None:
    hold(RAIN)
    settled = await desk.mia.click(await opened(desk), label="Known gap")
    again = told(await desk.mia.click(shown(settled), label="Move back to the inbox"))
    assert f"Back in the inbox: “{RAIN}”" in again
    assert [group.words for group in open_groups(desk)] == [RAIN]


async def test_who_is_on_it_is_shown_to_the_other_moderators_and_taken_back(desk: Desk, hold: Hold) -> None:
    hold(RAIN)
    taken = await desk.mia.click(await opened(desk), label="I'm on it")
    assert f"You're on it: “{RAIN}”" in told(taken)
    assert f"<@{desk.mia.id}> is on it." in told(await desk.max.slash(desk.channel, "knowledge inbox"))
    left = await desk.mia.click(shown(taken), label="I'm no longer on it")
    assert "is on it." not in told(left)
    assert [group.person for group in open_groups(desk)] == [None]


async def test_it_becomes_a_way_to_ask_something_after_the_check(desk: Desk, hold: Hold) -> None:
    hold("what did they pay for all those slates", "what did they pay for the slates")
    panel = await opened(desk)
    form = await desk.mia.select(panel, ["e.cost"])
    assert fields(form) == {"phrasings": "what did they pay for all those slates\nwhat did they pay for the slates"}
    preview = await submit(desk.mia, form)
    assert open_groups(desk) != []
    assert told(await save(desk.mia, preview)).startswith(f"Saved and in use: “{COST}”")
    assert "what did they pay for the slates" in desk.service.knowledge(desk.guild.id).entries["cost"].phrasings
    assert open_groups(desk) == []


async def test_a_way_that_is_taken_already_is_refused_and_stays_in_the_inbox(desk: Desk, hold: Hold) -> None:
    hold("Who paid for most of the repair?")
    refused = await submit(desk.mia, await desk.mia.select(await opened(desk), ["e.cost"]))
    assert "is the same as" in told(refused)
    assert len(open_groups(desk)) == 1


async def test_a_new_entry_begins_with_the_wordings_and_what_a_member_suggests(desk: Desk, hold: Hold) -> None:
    hold(RAIN, WET)
    hold(RAIN, why="suggested", answer="It poured.")
    panel = await opened(desk)
    assert "A member suggests: “It poured.”" in told_in(panel)
    form = await desk.mia.click(panel, label="New entry")
    filled = fields(form)
    assert (filled["phrasings"], filled["answer"], filled["kind"]) == (f"{RAIN}\n{WET}", "It poured.", "fact")
    assert "It poured." not in [entry.answer for entry in desk.service.knowledge(desk.guild.id).entries.values()]


def told_in(panel: discord.Message) -> list[str]:
    return [line for part in panel.components if isinstance(part, discord.TextDisplay) for line in part.content.splitlines()]


async def test_a_saved_entry_settles_its_group_over_a_restart_and_a_new_question_opens_it(desk: Desk, hold: Hold, tmp_path: Path) -> None:
    group = hold("how much did they pay for those slates")
    form = await desk.mia.select(await opened(desk), ["e.cost"])
    preview = await submit(desk.mia, form)
    await desk.env.settle()
    await restart(desk, tmp_path)
    assert "Save" in buttons(shown(preview))
    assert told(await desk.mia.click(shown(preview), label="Save")).startswith("Saved and in use:")
    assert open_groups(desk) == []
    desk.service.inbox.hold(desk.guild.id, "how much did they pay for those slates", "wrong")
    assert [each.id for each in open_groups(desk)] == [group]


async def test_a_group_that_is_gone_is_told_of(desk: Desk, hold: Hold) -> None:
    hold(RAIN)
    panel = await opened(desk)
    desk.service.inbox.clear(desk.guild.id)
    for label in ("Known gap", "New entry", "I'm on it"):
        assert (
            told(await desk.mia.click(panel, label=label)) == "This question is no longer kept. `/knowledge inbox` shows the current ones."
        )


async def test_nobody_else_settles_it(desk: Desk, hold: Hold) -> None:
    group = hold(RAIN)
    refused = await press_forged(desk.ana, desk.channel, f"bb:k-group:ignored:{group}:1")
    assert told(refused) == "Only moderators of this server may do this."
    elsewhere = await press_forged(desk.olga, desk.elsewhere, f"bb:k-group:ignored:{group}:1")
    assert told(elsewhere) == "This question is no longer kept. `/knowledge inbox` shows the current ones."
    assert [each.id for each in open_groups(desk)] == [group]
