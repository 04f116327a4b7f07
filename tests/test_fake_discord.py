"""Unmodified discord.py clients live on the fake as they would on Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands

from fake_discord import Channel, Cut, FakeDiscord, FakeDiscordError, Guild, Kind, User, connected, pointed_at
from fake_discord.fake import WAIT_SECONDS

MESSAGES = "/channels/{channel_id}/messages"
INTENTS = discord.Intents.default()
INTENTS.message_content = True
# The default is two seconds after the last guild; nothing here needs so many.
QUICK = {"guild_ready_timeout": 0.02}


class Echo(discord.Client):
    """Reply to mentions and direct messages with what was said."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"intents": INTENTS, **QUICK, **options})
        self.tree = app_commands.CommandTree(self)
        self.heard: list[str] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Spare the five seconds that discord.py waits for Discord's sake before a second IDENTIFY."""

    async def on_message(self, message: discord.Message) -> None:
        if message.author == self.user:
            return
        self.heard.append(message.content)
        assert self.user is not None
        if self.user in message.mentions or message.guild is None:
            await message.reply(f"echo: {message.content.split()[-1]}", allowed_mentions=discord.AllowedMentions.none())


class ShardedEcho(Echo, discord.AutoShardedClient):
    """The same on several shards."""


class Place:
    """A fake with one guild, channel and member."""

    def __init__(self, fake: FakeDiscord) -> None:
        self.fake = fake
        self.guild: Guild = fake.guild()
        self.channel: Channel = fake.channel(self.guild)
        self.ana: User = fake.member(self.guild, "ana")


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with FakeDiscord() as fake:
        yield Place(fake)


async def ask(place: Place, text: str) -> str:
    """Mention the bot and return its reply."""
    await place.fake.say(place.channel, place.ana, text, mentions=[place.fake.bot])
    return (await place.fake.next_message(place.channel)).content


# Logging in


