"""What waits for approval is found below the history, one change a page, for whoever has missed it in the audit
channel.
"""

from __future__ import annotations

from simcord import MemberActor

from bot.conftest import labels
from bot.desks import Desk, edit, save, shown
from bot.moderating.approval.conftest import Pair

COST = "The new roof cost £61,500 in all."


async def open_panel(desk: Desk, who: MemberActor) -> object:
    """Let somebody go from the history to what waits."""
    history = shown(await who.slash(desk.channel, "knowledge history"))
    return shown(await who.click(history, label="Show what waits"))


async def test_the_history_counts_what_waits(pair: Pair) -> None:
    desk = pair.desk
    assert "waits for approval" not in shown(await desk.mia.slash(desk.channel, "knowledge history")).content
    await save(pair.rosa, await edit(desk, pair.rosa, answer=COST))
    history = shown(await desk.mia.slash(desk.channel, "knowledge history"))
    assert history.content.startswith("**1 change waits for approval.**")


async def test_each_is_accepted_there(pair: Pair) -> None:
    desk = pair.desk
    await save(pair.rosa, await edit(desk, pair.rosa, answer=COST))
    await save(pair.rosa, await pair.rosa.slash(desk.channel, "knowledge retire", thing="entry:solar"))
    first = await open_panel(desk, desk.mia)
    assert first.content.startswith("-# Change 1 of 2, handed in <t:")
    assert labels(first) == ["Accept", "Send back", "Next page (2 of 2)"]
    second = shown(await desk.mia.click(first, label="Next page (2 of 2)"))
    assert "“Why are there no solar panels?”" in second.content
    done = shown(await desk.mia.click(second, label="Accept"))
    assert done.content.startswith(f"**Accepted by <@{desk.mia.id}>**\n")
    assert "Waits for approval" not in done.content
    assert desk.service.editor.retired(desk.guild.id) == [("entry", "solar")]
    left = shown(await desk.mia.click(done, label="Show what waits"))
    assert left.content.startswith("-# Change 1 of 1, handed in <t:")
    assert pair.rosa.user.dm_channel.history()[-1].content.startswith("In here: Your change was accepted")


async def test_its_author_may_only_withdraw_it(pair: Pair) -> None:
    await save(pair.rosa, await edit(pair.desk, pair.rosa, answer=COST))
    assert labels(await open_panel(pair.desk, pair.rosa)) == ["Withdraw it"]


async def test_what_was_changed_meanwhile_shows_the_conflict(pair: Pair) -> None:
    desk = pair.desk
    await save(pair.rosa, await edit(desk, pair.rosa, answer=COST))
    await save(desk.max, await edit(desk, desk.max, answer="It cost £61,500."))
    found = await open_panel(desk, desk.mia)
    assert "was changed in the meantime" in found.content
    assert labels(found) == ["Accept", "Send back"]


async def test_nothing_waits_any_more(pair: Pair) -> None:
    desk = pair.desk
    await save(pair.rosa, await edit(desk, pair.rosa, answer=COST))
    history = shown(await desk.mia.slash(desk.channel, "knowledge history"))
    await desk.max.click(pair.audit.history()[0], label="Accept")
    assert shown(await desk.mia.click(history, label="Show what waits")).content == "Nothing waits for approval."
