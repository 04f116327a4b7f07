"""The owner of a token, and what Discord says about the bot before it connects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import discord

from briefbot.bot.connection.invite import PERMISSIONS
from briefbot.domain.clocks import wall_clock

SERVERS = 200
"""The number of servers whose permissions are checked: as many as Discord lists at once."""


@dataclass(frozen=True, slots=True)
class Account:
    """The bot of a token."""

    name: str
    application: int
    reads_messages: bool
    """Whether Discord grants the bot the contents of all messages, which it must know before it identifies."""
    ahead: timedelta | None = None
    """How far this machine's clock is ahead of Discord's."""
    servers: int = 0
    """The number of servers whose permissions were checked."""
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The missing permissions, by the name and id of the server."""


class _Clock:
    """Compares this machine's clock with that of the server which answers calls."""

    def __init__(self) -> None:
        self.ahead: timedelta | None = None

    def trace(self) -> aiohttp.TraceConfig:
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._note)
        return trace

    async def _note(self, _session: aiohttp.ClientSession, _context: Any, call: aiohttp.TraceRequestEndParams) -> None:
        try:
            self.ahead = wall_clock() - parsedate_to_datetime(call.response.headers["Date"])
        # a proxy may have removed it; a time without a zone cannot be subtracted
        except (KeyError, ValueError, TypeError):
            self.ahead = None


async def account_of(token: str, proxy: str | None = None, *, with_servers: bool = False) -> Account:
    """Ask Discord about the bot of a token and, if wanted, about its permissions in its servers."""
    clock = _Clock()
    intents = discord.Intents(guilds=True)  # discord.py warns without any
    async with discord.Client(intents=intents, proxy=proxy, http_trace=clock.trace()) as probe:
        await probe.login(token)
        servers = await probe.http.get_guilds(SERVERS) if with_servers else []
        flags = probe.application_flags
        reads_messages = flags.gateway_message_content or flags.gateway_message_content_limited
        lacking = {f"{server['name']} ({server['id']})": names for server in servers if (names := _lacking(int(server["permissions"])))}
        return Account(str(probe.user), probe.application_id or 0, reads_messages, clock.ahead, len(servers), lacking)


def _lacking(allowed: int) -> tuple[str, ...]:
    """List the permissions that the bot uses and does not have in a server."""
    given = discord.Permissions(allowed)
    return () if given.administrator else tuple(sorted(name for name, is_used in PERMISSIONS if is_used and not getattr(given, name)))
