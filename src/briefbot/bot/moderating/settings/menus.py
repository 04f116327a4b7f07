"""The menus that change a server's settings, and what is picked in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import discord
from discord import ui

from briefbot.bot.access import refuse_unfit
from briefbot.bot.client import Interaction
from briefbot.bot.moderating.custom_ids import ChangeSetting, SettingName, outdated
from briefbot.bot.transport.components import CHOICES, parts_of
from briefbot.domain.records import GuildSettings
from briefbot.i18n import say, say_many

_CHANNELS = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
]
_LONGEST_ID = 20
"""Digits of an id of Discord's at most."""
_AUDIT = [discord.ChannelType.text, discord.ChannelType.news]
_WAITS = {"member_cooldown": (0, 5, 15, 30, 60, 300), "channel_cooldown": (0, 2, 5, 15, 30, 60)}
"""Seconds of a cooldown that the menu offers; /settings cooldowns takes any other number."""


class _Menus(ui.View):
    """Menus that discord.py does not keep: the router needs nothing but their ids."""

    def is_finished(self) -> bool:
        """Keep discord.py from remembering the menus for ever."""
        return True


def menus(settings: GuildSettings, server: discord.Guild | None) -> ui.View:
    """Make the menus that change settings; a role or channel that is gone cannot stand in them."""
    view = _Menus(timeout=None)
    role = server.get_role(settings.moderators) if server is not None and settings.moderators else None
    view.add_item(_role_menu("moderators", say("Who else is a moderator"), [role] if role else []))
    audit = _there(server, [settings.audit_channel] if settings.audit_channel else [])
    view.add_item(_channel_menu("audit_channel", say("Where changes are posted"), audit, 1, _AUDIT))
    opened, quiet = _there(server, settings.open_channels), _there(server, settings.quiet_channels)
    view.add_item(_channel_menu("open_channels", say("Where I answer without a mention"), opened, CHOICES, _CHANNELS))
    view.add_item(_channel_menu("quiet_channels", say("Where I say nothing"), quiet, CHOICES, _CHANNELS))
    view.add_item(
        ui.Select(
            custom_id=ChangeSetting("cooldowns").pack(), placeholder=say("How long one waits between two questions"), options=_waits()
        )
    )
    return view


def _waits() -> list[discord.SelectOption]:
    """List what a member, and what all in a channel, may have to wait; each option sets one of the two."""
    return [
        discord.SelectOption(label=_wait_label(name, seconds), value=f"{name}={seconds}")
        for name, offered in _WAITS.items()
        for seconds in offered
    ]


def _wait_label(name: str, seconds: int) -> str:
    if name == "member_cooldown":
        return (
            say_many("A member waits {count} second", "A member waits {count} seconds", seconds)
            if seconds
            else say("A member does not wait")
        )
    return (
        say_many("A channel waits {count} second", "A channel waits {count} seconds", seconds)
        if seconds
        else say("A channel does not wait")
    )


def _there(server: discord.Guild | None, channels: Iterable[int]) -> list[int]:
    """List the channels that there still are."""
    return [channel for channel in sorted(channels) if server is not None and server.get_channel(channel) is not None]


def _role_menu(name: SettingName, placeholder: str, chosen: Sequence[Any]) -> ui.RoleSelect[Any]:
    return ui.RoleSelect(
        custom_id=ChangeSetting(name).pack(), placeholder=placeholder, min_values=0, max_values=1, default_values=list(chosen)
    )


def _channel_menu(
    name: SettingName, placeholder: str, chosen: Iterable[int], most: int, kinds: list[discord.ChannelType]
) -> ui.ChannelSelect[Any]:
    defaults = [discord.SelectDefaultValue(id=each, type=discord.SelectDefaultValueType.channel) for each in sorted(chosen)[:most]]
    return ui.ChannelSelect(
        custom_id=ChangeSetting(name).pack(),
        placeholder=placeholder,
        min_values=0,
        max_values=most,
        channel_types=kinds,
        default_values=defaults,
    )


def picked(interaction: Interaction, name: SettingName, values: Sequence[str]) -> dict[str, Any]:
    """Return the settings that change by what was picked; raise RefusedError for roles and channels of other servers."""
    server = interaction.guild
    if server is None:
        raise outdated()
    if name == "cooldowns":
        return _wait(values)
    ids = _ids(values, server.get_role if name == "moderators" else server.get_channel)
    first = next(iter(ids), None)
    if name == "moderators":
        refuse_unfit(server, first)
    if name in ("moderators", "audit_channel"):
        return {name: first}
    return _channels(interaction, server, name, set(ids))


def _ids(values: Iterable[str], find: Callable[[int], object | None]) -> list[int]:
    """Read the ids of what was picked, which must be known."""
    ids = [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) <= _LONGEST_ID]
    if any(find(each) is None for each in ids):
        raise outdated()
    return ids


def _wait(values: Sequence[str]) -> dict[str, int]:
    name, _, seconds = next(iter(values), "").partition("=")
    if not any(seconds == str(offered) for offered in _WAITS.get(name, ())):
        raise outdated()
    return {name: int(seconds)}


def _channels(interaction: Interaction, server: discord.Guild, name: str, ids: set[int]) -> dict[str, frozenset[int]]:
    """Put what was picked to what is set; a channel that was just picked leaves the other menu, as it cannot be open and silent."""
    # What another moderator picked since this menu was shown stays: only what was picked or dropped in it counts.
    settings, shown = interaction.client.service.settings(server.id), _shown_in(interaction)
    other = "quiet_channels" if name == "open_channels" else "open_channels"
    now, others = getattr(settings, name), getattr(settings, other)
    changes = {name: frozenset(_there(server, (now - shown) | ids)[:CHOICES])}
    return changes | ({other: others - ids} if others & ids else {})


def _shown_in(interaction: Interaction) -> set[int]:
    """List what stood in the menu in which something was picked."""
    custom_id = interaction.data.get("custom_id") if interaction.data else None
    parts = parts_of(interaction.message) if interaction.message else ()
    return {
        each.id for part in parts if isinstance(part, discord.SelectMenu) and part.custom_id == custom_id for each in part.default_values
    }
