"""A fake Discord over real sockets, for clients that do not know the difference."""

from .clients import connected, pointed_at
from .errors import ApiError, FakeDiscordError
from .fake import FakeDiscord
from .faults import Cut, Gate
from .interaction import Interaction, InteractionType, Kind, Response
from .message import Message
from .model import ADMINISTRATOR, Channel, Guild, Member, Role, Upload, User
from .request import Request

__all__ = [
    "ADMINISTRATOR",
    "ApiError",
    "Channel",
    "Cut",
    "FakeDiscord",
    "FakeDiscordError",
    "Gate",
    "Guild",
    "Interaction",
    "InteractionType",
    "Kind",
    "Member",
    "Message",
    "Request",
    "Response",
    "Role",
    "Upload",
    "User",
    "connected",
    "pointed_at",
]
