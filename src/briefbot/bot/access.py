"""Who is a moderator: checked at every command, button, menu and form, by the guild's own settings."""

from __future__ import annotations

import discord

from briefbot.bot.client import Interaction
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.requests import request_of
from briefbot.editing.editor import Editor
from briefbot.i18n import Message, mark

_EDITING = discord.Permissions(manage_guild=True, administrator=True)
_REMOVING = _EDITING | discord.Permissions(manage_messages=True)


def may_edit(interaction: Interaction) -> bool:
    """Return whether somebody may change the knowledge of the server that they are in."""
    return request_of(interaction).place.guild is not None and _is_moderator(interaction, _EDITING)


def may_remove(interaction: Interaction) -> bool:
    """Return whether somebody may remove the bot's replies to other people."""
    return _is_moderator(interaction, _REMOVING)


def _is_moderator(interaction: Interaction, permissions: discord.Permissions) -> bool:
    """Return whether somebody has one of some permissions, or the role that the settings name."""
    if interaction.permissions.value & permissions.value:
        return True
    user, role = interaction.user, interaction.client.service.settings(request_of(interaction).place.guild).moderators
    return isinstance(user, discord.Member) and role is not None and user.get_role(role) is not None


def why_unfit(server: discord.Guild, role: discord.Role) -> Message | None:
    """Return why a role cannot be the moderators': everybody has it, or nobody can."""
    if role.id == server.id:
        return Message(mark("Everybody has the role @everyone: choose another one for the moderators."))
    if role.is_bot_managed():
        why = mark("<@&{role}> is the role of a bot, which nobody else can have: choose another one for the moderators.")
        return Message(why, {"role": role.id})
    return None


def refuse_unfit(server: discord.Guild, role_id: int | None) -> None:
    """Raise RefusedError if a role cannot be the moderators'."""
    role = server.get_role(role_id) if role_id is not None else None
    why = why_unfit(server, role) if role is not None else None
    if why is not None:
        raise RefusedError(why)


def guild_of(interaction: Interaction) -> int:
    """Return the guild that somebody is in; raise RefusedError if they are in none, or may not change its knowledge."""
    guild = request_of(interaction).place.guild
    if guild is None:
        raise RefusedError(mark("This works in a server that I am a member of."))
    if not may_edit(interaction):
        raise RefusedError(mark("Only moderators of this server may do this."))
    return guild


def editor_of(interaction: Interaction) -> Editor:
    """Return the part of the service that changes knowledge."""
    return interaction.client.service.editor
