"""/settings: how the bot behaves in a server, shown in one view and changed by menus."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice, locale_str
from discord.ext import commands

from briefbot.bot.access import guild_of, managed_guild_of, may_edit, may_manage, refuse_unfit
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.audit import announce_action
from briefbot.bot.moderating.custom_ids import ChangeSetting, SetUp, outdated
from briefbot.bot.moderating.pointing import ways_to
from briefbot.bot.moderating.settings.health_check import findings, looked_at, troubles
from briefbot.bot.moderating.settings.menus import (
    held_for,
    language_for,
    language_name,
    panel,
    picked,
    spoken,
    told_every,
    waiting,
    waiting_for,
)
from briefbot.bot.transport.components import Control, view_of
from briefbot.bot.transport.interactions import fill_in, in_time, put_off, put_off_panel, send_pages, send_reply, show_panel
from briefbot.bot.transport.requests import request_of
from briefbot.domain.records import GuildSettings
from briefbot.editing.editor import Editor
from briefbot.i18n import say
from briefbot.rendering.markdown import pages, small

NAMED = 20
"""The most blocked members that are named, because all settings share one message."""
BELOW = ("is_paused", "blocked")
"""Settings without a menu, which have commands of their own."""
LONGEST_WAIT = 3_600
"""The most seconds of a cooldown."""


def described(settings: GuildSettings, names: Iterable[str] | None = None) -> str:
    """Show all settings of a server, or some by name."""
    managers, nowhere = say("anyone who can manage the server"), say("nowhere")
    role = say("<@&{role}> and anyone who can manage the server", role=settings.moderators) if settings.moderators else managers
    wait = say("**Wait between questions:** {wait}", wait=waiting(settings))
    lines = {
        "moderators": say("**Moderators:** {who}", who=role),
        "audit_channel": say("**Audit channel:** {where}", where=f"<#{settings.audit_channel}>" if settings.audit_channel else nowhere),
        "open_channels": say("**Answers without a mention in:** {where}", where=_channels(settings.open_channels) or nowhere),
        "quiet_channels": say("**Silent in:** {where}", where=_channels(settings.quiet_channels) or nowhere),
        "only_channels": say("**Speaks only in:** {where}", where=_channels(settings.only_channels) or say("no restriction")),
        "member_cooldown": wait,
        "channel_cooldown": wait,
        "inbox_days": say("**Inbox:** {days}", days=held_for(settings)),
        "digest_channel": say(
            "**Inbox summary in:** {where}", where=f"<#{settings.digest_channel}>" if settings.digest_channel else nowhere
        ),
        "digest": say("**Inbox summary:** {often}", often=told_every(settings)),
        "needs_approval": say("**Changes by the moderators' role:** {how}", how=waiting_for(settings)),
        "ask_channel": say("**Questions to the moderators:** {where}", where=f"<#{settings.asked_in}>" if settings.asked_in else nowhere),
        "language": say("**Language:** {language}", language=language_name(settings)),
        "is_paused": say("**Paused:** {yes}", yes=say("yes") if settings.is_paused else say("no")),
        "blocked": say("**Blocked members:** {who}", who=_blocked(settings.blocked)),
    }
    return "\n".join(dict.fromkeys(lines[name] for name in names or lines))


def _blocked(members: Collection[int]) -> str:
    """Return the names of blocked members, to know whom to unblock."""
    named = [f"<@{member}>" for member in sorted(members)[:NAMED]]
    more = [say("and {count} more", count=len(members) - NAMED)] if len(members) > NAMED else []
    return ", ".join([*named, *more]) or say("nobody")


def _channels(found: Iterable[int]) -> str:
    return ", ".join(f"<#{channel}>" for channel in sorted(found))


def steps_for_role(role: int) -> str:
    """Say how an administrator shows the commands to a role, which a bot cannot do."""
    return say(
        "<@&{role}> are moderators now. Discord still hides `/knowledge` from them. An administrator can "
        "show it: Server Settings → Integrations → this bot → `/knowledge` → Add Roles or Members → the "
        "role. `/settings check` shows whether that is done.",
        role=role,
    )


def _ways_to_what_waits(editor: Editor, guild: int) -> list[Control]:
    """Make controls that lead to changes that are unused, in conflict or not in the article."""
    aside, conflicts = editor.set_aside(guild), editor.conflicts(guild)
    waiting = [*(each.revision.key for each in aside), *(each.revision.key for each in conflicts), *editor.unsupported(guild)]
    return list(ways_to(editor, guild, waiting))


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
class Settings(commands.GroupCog, group_name="settings", group_description=locale_str("Set how I behave in this server")):
    """Translates between moderators and a server's settings."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self.bot = bot

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Check at every command whether the user may use it."""
        return may_edit(interaction)

    @app_commands.command(name="show", description=locale_str("Show all settings, with menus to change them"))
    async def show(self, interaction: Interaction) -> None:
        """Answer /settings show."""
        await self._show(interaction)

    @app_commands.command(name="channels", description=locale_str("Choose where I answer without a mention and where I stay silent"))
    async def channels(self, interaction: Interaction) -> None:
        """Answer /settings channels."""
        await self._show(interaction)

    async def _show(self, interaction: Interaction) -> None:
        """Show all settings and their problems, with menus for people who may change them."""
        guild = guild_of(interaction)
        settings = self.bot.service.settings(guild)
        wrong = troubles(self.bot, guild, settings)
        if may_manage(interaction):
            below = [described(settings, BELOW), *wrong]
            await show_panel(interaction, panel(settings, interaction.guild, below))
        else:
            note = small(say("People who can manage this server can change these."))
            await send_reply(interaction, "\n".join([described(settings), *wrong, note]), is_private=True)

    @app_commands.command(name="moderators", description=locale_str("Choose the role that can edit what I know"))
    @app_commands.describe(role=locale_str("The role. Leave empty to see all settings, with a menu to clear it"))
    async def moderators(self, interaction: Interaction, role: discord.Role | None = None) -> None:
        """Answer /settings moderators."""
        if role is None:
            await self._show(interaction)
            return
        if interaction.guild is None or interaction.guild.get_role(role.id) is None:
            raise outdated()
        refuse_unfit(interaction.guild, role.id)
        await self._change(interaction, moderators=role.id)
        await send_reply(interaction, steps_for_role(role.id), is_private=True)

    @app_commands.command(name="audit", description=locale_str("Choose the channel where every change is posted"))
    @app_commands.describe(channel=locale_str("The channel. Leave empty to see all settings, with a menu to clear it"))
    async def audit(self, interaction: Interaction, channel: discord.TextChannel | None = None) -> None:
        """Answer /settings audit."""
        if channel is None:
            await self._show(interaction)
            return
        settings = await self._change(interaction, audit_channel=channel.id)
        done = say("Changes are posted in <#{channel}>.", channel=channel.id)
        await send_reply(interaction, "\n".join([done, *troubles(self.bot, guild_of(interaction), settings)]), is_private=True)

    @app_commands.command(name="cooldowns", description=locale_str("Set how long to wait between two questions"))
    @app_commands.describe(member=locale_str("Seconds for one member"), channel=locale_str("Seconds for a whole channel"))
    async def cooldowns(
        self,
        interaction: Interaction,
        member: app_commands.Range[int, 0, LONGEST_WAIT] | None = None,
        channel: app_commands.Range[int, 0, LONGEST_WAIT] | None = None,
    ) -> None:
        """Answer /settings cooldowns."""
        wanted = {"member_cooldown": member, "channel_cooldown": channel}
        await self._change(interaction, **{name: value for name, value in wanted.items() if value is not None})
        await self._show(interaction)

    @app_commands.command(name="language", description=locale_str("Choose the language of what everybody reads here"))
    @app_commands.describe(language=locale_str("The language. Leave empty to see all settings"))
    async def language(self, interaction: Interaction, language: str | None = None) -> None:
        """Answer /settings language."""
        if language is not None:
            await self._change(interaction, language=language_for(language))
        await self._show(interaction)

    @language.autocomplete("language")
    async def complete_language(self, _: Interaction, typed: str) -> list[Choice[str]]:
        """Offer the available languages."""
        return [Choice(name=name, value=value) for value, name in spoken().items() if typed.casefold() in name.casefold()]

    @app_commands.command(name="check", description=locale_str("Find out what keeps me from working here"))
    async def check(self, interaction: Interaction) -> None:
        """Answer /settings check."""
        guild, place = guild_of(interaction), request_of(interaction).place
        await put_off(interaction)
        found = await findings(self.bot, guild, place.parent or place.channel)
        first, *others = pages("\n".join([*found, *looked_at(self.bot, guild, is_well=not found)]))
        view = view_of(await self.bot.call_apart(_ways_to_what_waits, self.bot.service.editor, guild))
        await fill_in(interaction, first, view=None if others else view)
        await send_pages(interaction, others, view=view)

    async def _change(self, interaction: Interaction, **changes: Any) -> GuildSettings:
        if not changes:
            return self.bot.service.settings(guild_of(interaction))
        guild = managed_guild_of(interaction)
        before = self.bot.service.settings(guild)
        await in_time(interaction, self.bot.call(self.bot.service.guilds.change, guild, **changes), is_private=True)
        settings = self.bot.service.settings(guild)
        if before.inbox_days and not settings.inbox_days:
            await self.bot.call(self.bot.service.inbox.clear, guild)
        if settings != before:

            def tell() -> list[str]:
                return [say("Settings changed: {what}", what=described(settings, changes))]

            await announce_action(self.bot, guild, tell, interaction.user.id, formerly=before.audit_channel)
        return settings

    async def set_up(self, interaction: Interaction, _: SetUp) -> None:
        """Show all settings to a person who wants to set the bot up."""
        await self._show(interaction)

    async def change_by_menu(self, interaction: Interaction, menu: ChangeSetting, values: Sequence[str]) -> None:
        """Change the setting of a menu."""
        changes = picked(interaction, menu.name, values)
        await put_off_panel(interaction)
        settings = await self._change(interaction, **changes)
        await self._show(interaction)
        if menu.name == "moderators" and settings.moderators:
            await send_reply(interaction, steps_for_role(settings.moderators), is_private=True)


async def setup(bot: BriefBot) -> None:
    """Add the cog, and register its menus."""
    cog = Settings(bot)
    await bot.add_cog(cog)
    bot.router.button(SetUp, cog.set_up, check=managed_guild_of)
    bot.router.open_menu(ChangeSetting, cog.change_by_menu, check=managed_guild_of)
