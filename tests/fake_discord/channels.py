"""Channels and the bot's messages in them."""

from __future__ import annotations

from . import intents
from .errors import ApiError, Payload, unknown
from .mail import Mail
from .message import Message
from .model import Channel
from .posts import Posts, rest_view
from .request import Request, Routes
from .world import World

_MESSAGE = "/channels/{channel_id}/messages/{message_id}"


class Channels:
    """Serve channels and messages; what the bot says goes into the mail of its channel."""

    def __init__(self, world: World, posts: Posts, *, flags: int) -> None:
        self._world = world
        self._posts = posts
        self._flags = flags
        self._by_nonce: dict[tuple[int, str], Message] = {}
        self.said: Mail[int, Message] = Mail()
        self.edited: Mail[int, Message] = Mail()

    def routes(self) -> Routes:
        """Name the routes that this module serves."""
        return {
            ("GET", "/channels/{channel_id}"): lambda r: self._channel(r).payload(),
            ("POST", "/channels/{channel_id}/typing"): self._type,
            ("GET", "/channels/{channel_id}/messages"): self._history,
            ("POST", "/channels/{channel_id}/messages"): self._post,
            ("GET", _MESSAGE): lambda r: self._seen(self._message(r)),
            ("PATCH", _MESSAGE): self._edit,
            ("DELETE", _MESSAGE): self._delete,
        }

    def _channel(self, request: Request) -> Channel:
        channel = self._world.find_channel(request.id("channel_id"))
        if not self._world.is_seen(channel):
            raise ApiError(403, 50001, "Missing Access")
        return channel

    def _message(self, request: Request) -> Message:
        message = Message(self._world.find_message(self._channel(request).id, request.id("message_id")))
        if message.is_ephemeral:
            raise unknown("Message")
        return message

    def _seen(self, message: Message) -> Payload:
        payload = message.payload
        if intents.has_disallowed(intents.MESSAGE_CONTENT, self._flags):
            payload = intents.redact(payload, self._world.bot.id)
        return rest_view(payload)

    def _type(self, request: Request) -> None:
        self._channel(request)

    def _history(self, request: Request) -> list[Payload]:
        found = [Message(one) for one in self._world.messages_in(self._channel(request))]
        after, before = int(request.query.get("after", 0)), int(request.query.get("before", 1 << 63))
        shown = [one for one in found if after < one.id < before and not one.is_ephemeral]
        limit = int(request.query.get("limit", 50))
        # Discord lists messages newest first, even where "after" takes the oldest that match.
        chosen = shown[:limit] if "after" in request.query else shown[-limit:]
        return [self._seen(one) for one in reversed(chosen)]

    def _post(self, request: Request) -> Payload:
        channel = self._channel(request)
        body = request.body or {}
        key = (channel.id, str(body.get("nonce")))
        if body.get("enforce_nonce") and key in self._by_nonce:
            return rest_view(self._by_nonce[key].payload)
        message = self._posts.post(channel, self._world.bot, body, files=request.files)
        if body.get("enforce_nonce"):
            self._by_nonce[key] = message
        self.said.put(channel.id, message)
        return rest_view(message.payload)

    def _edit(self, request: Request) -> Payload:
        message = self._message(request)
        if message.author_id != self._world.bot.id:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        edited = self._posts.edit(message, request.body or {}, files=request.files)
        self.edited.put(edited.channel_id, edited)
        return rest_view(edited.payload)

    def _delete(self, request: Request) -> None:
        self._posts.delete(self._message(request))
