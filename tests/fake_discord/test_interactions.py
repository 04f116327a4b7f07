"""Unmodified discord.py clients answer commands, buttons, menus and forms on the fake."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from fake_discord import FakeDiscordError, Kind, connected
from fake_discord.echo import Commanding, Echo, Place
from fake_discord.fake import WAIT_SECONDS


async def test_slash_command_with_deferred_follow_up(place: Place) -> None:
    fake = place.fake
    async with connected(fake, Commanding()):
        options = {"topic": "tea", "whom": place.ana}
        interaction = await fake.interact_command("book ask", place.ana, place.channel, options)
        deferred = await fake.next_response(interaction)
        assert deferred.kind is Kind.DEFER
        assert deferred.shown.is_loading
        answer = await fake.next_answer(interaction)
        assert (answer.content, answer.is_ephemeral, answer.is_loading) == ("tea for ana", True, False)
        assert answer.id == deferred.shown.id
        assert (await fake.next_answer(interaction)).content == "and more"


async def test_autocomplete_and_context_menu(place: Place) -> None:
    fake = place.fake
    async with connected(fake, Commanding()):
        typing = await fake.autocomplete("book ask", place.ana, place.channel, {"topic": "te"}, focused="topic")
        assert (await fake.next_response(typing)).choices == [{"name": "TE", "value": "te"}]
        said = await fake.say(place.channel, place.ana, "three little words")
        counting = await fake.interact_command("Count words", place.ana, place.channel, target=said)
        assert (await fake.next_answer(counting)).content == "3"


async def test_commands_are_kept_per_guild_and_keep_their_ids(place: Place) -> None:
    client = Commanding()
    async with connected(place.fake, client):
        known = {command.name: command.id for command in await client.tree.fetch_commands()}
        assert sorted(known) == ["Count words", "book", "panel"]
        guild = discord.Object(place.guild.id)
        client.tree.copy_global_to(guild=guild)
        assert len(await client.tree.sync(guild=guild)) == 3
        synced = await client.tree.sync()
        assert {command.name: command.id for command in synced} == known
        await synced[0].edit(description="Other")
        await synced[-1].delete()
        left = await client.tree.fetch_commands()
        assert [command.name for command in left] == [command.name for command in synced[:-1]]
        assert left[0].description == "Other"


async def test_menu_is_chosen_from(place: Place) -> None:
    client = Echo()
    chosen: discord.ui.Select[discord.ui.View] = discord.ui.Select(
        custom_id="pick", options=[discord.SelectOption(label="one"), discord.SelectOption(label="two")]
    )

    async def picked(interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(content=chosen.values[0], view=None)

    chosen.callback = picked  # type: ignore[method-assign]
    async with connected(place.fake, client):
        view = discord.ui.View().add_item(chosen)
        await client.get_partial_messageable(place.channel.id).send("pick", view=view)
        menu = await place.fake.next_message(place.channel)
        pressed = await place.fake.press(menu, "pick", place.ana, values=["two"])
        answer = await place.fake.next_answer(pressed)
        assert (answer.content, answer.components) == ("two", [])


async def test_permissions_come_from_roles(place: Place) -> None:
    fake = place.fake
    moderators = fake.role(place.guild, "moderators", discord.Permissions(manage_guild=True).value)
    fake.member(place.guild, place.ana, moderators)
    client = Commanding()
    async with connected(fake, client):
        heard = asyncio.create_task(client.wait_for("interaction", timeout=WAIT_SECONDS))
        await asyncio.sleep(0)
        await fake.interact_command("panel", place.ana, place.channel)
        assert (await heard).permissions.manage_guild
        guild = await client.fetch_guild(place.guild.id)
        assert (await guild.fetch_member(place.ana.id)).get_role(moderators.id)
        assert [channel.name for channel in await guild.fetch_channels()] == ["general"]


async def test_command_works_in_a_dm_and_where_the_bot_is_no_member(place: Place) -> None:
    fake = place.fake
    elsewhere = fake.guild("elsewhere", has_bot=False)
    fake.member(elsewhere, place.ana)
    async with connected(fake, Commanding()):
        for channel in (fake.dm(place.ana), fake.channel(elsewhere), fake.conversation(place.ana, fake.user("bo"))):
            interaction = await fake.interact_command("book ask", place.ana, channel, {"topic": "tea"})
            assert (await fake.next_answer(interaction)).content == "tea for all"


async def test_channel_that_the_bot_does_not_see_is_closed_to_it(place: Place) -> None:
    fake = place.fake
    async with connected(fake, Commanding()) as running:
        assert not running.done()
        for channel in (fake.channel(fake.guild("elsewhere", has_bot=False)), fake.conversation(place.ana, fake.user("bo"))):
            said = await fake.say(channel, place.ana, "among ourselves")
            async with aiohttp.ClientSession(headers={"Authorization": f"Bot {fake.token}"}) as session:
                for path in ("", "/messages", f"/messages/{said.id}"):
                    answer = await session.get(f"{fake.api_url}/channels/{channel.id}{path}")
                    assert (answer.status, (await answer.json())["code"]) == (403, 50001)


async def test_buttons_and_modal(place: Place) -> None:
    fake = place.fake
    async with connected(fake, Commanding()):
        panel = await fake.next_answer(await fake.interact_command("panel", place.ana, place.channel))
        pressed = await fake.press(panel, "More", place.ana)
        updated = await fake.next_response(pressed)
        assert (updated.kind, updated.shown.content) == (Kind.UPDATE, "more")
        quiet = await fake.next_answer(await fake.press(panel, "panel:quiet", place.ana))
        assert quiet.is_ephemeral
        assert quiet.id != panel.id

        form = await fake.press(panel, "panel:form", place.ana)
        assert (await fake.next_response(form)).kind is Kind.MODAL
        submitted = await fake.submit_modal(form, {"tone": ["kind"]})
        assert (await fake.next_answer(submitted)).content == "why (kind)"
    assert fake.now(panel).content == "more"


async def test_modal_outlives_the_client_that_opened_it(place: Place) -> None:
    """discord.py drops the submit of a modal that it does not know: on_interaction alone hears of it."""
    fake = place.fake
    async with connected(fake, Commanding()):
        panel = await fake.next_answer(await fake.interact_command("panel", place.ana, place.channel))
        form = await fake.press(panel, "Form", place.ana)
        await fake.next_response(form)
    restarted = Commanding()
    async with connected(fake, restarted):
        heard = asyncio.create_task(restarted.wait_for("interaction", timeout=WAIT_SECONDS))
        await asyncio.sleep(0)
        submitted = await fake.submit_modal(form, {"tone": ["curt"]})
        await (await heard).response.send_message("still here")
        assert (await fake.next_answer(submitted)).content == "still here"


async def test_ephemeral_message_is_for_one_person(place: Place) -> None:
    fake = place.fake
    async with connected(fake, Commanding()):
        panel = await fake.next_answer(await fake.interact_command("panel", place.ana, place.channel))
        quiet = await fake.next_answer(await fake.press(panel, "Quiet", place.ana))
        assert quiet.is_ephemeral
        with pytest.raises(FakeDiscordError, match="does not see"):
            await fake.press(quiet, "anything", fake.member(place.guild, "bo"))


async def test_what_people_cannot_do_is_refused(place: Place) -> None:
    fake = place.fake
    async with connected(fake, Commanding()):
        with pytest.raises(FakeDiscordError, match="is registered"):
            await fake.interact_command("nothing", place.ana, place.channel)
        with pytest.raises(FakeDiscordError, match="requires"):
            await fake.interact_command("book ask", place.ana, place.channel)
        with pytest.raises(FakeDiscordError, match="is a group"):
            await fake.interact_command("book", place.ana, place.channel)
        panel = await fake.next_answer(await fake.interact_command("panel", place.ana, place.channel))
        with pytest.raises(FakeDiscordError, match="disabled"):
            await fake.press(panel, "Never", place.ana)
        with pytest.raises(FakeDiscordError, match="no component"):
            await fake.press(panel, "Other", place.ana)
        form = await fake.press(panel, "Form", place.ana)
        await fake.next_response(form)
        with pytest.raises(FakeDiscordError, match="requires"):
            await fake.submit_modal(form, {"question": "how"})


async def test_answer_that_comes_too_late_or_twice_is_refused(place: Place) -> None:
    fake = place.fake
    client = Echo()
    fake.register([{"name": "slow", "description": "Be late", "type": 1}])
    async with connected(fake, client):
        opened = asyncio.create_task(client.wait_for("interaction", timeout=WAIT_SECONDS))
        await asyncio.sleep(0)
        interaction = await fake.interact_command("slow", place.ana, place.channel)
        seen = await opened
        fake.expire(interaction)
        with pytest.raises(discord.NotFound, match="10062"):
            await seen.response.send_message("late")
        interaction.is_expired = False
        await seen.response.send_message("in time")
        seen.response._response_type = None  # discord.py itself would not try twice
        with pytest.raises(discord.HTTPException, match="40060"):
            await seen.response.send_message("twice")
        fake.expire(interaction)
        with pytest.raises(discord.HTTPException, match="50027"):
            await seen.followup.send("after a quarter of an hour")
