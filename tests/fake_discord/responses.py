"""The bot's side of interactions: the one callback, then follow-ups and edits through the token."""

from __future__ import annotations

import time

from .errors import ApiError, Payload, unknown
from .interaction import Interaction, InteractionType, Kind, Response
from .mail import Mail
from .message import EPHEMERAL, LOADING, Message
from .model import User
from .posts import COMMAND_TYPE, Posts, numbered, rest_view
from .request import Request, Routes
from .world import World

_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
_CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
ACKNOWLEDGE_SECONDS = 3.0
KEPT_INTERACTIONS = 10_000

_ON_MESSAGE = {Kind.DEFER_UPDATE, Kind.UPDATE}
_ALLOWED = {
    InteractionType.COMMAND: {Kind.MESSAGE, Kind.DEFER, Kind.MODAL},
    InteractionType.COMPONENT: {Kind.MESSAGE, Kind.DEFER, Kind.MODAL} | _ON_MESSAGE,
    InteractionType.MODAL: {Kind.MESSAGE, Kind.DEFER} | _ON_MESSAGE,
    InteractionType.AUTOCOMPLETE: {Kind.CHOICES},
}


class Responses:
    """Take callbacks and what follows, and hand each to the test that waits for it."""

    def __init__(self, world: World, posts: Posts) -> None:
        self._world = world
        self._posts = posts
        self._open: dict[str, Interaction] = {}
        self.given: Mail[int, Response] = Mail()

    def open(self, interaction: Interaction) -> None:
        """Begin to take responses to an interaction."""
        self._open[interaction.token] = interaction
        if len(self._open) > KEPT_INTERACTIONS:
            del self._open[next(iter(self._open))]

    def reader(self, message: Message) -> User | None:
        """Return the only person who sees an ephemeral message."""
        if not message.is_ephemeral:
            return None
        return next((one.user for one in self._open.values() if message.id in one.message_ids), None)

    def routes(self) -> Routes:
        """Name the routes that this module serves."""
        message = _WEBHOOK + "/messages/{message_id}"
        return {
            ("POST", _CALLBACK): self._callback,
            ("POST", _WEBHOOK): self._follow_up,
            ("GET", message): lambda r: rest_view(self._message(self._followed(r), r).payload),
            ("PATCH", message): self._edit,
            ("DELETE", message): self._delete,
        }

    def _callback(self, request: Request) -> Payload | None:
        interaction = self._open.get(request.parameters["interaction_token"])
        if interaction is None or interaction.id != request.id("interaction_id") or _is_late(interaction):
            raise ApiError(404, 10062, "Unknown interaction")
        if interaction.is_acknowledged:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        kind, data = Kind(request.body["type"]), request.body.get("data") or {}
        if kind not in _ALLOWED[interaction.type] or (kind in _ON_MESSAGE and interaction.source is None):
            raise ApiError(400, 50035, f"Invalid Form Body\nIn type: {kind.name} does not answer {interaction.type.name}")
        message = self._perform(interaction, kind, data, request)
        interaction.is_acknowledged = True
        self.given.put(interaction.id, Response(kind, data, message))
        wants_resource = request.query.get("with_response", "").lower() in ("1", "true")
        return _resource(interaction, kind, message) if wants_resource else None

    def _perform(self, interaction: Interaction, kind: Kind, data: Payload, request: Request) -> Message | None:
        match kind:
            case Kind.MESSAGE:
                return self._post_original(interaction, data, request)
            case Kind.DEFER:
                flags = LOADING | (data.get("flags", 0) & EPHEMERAL)
                return self._post_original(interaction, {}, request, flags=flags)
            case Kind.UPDATE if interaction.source is not None:
                interaction.original_id = interaction.source.id
                interaction.message_ids.add(interaction.source.id)
                return self._posts.edit(interaction.source, data, files=request.files)
            case Kind.DEFER_UPDATE if interaction.source is not None:
                interaction.original_id = interaction.source.id
                interaction.message_ids.add(interaction.source.id)
            case Kind.MODAL:
                interaction.modal = data | {"components": numbered(data["components"])}
        return None

    def _post_original(self, interaction: Interaction, body: Payload, request: Request, **extra: int) -> Message:
        message = self._post(interaction, body, request, **extra)
        interaction.original_id = message.id
        return message

    def _post(self, interaction: Interaction, body: Payload, request: Request, **extra: int) -> Message:
        metadata = {"id": str(interaction.id), "type": int(interaction.type), "user": interaction.user.payload()}
        made_by: Payload = {"application_id": str(self._world.bot.id), "webhook_id": str(self._world.bot.id)}
        if interaction.type is InteractionType.COMMAND and interaction.original_id is None:
            made_by["type"] = COMMAND_TYPE
        parts = made_by | {"interaction_metadata": metadata} | extra
        message = self._posts.post(interaction.channel, self._world.bot, body, files=request.files, **parts)
        interaction.message_ids.add(message.id)
        return message

    def _followed(self, request: Request) -> Interaction:
        interaction = self._open.get(request.parameters["webhook_token"])
        if interaction is None or not interaction.is_acknowledged:
            raise unknown("Webhook")
        if interaction.is_expired:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        return interaction

    def _message(self, interaction: Interaction, request: Request) -> Message:
        named = request.parameters["message_id"]
        message_id = interaction.original_id if named == "@original" else request.id("message_id")
        if message_id is None or message_id not in interaction.message_ids:
            raise unknown("Message")
        return Message(self._world.find_message(interaction.channel.id, message_id))

    def _follow_up(self, request: Request) -> Payload:
        interaction, body = self._followed(request), request.body or {}
        original = self._loading(interaction)
        # Discord's old kindness: the first follow-up after a defer fills the loading message,
        # which stays as private or public as the defer made it.
        message = self._post(interaction, body, request) if original is None else self._fill(original, body, request)
        self.given.put(interaction.id, Response(Kind.FOLLOW_UP, body, message))
        return rest_view(message.payload)

    def _edit(self, request: Request) -> Payload:
        interaction, body = self._followed(request), request.body or {}
        message = self._fill(self._message(interaction, request), body, request)
        self.given.put(interaction.id, Response(Kind.EDIT, body, message))
        return rest_view(message.payload)

    def _fill(self, message: Message, body: Payload, request: Request) -> Message:
        settable = body.get("flags", 0) & ~(EPHEMERAL | LOADING)
        flags = (message.flags & ~LOADING) | settable
        return self._posts.edit(message, body, files=request.files, flags=flags)

    def _loading(self, interaction: Interaction) -> Message | None:
        if interaction.original_id is None:
            return None
        try:
            found = Message(self._world.find_message(interaction.channel.id, interaction.original_id))
        except ApiError:
            return None
        return found if found.is_loading else None

    def _delete(self, request: Request) -> None:
        interaction = self._followed(request)
        message = self._message(interaction, request)
        self._posts.delete(message)
        self.given.put(interaction.id, Response(Kind.DELETE, {}, message))


def _is_late(interaction: Interaction) -> bool:
    waited = time.monotonic() - interaction.opened
    return interaction.is_expired or (not interaction.is_acknowledged and waited > ACKNOWLEDGE_SECONDS)


def _resource(interaction: Interaction, kind: Kind, message: Message | None) -> Payload:
    about: Payload = {"id": str(interaction.id), "type": int(interaction.type)}
    resource: Payload = {"type": kind.value}
    if message is not None:
        about |= {
            "response_message_id": str(message.id),
            "response_message_loading": message.is_loading,
            "response_message_ephemeral": message.is_ephemeral,
        }
        resource["message"] = rest_view(message.payload)
    return {"interaction": about, "resource": resource}
