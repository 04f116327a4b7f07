"""What a session may hear: intents, the application flags behind the privileged ones, redaction."""

from __future__ import annotations

from .errors import Payload

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
GUILD_PRESENCES = 1 << 8
GUILD_MESSAGES = 1 << 9
DIRECT_MESSAGES = 1 << 12
MESSAGE_CONTENT = 1 << 15

# The "limited" flags are those of applications in fewer than a hundred guilds.
FLAG_PRESENCES = 1 << 13
FLAG_MEMBERS = 1 << 15
FLAG_MESSAGE_CONTENT = 1 << 19
ALL_GRANTED = FLAG_PRESENCES | FLAG_MEMBERS | FLAG_MESSAGE_CONTENT

_GRANTED_BY = {
    GUILD_PRESENCES: 1 << 12 | FLAG_PRESENCES,
    GUILD_MEMBERS: 1 << 14 | FLAG_MEMBERS,
    MESSAGE_CONTENT: 1 << 18 | FLAG_MESSAGE_CONTENT,
}
_USER_WRITTEN: Payload = {"content": "", "embeds": [], "attachments": [], "components": []}


def has_disallowed(intents: int, flags: int) -> bool:
    """Return whether a privileged intent is asked for that the application's flags do not grant."""
    return any(intents & intent and not flags & granting for intent, granting in _GRANTED_BY.items())


def is_heard(event: str, guild_id: int | None, intents: int) -> bool:
    """Return whether a session with these intents is sent the event."""
    if event.startswith("MESSAGE_"):
        return bool(intents & (DIRECT_MESSAGES if guild_id is None else GUILD_MESSAGES))
    if event.startswith("GUILD_MEMBER_"):
        return bool(intents & GUILD_MEMBERS)
    if event.startswith(("GUILD_", "CHANNEL_", "THREAD_")):
        return bool(intents & GUILDS)
    return True


def redact(message: Payload, bot_id: int) -> Payload:
    """Empty what a person wrote, unless to the bot: by mention, in a direct message, or as the bot itself."""
    shown = dict(message)
    if shown.get("referenced_message"):
        shown["referenced_message"] = redact(shown["referenced_message"] | {"guild_id": message.get("guild_id")}, bot_id)
    bot = str(bot_id)
    is_addressed = any(user["id"] == bot for user in message["mentions"])
    if is_addressed or message["author"]["id"] == bot or message.get("guild_id") is None:
        return shown
    return shown | _USER_WRITTEN
