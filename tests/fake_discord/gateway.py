"""The gateway: greets, identifies, dispatches, resumes, and misbehaves when a test says so."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from typing import Any

from aiohttp import WSMsgType, web

from . import intents
from .compression import encoder
from .connection import Connection, Op
from .errors import FakeDiscordError, Payload
from .mail import Mail
from .model import Guild
from .session import Session
from .world import World

CLOSING_SECONDS = 1.0
_LEFT_FOR_GOOD = (1000, 1001)


class Gateway:
    """Hold the sessions of the bot and the sockets that they speak through."""

    def __init__(self, world: World, failures: list[str], *, token: str, flags: int, heartbeat_interval: float) -> None:
        self._world = world
        self._failures = failures
        self._token = token
        self._flags = flags
        self._interval = heartbeat_interval
        self._sessions: dict[str, Session] = {}
        self._connections: dict[Connection, Session | None] = {}
        self._held: dict[int, Session | None] = {}
        self.url = ""
        self.is_acking = True
        self.heartbeats = 0
        self.log_ins: list[tuple[float, int]] = []
        """When which shard identified, in seconds."""
        self.compressions: list[str | None] = []
        """What each socket that was opened asked for."""
        self.received: Mail[str, Any] = Mail()
        self.changes: Mail[None, Session] = Mail()

    @property
    def live(self) -> list[Session]:
        """List the sessions that a client is connected to."""
        return [session for session in self._sessions.values() if session.is_live]

    def announce(self, event: str, data: Any, guild_id: int | None = None) -> int:
        """Return an event to the sessions that it concerns, connected or waiting to resume; say how many."""
        told = [session for session in self._sessions.values() if session.covers(guild_id)]
        for session in told:
            session.dispatch(event, data, guild_id)
        return len(told)

    def require_listener(self, guild_id: int | None) -> None:
        """Refuse to act where no session would hear of it."""
        if not any(session.covers(guild_id) for session in self._sessions.values()):
            raise FakeDiscordError("no session of the bot hears this: await discord.ready() first")

    # What a test does to the connections; without a shard, to all.

    def drop(self, shard: int | None = None, *, resumable: bool = True) -> None:
        """Cut the sockets without a word, where it is not resumable for so long that their sessions are gone."""
        for connection in self._of(shard):
            if not resumable:
                self._forget(connection)
            connection.cut()

    def close(self, code: int, shard: int | None = None) -> None:
        """Close the sockets with a code."""
        for connection in self._of(shard):
            connection.close(code)

    def reconnect(self, shard: int | None = None) -> None:
        """Ask the clients to reconnect and resume (op 7)."""
        for connection in self._of(shard):
            connection.send(Op.RECONNECT)

    def invalidate(self, *, resumable: bool, shard: int | None = None) -> None:
        """Tell the clients that their session is invalid (op 9)."""
        for connection in self._of(shard):
            if not resumable:
                self._forget(connection)
            connection.send(Op.INVALID_SESSION, resumable)

    def hold(self, shard: int) -> None:
        """Let a shard wait for READY after it has identified."""
        self._held[shard] = None

    def release(self, shard: int) -> None:
        """Send a shard that waits its READY."""
        session = self._held.pop(shard)
        if session is not None:
            self._greet(session)

    def repeat(self, event: str, data_id: int) -> None:
        """Send an event again that was sent before, as happens after a broken line."""
        for session in self.live:
            session.repeat(event, str(data_id))

    def _forget(self, connection: Connection) -> None:
        session = self._connections[connection]
        if session is not None:
            self._sessions.pop(session.name, None)

    def _of(self, shard: int | None) -> list[Connection]:
        return [
            connection
            for connection, session in self._connections.items()
            if session is not None and connection.is_open and shard in (None, session.shard[0])
        ]

    # What a client does.

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one socket from HELLO to its end."""
        socket = web.WebSocketResponse(timeout=CLOSING_SECONDS)
        await socket.prepare(request)
        self.compressions.append(request.query.get("compress"))
        connection = Connection(socket, request.transport, encoder(self.compressions[-1]))
        self._connections[connection] = None
        writer = asyncio.create_task(connection.write())
        connection.send(Op.HELLO, {"heartbeat_interval": int(self._interval * 1000), "_trace": []})
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._receive(connection, message.data)
        finally:
            self._detach(connection, socket.close_code)
            if connection.is_closing:
                # Our own close is not done before the client's closing frame is in.
                await asyncio.wait([writer], timeout=CLOSING_SECONDS)
            writer.cancel()
        return socket

    def _detach(self, connection: Connection, code: int | None) -> None:
        session = self._connections.pop(connection)
        was_open, connection.is_open = connection.is_open, False
        if session is None:
            return
        if session.connection is connection:
            session.connection = None
        if was_open and code in _LEFT_FOR_GOOD:
            self._sessions.pop(session.name, None)

    def _receive(self, connection: Connection, text: str) -> None:
        if not connection.is_open:
            return
        try:
            message = json.loads(text)
        except ValueError:
            connection.close(4002)
            return
        if message.get("op") not in list(Op):
            connection.close(4001)
            return
        op, data = Op(message["op"]), message.get("d")
        try:
            self._act(connection, op, data)
        except Exception as error:  # Whatever it is, the test shall hear of it when the fake closes.
            self._failures.append(f"{op.name} {data}: {error!r}")
            connection.close(4000)
        self.received.put(op.name, data)

    def _act(self, connection: Connection, op: Op, data: Any) -> None:
        session = self._connections[connection]
        match op:
            case Op.HEARTBEAT:
                self.heartbeats += 1
                if self.is_acking:
                    connection.send(Op.HEARTBEAT_ACK)
            case Op.IDENTIFY if session is None:
                self._identify(connection, data)
            case Op.RESUME if session is None:
                self._resume(connection, data)
            case Op.IDENTIFY | Op.RESUME:
                connection.close(4005)
            case Op.REQUEST_GUILD_MEMBERS if session is not None:
                self._send_members(session, data)
            case _ if session is None:
                connection.close(4003)

    def _identify(self, connection: Connection, data: Payload) -> None:
        code = self._refusal(data)
        if code is not None:
            connection.close(code)
            return
        self.log_ins.append((time.monotonic(), data.get("shard", (0, 1))[0]))
        session = Session(secrets.token_hex(8), data, self._world.bot.id)
        self._sessions[session.name] = session
        session.connection, self._connections[connection] = connection, session
        if session.shard[0] in self._held:
            self._held[session.shard[0]] = session
        else:
            self._greet(session)

    def _greet(self, session: Session) -> None:
        guilds = [g for g in self._world.guilds.values() if g.has_bot and session.covers(g.id)]
        session.dispatch("READY", self._ready(session, guilds))
        for guild in (guild for guild in guilds if not guild.is_unavailable):
            session.dispatch("GUILD_CREATE", self._guild_for(session, guild), guild.id)
        self._report("READY", session)

    def _refusal(self, data: Payload) -> int | None:
        shard, shards = data.get("shard", (0, 1))
        if data.get("token") != self._token:
            return 4004
        if not 0 <= shard < shards:
            return 4010
        return 4014 if intents.has_disallowed(data["intents"], self._flags) else None

    def _ready(self, session: Session, guilds: list[Guild]) -> Payload:
        return {
            "v": 10,
            "user": self._world.bot.payload(),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.name,
            "resume_gateway_url": self.url,
            "shard": list(session.shard),
            "application": {"id": str(self._world.bot.id), "flags": self._flags},
        }

    def _guild_for(self, session: Session, guild: Guild) -> Payload:
        is_full = session.intents & intents.GUILD_MEMBERS
        return guild.payload(None if is_full else [guild.members[self._world.bot.id]])

    def _resume(self, connection: Connection, data: Payload) -> None:
        session = self._sessions.get(data["session_id"])
        if data.get("token") != self._token:
            connection.close(4004)
        elif session is None or not session.can_replay(data["seq"]):
            connection.send(Op.INVALID_SESSION, False)
        elif not session.has_reached(data["seq"]):
            connection.close(4007)
        else:
            self._connections[connection] = session
            session.resume(connection, data["seq"])
            self._report("RESUMED", session)

    def _report(self, name: str, session: Session) -> None:
        self.received.put(name, session)
        self.changes.put(None, session)

    def _send_members(self, session: Session, data: Payload) -> None:
        guild = self._world.guilds[int(data["guild_id"])]
        wanted = {int(one) for one in data.get("user_ids", ())}
        members = [m for m in guild.members.values() if not wanted or m.user.id in wanted]
        found = [m.payload() for m in members if m.user.name.startswith(data.get("query") or "")]
        chunk = {"guild_id": str(guild.id), "members": found, "chunk_index": 0, "chunk_count": 1}
        nonce = {"nonce": data["nonce"]} if data.get("nonce") else {}
        session.dispatch("GUILD_MEMBERS_CHUNK", chunk | nonce, guild.id)
