"""A small Discord for states of the bot, with the same people, places and ids each time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import discord
from simcord import ChannelHandle, Env, GuildHandle, MemberActor, RoleHandle

from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.service import Service
from quick_env import QuickEnv

HERE, THERE, PAUSED, LEFT = 101, 102, 103, 104
"""The guilds of a state; the messages are from the first one."""
MIA, MAX, ANA, BEN, EVE = 201, 202, 203, 204, 205
"""Mia may manage the server, Max has the role of the moderators, Eve is blocked."""
GENERAL, AUDIT, QUIET = 301, 302, 303
MODERATORS = 401


@dataclass
class World:
    """The first guild of a state, with everybody in it and the bot."""

    env: Env
    bot: BriefBot
    guild: GuildHandle
    channel: ChannelHandle
    role: RoleHandle
    people: dict[str, MemberActor]


@contextmanager
def numbered(env: Env, number: int) -> Iterator[None]:
    """Set the next id that Discord assigns."""
    with mock.patch.object(env.backend, "snowflake", return_value=env.backend.reserve_id(number)):
        yield


@asynccontextmanager
async def opened(service: Service, data: Path, *, later: timedelta = timedelta()) -> AsyncIterator[World]:
    """Connect the bot to the guild HERE, some time after the first Discord id."""
    bot = make_bot(service, data, message_content=True, shard_count=1)
    env = QuickEnv(bot)
    env.backend.advance_clock(later.total_seconds())
    await env.start()
    try:
        yield _peopled(env, bot)
        await bot.writes.finish()
    finally:
        await env.shutdown()
    env.raise_errors()


def _peopled(env: Env, bot: BriefBot) -> World:
    guild = env.create_guild("here", id=HERE)
    with numbered(env, GENERAL):
        channel = guild.create_text_channel("general")
    with numbered(env, AUDIT):
        guild.create_text_channel("audit")
    with numbered(env, MODERATORS):
        role = guild.create_role("moderators")
    managers = guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    roles: dict[str, list[RoleHandle]] = {"mia": [managers], "max": [role]}
    people: dict[str, Any] = {}
    for name, number in {"mia": MIA, "max": MAX, "ana": ANA, "ben": BEN}.items():
        with numbered(env, number):
            user = env.create_user(name)
        people[name] = guild.add_member(user, roles=roles.get(name, []))
    return World(env, bot, guild, channel, role, people)
