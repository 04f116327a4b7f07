"""`/settings check` names every problem in a server: permissions, the intent, hidden commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, MemberActor

from bot.conftest import Stage
from bot.desks import text_of
from bot.scripted import ScriptedService
from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.bot.moderating.settings.health_check import findings
from briefbot.service import Service
from briefbot.store import open_store


@pytest.fixture
def simcord_bot(tiny: Path, tmp_path: Path, has_content: bool) -> BriefBot:
    """Return the bot with a store."""
    return make_bot(ScriptedService(Service(tiny, store=open_store(tmp_path))), tmp_path, message_content=has_content, shard_count=1)


@pytest.fixture
def mia(stage: Stage) -> MemberActor:
    """Return a person who manages the server."""
    role = stage.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    return stage.guild.add_member(stage.env.create_user("mia"), roles=[role])


async def checked(who: MemberActor, where: ChannelHandle) -> tuple[list[str], list[str]]:
    """Return the findings, and the list of checks below them."""
    content = (await who.slash(where, "settings check")).response.content
    found, gap, below = content.rpartition("\n\n")
    return found.splitlines(), (below if gap else content).splitlines()


async def test_where_nothing_is_missing_it_is_said_what_was_looked_at(stage: Stage, mia: MemberActor) -> None:
    stage.guild.create_text_channel("help")
    assert await checked(mia, stage.channel) == (
        [],
        [
            "Everything works: permissions in 2 channels, commands visible, message content on.",
            "Not paused.",
            "Wait between two questions: no wait.",
        ],
    )


async def test_what_moderators_set_that_keeps_the_bot_from_answering_is_told(stage: Stage, mia: MemberActor) -> None:
    other = stage.guild.create_text_channel("help")
    quiet, only = frozenset({other.id}), frozenset({stage.channel.id})
    stage.set(is_paused=True, quiet_channels=quiet, only_channels=only, member_cooldown=30, channel_cooldown=1)
    assert await checked(mia, stage.channel) == (
        [],
        [
            "**Paused:** I don't answer anything in this server. `/knowledge resume` ends the pause.",
            "Everything else works: permissions in 2 channels, commands visible, message content on.",
            f"Set here: I speak only in {stage.channel.mention}.",
            f"Set here: I stay silent in {other.mention}.",
            "Wait between two questions: 30 seconds for a member, 1 second for a whole channel.",
        ],
    )


@pytest.mark.parametrize(
    ("permission", "told"),
    [
        ("view_channel", "View Channel"),
        ("send_messages", "Send Messages"),
        ("send_messages_in_threads", "Send Messages in Threads"),
        ("read_message_history", "Read Message History"),
        ("attach_files", "Attach Files"),
    ],
)
async def test_missing_permission_is_named_with_its_channel(stage: Stage, mia: MemberActor, permission: str, told: str) -> None:
    """Only the permission itself is named, not those that Discord removes with it."""
    assert stage.bot.user is not None
    silent = stage.guild.create_text_channel("silent", overwrites={stage.bot.user: discord.PermissionOverwrite(**{permission: False})})
    (line, help_), (below, *_) = await checked(mia, stage.channel)
    assert below == "I checked: permissions in 2 channels, which commands are visible, message content on."
    assert line == f"- I don't have {told} in {silent.mention}"
    assert help_ == "  To allow this: the channel's settings → Permissions → my role."


async def test_channels_are_listed_by_permission_and_the_many_more_counted(stage: Stage, mia: MemberActor) -> None:
    assert stage.bot.user is not None
    mute, blind = discord.PermissionOverwrite(send_messages=False), discord.PermissionOverwrite(read_message_history=False)
    mutes = [stage.guild.create_text_channel(f"mute-{number}", overwrites={stage.bot.user: mute}) for number in range(53)]
    both = stage.guild.create_text_channel("blind", overwrites={stage.bot.user: blind})
    (first, second, _), _ = await checked(mia, stage.channel)
    assert first == f"- I don't have Send Messages in {', '.join(channel.mention for channel in mutes[:50])}, and 3 more"
    assert second == f"- I don't have Read Message History in {both.mention}"


async def test_a_timeout_is_told_in_the_place_of_what_comes_of_it(stage: Stage, mia: MemberActor) -> None:
    server = stage.bot.get_guild(stage.guild.id)
    assert server is not None
    until = discord.utils.utcnow() + timedelta(days=1)
    server.me.timed_out_until = until
    [line], _ = await checked(mia, stage.channel)
    assert line.startswith(f"- A moderator timed me out: I can't say anything before <t:{int(until.timestamp())}>.")


async def test_a_channel_that_is_open_and_silent_is_told_with_what_wins(stage: Stage, mia: MemberActor) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}), quiet_channels=frozenset({stage.channel.id}))
    [line], _ = await checked(mia, stage.channel)
    assert line.startswith(f"- Both silent and open to questions without a mention: {stage.channel.mention}. Silent wins.")


BARRED = discord.Permissions(send_messages=True, send_messages_in_threads=True)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("text", ["Send Messages", "Send Messages in Threads"]),
        ("news", ["Send Messages", "Send Messages in Threads"]),
        ("forum", ["Send Messages in Threads"]),
        ("voice", ["Send Messages"]),
        ("stage", ["Send Messages"]),
    ],
)
async def test_each_kind_of_channel_that_people_write_in_is_looked_at(stage: Stage, mia: MemberActor, kind: str, told: list[str]) -> None:
    """A forum needs only permissions for threads, which are its posts; a voice channel has none."""
    channel: Any = stage.bot.get_channel(getattr(stage.guild, f"create_{kind}_channel")("silent").id)
    barred = {"id": str(stage.bot.me.id), "type": 1, "allow": "0", "deny": str(BARRED.value)}
    channel._fill_overwrites({"permission_overwrites": [barred]})  # simcord allows everybody in this kind of channel
    [*lines, _], _ = await checked(mia, stage.channel)
    assert lines == [f"- I don't have {name} in {channel.mention}" for name in told]


class TestWhereNobodyWrites:
    """In channels for rules and announcements the bot is not meant to write."""

    @pytest.fixture
    def rules(self, stage: Stage) -> ChannelHandle:
        overwrites = {stage.guild.default_role: discord.PermissionOverwrite(send_messages=False, send_messages_in_threads=False)}
        assert stage.bot.user is not None
        barred = {stage.bot.user: discord.PermissionOverwrite(send_messages=False)}
        return stage.guild.create_text_channel("rules", overwrites={**overwrites, **barred})

    async def test_nothing_is_said(self, stage: Stage, mia: MemberActor, rules: ChannelHandle) -> None:
        assert (await checked(mia, stage.channel))[0] == []

    async def test_it_is_said_of_the_audit_channel(self, stage: Stage, mia: MemberActor, rules: ChannelHandle) -> None:
        stage.set(audit_channel=rules.id)
        assert (await mia.slash(stage.channel, "settings check")).response.content.startswith("- I don't have Send Messages in")


async def test_findings_of_several_pages_are_all_shown(stage: Stage, mia: MemberActor) -> None:
    assert stage.bot.user is not None
    denied = discord.PermissionOverwrite(send_messages_in_threads=False, read_message_history=False, attach_files=False)
    for number in range(55):
        stage.guild.create_text_channel(f"silent-{number}", overwrites={stage.bot.user: denied})
    found = await findings(stage.bot, stage.guild.id, stage.channel.id)
    assert len("\n".join(found)) > 2_000
    result = await mia.slash(stage.channel, "settings check")
    shown = [result.response.content, *(each.content for each in result.followups)]
    assert "\n".join(dict.fromkeys(shown)).splitlines()[: len(found)] == found


class TestWithoutTheIntent:
    """The same without the message-content intent."""

    @pytest.fixture
    def has_content(self) -> bool:
        return False

    async def test_open_channels_are_said_to_need_it_and_how_to_get_it(self, stage: Stage, mia: MemberActor) -> None:
        stage.set(open_channels=frozenset({stage.channel.id}))
        told = (await mia.slash(stage.channel, "settings check")).response.content
        assert told.startswith("- I can't read messages that don't mention me")
        assert "Developer Portal (Bot → Message Content Intent)" in told

    async def test_missing_contents_are_named_where_no_channel_is_open(self, stage: Stage, mia: MemberActor) -> None:
        told = (await mia.slash(stage.channel, "settings check")).response.content
        assert told.startswith("- I can't read messages that don't mention me. That's fine as long as no channel is open")
        assert "Developer Portal (Bot → Message Content Intent)" in told

    async def test_whoever_opens_a_channel_is_told_at_once(self, stage: Stage, mia: MemberActor) -> None:
        assert "I can't read messages" not in text_of((await mia.slash(stage.channel, "settings channels")).response.message)
        stage.set(open_channels=frozenset({stage.channel.id}))
        told = text_of((await mia.slash(stage.channel, "settings channels")).response.message)
        assert "- I can't read messages that don't mention me, so I stay silent in the open channels" in told


async def test_command_that_the_moderators_do_not_see_is_named(stage: Stage) -> None:
    role = stage.guild.create_role("curators")
    stage.set(moderators=role.id)
    [line] = await findings(stage.bot, stage.guild.id, stage.channel.id)
    assert line == (
        f"- Discord hides `/knowledge` from <@&{role.id}>. An administrator can show it: Server Settings → Integrations → this bot →"
        " `/knowledge` → Add Roles or Members."
    )


ANYBODY, NOWHERE, NOT_HERE = "for everybody but administrators", "in all channels", "in this channel"
HELP = "  To switch them on, an administrator opens Server Settings → Integrations → this bot and picks the command."
Set = dict[str, bool]


@dataclass
class Integrations:
    """The page of the server's settings where an administrator says who may use a command, and where."""

    stage: Stage
    known: dict[str, tuple[int, int]]

    async def set(self, name: str | None, changes: Set) -> None:
        """Set a command, or without a name the whole bot."""
        ids = {command.name: command.id for command in await self.stage.bot.tree.fetch_commands()}
        entries = [{"type": self.known[who][0], "id": str(self.known[who][1]), "permission": is_on} for who, is_on in changes.items()]
        backend = self.stage.env.backend
        backend.set_command_permissions(self.stage.guild.id, ids[name] if name else backend.application_id, entries)

    async def check(self) -> list[str]:
        """Return what is found."""
        return await findings(self.stage.bot, self.stage.guild.id, self.stage.channel.id)


