"""One interaction of a person with the bot, and what came back."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import Enum, IntEnum

from .errors import FakeDiscordError, Payload
from .message import Message
from .model import Channel, User


class InteractionType(IntEnum):
    """What a person did, by Discord's numbers."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Kind(Enum):
    """What the bot did about it: the six callbacks, then what may follow."""

    MESSAGE = 4
    DEFER = 5
    DEFER_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9
    FOLLOW_UP = "follow-up"
    EDIT = "edit"
    DELETE = "delete"


@dataclass(slots=True)
class Interaction:
    """An open interaction; tests hold it to ask for responses."""

    id: int
    token: str
    type: InteractionType
    user: User
    channel: Channel
    source: Message | None = None
    opened: float = field(default_factory=time.monotonic)
    is_expired: bool = False
    is_acknowledged: bool = False
    original_id: int | None = None
    message_ids: set[int] = field(default_factory=set)
    modal: Payload | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """One thing that the bot did about an interaction; `body` is the callback's data or the message's body."""

    kind: Kind
    body: Payload
    message: Message | None = None

    @property
    def shown(self) -> Message:
        """Return the message, where this made or changed one."""
        if self.message is None:
            raise FakeDiscordError(f"a response of the kind {self.kind.name} shows no message")
        return self.message

    @property
    def choices(self) -> list[Payload]:
        """Return the choices of an autocomplete."""
        return list(self.body.get("choices", ()))
