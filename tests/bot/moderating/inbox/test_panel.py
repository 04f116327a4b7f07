"""/knowledge inbox shows moderators pages of groups with their actions."""

from __future__ import annotations

from collections.abc import Callable

import discord

from bot.desks import Desk, press_forged, shown, told
from bot.moderating.inbox.conftest import RAIN, WET

Hold = Callable[..., int]


def labels(panel: discord.Message) -> list[str]:
    """List the labels of a panel's buttons."""
    rows = [row for row in panel.components if isinstance(row, discord.ActionRow)]
    return [child.label or "" for row in rows for child in row.children if isinstance(child, discord.Button)]


async def test_a_group_shows_its_count_two_wordings_and_the_nearest_entries(desk: Desk, hold: Hold) -> None:
    hold(RAIN, WET, RAIN)
    panel = shown(await desk.mia.slash(desk.channel, "knowledge inbox"))
    assert told_in(panel) == [
        "**Inbox:** 1 question, asked 3 times in all",
        f"**3 ×** “{RAIN}”",
        f"also: “{WET}”",
        "-# 3 × no answer",
        "-# Nearest: “How much did the new roof cost?”",
    ]
    assert labels(panel) == ["New entry", "Known gap", "Not for this bot", "Ignore for good", "I'm on it"]


def told_in(panel: discord.Message) -> list[str]:
    """List the lines of a panel."""
    return [line for part in panel.components if isinstance(part, discord.TextDisplay) for line in part.content.splitlines()]


async def test_the_most_frequent_come_first_in_pages_of_three(desk: Desk, hold: Hold) -> None:
    hold("who sold the sandwiches")
    hold("what colour is the vicar's bicycle")
    hold("is the school closed on mondays")
    hold(RAIN, WET)
    panel = shown(await desk.mia.slash(desk.channel, "knowledge inbox"))
    assert [line for line in told_in(panel) if line.startswith("**")][:2] == [
        "**Inbox:** 4 questions, asked 5 times in all", f"**2 ×** “{RAIN}”",
    ]  # fmt: skip
    assert labels(panel)[-1] == "Next page (2 of 2)"
    second = await desk.mia.click(panel, label="Next page (2 of 2)")
    assert "who sold the sandwiches" in told(second)
    assert labels(shown(second))[-1] == "Previous page (1 of 2)"


async def test_an_empty_inbox_says_what_will_come_there(desk: Desk) -> None:
    desk.service.guilds.change(desk.guild.id, inbox_days=30)
    assert told(await desk.mia.slash(desk.channel, "knowledge inbox")).startswith(
        "**Inbox:** nothing is open.\n-# Questions with no answer"
    )


async def test_an_inbox_that_is_off_says_how_to_switch_it_on(desk: Desk) -> None:
    assert "The inbox is off" in told(await desk.mia.slash(desk.channel, "knowledge inbox"))


async def test_what_members_wrote_is_inert(desk: Desk, hold: Hold) -> None:
    hold("did @everyone **shout** in https://evil.example/x")
    text = told(await desk.mia.slash(desk.channel, "knowledge inbox"))
    assert "@everyone" not in text
    assert "**shout**" not in text


async def test_members_see_nothing_of_it(desk: Desk, hold: Hold) -> None:
    hold(RAIN)
    refused = "Only moderators of this server may do this."
    assert told(await press_forged(desk.ana, desk.channel, "bb:k-inbox:1")) == refused


async def test_another_server_sees_nothing_of_it(desk: Desk, hold: Hold) -> None:
    hold(RAIN)
    assert RAIN not in told(await desk.olga.slash(desk.elsewhere, "knowledge inbox"))
