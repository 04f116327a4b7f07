"""The bot in simcord, in this process; every outgoing body is checked against Discord's API description."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, Env, GuildHandle, InteractionResult, MemberActor, ResponseMessage
from simcord.backend.serializers import message_payload
from simcord.http import RequestContext, route

from bot.desks import Desk, make_desk
from bot.scripted import ScriptedService
from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.bot.transport.limits import Limits
from briefbot.rendering.cards import Draw
from briefbot.service import Service
from contract import Contract
from quick_env import QuickEnv

DESCRIPTION = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"
LONG_AGO = "2025-01-01T00:00:00+00:00"


@route("GET", "/applications/{application_id}/guilds/{guild_id}/commands/permissions")
def command_permissions(request: RequestContext) -> list[dict[str, Any]]:
    """List the permissions of all commands in a guild; simcord has only those of one command."""
    guild, application = request.int_arg("guild_id"), request.args["application_id"]
    return [
        {"id": str(command), "application_id": application, "guild_id": str(guild), "permissions": entries}
        for (where, command), entries in request.backend.command_permissions.items()
        if where == guild
    ]


@pytest.fixture(scope="session")
def contract() -> Contract | None:
    """Return Discord's API description, or None if it is absent; then bodies are not checked."""
    return Contract(DESCRIPTION) if DESCRIPTION.is_file() else None


@dataclass
class Stage:
    """A guild with a channel, two members and the bot."""

    env: Env
    bot: BriefBot
    guild: GuildHandle
    channel: ChannelHandle
    ana: MemberActor
    ben: MemberActor

    @property
    def mention(self) -> str:
        """Return the text that mentions the bot."""
        return f"<@{self.bot.me.id}>"

    def set(self, **changes: Any) -> None:
        """Set settings of the guild, as moderators do."""
        self.bot.service.set(self.guild.id, **changes)

    def last(self) -> discord.Message:
        """Return the last public message of the channel."""
        return [message for message in self.channel.history() if not message.flags.ephemeral][-1]

    async def restart(self, limits: Limits | None = None) -> None:
        """Restart the bot with an empty memory."""
        service = self.bot.service
        self.bot = make_bot(service, self.bot.data, message_content=True, limits=limits, draw=self.bot.draw, shard_count=1)
        await self.env.restart_bot(self.bot)

    async def start_thread(self, message: discord.Message, name: str) -> ChannelHandle:
        """Start a thread from a message."""
        thread = self.env.backend.create_thread(message.channel.id, name, owner_id=self.ana.id, message_id=message.id)
        await self.env.settle()
        return ChannelHandle(self.env, self.guild, thread)

    def put_below(self, reply: discord.Message, *custom_ids: str) -> discord.Message:
        """Give a reply the buttons of an earlier version."""
        buttons = [{"type": 2, "style": 2, "label": "old", "custom_id": each} for each in custom_ids]
        self.env.backend.get_message(reply.channel.id, reply.id).components = [{"type": 1, "components": buttons}]
        return self.channel.history()[-1]

    async def tell(self, event: str, message: discord.Message, **changes: Any) -> None:
        """Send message fields that simcord does not support, such as pins and system types."""
        backend = self.env.backend
        now = message_payload(backend, backend.get_message(message.channel.id, message.id))
        backend.emit(event, {**now, "guild_id": str(self.guild.id), **changes})
        await self.env.settle()

    async def post(self, title: str, content: str, *, is_open: bool = False) -> ChannelHandle:
        """Post in a forum as ana."""
        forum = self.guild.create_forum_channel("questions")
        if is_open:
            self.set(open_channels=frozenset({forum.id}))
        backend = self.env.backend
        thread = backend.create_thread(forum.id, title, self.ana.id)
        # Discord gives a post's first message the id of its thread; simcord does so only for the bot's posts.
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(backend, "snowflake", lambda: thread.id)
            backend.create_message(thread.id, self.ana.id, content)
        await self.env.settle()
        return ChannelHandle(self.env, self.guild, thread)

    def said(self) -> list[str]:
        """List the texts of the bot's public messages in the channel."""
        return [message.content for message in self.replies()]

    def replies(self) -> list[discord.Message]:
        """List the bot's public messages in the channel."""
        own = [message for message in self.channel.history() if message.author.id == self.bot.me.id]
        return [message for message in own if not message.flags.ephemeral]


