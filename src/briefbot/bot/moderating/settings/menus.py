"""The menus that change a server's settings, and their choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from briefbot.bot.access import refuse_unfit
from briefbot.bot.client import Interaction
from briefbot.bot.moderating.custom_ids import ChangeSetting, SettingName, outdated
from briefbot.bot.transport.components import CHOICE_LIMIT, CHOICES, parts_of
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.domain.records import GuildSettings
from briefbot.i18n import clip, languages, mark, own_name, say, say_many

_CHANNELS = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
]
_LONGEST_ID = 20
"""The most digits of a Discord id."""
_AUDIT = [discord.ChannelType.text, discord.ChannelType.news]
_WAITS = {"member_cooldown": (0, 3, 5, 15, 30, 60, 300), "channel_cooldown": (0, 2, 5, 15, 30, 60)}
"""Seconds of a cooldown in the menu; /settings cooldowns takes any other number."""
_LABELS: dict[SettingName, str] = {
    "moderators": mark("**Who else is a moderator**, besides people who can manage the server"),
    "audit_channel": mark("**Where changes are posted**"),
    "only_channels": mark("**The only channels where I speak**; if none is picked, I speak in all of them"),
    "open_channels": mark("**Where I answer without a mention**"),
    "quiet_channels": mark("**Where I stay silent**; `/ask` is answered privately there"),
    "cooldowns": mark("**How long to wait between two questions**"),
    "inbox_days": mark("**Whether questions without a good answer are kept** for `/knowledge inbox`, as words without a name"),
    "digest_channel": mark("**Where moderators are told what is in the inbox**"),
    "digest": mark("**How often the summary is posted**"),
    "needs_approval": mark("**Whether changes by the moderators' role wait** until somebody who can manage the server accepts them"),
    "ask_channel": mark("**Where members ask the moderators** what I have no answer to; with none picked, they can't"),
    "language": mark("**The language of what everybody reads**; what only one member sees is in theirs"),
}
_DAYS: dict[str, str] = {
    "0": mark("Off: kept questions are deleted"),
    "7": mark("Keep for 7 days"),
    "30": mark("Keep for 30 days"),
    "90": mark("Keep for 90 days"),
}
"""The numbers of days in the menu."""
_DIGESTS: dict[str, str] = {"off": mark("Never"), "daily": mark("Every day"), "weekly": mark("Every week")}
_AUTOMATIC = "automatic"
"""Stands for no language of the server's own: a menu's option needs a value."""
_APPROVAL: dict[str, str] = {"False": mark("They count at once"), "True": mark("They wait for approval")}
_NOTHING = mark("Nothing picked")
_BELOW_LIMIT = 3_000
"""The most characters below the menus: all texts of a message may have 4,000."""


class _Panel(ui.LayoutView):
    """Texts and menus that discord.py does not keep: the router only needs their ids."""

    def is_finished(self) -> bool:
        """Keep discord.py from keeping the menus for ever."""
        return True


def panel(settings: GuildSettings, server: discord.Guild | None, below: Sequence[str]) -> ui.LayoutView:
    """Make the menus that change settings, each below its title.

    A deleted role or channel cannot be in them.
    """
    found = _Panel(timeout=None)
    for name, label in _LABELS.items():
        waits = f": {waiting(settings)}" if name == "cooldowns" else ""
        found.add_item(ui.TextDisplay(f"{say(label)}{waits}"))
        found.add_item(ui.ActionRow(_menu(name, settings, server)))
    if below:
        found.add_item(ui.TextDisplay(clip("\n".join(below), _BELOW_LIMIT)))
    return found


def _menu(name: SettingName, settings: GuildSettings, server: discord.Guild | None) -> ui.Item[Any]:
    if name == "cooldowns":
        return ui.Select(custom_id=ChangeSetting(name).pack(), placeholder=say("Pick a wait"), options=_waits())
    if name in _OFFERED:
        chosen = str(getattr(settings, name)) or _AUTOMATIC
        return ui.Select(custom_id=ChangeSetting(name).pack(), options=_options(_OFFERED[name](), chosen))
    if name == "moderators":
        role = server.get_role(settings.moderators) if server is not None and settings.moderators else None
        return _role_menu(name, [role] if role else [])
    if name in ("audit_channel", "digest_channel", "ask_channel"):
        found = settings.asked_in if name == "ask_channel" else getattr(settings, name)
        return _channel_menu(name, _there(server, [found] if found else []), 1, _AUDIT)
    return _channel_menu(name, _there(server, getattr(settings, name)), CHOICES, _CHANNELS)


def spoken() -> dict[str, str]:
    """Return the languages that a server can be spoken to in, by what stands for them in the settings."""
    return {_AUTOMATIC: say("Automatic: the server's own"), **{language: own_name(language) for language in languages()[: CHOICES - 1]}}


def language_for(value: str) -> str:
    """Return the language that was picked; raise RefusedError for one that is not offered."""
    found = next((each for each, name in spoken().items() if value in (each, name)), None)
    if found is None:
        raise RefusedError(mark("I don't speak that language. Pick one of those that come up while you type."))
    return "" if found == _AUTOMATIC else found


def language_name(settings: GuildSettings) -> str:
    """Return the name of the language that a server is spoken to in."""
    return spoken().get(settings.language or _AUTOMATIC, settings.language)


_OFFERED: dict[str, Callable[[], Mapping[str, str]]] = {
    "inbox_days": lambda: {value: say(label) for value, label in _DAYS.items()},
    "digest": lambda: {value: say(label) for value, label in _DIGESTS.items()},
    "needs_approval": lambda: {value: say(label) for value, label in _APPROVAL.items()},
    "language": spoken,
}
"""Menus in which one option is picked, by setting."""


def _options(offered: Mapping[str, str], chosen: str) -> list[discord.SelectOption]:
    return [discord.SelectOption(label=clip(label, CHOICE_LIMIT), value=value, default=value == chosen) for value, label in offered.items()]


def held_for(settings: GuildSettings) -> str:
    """Say how long questions are kept."""
    return say_many("{count} day", "{count} days", settings.inbox_days) if settings.inbox_days else say("off")


def waiting_for(settings: GuildSettings) -> str:
    """Say whether changes by the moderators' role wait for approval."""
    return say(_APPROVAL[str(settings.needs_approval)])


