"""No command, button, menu or form shows or changes anything of another server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord
import pytest
from discord import app_commands
from simcord import ChannelHandle, InteractionResult, MemberActor, UserHandle

from bot.desks import COST, Desk, buttons, call_forged, edit, press_forged, shown, submit_forged, type_forged
from briefbot.bot.client import BriefBot
from briefbot.bot.moderating.editing.fields import FORMS
from briefbot.bot.transport import item_keys
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.editing.export_file import changes_text
from briefbot.service import Service
from builders import entry

OLD = "The repair cost £61,500."
MARK = "SECRET"
"""A word in everything that Mia writes; elsewhere it is asked for in small letters."""
DIGEST = "0123456789abcdef"


@pytest.fixture
def service(keeping: Service) -> Service:
    return keeping


COMMANDS: dict[str, dict[str, Any]] = {
    "ask": {"question": "secret question?", "private": True}, "quote": {"text": "secret"}, "quotes": {}, "who-said": {"line": "secret"},
    "topics": {}, "source": {}, "help": {}, "privacy": {},
    "knowledge add": {}, "knowledge edit": {"thing": COST}, "knowledge phrase": {"thing": COST},
    "knowledge details": {"thing": COST, "speaker": "hidden"}, "knowledge alias": {"name": "watchword"},
    "knowledge speaker": {"speaker": "speaker:hidden"}, "knowledge quote": {}, "knowledge retire": {"thing": COST},
    "knowledge restore": {"thing": "entry:solar"}, "knowledge undo": {"thing": COST}, "knowledge show": {"thing": COST},
    "knowledge history": {}, "knowledge list": {"state": "changed"}, "knowledge find": {"text": "secret"},
    "knowledge test": {"question": "How much did the new roof cost?"}, "knowledge explain": {"question": "How much did the new roof cost?"},
    "knowledge export": {}, "knowledge import": {"file": ("x.json", b"{}")}, "knowledge pause": {}, "knowledge resume": {},
    "knowledge block": {"member": "mia"}, "knowledge unblock": {"member": "ana"}, "settings show": {}, "settings channels": {},
    "settings moderators": {"role": "role"}, "settings audit": {"channel": "channel"}, "settings cooldowns": {"member": 9},
    "settings check": {}, "settings language": {"language": "en"}, "knowledge inbox": {}, "knowledge stats": {},
}  # fmt: skip
"""Every command, used on another server's things."""
AUTOCOMPLETED = [
    ("ask", "question"), ("quote", "speaker"), ("quote", "topic"), ("knowledge alias", "name"), ("knowledge speaker", "speaker"),
    ("knowledge quote", "quote"), ("knowledge list", "topic"), ("settings language", "language"),
    *(("knowledge details", option) for option in ("thing", "speaker", "topic", "relate", "unrelate")),
    *((f"knowledge {name}", "thing") for name in ("edit", "phrase", "retire", "restore", "undo", "show", "history")),
]  # fmt: skip
_DRAFT = f"{{draft}}:e.cost:edit:1:{DIGEST}"
IDS = {
    "again": "{asker}:{secret}", "card": "{asker}:{secret}", "context": "{secret}", "more": "{asker}:{secret}",
    "none": "{asker}", "page": "1:{asker}:{secret}", "questions": "1:rest",
    "quotes": "1:hidden",
    "remove": "{asker}", "show": "{secret}", "sources": "{secret}", "sources-page": "1:{secret}",
    "suggest": "{asker}:{secret}", "topics": "1", "what": "",
    "setup": "", "right": "", "right-say": "no:1:{secret}", "k-group": "gap:1:1",
    "k-member": "gap:1:1:1:1", "k-decide": "accept:1", "k-pending": "1", "k-inbox": "1",
    "tell-me": "1:1", "ask-moderators": "1:1", "appeal": "",
    "privacy-show": "", "privacy-delete": "", "privacy-delete-now": "", "privacy-keep": "",
    "k-again": _DRAFT, "k-cancel": "{draft}", "k-commit": _DRAFT, "k-drop": _DRAFT, "k-save": _DRAFT,
    "k-reason": _DRAFT, "k-part": _DRAFT, "k-pick": "-", "k-edit": "", "k-why": "e.cost:1", "k-try": "e.cost", "k-back": "e.cost:1",
    "k-more": f"tests:{_DRAFT}", "k-history": "e.cost:0", "k-show": "e.cost",
    "k-paragraph": "1", "k-figures": "", "k-list": "-:-:changed:0", "k-settle": "keep:e.cost", "k-undo": "e.cost:1",
    "k-correct": "e.cost:1", "k-correction": "1", "k-correction-stop": "1",
}  # fmt: skip
"""The arguments of each kind of button."""
PICKED_IDS = {
    "ask": "", "k-asked": "", "k-show": "", "quotes": "1", "suggest": "{asker}", "topics": "", "k-group": "1", "right": "1:{secret}",
}  # fmt: skip
"""The same for menus, which have no arguments for the picked option."""
FORM_IDS = {"k-form": [f"{form}:{_DRAFT}" for form in FORMS], "k-reason": [f"reason:{_DRAFT}"], "k-why": ["e.cost:1"]}
FORM_IDS |= {
    "right": ["1:{secret}"],
    "suggest": [""],
    "ask-moderators": ["1:1"],
    "k-member": ["1:1:1:1"],
    "k-decide": ["1"],
    "appeal": [""],
}
SETTINGS = (
    "moderators", "audit_channel", "only_channels", "open_channels", "quiet_channels", "cooldowns",
    "inbox_days", "digest_channel", "digest", "needs_approval", "ask_channel", "language",
)  # fmt: skip


