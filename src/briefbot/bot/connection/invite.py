"""The link that adds the bot to a server, with only the permissions that it uses."""

from __future__ import annotations

import base64

import discord

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,  # for replies to a message
    attach_files=True,  # for moderators' exports, and for returned texts
)


def invite_url(application: int) -> str:
    """Make the link for an application."""
    return discord.utils.oauth_url(application, permissions=PERMISSIONS, scopes=("bot", "applications.commands"))


def application_of(token: str) -> int | None:
    """Read the application's id from a token, whose first part is that id in base 64; None if that fails."""
    first = token.split(".", 1)[0]
    try:
        decoded = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except ValueError:
        return None
    return int(decoded) if decoded.isdecimal() else None
