"""/knowledge: moderators add, edit, retire and look back; each command only translates."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from typing import Any, Literal, TypeAlias

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from briefbot.bot.access import editor_of, guild_of, is_moderator, may_edit
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating import finding
from briefbot.bot.moderating.custom_ids import PickDraft, ShowParagraph
from briefbot.bot.moderating.editing.details import Details, holding, related, set_details, speakers
from briefbot.bot.moderating.editing.draft_ids import draft_of, new_draft
from briefbot.bot.moderating.editing.forms import PHRASES, begin, draft_option, pick_draft
from briefbot.bot.moderating.editing.preview import preview_edit
from briefbot.bot.moderating.explaining import explain
from briefbot.bot.moderating.inbox.figures import show_figures
from briefbot.bot.moderating.inbox.panel import open_inbox
from briefbot.bot.moderating.inspection import show_history, show_list, show_thing
from briefbot.bot.moderating.paragraphs import show_paragraph
from briefbot.bot.moderating.pointing import keys_of, ways_to
from briefbot.bot.moderating.store_reports import store_troubles, tell_done
from briefbot.bot.moderating.transfer import What, export, plan_import
from briefbot.bot.transport.components import CHOICE_LIMIT, CHOICES, view_of
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import in_time, send_pages, send_reply
from briefbot.domain.knowledge import THING_KINDS, Key, ThingKind
from briefbot.editing.edit import NO_ARTICLE
from briefbot.editing.exchange.writing import Form
from briefbot.errors import EditRefused
from briefbot.i18n import mark, say
from briefbot.rendering import replies
from briefbot.rendering.markdown import pages, shorten

State: TypeAlias = Literal["all", "changed", "conflicts", "set aside", "retired", "to review"]
Offer: TypeAlias = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]
_ITEMS: tuple[ThingKind, ...] = ("entry", "quote")
_DRAFT = "draft:"
"""The beginning of a choice's value for a draft."""
_THING = locale_str("thing")
_WHICH = locale_str("Type part of its title, a phrasing or its id")


