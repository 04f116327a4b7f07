"""Handle `/knowledge inbox`: pages of groups, each with its buttons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from briefbot.bot.access import guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.inbox.group_ids import ActOnGroup, PickForGroup, TurnInbox
from briefbot.bot.moderating.pointing import key_of_item, option
from briefbot.bot.transport.custom_ids import CustomId
from briefbot.bot.transport.interactions import is_answered, put_off_panel, show_panel
from briefbot.domain.inbox import HeldGroup
from briefbot.domain.knowledge import Item
from briefbot.i18n import clip, say
from briefbot.rendering import moderation
from briefbot.rendering.markdown import small
from briefbot.service.inbox import items_near

GROUPS = 3
"""The most groups on a page: Discord allows 40 components in a message."""
_GROUP_LIMIT = 1_000
"""The most characters of a group that are shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A group with the items it may mean."""

    group: HeldGroup
    near: Sequence[Item]


class Panel(ui.LayoutView):
    """Texts and buttons that discord.py does not keep: the router only needs their ids."""

    def is_finished(self) -> bool:
        """Return True, so that discord.py does not keep the buttons for ever."""
        return True


def near_to(client: BriefBot, guild: int, group: HeldGroup) -> list[Item]:
    """List the items that a group may mean."""
    return items_near(group, client.service.knowledge(guild).item)


async def open_inbox(interaction: Interaction) -> None:
    """Show the first page of the inbox."""
    await show_inbox(interaction, TurnInbox(1))


async def show_inbox(interaction: Interaction, pressed: TurnInbox, note: str = "", back: int | None = None) -> None:
    """Show a page of the inbox privately, with the last action above it and a button to undo that."""
    guild, client = guild_of(interaction), interaction.client
    if not is_answered(interaction):
        await put_off_panel(interaction)
    groups = await client.call_apart(client.service.inbox.open_groups, guild)
    pages = max(1, -(-len(groups) // GROUPS))
    page = min(pressed.page, pages)
    panel = Panel(timeout=None)
    for part in _above(interaction, groups, note, back, page):
        panel.add_item(part)
    for group in groups[(page - 1) * GROUPS : page * GROUPS]:
        for part in _parts(interaction, Shown(group, near_to(client, guild, group)), page):
            panel.add_item(part)
    turning = list(_turning(page, pages))
    if turning:
        panel.add_item(ui.ActionRow(*turning))
    await show_panel(interaction, panel)


def _above(interaction: Interaction, groups: Sequence[HeldGroup], note: str, back: int | None, page: int) -> Iterator[ui.Item[Any]]:
    """Yield the components above the groups."""
    lines = [moderation.inbox_headline(groups), *([note] if note else [])]
    if not interaction.client.service.inbox.is_on(guild_of(interaction)):
        lines.append(
            say("The inbox is off, so no questions are kept. Anyone who can manage this server can switch it on in `/settings show`.")
        )
    elif not groups:
        lines.append(small(say("Questions with no answer, or with a wrong one, are collected here without names.")))
    yield ui.TextDisplay("\n".join(lines))
    if back is not None:
        yield ui.ActionRow(_button(say("Move back to the inbox"), ActOnGroup("open", back, page)))


def _parts(interaction: Interaction, shown: Shown, page: int) -> Iterator[ui.Item[Any]]:
    """Yield a group's text, its buttons, and the menu of entries to add it to."""
    group = shown.group
    yield ui.Separator()
    yield ui.TextDisplay(clip("\n".join(moderation.group_lines(group, shown.near)), _GROUP_LIMIT))
    if shown.near:
        options = way_options(interaction.client, guild_of(interaction), shown.near)
        placeholder = say("Add as a way to ask …")
        menu: ui.Select[Any] = ui.Select(custom_id=PickForGroup(group.id).pack(), placeholder=placeholder, options=options)
        yield ui.ActionRow(menu)
    is_mine = group.person == interaction.user.id
    yield ui.ActionRow(
        _button(say("New entry"), ActOnGroup("new", group.id, page)),
        _button(say("Known gap"), ActOnGroup("gap", group.id, page)),
        _button(say("Not for this bot"), ActOnGroup("off", group.id, page)),
        _button(say("Ignore for good"), ActOnGroup("ignored", group.id, page)),
        _button(say("I'm no longer on it") if is_mine else say("I'm on it"), ActOnGroup("mine", group.id, page)),
    )


def way_options(client: BriefBot, guild: int, near: Sequence[Item]) -> list[discord.SelectOption]:
    """List the entries to which a group can be added, each once."""
    found = [option(client.service.editor, guild, key_of_item(item)) for item in near]
    return list({each.value: each for each in found}.values())


def _turning(page: int, pages: int) -> Iterator[ui.Button[Any]]:
    if page > 1:
        yield _button(say("Previous page ({number} of {total})", number=page - 1, total=pages), TurnInbox(page - 1))
    if page < pages:
        yield _button(say("Next page ({number} of {total})", number=page + 1, total=pages), TurnInbox(page + 1))


def _button(label: str, custom_id: CustomId) -> ui.Button[Any]:
    return ui.Button(label=label, custom_id=custom_id.pack(), style=discord.ButtonStyle.secondary)


async def setup(bot: BriefBot) -> None:
    """Register the page buttons."""
    bot.router.button(TurnInbox, show_inbox, check=guild_of)
