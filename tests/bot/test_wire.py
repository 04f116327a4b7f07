"""Buttons, edits, menus, threads and settings of a channel over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.wiring import MESSAGES, Wire, replies, restarted, wired
from briefbot.bot.transport.limits import Limits
from briefbot.service import Service
from briefbot.store import Store
from contract import Contract
from fake_discord import Cut, Kind

WHEN = "since when is the library open again"
ANSWER = "Hollowbrook's village library reopened on Saturday, March 22."
COST = "what was the price of the repair"
MANAGE_GUILD = 1 << 5


@pytest.fixture
async def wire(service: Service, tmp_path: Path, contract: Contract | None, limits: Limits) -> AsyncIterator[Wire]:
    async with wired(service, tmp_path, contract, limits=limits) as wire:
        yield wire


async def test_buttons_edits_and_deletions(wire: Wire) -> None:
    fake = wire.fake
    asked = await fake.say(wire.channel, wire.ana, COST, mentions=[fake.bot])
    reply = await fake.next_message(wire.channel)
    sources = await fake.press(reply, "Sources", wire.ana)
    assert (await fake.next_answer(sources)).content.startswith("**How much did the new roof cost?**")
    await fake.edit(asked, f"{fake.bot.mention} {WHEN}")
    assert (await fake.next_edit(wire.channel)).content.startswith(ANSWER)
    await fake.delete(asked)
    await fake.next_request("DELETE", "/channels/{channel_id}/messages/{message_id}")
    assert replies(wire) == []


async def test_question_edited_while_it_is_answered_is_answered_again(wire: Wire) -> None:
    fake = wire.fake
    gate = fake.faults.hold("POST", MESSAGES, when=Cut.AFTER)
    asked = await fake.say(wire.channel, wire.ana, COST, mentions=[fake.bot])
    await gate.reached()
    await fake.edit(asked, f"{fake.bot.mention} {WHEN}")
    gate.release()
    assert (await fake.next_edit(wire.channel)).content.startswith(ANSWER)
    assert len(replies(wire)) == 1


async def test_question_edited_twice_quickly_ends_with_the_answer_to_the_last_edit(wire: Wire) -> None:
    fake = wire.fake
    asked = await fake.say(wire.channel, wire.ana, "who led the roofing crew", mentions=[fake.bot])
    await fake.next_message(wire.channel)
    gate = fake.faults.hold("PATCH", "/channels/{channel_id}/messages/{message_id}")
    await fake.edit(asked, f"{fake.bot.mention} {COST}")
    await gate.reached()
    await fake.edit(asked, f"{fake.bot.mention} {WHEN}")
    gate.release()
    assert (await fake.next_edit(wire.channel)).content.startswith("The repair cost")
    assert (await fake.next_edit(wire.channel)).content.startswith(ANSWER)
    assert len(replies(wire)) == 1


async def test_question_deleted_while_it_is_answered_takes_its_reply_along(wire: Wire) -> None:
    fake = wire.fake
    gate = fake.faults.hold("POST", MESSAGES, when=Cut.AFTER)
    asked = await fake.say(wire.channel, wire.ana, COST, mentions=[fake.bot])
    await gate.reached()
    await fake.delete(asked)
    gate.release()
    await fake.next_request("DELETE", "/channels/{channel_id}/messages/{message_id}")
    assert replies(wire) == []


@pytest.mark.parametrize("limits", [Limits(acknowledge_after=0.01)])
@pytest.mark.parametrize(("command", "options"), [("ask", {"question": COST}), ("quote", {}), ("who-said", {"line": "buckets"})])
async def test_command_waits_for_its_turn_and_a_list_does_not(wire: Wire, command: str, options: dict[str, str]) -> None:
    fake = wire.fake
    gate = fake.faults.hold("POST", MESSAGES)
    await fake.say(wire.channel, wire.ana, WHEN, mentions=[fake.bot])
    await gate.reached()
    asking = await fake.interact_command(command, wire.ana, wire.channel, options)
    assert (await fake.next_response(asking)).kind is Kind.DEFER
    listing = await fake.interact_command("quotes", wire.ana, wire.channel)
    assert (await fake.next_response(listing)).kind is Kind.MESSAGE
    assert replies(wire) == [""]  # only "is thinking"
    gate.release()
    await fake.next_message(wire.channel)
    assert (await fake.next_answer(asking)).content
    assert replies(wire)[-1].startswith(ANSWER)


async def test_reply_is_removed_by_its_menu(wire: Wire) -> None:
    fake = wire.fake
    await fake.say(wire.channel, wire.ana, COST, mentions=[fake.bot])
    reply = await fake.next_message(wire.channel)
    removing = await fake.interact_command("Remove this answer", wire.ana, wire.channel, target=reply)
    assert (await fake.next_answer(removing)).content == "Removed."
    assert replies(wire) == []


async def test_ask_more_opens_a_menu_whose_choice_is_answered_privately(wire: Wire) -> None:
    fake = wire.fake
    await fake.say(wire.channel, wire.ana, COST, mentions=[fake.bot])
    reply = await fake.next_message(wire.channel)
    opened = await fake.next_answer(await fake.press(reply, "Ask more", wire.ana))
    menu = opened.components[0]["components"][0]
    picked = await fake.press(opened, menu["custom_id"], wire.ana, values=[menu["options"][0]["value"]])
    assert (await fake.next_answer(picked)).content.startswith("**Who paid for most of the repair?**")
    assert len(replies(wire)) == 1


async def test_suggestions_are_chosen_and_declined(wire: Wire) -> None:
    fake = wire.fake
    wire.bot.service.suggest("cost", "grant")
    for told in ("A county heritage grant", "I have no answer to that."):
        assert (await wire.ask("the thing")).startswith("I'm not sure")
        offer = fake.messages(wire.channel)[-1]
        menu = offer.components[0]["components"][0]
        picking = told.startswith("A county")
        wanted, values = (menu["custom_id"], [menu["options"][1]["value"]]) if picking else ("None of these", None)
        assert (await fake.next_answer(await fake.press(offer, wanted, wire.ana, values=values))).content.startswith(told)
    assert len(replies(wire)) == 2


async def test_link_is_turned_into_the_answer_and_quotations_into_another_page(wire: Wire) -> None:
    fake = wire.fake
    await wire.ask(WHEN)
    assert (await wire.ask(WHEN)).startswith("Answered a few minutes ago: ")
    showing = await fake.press(fake.messages(wire.channel)[-1], "Show it anyway", wire.ana)
    assert (await fake.next_answer(showing)).content.startswith(ANSWER)
    listing = await fake.next_answer(await fake.interact_command("quotes", wire.ana, wire.channel))
    turned = await fake.press(listing, "bb-menu:quotes:1", wire.ana, values=["maud-ashby"])
    assert (await fake.next_answer(turned)).content.splitlines()[-1].startswith("-# Maud Ashby")


async def test_question_in_an_open_channel_needs_no_mention(wire: Wire) -> None:
    wire.bot.service.set(wire.guild.id, open_channels=frozenset({wire.channel.id}))
    said = await wire.fake.say(wire.channel, wire.ana, COST)
    assert (await wire.fake.next_message(wire.channel)).reference == said.id


async def test_member_has_to_wait_from_when_the_first_answer_is_on_its_way(wire: Wire) -> None:
    fake, other = wire.fake, wire.fake.channel(wire.guild, "other")
    wire.bot.service.set(wire.guild.id, member_cooldown=30)
    gate = fake.faults.hold("POST", MESSAGES)
    await fake.say(wire.channel, wire.ana, WHEN, mentions=[fake.bot])
    await gate.reached()
    assert await wire.ask(COST, where=other) == "Please wait 30 seconds before your next question."
    gate.release()
    assert (await fake.next_message(wire.channel)).content.startswith(ANSWER)


async def test_two_quick_questions_of_a_member_are_not_both_answered(wire: Wire) -> None:
    fake = wire.fake
    wire.bot.service.set(wire.guild.id, member_cooldown=30)
    async with wire.bot.queues.turn(wire.channel.id):
        for question in (WHEN, COST):
            await fake.say(wire.channel, wire.ana, question, mentions=[fake.bot])
    assert (await fake.next_message(wire.channel)).content.startswith(ANSWER)
    assert (await fake.next_message(wire.channel)).content == "Please wait 30 seconds before your next question."


async def test_privacy_shows_and_deletes(wire: Wire) -> None:
    fake = wire.fake
    await wire.ask(WHEN)
    told = await fake.next_answer(await fake.interact_command("privacy", wire.ana, wire.channel))
    shown = await fake.next_answer(await fake.press(told, "Show my data", wire.ana))
    assert shown.content.startswith("**What I keep about you**\n- what your last question was about, in 1 channel")
    deleted = await fake.next_answer(await fake.press(told, "Delete my data", wire.ana))
    assert deleted.content == "Done. I no longer keep anything about you."


async def test_autocomplete_menu_and_threads(wire: Wire) -> None:
    fake = wire.fake
    typing = await fake.autocomplete("ask", wire.ana, wire.channel, {"question": "how much did the roof c"}, focused="question")
    assert (await fake.next_response(typing)).choices[0]["name"] == "How much did the new roof cost?"
    said = await fake.say(wire.channel, wire.ana, COST)
    await fake.interact_command("Answer from the article", wire.ana, wire.channel, target=said)
    assert (await fake.next_message(wire.channel)).reference == said.id
    thread = fake.thread(wire.channel)
    assert (await wire.ask(WHEN, where=thread)).startswith(ANSWER)


@pytest.mark.parametrize("forgotten", ["_threads", "_members"])
async def test_question_is_answered_in_an_unknown_thread_and_without_the_bots_own_roles(wire: Wire, forgotten: str) -> None:
    thread = wire.fake.thread(wire.channel)
    await wire.ask(COST, where=thread)
    getattr(wire.bot.get_guild(wire.guild.id), forgotten).clear()
    assert (await wire.ask(WHEN, where=thread)).startswith(ANSWER)


async def test_reply_with_the_ping_off_is_told_how_to_ask_where_it_cannot_be_read(
    service: Service, tmp_path: Path, contract: Contract | None
) -> None:
    async with wired(service, tmp_path, contract, message_content=False) as wire:
        fake = wire.fake
        await wire.ask(WHEN)
        await fake.say(wire.channel, wire.ana, COST, reference=fake.messages(wire.channel)[-1], ping=False)
        assert (await fake.next_message(wire.channel)).content.startswith("I can't read that message. Pick @")


async def test_many_questions_at_once_are_each_answered_in_the_order_of_their_channel(wire: Wire) -> None:
    """A small flood; `python -m benchmarks.flood` sends 2,000 questions in ten seconds to 200 channels."""
    fake, questions = wire.fake, (WHEN, COST, "Who led the roofing crew?", "How many books were damaged?", "What was the mill called?")
    channels = [fake.channel(wire.guild, f"channel-{number}") for number in range(20)]
    asked: dict[int, list[int]] = {}
    for question in questions:
        for channel in channels:
            asked.setdefault(channel.id, []).append((await fake.say(channel, wire.ana, question, mentions=[fake.bot])).id)
    for channel in channels:
        references = [(await fake.next_message(channel, seconds=60)).reference for _ in questions]
        assert references == asked[channel.id]


async def test_post_in_a_forum_asks_by_its_title(wire: Wire) -> None:
    fake = wire.fake
    asked = await fake.publish(fake.forum(wire.guild), wire.ana, "How much did the new roof cost?", f"Anybody? {fake.bot.mention}")
    reply = await fake.next_message(fake.world.channels[asked.channel_id])
    assert reply.content.startswith("The repair cost")
    assert reply.reference == asked.id


async def test_channel_is_opened_and_silenced_by_the_menus_of_settings(keeping: Service, tmp_path: Path, contract: Contract | None) -> None:
    async with wired(keeping, tmp_path, contract) as wire:
        fake, channel = wire.fake, wire.channel
        fake.member(wire.guild, wire.ana, fake.role(wire.guild, "mods", MANAGE_GUILD))
        shown = await fake.next_answer(await fake.interact_command("settings show", wire.ana, channel))
        await fake.next_answer(await fake.press(shown, "bb-set:open_channels", wire.ana, values=[channel]))
        assert keeping.settings(wire.guild.id).open_channels == {channel.id}
        said = await fake.say(channel, wire.ana, COST)
        assert (await fake.next_message(channel)).reference == said.id
        await fake.next_answer(await fake.press(shown, "bb-set:quiet_channels", wire.ana, values=[channel]))
        assert keeping.settings(wire.guild.id).quiet_channels == {channel.id}
        await fake.say(channel, wire.ana, WHEN, mentions=[fake.bot])
        assert (await wire.ask(WHEN, where=fake.channel(wire.guild, "elsewhere"))).startswith(ANSWER)
        assert len(replies(wire)) == 1


@pytest.mark.parametrize("limits", [Limits(waiting=2)])
async def test_full_queue_is_told_by_a_message_and_privately_after_a_command(wire: Wire) -> None:
    fake, told = wire.fake, "There are more questions here than I can answer at once. Please ask again in a minute."
    fake.limits.set("POST", MESSAGES, calls=10, seconds=60.0)  # before discord.py knows a limit, it sends one message at a time
    await wire.ask("How many books were damaged?")
    gate = fake.faults.hold("POST", MESSAGES)
    for question in (WHEN, COST):
        await fake.say(wire.channel, wire.ana, question, mentions=[fake.bot])
    await gate.reached()
    assert await wire.ask("Who led the roofing crew?") == told
    asking = await fake.interact_command("ask", wire.ana, wire.channel, {"question": WHEN})
    answer = await fake.next_answer(asking)
    assert (answer.content, answer.is_ephemeral) == (told, True)
    gate.release()
    assert [(await fake.next_message(wire.channel)).content[:16] for _ in range(2)] == [ANSWER[:16], "The repair cost "]


async def test_buttons_and_edits_reach_a_reply_of_before_a_restart(
    keeping: Service, bundle: Path, store: Store, tmp_path: Path, contract: Contract | None
) -> None:
    async with wired(keeping, tmp_path, contract) as before:
        fake = before.fake
        asked = await fake.say(before.channel, before.ana, COST, mentions=[fake.bot])
        reply = await fake.next_message(before.channel)
        async with restarted(before, Service(bundle, article=bundle / "article.txt", store=store), tmp_path) as wire:
            sources = await fake.next_answer(await fake.press(reply, "Sources", wire.ana))
            assert sources.content.startswith("**How much did the new roof cost?**")
            await fake.edit(asked, f"{fake.bot.mention} {WHEN}")
            assert (await fake.next_edit(wire.channel)).content.startswith(ANSWER)
            removing = await fake.interact_command("Remove this answer", wire.ana, wire.channel, target=reply)
            assert (await fake.next_answer(removing)).content == "Removed."
            assert (await wire.ask(COST)).startswith("The repair cost")
            assert len(replies(wire)) == 1