def told_every(settings: GuildSettings) -> str:
    """Say how often a summary of the inbox is posted."""
    return say(_DIGESTS.get(settings.digest, _DIGESTS["off"]))


def waiting(settings: GuildSettings) -> str:
    """Say how long a member and a channel wait."""
    waits = [
        say_many("{count} second for a member", "{count} seconds for a member", settings.member_cooldown),
        say_many("{count} second for a whole channel", "{count} seconds for a whole channel", settings.channel_cooldown),
    ]
    found = [wait for wait, seconds in zip(waits, (settings.member_cooldown, settings.channel_cooldown), strict=True) if seconds]
    return ", ".join(found) or say("no wait")


def _waits() -> list[discord.SelectOption]:
    """List the waits of a member and of a channel; each option sets one of the two."""
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
    """List the channels that still exist."""
    return [channel for channel in sorted(channels) if server is not None and server.get_channel(channel) is not None]


def _role_menu(name: SettingName, chosen: Sequence[Any]) -> ui.RoleSelect[Any]:
    return ui.RoleSelect(
        custom_id=ChangeSetting(name).pack(), placeholder=say(_NOTHING), min_values=0, max_values=1, default_values=list(chosen)
    )


def _channel_menu(name: SettingName, chosen: Iterable[int], most: int, kinds: list[discord.ChannelType]) -> ui.ChannelSelect[Any]:
    defaults = [discord.SelectDefaultValue(id=each, type=discord.SelectDefaultValueType.channel) for each in sorted(chosen)[:most]]
    return ui.ChannelSelect(
        custom_id=ChangeSetting(name).pack(),
        placeholder=say(_NOTHING),
        min_values=0,
        max_values=most,
        channel_types=kinds,
        default_values=defaults,
    )


def picked(interaction: Interaction, name: SettingName, values: Sequence[str]) -> dict[str, Any]:
    """Return the settings changed by a choice; raise RefusedError for roles and channels of other servers."""
    server = interaction.guild
    if server is None:
        raise outdated()
    if name == "cooldowns":
        return _wait(values)
    if name in _OFFERED:
        return _one(name, values)
    ids = _ids(values, server.get_role if name == "moderators" else server.get_channel)
    first = next(iter(ids), None)
    if name == "moderators":
        refuse_unfit(server, first)
    if name in ("moderators", "audit_channel", "digest_channel"):
        return {name: first}
    if name == "ask_channel":
        return {name: first or 0}
    return _channels(interaction, server, name, set(ids))


def _ids(values: Iterable[str], find: Callable[[int], object | None]) -> list[int]:
    """Read the ids of the choices, which must be known."""
    ids = [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) <= _LONGEST_ID]
    if any(find(each) is None for each in ids):
        raise outdated()
    return ids


def _wait(values: Sequence[str]) -> dict[str, int]:
    name, _, seconds = next(iter(values), "").partition("=")
    if not any(seconds == str(offered) for offered in _WAITS.get(name, ())):
        raise outdated()
    return {name: int(seconds)}


def _one(name: SettingName, values: Sequence[str]) -> dict[str, Any]:
    """Read what was picked of a few options."""
    value = next(iter(values), "")
    if value not in _OFFERED[name]():
        raise outdated()
    if name == "language":
        return {name: language_for(value)}
    if name == "needs_approval":
        return {name: value == "True"}
    return {name: int(value) if name == "inbox_days" else value}


def _channels(interaction: Interaction, server: discord.Guild, name: SettingName, ids: set[int]) -> dict[str, frozenset[int]]:
    """Merge the picked channels into the settings.

    A channel that was just picked is removed from conflicting lists.
    """
    # Another moderator's choices since this menu was shown stay: only what was picked or removed in it counts.
    settings, shown = interaction.client.service.settings(server.id), _shown_in(interaction)
    now = frozenset(_there(server, (getattr(settings, name) - shown) | ids)[:CHOICES])
    return {name: now, **_others(settings, name, ids)}


def _others(settings: GuildSettings, name: SettingName, ids: set[int]) -> dict[str, frozenset[int]]:
    """Return the other changed settings: no channel can be silent and open, or silent and one of the only ones."""
    if name == "quiet_channels":
        wanted = {"open_channels": settings.open_channels - ids, "only_channels": settings.only_channels - ids}
    else:
        wanted = {"quiet_channels": settings.quiet_channels - ids}
    if name == "open_channels" and settings.only_channels:
        wanted["only_channels"] = settings.only_channels | ids
    return {other: found for other, found in wanted.items() if found != getattr(settings, other)}


def _shown_in(interaction: Interaction) -> set[int]:
    """Return the choices that the menu showed when it was used."""
    custom_id = interaction.data.get("custom_id") if interaction.data else None
    parts = parts_of(interaction.message) if interaction.message else ()
    return {
        each.id for part in parts if isinstance(part, discord.SelectMenu) and part.custom_id == custom_id for each in part.default_values
    }