@pytest.fixture
def integrations(stage: Stage) -> Integrations:
    """Return the page; a role, a member and a channel that can be set there besides."""
    role, there = stage.guild.create_role("readers"), stage.guild.create_text_channel("there")
    people = {"@everyone": (1, stage.guild.id), "a role": (1, role.id), "a member": (2, stage.ben.id)}
    return Integrations(stage, {**people, "#all": (3, stage.guild.id - 1), "#here": (3, stage.channel.id), "#there": (3, there.id)})


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"@everyone": False}, ANYBODY),
        ({"@everyone": False, "a role": False}, ANYBODY),
        ({"@everyone": False, "#all": False}, ANYBODY),
        ({"#all": False}, NOWHERE),
        ({"#here": False}, NOT_HERE),
        ({"#all": False, "#there": True}, NOT_HERE),
    ],
)
async def test_command_that_is_switched_off_is_named_with_where(integrations: Integrations, changes: Set, where: str) -> None:
    await integrations.set("ask", changes)
    assert await integrations.check() == [f"- Switched off {where}: `/ask`", HELP]


@pytest.mark.parametrize(
    "changes",
    [
        {"@everyone": True},
        {"@everyone": False, "a role": True},
        {"@everyone": False, "a member": True},
        {"a role": False},
        {"#there": False},
        {"#all": False, "#here": True},
    ],
)
async def test_command_that_some_may_use_here_is_well(integrations: Integrations, changes: Set) -> None:
    await integrations.set("ask", changes)
    assert await integrations.check() == []


