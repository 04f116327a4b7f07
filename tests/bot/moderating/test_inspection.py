"""Lists, searches and tests lead to things by their titles."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord import InteractionResult

from bot.desks import COST, Desk, buttons, edit, fields, save, shown, told
from briefbot.bot.app import make_bot
from briefbot.service import Service

NEW = "It cost £61,500."
TITLE = "How much did the new roof cost?"


@pytest.fixture
def service(keeping: Service) -> Service:
    return keeping


def offered(message: discord.Message) -> dict[str, str]:
    """Return the options of the menu below a message: values by label."""
    menus = [part for row in message.components for part in getattr(row, "children", ()) if isinstance(part, discord.SelectMenu)]
    return {option.label: option.value for menu in menus for option in menu.options}


async def pick(desk: Desk, message: discord.Message, label: str) -> InteractionResult:
    """Pick in the menu below a message as Mia."""
    return await desk.mia.select(message, [offered(message)[label]], custom_id="bb-menu:k-show")


async def test_list_begins_with_entries_and_turns_both_ways(desk: Desk) -> None:
    first = await desk.mia.slash(desk.channel, "knowledge list")
    assert told(first).splitlines()[1].endswith("(entry)")
    assert len(offered(shown(first))) == 15
    [onwards] = buttons(shown(first))
    assert onwards.startswith("Next page (2 of ")
    second = await desk.mia.click(shown(first), label=onwards)
    assert "page 2 of" in told(second)
    back = next(label for label in buttons(shown(second)) if label.startswith("Previous page (1 of "))
    assert "page 1 of" in told(await desk.mia.click(shown(second), label=back))


async def test_list_takes_topics_by_their_shown_names_and_offers_them(desk: Desk) -> None:
    source = desk.service.knowledge(desk.guild.id).source
    named = source.topic("money")
    choices = await desk.mia.autocomplete(desk.channel, "knowledge list", "topic", named[:3])
    assert named in [choice["name"] for choice in choices]
    for typed in (named, named.upper(), "money"):
        listed = told(await desk.mia.slash(desk.channel, "knowledge list", topic=typed, kind="entry"))
        assert listed.startswith("-# 3 in all\n")


async def test_list_of_an_unknown_topic_says_so(desk: Desk) -> None:
    listed = told(await desk.mia.slash(desk.channel, "knowledge list", topic="balloons"))
    assert listed == "I can't find that topic. Pick one from the list that appears while you type."
    assert len(desk.env.errors) == 1


async def test_list_of_what_there_is_none_of_says_so(desk: Desk) -> None:
    assert told(await desk.mia.slash(desk.channel, "knowledge list", state="retired")) == "There's nothing here."


async def test_what_is_picked_in_a_list_is_shown_and_can_be_edited(desk: Desk) -> None:
    listed = shown(await desk.mia.slash(desk.channel, "knowledge list", topic="money", kind="entry"))
    seen = await pick(desk, listed, TITLE)
    assert told(seen).startswith(f"**{TITLE}**\n-# entry. ")
    form = await desk.mia.click(shown(seen), label="Edit")
    assert fields(form)["answer"] == "The repair cost £61,500."


async def test_what_was_changed_is_listed_alone_with_its_buttons(desk: Desk) -> None:
    await save(desk.mia, await edit(desk, desk.mia, answer=NEW))
    listed = await desk.mia.slash(desk.channel, "knowledge list", state="changed")
    assert told(listed) == f"-# 1 in all\n- {TITLE} (entry, changed here)"
    assert list(buttons(shown(listed))) == ["Edit", "Show", "History"]
    assert told(await desk.mia.click(shown(listed), label="Show")).startswith(f"**{TITLE}**")
    assert f"+ {NEW}" in told(await desk.mia.click(shown(listed), label="History"))


async def test_menu_of_before_a_restart_shows_what_is_picked(desk: Desk, tmp_path: Path) -> None:
    listed = shown(await desk.mia.slash(desk.channel, "knowledge list", topic="money"))
    await desk.env.restart_bot(make_bot(desk.service, tmp_path, message_content=True, shard_count=1))
    assert told(await pick(desk, listed, TITLE)).startswith(f"**{TITLE}**")


async def test_find_lists_what_holds_the_words_and_else_the_nearest_under_that_name(desk: Desk) -> None:
    near = await desk.mia.slash(desk.channel, "knowledge find", text="price of the mending")
    lines = told(near).splitlines()
    assert lines[:2] == ["I found nothing with these words. These questions are closest:", f"- {TITLE} (entry)"]
    assert len(lines) <= 6
    assert told(await pick(desk, shown(near), TITLE)).startswith(f"**{TITLE}**")
    nothing = await desk.mia.slash(desk.channel, "knowledge find", text="tombola")
    assert told(nothing) == "I found nothing with these words."
    assert shown(nothing).components == []
    named = told(await desk.mia.slash(desk.channel, "knowledge find", text="Thornby")).splitlines()
    assert "- Maud Ashby (speaker)" in named
    assert not any("footbridge" in line for line in named)


async def test_test_shows_the_answer_with_the_way_to_its_entry(desk: Desk) -> None:
    tried = await desk.mia.slash(desk.channel, "knowledge test", question=TITLE)
    assert told(tried).startswith("The repair cost £61,500.")
    assert list(buttons(shown(tried))) == ["Edit", "Show", "History"]
    assert fields(await desk.mia.click(shown(tried), label="Edit"))["answer"] == "The repair cost £61,500."


async def test_test_of_a_question_that_nothing_answers_has_no_buttons(desk: Desk) -> None:
    assert shown(await desk.mia.slash(desk.channel, "knowledge test", question="hello")).components == []


async def test_history_of_the_server_leads_to_what_was_changed(desk: Desk) -> None:
    await save(desk.mia, await edit(desk, desk.mia, answer=NEW))
    await save(desk.mia, await desk.mia.slash(desk.channel, "knowledge retire", thing="entry:solar"))
    history = shown(await desk.mia.slash(desk.channel, "knowledge history"))
    assert TITLE in offered(history)
    assert len(offered(history)) == 2


async def test_what_was_retired_is_offered_by_its_title(desk: Desk) -> None:
    await save(desk.mia, await desk.mia.slash(desk.channel, "knowledge retire", thing=COST))
    for typed in ("", "new roof", "cost"):
        choices = await desk.mia.autocomplete(desk.channel, "knowledge restore", "thing", typed)
        assert [(choice["name"], choice["value"]) for choice in choices] == [(f"{TITLE} · entry", COST)]
    assert await desk.mia.autocomplete(desk.channel, "knowledge restore", "thing", "buckets") == []
    assert TITLE in told(await desk.mia.slash(desk.channel, "knowledge list", state="retired"))
