"""Who may change a guild's knowledge: asked at every command, button, menu and form, by the guild's own settings."""

from __future__ import annotations

from typing import Any

import discord

from briefbot.bot.client import Interaction
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.places import Place
from briefbot.editing.editor import Editor
from briefbot.i18n import say


def is_editor(interaction: discord.Interaction[Any], role: int | None) -> bool:
    """Return whether somebody may change the knowledge: who may manage the server, and who has the role that the settings name."""
    allowed = interaction.permissions
    if allowed.manage_guild or allowed.administrator:
        return True
    return isinstance(interaction.user, discord.Member) and role is not None and interaction.user.get_role(role) is not None


def why_unfit(server: discord.Guild, role: discord.Role) -> str | None:
    """Say why a role cannot be the moderators', as where nobody or everybody would be one."""
    if role.id == server.id:
        return say("Everybody has the role @everyone: choose another one for the moderators.")
    if role.is_bot_managed():
        return say("<@&{role}> is the role of a bot, which nobody else can have: choose another one for the moderators.", role=role.id)
    return None


def refuse_unfit(server: discord.Guild, role_id: int | None) -> None:
    """Refuse a role that cannot be the moderators'."""
    role = server.get_role(role_id) if role_id is not None else None
    why = why_unfit(server, role) if role is not None else None
    if why is not None:
        raise RefusedError(why)


def may_edit(interaction: Interaction) -> bool:
    """Return whether somebody may change the knowledge of the server that they are in."""
    guild = Place.of(interaction).guild
    return guild is not None and is_editor(interaction, interaction.client.service.settings(guild).moderators)


def guild_of(interaction: Interaction) -> int:
    """Give the guild whose knowledge somebody may change; RefusedError where there is none, or they may not."""
    guild = Place.of(interaction).guild
    if guild is None:
        raise RefusedError(say("This works in a server that I am a member of."))
    if not may_edit(interaction):
        raise RefusedError(say("Only moderators of this server may do this."))
    return guild


def editor_of(interaction: Interaction) -> Editor:
    """Give the part of the service that changes knowledge."""
    return interaction.client.service.editor