async def test_the_whole_bot_switched_off_names_all_commands(integrations: Integrations) -> None:
    await integrations.set(None, {"#all": False})
    await integrations.set("settings", {"#here": True})
    off, help_ = await integrations.check()
    assert off.startswith(f"- Switched off {NOWHERE}: ")
    assert set(off.partition(": ")[2].split(", ")) == {
        "`/ask`", "`/quote`", "`/quotes`", "`/who-said`", "`/topics`", "`/source`", "`/help`", "`/privacy`", "`/knowledge`",
        "“Answer from the article”", "“Remove this answer”", "“Edit this answer”", "“Make this an entry”", "“Suggest an answer”",
    }  # fmt: skip
    assert help_ == HELP


@pytest.mark.parametrize(
    ("whole", "own"),
    [({"@everyone": False, "a member": True}, {}), ({"#here": False}, {"#all": True}), ({"#all": False}, {"#there": True, "#here": True})],
)
async def test_what_is_set_for_one_command_counts_before_the_whole_bot(integrations: Integrations, whole: Set, own: Set) -> None:
    await integrations.set(None, whole)
    for command in await integrations.stage.bot.tree.fetch_commands():
        await integrations.set(command.name, own)
    assert await integrations.check() == []


@pytest.mark.parametrize(
    ("changes", "is_hidden"),
    [({"@everyone": True}, False), ({"a role": True}, False), ({"@everyone": True, "a role": False}, True), ({"a member": True}, True)],
)
async def test_command_of_moderators_is_hidden_from_their_role_until_it_is_shown(
    integrations: Integrations, changes: Set, is_hidden: bool
) -> None:
    integrations.stage.set(moderators=integrations.known["a role"][1])
    await integrations.set("knowledge", changes)
    found = await integrations.check()
    assert [line.startswith("- Discord hides `/knowledge` from ") for line in found] == [True] * is_hidden


async def test_thread_counts_as_its_channel(stage: Stage, integrations: Integrations, mia: MemberActor) -> None:
    await integrations.set("ask", {"#here": False})
    thread = await stage.start_thread(await mia.send(stage.channel, "tea"), "tea")
    assert (await checked(mia, thread))[0] == [f"- Switched off {NOT_HERE}: `/ask`", HELP]


async def test_what_discord_does_not_tell_is_said_to_be_unknown(integrations: Integrations) -> None:
    integrations.stage.env.inject_error("GET", "/applications/*/guilds/*/commands/permissions", status=403, code=50001)
    assert await integrations.check() == [
        "- I can't tell which commands are switched off here, as Discord doesn't say. See Server Settings → Integrations → this bot."
    ]


async def test_where_nothing_was_set_one_request_is_enough(integrations: Integrations) -> None:
    await integrations.check()
    asked = [request.path for request in integrations.stage.env.http_requests if request.method == "GET" and "/commands" in request.path]
    assert [path.rpartition("/guilds/")[2] for path in asked] == [f"{integrations.stage.guild.id}/commands/permissions"]