@dataclass(frozen=True)
class Secrets:
    """Mia's changes, which others try to guess."""

    custom_ids: tuple[str, ...]
    """The custom ids of all buttons that she saw."""
    draft: str
    """The token of her unsaved edit."""
    before: tuple[object, ...]
    """All data of this server."""

    def fill(self, args: str, asker: int) -> str:
        """Fill in a custom id with values that only she has seen."""
        secret = item_keys.key(entry("secret-entry"))
        return args.format(draft=self.draft, secret=secret, asker=asker)


def kept(desk: Desk) -> tuple[object, ...]:
    """Return all that is kept of a server."""
    editor, here = desk.service.editor, desk.guild.id
    return changes_text(editor.changes(here)), len(editor.history(here)), desk.service.settings(here), *desk.service.inbox.open_groups(here)


async def do_everything(desk: Desk) -> Secrets:
    """Make edits, additions, retirements and settings as Mia, and one unsaved edit."""
    editor, here, mia = desk.service.editor, desk.guild.id, desk.mia.id
    cost = {**(editor.text(here, ("entry", "cost")) or {}), "answer": "SECRET answer of here.", "caveat": "SECRET caveat."}
    secret = {**cost, "id": "secret-entry", "phrasings": ["SECRET question?"]}
    hidden = {"id": "hidden", "name": "Hidden", "aliases": ["SECRET person"], "role": "SECRET role"}
    watchword = {"canonical": "watchword", "forms": ["SECRET form"]}
    for change in (
        Change("entry", "cost", "text", cost),
        Change("entry", "secret-entry", "text", secret),
        Change("speaker", "hidden", "text", hidden),
        Change("alias", "watchword", "text", watchword),
        Change("entry", "solar", "retired"),
    ):
        editor.apply(here, mia, Edit(change), "SECRET reason")
    desk.service.guilds.change(here, member_cooldown=7, is_paused=True, blocked=frozenset({desk.ana.id}), inbox_days=30)
    desk.service.inbox.hold(here, "SECRET question of a member", "refused")
    preview = shown(await edit(desk, desk.mia, answer="SECRET draft."))
    history = shown(await desk.mia.slash(desk.channel, "knowledge history", thing=COST))
    listed = shown(await desk.mia.slash(desk.channel, "knowledge list"))
    known = shown(await desk.mia.slash(desk.channel, "knowledge show", thing=COST))
    seen = [custom_id for message in (preview, history, listed, known) for custom_id in buttons(message).values()]
    return Secrets(tuple(dict.fromkeys(seen)), buttons(preview)["Save"].split(":")[2], kept(desk))


def said(result: InteractionResult) -> str:
    """Return all that an interaction was answered with."""
    answers = [*([result.response] if result.response is not None else []), *result.followups]
    texts = [answer.content for answer in answers]
    files = [attachment.filename for answer in answers for attachment in answer.attachments]
    return f"{texts}{files}{result.modal}{result.autocomplete_choices}"


