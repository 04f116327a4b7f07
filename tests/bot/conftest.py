"""The bot in a Discord of its own: simcord in-process, with every body that goes out checked against Discord's description."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle, Env, GuildHandle, MemberActor

from briefbot.bot.client import BriefBot
from briefbot.bot.running import make_bot
from briefbot.service import Service
from contract import Contract

DESCRIPTION = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"


@pytest.fixture(scope="session")
def contract() -> Contract | None:
    """Give Discord's own description to check bodies against; None where it is absent, then bodies go unchecked."""
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
        """Give the text that mentions the bot."""
        return f"<@{self.bot.me.id}>"

    def last(self) -> discord.Message:
        """Give the last message of the channel."""
        message = self.channel.last_message
        assert message is not None
        return message

    def said(self) -> list[str]:
        """List what the bot has said in the channel."""
        return [message.content for message in self.channel.history() if message.author.id == self.bot.me.id]


@pytest.fixture
def has_content() -> bool:
    """Tell whether the bot may read all messages."""
    return True


@pytest.fixture
def simcord_bot(service: Service, tmp_path: Path, has_content: bool) -> BriefBot:
    """Give the bot, not yet connected."""
    return make_bot(service, tmp_path, message_content=has_content, shard_count=1)


@pytest.fixture
def stage(simcord_env: Env, simcord_bot: BriefBot, contract: Contract | None) -> Iterator[Stage]:
    """Set the stage, and check afterwards all that the bot sent."""
    guild = simcord_env.create_guild()
    ana, ben = (guild.add_member(simcord_env.create_user(name)) for name in ("ana", "ben"))
    yield Stage(simcord_env, simcord_bot, guild, guild.create_text_channel("general"), ana, ben)
    assert contract is None or problems(contract, simcord_env) == []


def problems(contract: Contract, env: Env) -> list[str]:
    """List what Discord would have refused of all that was sent."""
    return [
        f"{entry.method} {entry.path}: {problem}"
        for entry in env.http_requests
        if entry.method in ("POST", "PUT", "PATCH") and entry.json is not None
        for problem in contract.problems(entry.method, entry.path, entry.json)
    ]
