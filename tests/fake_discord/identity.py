"""Who the bot is: the routes of its user, its application and the way to the gateway."""

from __future__ import annotations

from .errors import ApiError, Payload
from .gateway import Gateway
from .posts import rest_view
from .request import Request, Routes
from .world import World


class Identity:
    """Answer what a client asks before it connects, and about guilds and direct conversations."""

    def __init__(self, world: World, gateway: Gateway, *, flags: int, shards: int, log_ins: int = 1) -> None:
        self._world = world
        self._gateway = gateway
        self._flags = flags
        self._shards = shards
        self._log_ins = log_ins

    def routes(self) -> Routes:
        """Name the routes that this module serves."""
        return {
            ("GET", "/gateway/bot"): self._gateway_bot,
            ("GET", "/users/@me"): lambda _: self._world.bot.payload(),
            ("GET", "/oauth2/applications/@me"): self._application,
            ("GET", "/applications/@me"): self._application,
            ("GET", "/users/@me/guilds"): self._guilds,
            ("GET", "/users/{user_id}"): lambda r: self._world.find_user(r.id("user_id")).payload(),
            ("POST", "/users/@me/channels"): self._open_dm,
            ("GET", "/guilds/{guild_id}"): self._guild,
            ("GET", "/guilds/{guild_id}/channels"): self._channels,
            ("GET", "/guilds/{guild_id}/members/{user_id}"): self._member,
        }

    def _gateway_bot(self, _: Request) -> Payload:
        limit = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": self._log_ins}
        return {"url": self._gateway.url, "shards": self._shards, "session_start_limit": limit}

    def _application(self, _: Request) -> Payload:
        return {
            "id": str(self._world.bot.id),
            "name": self._world.bot.name,
            "description": "",
            "icon": None,
            "bot_public": False,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "owner": self._world.owner.payload(),
            "team": None,
            "flags": self._flags,
        }

    def _open_dm(self, request: Request) -> Payload:
        return self._world.dm(self._world.find_user(int(request.body["recipient_id"]))).payload()

    def _guilds(self, _: Request) -> list[Payload]:
        bot = self._world.bot
        joined = [guild for guild in self._world.guilds.values() if guild.has_bot]
        return [{"id": str(guild.id), "name": guild.name, "permissions": str(guild.permissions_of(bot))} for guild in joined]

    def _guild(self, request: Request) -> Payload:
        wire = rest_view(self._world.find_guild(request.id("guild_id")).payload())
        return {key: value for key, value in wire.items() if key not in ("members", "channels", "threads")}

    def _channels(self, request: Request) -> list[Payload]:
        return [channel.payload() for channel in self._world.find_guild(request.id("guild_id")).channels]

    def _member(self, request: Request) -> Payload:
        member = self._world.find_guild(request.id("guild_id")).members.get(request.id("user_id"))
        if member is None:
            raise ApiError(404, 10007, "Unknown Member")
        return member.payload()