def given(desk: Desk, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return a command's options, with people, roles and channels of here."""
    here = {"mia": desk.mia.user, "ana": desk.ana.user, "role": desk.guild.create_role("curators"), "channel": desk.channel}
    return {name: here.get(value, value) if isinstance(value, str) else value for name, value in options.items()}


def where(desk: Desk, place: str) -> tuple[MemberActor | UserHandle, ChannelHandle]:
    """Return an administrator of another server, or Mia in her direct messages."""
    return (desk.olga, desk.elsewhere) if place == "another server" else (desk.mia.user, desk.mia.user.dm_channel)


PLACES = pytest.mark.parametrize("place", ["another server", "direct messages"])


def commands(bot: BriefBot) -> list[app_commands.Command[Any, ..., Any]]:
    """List all commands, those of groups one by one."""
    return [command for command in bot.tree.walk_commands() if isinstance(command, app_commands.Command)]


async def test_every_command_button_menu_and_form_is_tried(desk: Desk) -> None:
    parameters = {command.qualified_name: command.parameters for command in commands(desk.bot)}
    assert sorted(parameters) == sorted(COMMANDS)
    for command, options in COMMANDS.items():
        assert set(options) <= {parameter.display_name for parameter in parameters[command]}, command
    offering = [(command, each.display_name) for command, found in parameters.items() for each in found if each.autocomplete]
    assert sorted(offering) == sorted(AUTOCOMPLETED)
    in_menus = [each.name for each in desk.bot.tree.get_commands() if isinstance(each, app_commands.ContextMenu)]
    assert in_menus == ["Answer from the article", "Remove this answer", "Edit this answer", "Make this an entry", "Suggest an answer"]
    tried = {"bb": IDS, "bb-menu": PICKED_IDS, "bb-form": FORM_IDS}
    assert set(desk.bot.router._routes) == {f"{prefix}:{verb}" for prefix, verbs in tried.items() for verb in verbs} | {"bb-set"}
    parts = shown(await desk.mia.slash(desk.channel, "settings show")).components
    menus = [row.children[0].custom_id for row in parts if isinstance(row, discord.ActionRow)]
    assert menus == [f"bb-set:{name}" for name in SETTINGS]


@PLACES
async def test_no_command_shows_or_changes_anything_of_here(place: str, desk: Desk) -> None:
    secrets = await do_everything(desk)
    who, channel = where(desk, place)
    for command, options in COMMANDS.items():
        result = await call_forged(who, channel, command, given(desk, options))
        assert MARK not in said(result), command
        assert kept(desk) == secrets.before, command
        assert not has_anything_of_here(desk), command
    assert len(desk.env.errors) > 0  # what was refused


def has_anything_of_here(desk: Desk) -> bool:
    """Return whether the other server has a change, a role or a channel now."""
    settings = desk.service.settings(desk.other.id)
    channels = settings.open_channels | settings.quiet_channels | settings.only_channels
    foreign = {settings.moderators, settings.audit_channel, *channels} - {None}
    return bool(foreign) or desk.service.editor.history(desk.other.id) != []


@PLACES
async def test_nothing_of_here_is_offered_while_one_types(place: str, desk: Desk) -> None:
    await do_everything(desk)
    who, channel = where(desk, place)
    for command, option in AUTOCOMPLETED:
        for typed in ("", "secret", "hidden", "watchword"):
            offered = said(await type_forged(who, channel, command, option, typed))
            assert not any(each in offered for each in (MARK, "secret-entry", "hidden", "watchword")), (command, typed)


@PLACES
@pytest.mark.parametrize(
    ("prefix", "ids", "picked"), [("bb", IDS, None), ("bb-menu", IDS, ["secret"]), ("bb-menu", PICKED_IDS, ["hidden"])]
)
async def test_no_button_or_menu_shows_or_changes_anything_of_here(
    prefix: str, ids: Mapping[str, str], picked: list[str] | None, place: str, desk: Desk
) -> None:
    secrets = await do_everything(desk)
    who, channel = where(desk, place)
    for verb, args in ids.items():
        custom_id = f"{prefix}:{verb}:{secrets.fill(args, who.id)}".rstrip(":")
        assert MARK not in said(await press_forged(who, channel, custom_id, picked)), custom_id
        assert kept(desk) == secrets.before, custom_id
        assert not has_anything_of_here(desk), custom_id


@PLACES
async def test_no_button_that_somebody_saw_here_does_anything_there(place: str, desk: Desk) -> None:
    secrets = await do_everything(desk)
    who, channel = where(desk, place)
    assert len(secrets.custom_ids) == 12
    for custom_id in secrets.custom_ids:
        assert MARK not in said(await press_forged(who, channel, custom_id)), custom_id
    assert kept(desk) == secrets.before
    assert not has_anything_of_here(desk)


@PLACES
async def test_no_form_shows_or_changes_anything_of_here(place: str, desk: Desk) -> None:
    secrets = await do_everything(desk)
    who, channel = where(desk, place)
    for verb, each in FORM_IDS.items():
        for args in each:
            custom_id = f"bb-form:{verb}:{secrets.fill(args, who.id)}".rstrip(":")
            assert MARK not in said(await submit_forged(who, channel, custom_id, answer="Olga was here.", reason="why")), custom_id
    assert kept(desk) == secrets.before
    assert not has_anything_of_here(desk)


@PLACES
async def test_no_menu_of_settings_takes_a_role_or_channel_of_here(place: str, desk: Desk) -> None:
    secrets = await do_everything(desk)
    who, channel = where(desk, place)
    role = desk.guild.create_role("curators")
    for setting in SETTINGS:
        refused = said(await press_forged(who, channel, f"bb-set:{setting}", [role.id if setting == "moderators" else desk.channel.id]))
        assert "out of date" in refused or "only works in a server that I'm in" in refused, setting
    assert kept(desk) == secrets.before
    assert not has_anything_of_here(desk)


async def test_direct_messages_and_other_servers_are_answered_from_the_bundle(desk: Desk) -> None:
    await do_everything(desk)
    await desk.mia.send_dm("How much did the new roof cost?")
    assert OLD in desk.mia.user.dm_channel.last_message.content
    asked = await desk.olga.slash(desk.elsewhere, "ask", question="How much did the new roof cost?")
    assert OLD in said(asked)
    message = await desk.olga.send(desk.elsewhere, "secret question?")
    for entry_of_menu in ("Answer from the article", "Remove this answer"):
        assert MARK not in said(await desk.olga.context_menu(desk.elsewhere, entry_of_menu, message))
    desk.env.errors.clear()
