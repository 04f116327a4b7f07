"""Moderators find and settle conflicts with entries that the bundle has merged."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.desks import Desk, edit, save, shown, told
from briefbot.matching import MatcherCache
from briefbot.service import Service
from briefbot.store import Store
from merging import merge

SOLAR = "entry:solar"
TOOLS = "A lending scheme for tools will begin in the library's cellar in May."


@pytest.fixture
def service(bundle: Path, store: Store, matchers: MatcherCache) -> Service:
    return Service(bundle, article=bundle / "article.txt", store=store, cache=matchers)


def merge_solar_into_tools(desk: Desk, bundle: Path) -> None:
    """Merge an entry into another one in the bundle."""
    merge(bundle, "solar", into="tools")
    desk.service.reload()


@pytest.fixture
async def retired(desk: Desk, bundle: Path) -> Desk:
    """Return a desk with a retired entry that was merged into another one."""
    await save(desk.mia, await desk.mia.slash(desk.channel, "knowledge retire", thing=SOLAR))
    merge_solar_into_tools(desk, bundle)
    return desk


@pytest.fixture
async def edited(desk: Desk, bundle: Path) -> Desk:
    """Return a desk with an edited entry that was merged into another one."""
    await save(desk.mia, await edit(desk, desk.mia, SOLAR, answer="The timbers are listed, Ines Calloway said."))
    merge_solar_into_tools(desk, bundle)
    return desk


async def test_a_retired_thing_is_said_to_be_retired(desk: Desk) -> None:
    await save(desk.mia, await desk.mia.slash(desk.channel, "knowledge retire", thing=SOLAR))
    shows = told(await desk.mia.slash(desk.channel, "knowledge show", thing=SOLAR))
    assert shows.splitlines()[:2] == ["**Why are there no solar panels?**", "-# entry. Retired here."]


async def test_the_list_of_conflicts_has_what_was_retired(retired: Desk) -> None:
    listed = told(await retired.mia.slash(retired.channel, "knowledge list", state="conflicts"))
    assert listed.splitlines() == ["-# 1 in all", "- solar (entry, retired here, conflict)"]
    checked = told(await retired.mia.slash(retired.channel, "settings check"))
    assert "- The curators changed 1 thing that you changed too" in checked


async def test_what_replaces_a_retired_thing_is_shown_as_a_reply(retired: Desk) -> None:
    shows = told(await retired.mia.slash(retired.channel, "knowledge show", thing=SOLAR)).splitlines()
    assert shows[2].startswith(
        "The curators merged this into “What will happen in the cellar?”, which is not offered here until that is settled."
    )
    assert shows[3] == f"> {TOOLS}"
    assert not any(line.startswith("```") for line in shows)


async def test_what_replaces_an_edited_thing_is_shown_as_a_reply(edited: Desk) -> None:
    shows = told(await edited.mia.slash(edited.channel, "knowledge show", thing=SOLAR)).splitlines()
    assert shows[1:3] == ["-# entry. Changed here: revision 1.", "> The timbers are listed, Ines Calloway said."]
    place = shows.index("The curators merged this into “What will happen in the cellar?”, which says:")
    assert shows[place + 1] == f"> {TOOLS}"


async def test_to_take_the_bundles_offers_what_replaces_it(retired: Desk) -> None:
    shows = await retired.mia.slash(retired.channel, "knowledge show", thing=SOLAR)
    preview = await retired.mia.click(shown(shows), label="Use the bundle's")
    assert told(preview).splitlines()[:4] == [
        "**Preview, not saved yet:** entry `solar`",
        "The bundle merged this into “What will happen in the cellar?”, which will be offered here:",
        "> **What will happen in the cellar?**",
        f"> {TOOLS}",
    ]
    await save(retired.mia, preview)
    assert retired.answer("tools") == TOOLS


async def test_to_keep_ours_leaves_what_replaces_it_unoffered(retired: Desk) -> None:
    shows = await retired.mia.slash(retired.channel, "knowledge show", thing=SOLAR)
    preview = await retired.mia.click(shown(shows), label="Keep ours")
    assert told(preview).startswith(
        "**Preview, not saved yet:** “What will happen in the cellar?”\nThis is not offered here, and that will not change.\n"
    )
    await save(retired.mia, preview)
    assert "tools" not in retired.service.knowledge(retired.guild.id).entries


async def test_to_take_the_bundles_says_what_is_offered_instead_of_an_edited_text(edited: Desk) -> None:
    shows = await edited.mia.slash(edited.channel, "knowledge show", thing=SOLAR)
    preview = await edited.mia.click(shown(shows), label="Use the bundle's")
    assert told(preview).splitlines()[:4] == [
        "**Preview, not saved yet:** “Why are there no solar panels?”",
        "This will no longer be offered; its history stays.",
        "The bundle merged this into “What will happen in the cellar?”, which will be offered here:",
        "> **What will happen in the cellar?**",
    ]
