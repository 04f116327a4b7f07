"""Who is a moderator: checked at every command, button, menu and form, by the guild's own settings."""

from __future__ import annotations

import discord

from briefbot.bot.client import Interaction
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.requests import request_of
from briefbot.domain.records import GuildSettings
from briefbot.editing.editor import Editor
from briefbot.i18n import Message, mark

_EDITING = discord.Permissions(manage_guild=True, administrator=True)
_REMOVING = _EDITING | discord.Permissions(manage_messages=True)


def may_edit(interaction: Interaction) -> bool:
    """Return whether a person may change the knowledge of their server."""
    return request_of(interaction).place.guild is not None and _is_moderator(interaction, _EDITING)


def may_manage(interaction: Interaction) -> bool:
    """Return whether a person may change how the bot behaves in their server.

    People who can manage the server may; members with the role may not.
    """
    return request_of(interaction).place.guild is not None and bool(interaction.permissions.value & _EDITING.value)


def needs_approval(interaction: Interaction) -> bool:
    """Return whether a person's changes wait until somebody who may manage the server accepts them."""
    settings = interaction.client.service.settings(request_of(interaction).place.guild)
    return settings.needs_approval and not may_manage(interaction)


def may_remove(interaction: Interaction) -> bool:
    """Return whether a person may remove the bot's replies to others."""
    return _is_moderator(interaction, _REMOVING)


def _is_moderator(interaction: Interaction, permissions: discord.Permissions) -> bool:
    """Return whether a person has one of some permissions, or the role in the settings."""
    if interaction.permissions.value & permissions.value:
        return True
    return _has_role(interaction.user, interaction.client.service.settings(request_of(interaction).place.guild))


def is_moderator(person: discord.abc.User, settings: GuildSettings) -> bool:
    """Return whether a member of a server may change its knowledge, from any channel."""
    is_manager = isinstance(person, discord.Member) and bool(person.guild_permissions.value & _EDITING.value)
    return is_manager or _has_role(person, settings)


def _has_role(person: discord.abc.User, settings: GuildSettings) -> bool:
    role = settings.moderators
    return isinstance(person, discord.Member) and role is not None and person.get_role(role) is not None


def why_unfit(server: discord.Guild, role: discord.Role) -> Message | None:
    """Return why a role cannot be the moderators': everybody has it, or nobody can."""
    if role.id == server.id:
        return Message(mark("@everyone includes all members. Choose another role for the moderators."))
    if role.is_bot_managed():
        why = mark("<@&{role}> is a bot's own role, which nobody else can have. Choose another role for the moderators.")
        return Message(why, {"role": role.id})
    return None


def refuse_unfit(server: discord.Guild, role_id: int | None) -> None:
    """Raise RefusedError if a role cannot be the moderators'."""
    role = server.get_role(role_id) if role_id is not None else None
    why = why_unfit(server, role) if role is not None else None
    if why is not None:
        raise RefusedError(why)


def guild_of(interaction: Interaction) -> int:
    """Return a person's guild; raise RefusedError if they are in none, or may not change its knowledge."""
    guild = request_of(interaction).place.guild
    if guild is None:
        raise RefusedError(mark("This only works in a server that I'm in."))
    if not may_edit(interaction):
        raise RefusedError(mark("Only moderators of this server may do this."))
    return guild


def managed_guild_of(interaction: Interaction) -> int:
    """Return a person's guild; raise RefusedError if they may not change how the bot behaves there."""
    guild = guild_of(interaction)
    if not may_manage(interaction):
        raise RefusedError(mark("Only people who can manage this server can change its settings. You can edit what I know: `/knowledge`."))
    return guild


def editor_of(interaction: Interaction) -> Editor:
    """Return the part of the service that changes knowledge."""
    return interaction.client.service.editor
