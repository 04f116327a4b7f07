"""Posting, editing and deleting messages, by people and by the bot alike, with the events that follow."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from . import mentions
from .errors import ApiError, Payload
from .gateway import Gateway
from .message import EPHEMERAL, Message, walk
from .model import Channel, User
from .world import World

DEFAULT_TYPE, REPLY_TYPE, COMMAND_TYPE = 0, 19, 20
MAX_CONTENT, MAX_CONTENT_OF_PEOPLE = 2000, 4000
_COMPONENTS_V2 = 1 << 15


def _limit(*, is_bot: bool) -> int:
    """Return how long a message may be: people with Nitro may write twice as much as a bot."""
    return MAX_CONTENT if is_bot else MAX_CONTENT_OF_PEOPLE


class Posts:
    """Keep the world's messages and tell the sessions of every change."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway

    def post(self, channel: Channel, author: User, body: Payload, *, files: Mapping[str, bytes] | None = None, **extra: Any) -> Message:
        """Add a message built from a request's body; `extra` fields win over the built ones."""
        self._refuse_bad(body, bool(files), extra, _limit(is_bot=author.is_bot))
        referenced = self._referenced(channel, body.get("message_reference"))
        named = mentions.read(
            body.get("content") or "",
            body.get("allowed_mentions"),
            None if referenced is None else int(referenced["author"]["id"]),
        )
        payload = self._blank(channel, author) | self._written(channel, body, files or {}) | self._named(named, channel)
        if referenced is not None:
            payload |= self._reply_part(channel, referenced)
        payload |= extra
        self._world.save_message(payload)
        self._announce("MESSAGE_CREATE", channel, payload)
        return Message(payload)

    def edit(self, message: Message, body: Payload, *, files: Mapping[str, bytes] | None = None, **extra: Any) -> Message:
        """Change what the body names of a message."""
        channel = self._world.find_channel(message.channel_id)
        old = self._world.find_message(channel.id, message.id)
        self._refuse_long(body, _limit(is_bot=old["author"].get("bot", False)))
        written = self._written(channel, body, files or {})
        changed = {key: value for key, value in written.items() if key in body or (files and key == "attachments")}
        payload = old | changed | {"edited_timestamp": _now()} | extra
        self._world.save_message(payload)
        self._announce("MESSAGE_UPDATE", channel, payload)
        return Message(payload)

    def delete(self, message: Message) -> None:
        """Take a message away."""
        channel = self._world.find_channel(message.channel_id)
        payload = self._world.find_message(channel.id, message.id)
        self._world.drop_message(message.id)
        gone = {"id": payload["id"], "channel_id": payload["channel_id"]}
        if channel.guild_id is not None:
            gone["guild_id"] = str(channel.guild_id)
        if self._world.is_seen(channel) and not message.is_ephemeral:
            self._gateway.announce("MESSAGE_DELETE", gone, channel.guild_id)

    def _announce(self, event: str, channel: Channel, payload: Payload) -> None:
        if self._world.is_seen(channel) and not payload["flags"] & EPHEMERAL:
            self._gateway.announce(event, payload, channel.guild_id)

    def _refuse_bad(self, body: Payload, has_files: bool, extra: Payload, limit: int) -> None:
        shown = ("content", "embeds", "components", "sticker_ids", "poll")
        # A deferred response is an empty message until it is edited; only there are flags given by the fake.
        if not has_files and not any(body.get(key) for key in shown) and "flags" not in extra:
            raise ApiError(400, 50006, "Cannot send an empty message")
        self._refuse_long(body, limit)

    def _refuse_long(self, body: Payload, limit: int) -> None:
        if len(body.get("content") or "") > limit:
            raise ApiError(400, 50035, f"Invalid Form Body\nIn content: Must be {limit} or fewer in length.")
        if body.get("flags", 0) & _COMPONENTS_V2 and (body.get("content") or body.get("embeds")):
            raise ApiError(400, 50035, "Invalid Form Body\nIn content: not allowed with components v2")

    def _referenced(self, channel: Channel, reference: Payload | None) -> Payload | None:
        if not reference:
            return None
        try:
            return self._world.find_message(channel.id, int(reference["message_id"]))
        except ApiError:
            if not reference.get("fail_if_not_exists", True):
                return None
            raise ApiError(400, 50035, "Invalid Form Body\nIn message_reference: Unknown message") from None

    def _blank(self, channel: Channel, author: User) -> Payload:
        payload: Payload = {
            "id": str(self._world.ids.next()),
            "channel_id": str(channel.id),
            "type": DEFAULT_TYPE,
            "author": author.payload(),
            "timestamp": _now(),
            "edited_timestamp": None,
            "tts": False,
            "pinned": False,
        }
        guild = self._world.guild_of(channel)
        if guild is None:
            return payload
        payload["guild_id"] = str(guild.id)
        member = guild.members.get(author.id)
        return payload if member is None else payload | {"member": member.partial()}

    def _written(self, channel: Channel, body: Payload, files: Mapping[str, bytes]) -> Payload:
        written: Payload = {
            "content": body.get("content") or "",
            "embeds": [{"type": "rich"} | embed for embed in body.get("embeds") or ()],
            "components": numbered(body.get("components") or []),
            "attachments": self._attachments(channel, body.get("attachments") or (), files),
            "flags": body.get("flags") or 0,
        }
        return written | ({"nonce": body["nonce"]} if "nonce" in body else {})

    def _attachments(self, channel: Channel, named: Any, files: Mapping[str, bytes]) -> list[Payload]:
        described = {one.get("filename"): one.get("description") for one in named}
        made = []
        for name, data in files.items():
            number = self._world.ids.next()
            url = f"https://cdn.discordapp.com/attachments/{channel.id}/{number}/{name}"
            part = {"id": str(number), "filename": name, "size": len(data), "url": url, "proxy_url": url}
            made.append(part | {"description": described.get(name), "content_type": "application/octet-stream"})
        return made

    def _named(self, named: mentions.Mentions, channel: Channel) -> Payload:
        guild = self._world.guild_of(channel)
        users = []
        for user_id in named.users:
            user = self._world.users.get(user_id)
            member = None if guild is None else guild.members.get(user_id)
            if user is not None:
                users.append(user.payload() | ({} if member is None else {"member": member.partial()}))
        roles = [str(role) for role in named.roles]
        return {"mentions": users, "mention_roles": roles, "mention_everyone": named.everyone}

    def _reply_part(self, channel: Channel, referenced: Payload) -> Payload:
        reference = {"type": 0, "message_id": referenced["id"], "channel_id": str(channel.id)}
        if channel.guild_id is not None:
            reference["guild_id"] = str(channel.guild_id)
        shown = {key: value for key, value in referenced.items() if key != "referenced_message"}
        return {"type": REPLY_TYPE, "message_reference": reference, "referenced_message": shown}


def numbered(components: list[Payload]) -> list[Payload]:
    """Return each component the id that Discord gives it where the sender gave none."""
    copied: list[Payload] = json.loads(json.dumps(components))  # quicker than a deep copy
    for number, component in enumerate(walk(copied), start=1):
        component.setdefault("id", number)
    return copied


def rest_view(payload: Payload) -> Payload:
    """Drop what only gateway events carry."""
    return {key: value for key, value in payload.items() if key not in ("guild_id", "member")}


def _now() -> str:
    return datetime.now(UTC).isoformat()