async def test_client_logs_in_and_sees_its_guild(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        await asyncio.wait_for(client.wait_until_ready(), WAIT_SECONDS)
        guild = client.get_guild(place.guild.id)
        assert guild is not None
        assert [channel.name for channel in guild.text_channels] == ["general"]
        assert guild.me.guild_permissions.send_messages
    identify = await place.fake.next_gateway("IDENTIFY")
    assert identify["token"] == place.fake.token


async def test_pointing_is_undone() -> None:
    before = discord.http.Route.BASE
    with pointed_at("http://127.0.0.1:1/api/v10", "ws://127.0.0.1:1/gateway/"):
        assert before != discord.http.Route.BASE
    assert before == discord.http.Route.BASE


async def test_wrong_token_is_refused(place: Place) -> None:
    with pointed_at(place.fake.api_url, place.fake.gateway_url):
        async with Echo() as client:
            with pytest.raises(discord.LoginFailure):
                await client.start("wrong")


@pytest.mark.parametrize("kind", [Echo, ShardedEcho])
async def test_intent_not_granted_ends_with_4014(kind: type[Echo]) -> None:
    async with FakeDiscord(flags=0) as fake:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            async with connected(fake, kind()):
                pass


async def test_flags_can_be_read_before_identifying() -> None:
    async with FakeDiscord(flags=0) as fake:
        client = Echo(intents=discord.Intents.default())
        async with connected(fake, client):
            assert not client.application_flags.gateway_message_content_limited
    async with FakeDiscord() as fake:
        client = Echo()
        async with connected(fake, client):
            assert client.application_flags.gateway_message_content_limited


# Talking


async def test_mention_gets_a_reply(place: Place) -> None:
    async with connected(place.fake, Echo()):
        asked = await place.fake.say(place.channel, place.ana, "hello", mentions=[place.fake.bot])
        reply = await place.fake.next_message(place.channel)
    assert reply.content == "echo: hello"
    assert reply.reference == asked.id
    assert reply.pinged == frozenset()


async def test_reply_to_the_bot_mentions_it_unless_the_ping_is_off(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        await ask(place, "one")
        first = place.fake.messages(place.channel)[-1]
        await place.fake.say(place.channel, place.ana, "two", reference=first, ping=False)
        await place.fake.say(place.channel, place.ana, "three", reference=first)
        assert (await place.fake.next_message(place.channel)).content == "echo: three"
    assert client.heard[1:] == ["two", "three"]


async def test_direct_message_is_answered(place: Place) -> None:
    async with connected(place.fake, Echo()):
        conversation = place.fake.dm(place.ana)
        await place.fake.say(conversation, place.ana, "psst")
        assert (await place.fake.next_message(conversation)).content == "echo: psst"


async def test_bot_opens_a_direct_conversation_and_sends_a_file(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        user = await client.fetch_user(place.ana.id)
        file = discord.File(__file__, filename="notice.txt")
        await user.send("for you", file=file)
        sent = await place.fake.next_message(place.fake.dm(place.ana))
    assert sent.payload["attachments"][0]["filename"] == "notice.txt"
    assert b"for you" in place.fake.requests[-1].files["notice.txt"]
    assert place.fake.requests[-1].body["content"] == "for you"


async def test_content_is_withheld_without_the_intent(place: Place) -> None:
    client = Echo(intents=discord.Intents.default())
    async with connected(place.fake, client):
        await place.fake.say(place.channel, place.ana, "not for the bot")
        assert await ask(place, "hello") == "echo: hello"
    assert client.heard[0] == ""


async def test_edits_and_deletions_are_heard(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        said = await place.fake.say(place.channel, place.ana, "frist")
        edited = asyncio.create_task(client.wait_for("raw_message_edit", timeout=WAIT_SECONDS))
        deleted = asyncio.create_task(client.wait_for("raw_message_delete", timeout=WAIT_SECONDS))
        await asyncio.sleep(0)
        await place.fake.edit(said, "first")
        await place.fake.delete(said)
        assert (await edited).message.content == "first"
        assert (await deleted).message_id == said.id


async def test_bot_edits_deletes_and_types(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        channel = client.get_channel(place.channel.id)
        assert isinstance(channel, discord.TextChannel)
        async with channel.typing():
            message = await channel.send("draft")
        await message.edit(content="final")
        assert (await place.fake.next_edit(place.channel)).content == "final"
        assert (await channel.fetch_message(message.id)).content == "final"
        assert [one.content async for one in channel.history()] == ["final"]
        await message.delete()
        await place.fake.next_request("POST", "/channels/{channel_id}/typing")
    assert place.fake.messages(place.channel) == []


async def test_what_discord_refuses_is_refused(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        channel = client.get_partial_messageable(place.channel.id)
        with pytest.raises(discord.HTTPException, match="2000 or fewer"):
            await channel.send("x" * 2001)
        with pytest.raises(discord.HTTPException, match="empty message"):
            await channel.send("")
        with pytest.raises(discord.HTTPException, match="Unknown message"):
            await channel.get_partial_message(1).reply("to nobody")
        with pytest.raises(discord.NotFound):
            await client.fetch_channel(1)


async def test_thread_and_late_guild_are_announced(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        thread = place.fake.thread(place.channel)
        await place.fake.say(thread, place.ana, "hi", mentions=[place.fake.bot])
        assert (await place.fake.next_message(thread)).content == "echo: hi"
        second = place.fake.guild("second")
        channel = place.fake.channel(second)
        await place.fake.say(channel, place.fake.member(second, "bo"), "ho", mentions=[place.fake.bot])
        assert (await place.fake.next_message(channel)).content == "echo: ho"
        assert isinstance(client.get_channel(thread.id), discord.Thread)


# Interactions


class Asking(discord.ui.Modal, title="Ask"):
    question: discord.ui.TextInput[Asking] = discord.ui.TextInput(label="Question", default="why", custom_id="question")
    tone: discord.ui.Label[Asking] = discord.ui.Label(
        text="Tone",
        component=discord.ui.Select(custom_id="tone", options=[discord.SelectOption(label="kind"), discord.SelectOption(label="curt")]),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.tone.component, discord.ui.Select)
        await interaction.response.send_message(f"{self.question.value} ({self.tone.component.values[0]})")


class Panel(discord.ui.View):
    @discord.ui.button(label="More", custom_id="panel:more")
    async def more(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        await interaction.response.edit_message(content="more")

    @discord.ui.button(label="Form", custom_id="panel:form")
    async def form(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        await interaction.response.send_modal(Asking())

    @discord.ui.button(label="Quiet", custom_id="panel:quiet")
    async def quiet(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        await interaction.response.defer()
        await interaction.followup.send("only you", ephemeral=True)

    @discord.ui.button(label="Never", custom_id="panel:never", disabled=True)
    async def never(self, _: discord.Interaction, __: discord.ui.Button[Panel]) -> None:
        raise AssertionError


class Commanding(Echo):
    """Echo with commands, registered on start."""

    async def setup_hook(self) -> None:
        group = app_commands.Group(name="book", description="Books")

        @group.command(description="Ask slowly")
        async def ask(interaction: discord.Interaction, topic: str, whom: discord.Member | None = None) -> None:
            await interaction.response.defer(ephemeral=True)
            await interaction.followup.send(f"{topic} for {whom.display_name if whom else 'all'}")
            await interaction.followup.send("and more", ephemeral=True)

        @ask.autocomplete("topic")
        async def complete(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=current.upper(), value=current)]

        @app_commands.command(description="Show the panel")
        async def panel(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("panel", view=Panel())

        @app_commands.context_menu(name="Count words")
        async def count(interaction: discord.Interaction, message: discord.Message) -> None:
            await interaction.response.send_message(str(len(message.content.split())), ephemeral=True)

        self.tree.add_command(group)
        self.tree.add_command(panel)
        self.tree.add_command(count)
        await self.tree.sync()


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


# The gateway's moods


async def hear_all(place: Place, client: Echo, texts: list[str]) -> None:
    """Say these while nobody listens, then one more thing, and expect each exactly once."""
    for text in texts:
        await place.fake.say(place.channel, place.ana, text)
    assert await ask(place, "end") == "echo: end"
    assert client.heard == ["before", *texts, f"{place.fake.bot.mention} end"]


@pytest.mark.parametrize("kind", [Echo, ShardedEcho])
async def test_cut_socket_is_resumed_with_nothing_lost_or_doubled(place: Place, kind: type[Echo]) -> None:
    client = kind()
    async with connected(place.fake, client):
        await place.fake.say(place.channel, place.ana, "before")
        place.fake.gateway.drop()
        await hear_all(place, client, ["during one", "during two"])
        assert (await place.fake.next_gateway("RESUME"))["session_id"]
        await place.fake.next_gateway("RESUMED")


@pytest.mark.parametrize("spoil", ["reconnect", "invalid but resumable", "4000"])
async def test_resumable_ends_are_resumed(place: Place, spoil: str) -> None:
    client = Echo()
    async with connected(place.fake, client):
        await place.fake.say(place.channel, place.ana, "before")
        match spoil:
            case "reconnect":
                place.fake.gateway.reconnect()
            case "4000":
                place.fake.gateway.close(4000)
            case _:
                place.fake.gateway.invalidate(resumable=True)
        await hear_all(place, client, ["during"])
        await place.fake.next_gateway("RESUMED")


async def test_invalid_session_identifies_again(place: Place) -> None:
    async with connected(place.fake, Echo()):
        await place.fake.next_gateway("READY")
        place.fake.gateway.invalidate(resumable=False)
        assert (await place.fake.next_gateway("READY")).shard == (0, 1)
        assert await ask(place, "again") == "echo: again"
        with pytest.raises(TimeoutError, match="the last calls were"):
            await place.fake.next_gateway("RESUME", seconds=0.01)


async def test_close_4004_ends_the_client(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client) as running:
        place.fake.gateway.close(4004)
        with pytest.raises(discord.ConnectionClosed, match="4004"):
            await asyncio.wait_for(running, WAIT_SECONDS)


async def test_heartbeats_are_acknowledged_and_a_zombie_is_left() -> None:
    async with FakeDiscord(heartbeat_interval=0.05) as fake:
        place = Place(fake)
        client = Echo(heartbeat_timeout=0.3)
        async with connected(fake, client):
            for _ in range(3):
                await fake.next_gateway("HEARTBEAT")
            assert client.latency < 1
            fake.gateway.is_acking = False
            await fake.next_gateway("RESUME")
            fake.gateway.is_acking = True
            assert await ask(place, "alive") == "echo: alive"


async def test_two_shards_hear_their_own_guilds() -> None:
    async with FakeDiscord(shards=2) as fake:
        places = [Place(fake), Place(fake)]
        client = ShardedEcho()
        async with connected(fake, client, shards=2):
            assert sorted(session.shard for session in fake.gateway.live) == [(0, 2), (1, 2)]
            for place in places:
                assert await ask(place, "here") == "echo: here"
            fake.gateway.drop(shard=1)
            await fake.next_gateway("RESUMED")
            for place in places:
                assert await ask(place, "still") == "echo: still"
        assert len(client.heard) == 4


async def test_two_processes_share_the_shards() -> None:
    async with FakeDiscord(shards=2) as fake:
        places = sorted([Place(fake), Place(fake)], key=lambda place: place.guild.id >> 22 & 1)
        clients = [Echo(shard_id=shard, shard_count=2) for shard in range(2)]
        async with connected(fake, clients[0]), connected(fake, clients[1], shards=2):
            for number, place in enumerate(places):
                assert await ask(place, str(number)) == f"echo: {number}"
            conversation = fake.dm(places[1].ana)
            await fake.say(conversation, places[1].ana, "psst")
            await fake.next_message(conversation)
        assert [[text.split()[-1] for text in client.heard] for client in clients] == [["0", "psst"], ["1"]]


IDENTIFY = {"op": 2, "d": {"token": "fake-token", "intents": 1}}


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (["no json"], 4002),
        ([{"op": 99}], 4001),
        ([{"op": 3, "d": {}}], 4003),
        ([{"op": 2, "d": {"token": "wrong", "intents": 1}}], 4004),
        ([IDENTIFY, IDENTIFY], 4005),
        ([{"op": 2, "d": {"token": "fake-token", "intents": 1, "shard": [2, 2]}}], 4010),
    ],
)
async def test_gateway_closes_on_what_is_not_allowed(place: Place, frames: list[Any], code: int) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(place.fake.gateway_url) as socket:
        for frame in frames:
            await (socket.send_str(frame) if isinstance(frame, str) else socket.send_json(frame))
        while (message := await socket.receive(timeout=WAIT_SECONDS)).type is aiohttp.WSMsgType.TEXT:
            pass
        assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, code)


async def test_resume_of_a_session_that_is_gone_is_invalid(place: Place) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(place.fake.gateway_url) as socket:
        await socket.send_json({"op": 6, "d": {"token": place.fake.token, "session_id": "gone", "seq": 1}})
        assert (await socket.receive_json(timeout=WAIT_SECONDS))["op"] == 10
        assert await socket.receive_json(timeout=WAIT_SECONDS) == {"op": 9, "d": False, "s": None, "t": None}


async def test_members_are_sent_on_request(place: Place) -> None:
    intents = discord.Intents.default()
    intents.members = True
    client = Echo(intents=intents)
    async with connected(place.fake, client):
        await asyncio.wait_for(client.wait_until_ready(), WAIT_SECONDS)
        guild = client.get_guild(place.guild.id)
        assert guild is not None
        assert [member.name for member in await guild.query_members("an")] == ["ana"]


# Faults


@pytest.mark.parametrize("has_bucket", [True, False])
@pytest.mark.parametrize("is_global", [True, False])
async def test_429_is_retried(place: Place, *, has_bucket: bool, is_global: bool) -> None:
    async with connected(place.fake, Echo()):
        place.fake.faults.limit("POST", MESSAGES, times=2, has_bucket=has_bucket, is_global=is_global)
        assert await ask(place, "patience") == "echo: patience"
    assert [request.path for request in place.fake.requests].count(f"/channels/{place.channel.id}/messages") == 3


async def test_429_without_via_is_a_ban(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        place.fake.faults.limit("POST", MESSAGES, has_via=False)
        with pytest.raises(discord.HTTPException, match="429"):
            await client.get_partial_messageable(place.channel.id).send("no")


async def test_502_is_retried(place: Place) -> None:
    async with connected(place.fake, Echo()):
        place.fake.faults.fail("POST", MESSAGES, status=502)
        assert await ask(place, "patience") == "echo: patience"


async def test_503_is_retried_in_interactions_only(place: Place) -> None:
    """discord.py's HTTPClient retries 500, 502, 504 and 524, its webhook adapter everything from 500."""
    fake = place.fake
    client = Commanding()
    async with connected(fake, client):
        fake.faults.fail("POST", MESSAGES, status=503)
        with pytest.raises(discord.DiscordServerError):
            await client.get_partial_messageable(place.channel.id).send("no")
        fake.faults.fail("POST", "/webhooks/{webhook_id}/{webhook_token}", status=503)
        interaction = await fake.interact_command("book ask", place.ana, place.channel, {"topic": "tea"})
        assert (await fake.next_answer(interaction)).content == "tea for all"


async def test_discords_own_refusals_reach_the_bot(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        place.fake.faults.refuse("POST", MESSAGES)
        with pytest.raises(discord.Forbidden, match="Missing Permissions"):
            await client.get_partial_messageable(place.channel.id).send("no")


@pytest.mark.parametrize(("when", "arrived"), [(Cut.BEFORE, 0), (Cut.AFTER, 1)])
async def test_cut_request_is_an_os_error_and_never_repeated(place: Place, when: Cut, arrived: int) -> None:
    """A POST whose answer is lost may have been carried out: only a nonce can tell."""
    client = Echo()
    async with connected(place.fake, client):
        place.fake.faults.cut("POST", MESSAGES, when=when)
        channel = client.get_partial_messageable(place.channel.id)
        with pytest.raises((OSError, aiohttp.ClientError)):
            await channel.send("once", nonce=7)
        assert len(place.fake.messages(place.channel)) == arrived
        await channel.send("once", nonce=7)
    assert len(place.fake.messages(place.channel)) == 1


async def test_call_is_held_until_released(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        gate = place.fake.faults.hold("POST", MESSAGES)
        asked = await place.fake.say(place.channel, place.ana, "now", mentions=[place.fake.bot])
        await gate.reached()
        assert place.fake.messages(place.channel) == [asked]
        gate.release()
        assert (await place.fake.next_message(place.channel)).content == "echo: now"


async def test_set_limits_are_kept_by_the_client(place: Place) -> None:
    client = Echo()
    place.fake.limits.set("POST", MESSAGES, calls=2, seconds=0.1)
    async with connected(place.fake, client):
        channel = client.get_partial_messageable(place.channel.id)
        await asyncio.gather(*(channel.send(str(number)) for number in range(6)))
    times = [request.at for request in place.fake.requests if request.route == MESSAGES]
    assert len(place.fake.messages(place.channel)) == 6
    assert times[-1] - times[0] >= 0.15


# The fake itself


async def test_unknown_route_is_reported_at_the_end() -> None:
    fake, client = FakeDiscord(), Echo()
    await fake.__aenter__()
    async with connected(fake, client):
        with pytest.raises(discord.NotFound):
            await client.fetch_invite("x")
    with pytest.raises(FakeDiscordError, match="no such route in the fake: GET /api/v10/invites/x"):
        await fake.__aexit__(None, None, None)


async def test_fake_stops_itself() -> None:
    client = Echo()
    with pytest.raises(FakeDiscordError, match="stopped itself"):
        async with FakeDiscord(lifetime=0.2) as fake, connected(fake, client):
            await asyncio.wait_for(client.wait_for("disconnect"), WAIT_SECONDS)


async def test_saying_before_anybody_listens_is_refused(place: Place) -> None:
    with pytest.raises(FakeDiscordError, match="no session"):
        await place.fake.say(place.channel, place.ana, "hello")


async def test_global_limit_is_for_all_routes_but_those_of_interactions(place: Place) -> None:
    fake, client = place.fake, Commanding()
    async with connected(fake, client), aiohttp.ClientSession(headers={"Authorization": f"Bot {fake.token}"}) as session:
        fake.limits.set_global(calls=2, seconds=60.0)
        await session.get(f"{fake.api_url}/users/@me")
        await session.get(f"{fake.api_url}/channels/{place.channel.id}")
        refused = await session.get(f"{fake.api_url}/gateway/bot")
        body, told = await refused.json(), refused.headers
        assert (refused.status, body["global"]) == (429, True)
        assert 59 < body["retry_after"] <= 60
        assert (told["X-RateLimit-Global"], told["X-RateLimit-Scope"], told["Retry-After"]) == ("true", "global", "60")
        assert "X-RateLimit-Bucket" not in told
        asking = await fake.interact_command("book ask", place.ana, place.channel, {"topic": "tea"})
        assert (await fake.next_answer(asking)).content == "tea for all"
        assert (await fake.next_answer(asking)).content == "and more"
    assert fake.limits.refused == {"global": 1}


async def test_global_limit_is_lived_through(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        place.fake.limits.set_global(calls=2, seconds=0.1)
        channels = [client.get_partial_messageable(place.fake.channel(place.guild, name).id) for name in ("one", "two", "three")]
        await asyncio.gather(*(channel.send("hello") for channel in channels))
    assert place.fake.limits.refused["global"] == 1