def _offers(*kinds: ThingKind, retired: bool = False) -> Offer:
    async def offer(interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
        if not may_edit(interaction):
            return []
        service, guild = interaction.client.service, guild_of(interaction)
        found = await interaction.client.call_apart(finding.choices, service, guild, current, kinds or THING_KINDS, retired=retired)
        return [app_commands.Choice(name=name, value=value) for name, value in found]

    return offer


async def _offer_topics(interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
    if not may_edit(interaction):
        return []
    names = finding.topic_choices(interaction.client.service.knowledge(guild_of(interaction)), current)
    return [app_commands.Choice(name=name, value=name) for name in names]


async def _offer_speakers(interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
    return _choices(interaction, lambda: speakers(interaction.client.service.knowledge(guild_of(interaction))), current)


async def _offer_related(interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
    return _choices(interaction, lambda: related(interaction), current)


def _choices(
    interaction: discord.Interaction[Any], found: Callable[[], list[tuple[str, str]]], typed: str
) -> list[app_commands.Choice[str]]:
    if not may_edit(interaction):
        return []
    with suppress(RefusedError):  # there is no thing yet to which another entry could be related
        return [app_commands.Choice(name=name, value=value) for name, value in holding(found(), typed)]
    return []


async def _offer_with_drafts(interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
    """Offer things to edit; before anything is typed, first the moderator's unsaved drafts."""
    found = await _offers()(interaction, current)
    if current or not may_edit(interaction):
        return found
    options = map(draft_option, interaction.client.desk.open_of(guild_of(interaction), interaction.user.id))
    names = [(shorten(say("draft · {title}", title=option.label), CHOICE_LIMIT), option.value) for option in options]
    return [*(app_commands.Choice(name=name, value=f"{_DRAFT}{token}") for name, token in names), *found][:CHOICES]


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
class Knowledge(commands.GroupCog, group_name="knowledge", group_description=locale_str("Manage what I know")):
    """Translates between moderators and the editor."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self.bot = bot

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Check at every command whether the user may use it."""
        return may_edit(interaction)

    def _key(self, interaction: Interaction, typed: str, kinds: Iterable[ThingKind] = THING_KINDS) -> Key:
        return finding.chosen(self.bot.service, guild_of(interaction), typed, kinds)

    async def _open(self, interaction: Interaction, kind: ThingKind, named: str | None) -> None:
        """Open the form of the named thing, or of a new one."""
        draft = draft_of(interaction, self._key(interaction, named, (kind,))) if named else new_draft(interaction, (kind, ""), {})
        await begin(interaction, draft)

    # Writing --------------------------------------------------------------------------------------

    @app_commands.command(name="add", description=locale_str("Add an entry: a question and its answer"))
    async def add(self, interaction: Interaction) -> None:
        """Answer /knowledge add."""
        await begin(interaction, new_draft(interaction, ("entry", ""), {"kind": "fact", "stance": "fact"}))

    @app_commands.command(name="edit", description=locale_str("Edit an entry, a quotation, a speaker or a name's other forms"))
    @app_commands.rename(thing=_THING)
    @app_commands.describe(thing=_WHICH)
    @app_commands.autocomplete(thing=_offer_with_drafts)
    async def edit(self, interaction: Interaction, thing: str) -> None:
        """Answer /knowledge edit."""
        if thing.startswith(_DRAFT):
            await pick_draft(interaction, PickDraft("-"), thing.removeprefix(_DRAFT))
            return
        await begin(interaction, draft_of(interaction, self._key(interaction, thing)))

    @app_commands.command(name="phrase", description=locale_str("Add ways to ask for an entry or a quotation"))
    @app_commands.rename(thing=_THING)
    @app_commands.describe(thing=_WHICH)
    @app_commands.autocomplete(thing=_offers(*_ITEMS))
    async def phrase(self, interaction: Interaction, thing: str) -> None:
        """Answer /knowledge phrase."""
        await begin(interaction, draft_of(interaction, self._key(interaction, thing, _ITEMS)), PHRASES)

    @app_commands.command(name="details", description=locale_str("Set the speaker, the topic and the related entries"))
    @app_commands.rename(thing=_THING)
    @app_commands.describe(
        thing=_WHICH,
        speaker=locale_str("The person who makes the claim or is quoted"),
        topic=locale_str("The topic it is listed under"),
        relate=locale_str("An entry to offer as related"),
        unrelate=locale_str("An entry to remove from the related entries"),
    )
    @app_commands.autocomplete(
        thing=_offers(*_ITEMS), speaker=_offer_speakers, topic=_offer_topics, relate=_offers("entry"), unrelate=_offer_related
    )
    async def details(
        self,
        interaction: Interaction,
        thing: str,
        speaker: str | None = None,
        topic: str | None = None,
        relate: str | None = None,
        unrelate: str | None = None,
    ) -> None:
        """Answer /knowledge details."""
        await set_details(interaction, self._key(interaction, thing, _ITEMS), Details(speaker, topic, relate, unrelate))

    @app_commands.command(name="alias", description=locale_str("Add other forms of a name or term that mean the same"))
    @app_commands.describe(name=locale_str("The name or term"))
    @app_commands.autocomplete(name=_offers("alias"))
    async def alias(self, interaction: Interaction, name: app_commands.Range[str, 1, 100]) -> None:
        """Answer /knowledge alias."""
        canonical = name.removeprefix("alias:").strip()
        if not canonical:
            raise RefusedError(mark("Type the name or term to add other forms to."))
        is_known = ("alias", canonical) in editor_of(interaction).keys(guild_of(interaction))
        key: Key = ("alias", canonical)
        draft = draft_of(interaction, key) if is_known else new_draft(interaction, key, {"canonical": canonical})
        await begin(interaction, draft)

    @app_commands.command(name="speaker", description=locale_str("Add or edit somebody who is quoted or makes a claim"))
    @app_commands.describe(speaker=locale_str("Leave empty to add a speaker"))
    @app_commands.autocomplete(speaker=_offers("speaker"))
    async def speaker(self, interaction: Interaction, speaker: str | None = None) -> None:
        """Answer /knowledge speaker."""
        await self._open(interaction, "speaker", speaker)

    @app_commands.command(name="quote", description=locale_str("Add a quotation, letter for letter, or edit one"))
    @app_commands.describe(quote=locale_str("The one to edit. Leave empty to add a quotation"))
    @app_commands.autocomplete(quote=_offers("quote"))
    async def quote(self, interaction: Interaction, quote: str | None = None) -> None:
        """Answer /knowledge quote."""
        if quote is None and self.bot.service.article is None:
            raise EditRefused(NO_ARTICLE)
        await self._open(interaction, "quote", quote)

    @app_commands.command(name="retire", description=locale_str("Stop offering something; its history stays"))
    @app_commands.rename(thing=_THING)
    @app_commands.describe(thing=_WHICH)
    @app_commands.autocomplete(thing=_offers())
    async def retire(self, interaction: Interaction, thing: str) -> None:
        """Answer /knowledge retire."""
        guild, key = guild_of(interaction), self._key(interaction, thing)
        await preview_edit(interaction, lambda: editor_of(interaction).retiring(guild, key))

    @app_commands.command(name="restore", description=locale_str("Bring back something retired, or an earlier revision"))
    @app_commands.rename(thing=_THING)
    @app_commands.describe(thing=_WHICH, revision=locale_str("The number of an earlier revision; 0 is the bundle's text"))
    @app_commands.autocomplete(thing=_offers(retired=True))
    async def restore(self, interaction: Interaction, thing: str, revision: app_commands.Range[int, 0] | None = None) -> None:
        """Answer /knowledge restore."""
        guild, key = guild_of(interaction), self._key(interaction, thing)
        await preview_edit(interaction, lambda: editor_of(interaction).restoring(guild, key, revision))

    @app_commands.command(name="undo", description=locale_str("Undo the newest change to something"))
    @app_commands.rename(thing=_THING)
    @app_commands.describe(thing=_WHICH)
    @app_commands.autocomplete(thing=_offers())
    async def undo(self, interaction: Interaction, thing: str) -> None:
        """Answer /knowledge undo."""
        guild, key = guild_of(interaction), self._key(interaction, thing)
        await preview_edit(interaction, lambda: editor_of(interaction).undoing(guild, key))

    # Looking --------------------------------------------------------------------------------------

    @app_commands.command(name="show", description=locale_str("Show everything known about something, or a paragraph"))
    @app_commands.rename(thing=_THING)
    @app_commands.describe(thing=_WHICH, paragraph=locale_str("The number of a paragraph of the article"))
    @app_commands.autocomplete(thing=_offers())
    async def show(self, interaction: Interaction, thing: str | None = None, paragraph: app_commands.Range[int, 1] | None = None) -> None:
        """Answer /knowledge show."""
        if thing is not None:
            await show_thing(interaction, self._key(interaction, thing))
        else:
            await show_paragraph(interaction, ShowParagraph(paragraph or 1))

    @app_commands.command(name="history", description=locale_str("Show who changed what, when and why"))
    @app_commands.rename(thing=_THING)
    @app_commands.describe(thing=locale_str("Leave empty for all of this server's changes"))
    @app_commands.autocomplete(thing=_offers())
    async def history(self, interaction: Interaction, thing: str | None = None) -> None:
        """Answer /knowledge history."""
        await show_history(interaction, self._key(interaction, thing) if thing else None, page=0)

    @app_commands.command(name="list", description=locale_str("List everything, or what was changed here"))
    @app_commands.describe(topic=locale_str("Only this topic"), kind=locale_str("Only this kind"), state=locale_str("Only this state"))
    @app_commands.autocomplete(topic=_offer_topics)
    async def list(self, interaction: Interaction, topic: str | None = None, kind: ThingKind | None = None, state: State = "all") -> None:
        """Answer /knowledge list."""
        await show_list(interaction, topic, kind, state)

    @app_commands.command(name="find", description=locale_str("Search everything by a word"))
    @app_commands.describe(text=locale_str("A word, or a question"))
    async def find(self, interaction: Interaction, text: app_commands.Range[str, 1, 200]) -> None:
        """Answer /knowledge find."""
        found = self.bot.call_apart(finding.find, self.bot.service, guild_of(interaction), text)
        lines, keys = await in_time(interaction, found, is_private=True)
        await send_pages(interaction, pages("\n".join(lines)), view=view_of(ways_to(editor_of(interaction), guild_of(interaction), keys)))

    @app_commands.command(name="test", description=locale_str("Try a question: only you see how it would be answered here"))
    @app_commands.describe(question=locale_str("The question"))
    async def test(self, interaction: Interaction, question: app_commands.Range[str, 1, 500]) -> None:
        """Answer /knowledge test."""
        exchange = await in_time(interaction, self.bot.call_apart(self.bot.service.ask, guild_of(interaction), question), is_private=True)
        view = view_of(ways_to(editor_of(interaction), guild_of(interaction), keys_of(exchange.outcome)))
        await send_pages(interaction, replies.reply(exchange).pages, view=view)

    @app_commands.command(name="inbox", description=locale_str("Show questions that got no helpful answer here"))
    async def inbox(self, interaction: Interaction) -> None:
        """Answer /knowledge inbox."""
        await open_inbox(interaction)

    @app_commands.command(name="stats", description=locale_str("Show figures of what was asked here and how it was answered"))
    @app_commands.describe(days=locale_str("How many days to show"))
    async def stats(self, interaction: Interaction, days: app_commands.Range[int, 1, 400] = 30) -> None:
        """Answer /knowledge stats."""
        await show_figures(interaction, days)

    @app_commands.command(name="explain", description=locale_str("Explain why a question gets its answer"))
    @app_commands.describe(question=locale_str("The question"))
    async def explain(self, interaction: Interaction, question: app_commands.Range[str, 1, 500]) -> None:
        """Answer /knowledge explain."""
        await explain(interaction, question)

    # Exporting and importing -----------------------------------------------------------------------

    @app_commands.command(name="export", description=locale_str("Get this server's changes as a file"))
    @app_commands.describe(what=locale_str("This server's changes, everything, or a template"), form=locale_str("The file format"))
    async def export(self, interaction: Interaction, what: What = "changes", form: Form = "json") -> None:
        """Answer /knowledge export."""
        await export(interaction, what, form)

    @app_commands.command(name="import", description=locale_str("Import changes from a file; you first see what would change"))
    @app_commands.describe(file=locale_str("CSV, XLSX, YAML or JSON: an export, or any list of questions and answers"))
    async def import_(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Answer /knowledge import."""
        await plan_import(interaction, file)

    # The server -----------------------------------------------------------------------------------

    @app_commands.command(name="pause", description=locale_str("Stop answering, for example while the article is under review"))
    async def pause(self, interaction: Interaction) -> None:
        """Answer /knowledge pause."""
        await in_time(interaction, self.bot.call(self.bot.service.guilds.pause, guild_of(interaction)), is_private=True)
        await tell_done(interaction, lambda: say("Paused: until `/knowledge resume`, I only say that the article is under review."))

    @app_commands.command(name="resume", description=locale_str("Resume answering"))
    async def resume(self, interaction: Interaction) -> None:
        """Answer /knowledge resume."""
        guild = guild_of(interaction)
        if not self.bot.service.settings(guild).is_paused:
            await send_reply(interaction, say("I wasn't paused: I answer as usual."), is_private=True)
            return
        await in_time(interaction, self.bot.call(self.bot.service.guilds.resume, guild), is_private=True)
        if self.bot.service.settings(guild).is_paused:  # by more than the moderators
            await tell_done(interaction, lambda: say("The pause is over, but I still can't answer."), store_troubles)
        else:
            await tell_done(interaction, lambda: say("Resumed: I answer again."))

    @app_commands.command(name="block", description=locale_str("Ignore a member's questions"))
    @app_commands.describe(member=locale_str("The member"))
    async def block(self, interaction: Interaction, member: discord.User) -> None:
        """Answer /knowledge block."""
        if is_moderator(member, self.bot.service.settings(guild_of(interaction))):
            raise RefusedError(mark("Moderators can't be blocked, and that includes you."))
        await in_time(interaction, self.bot.call(self.bot.service.guilds.block, guild_of(interaction), member.id), is_private=True)
        await tell_done(interaction, lambda: say("Blocked: I ignore the questions of <@{member}> here.", member=member.id))

    @app_commands.command(name="unblock", description=locale_str("Answer a member's questions again"))
    @app_commands.describe(member=locale_str("The member"))
    async def unblock(self, interaction: Interaction, member: discord.User) -> None:
        """Answer /knowledge unblock."""
        if member.id not in self.bot.service.settings(guild_of(interaction)).blocked:
            await send_reply(interaction, say("<@{member}> wasn't blocked: I answer them as usual.", member=member.id), is_private=True)
            return
        await in_time(interaction, self.bot.call(self.bot.service.guilds.unblock, guild_of(interaction), member.id), is_private=True)
        await tell_done(interaction, lambda: say("Unblocked: I answer <@{member}> here again.", member=member.id))


async def setup(bot: BriefBot) -> None:
    """Add the cog."""
    await bot.add_cog(Knowledge(bot))