@pytest.fixture
def has_content() -> bool:
    """Return whether the bot may read all messages."""
    return True


@pytest.fixture
def limits() -> Limits:
    """Return the bot's default limits; a test overrides them with a parameter of this name."""
    return Limits()


@pytest.fixture
def draw() -> Draw | None:
    """Return None instead of a function that draws pictures, as without the extra."""
    return None


@pytest.fixture
def simcord_bot(service: Service, tmp_path: Path, has_content: bool, limits: Limits, draw: Draw | None) -> BriefBot:
    """Return the bot, not yet connected."""
    scripted = ScriptedService.forgetful(service)
    return make_bot(scripted, tmp_path, message_content=has_content, limits=limits, draw=draw, shard_count=1)


@pytest.fixture
def ended() -> Iterator[list[Env]]:
    """Raise errors after everything has ended.

    An exception in an async fixture would leave simcord's patches in place.
    """
    ended: list[Env] = []
    yield ended
    for env in ended:
        env._raise_errors_since(env._errors_acknowledged)


@pytest.fixture
async def simcord_env(simcord_bot: BriefBot, request: pytest.FixtureRequest, ended: list[Env]) -> AsyncIterator[Env]:
    """Connect the bot as simcord's fixture does."""
    marker = request.node.get_closest_marker("simcord")
    env = QuickEnv(simcord_bot, **(marker.kwargs if marker else {}))
    await env.start()
    try:
        yield env
    finally:
        await env.shutdown()
        ended.append(env)


@pytest.fixture
def stage(simcord_env: Env, simcord_bot: BriefBot, contract: Contract | None) -> Iterator[Stage]:
    """Provide a stage, and check everything that the bot sent afterwards."""
    guild = simcord_env.create_guild()
    simcord_env.backend.get_guild(guild.id).members[simcord_bot.me.id].joined_at = LONG_AGO  # so that the start does not greet it
    ana, ben = (guild.add_member(simcord_env.create_user(name)) for name in ("ana", "ben"))
    stage = Stage(simcord_env, simcord_bot, guild, guild.create_text_channel("general"), ana, ben)
    yield stage
    assert contract is None or problems(contract, simcord_env) == []


@pytest.fixture
def desk(simcord_env: Env, simcord_bot: BriefBot, service: Service, contract: Contract | None) -> Iterator[Desk]:
    """Provide two servers with moderators, and check everything that the bot sent afterwards."""
    yield make_desk(simcord_env, simcord_bot, service)
    assert contract is None or problems(contract, simcord_env) == []


async def remove(stage: Stage, who: MemberActor, reply: discord.Message | ResponseMessage) -> InteractionResult:
    """Remove a reply with its message's menu."""
    return await who.context_menu(stage.channel, "Remove this answer", reply)


async def pick(who: MemberActor, shown: discord.Message | ResponseMessage, title: str) -> InteractionResult:
    """Pick an option by its title from a menu below a message."""
    menus = [part for row in rows(shown) for part in row["components"] if "options" in part]
    menu, value = next((menu, option["value"]) for menu in menus for option in menu["options"] if option["label"] == title)
    return await who.select(shown, [value], custom_id=menu["custom_id"])


async def ask_more(who: MemberActor, reply: discord.Message | ResponseMessage, title: str) -> InteractionResult:
    """Pick a question from the menu of "Ask more"."""
    return await pick(who, (await who.click(reply, label="Ask more")).response, title)


def labels(message: discord.Message | ResponseMessage) -> list[str | None]:
    """List the labels of a message's buttons."""
    return [part.get("label") for row in rows(message) for part in row["components"]]


def rows(message: discord.Message | ResponseMessage) -> list[dict[str, Any]]:
    """List a message's rows of components in Discord's form."""
    return [row.to_dict() for row in message.components] if isinstance(message, discord.Message) else message.components


def problems(contract: Contract, env: Env) -> list[str]:
    """List everything sent that Discord would have refused."""
    return [
        f"{entry.method} {entry.path}: {problem}"
        for entry in env.http_requests
        if entry.method in ("POST", "PUT", "PATCH") and entry.json is not None
        for problem in contract.problems(entry.method, entry.path, entry.json)
    ]
