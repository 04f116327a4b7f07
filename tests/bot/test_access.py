"""People who may not edit cannot, on any path."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.desks import COST, Desk, buttons, edit, press_forged, save, shown, submit_forged, told
from briefbot.bot.client import BriefBot
from briefbot.bot.moderating.commands import Knowledge
from briefbot.bot.moderating.settings.commands import Settings
from briefbot.service import Service

OLD, NEW = "The repair cost £61,500.", "It cost £61,500."
DIGEST = "0123456789abcdef"


@pytest.fixture
def service(keeping: Service) -> Service:
    return keeping


COMMANDS: dict[str, dict[str, Any]] = {
    "knowledge add": {}, "knowledge edit": {"thing": COST}, "knowledge phrase": {"thing": COST},
    "knowledge details": {"thing": COST}, "knowledge alias": {"name": "pound"},
    "knowledge speaker": {}, "knowledge quote": {}, "knowledge retire": {"thing": COST}, "knowledge restore": {"thing": COST},
    "knowledge undo": {"thing": COST}, "knowledge show": {"thing": COST}, "knowledge history": {}, "knowledge list": {},
    "knowledge find": {"text": "roof"}, "knowledge test": {"question": "roof?"}, "knowledge explain": {"question": "roof?"},
    "knowledge inbox": {}, "knowledge stats": {},
    "knowledge export": {}, "knowledge import": {"file": ("x.json", b"{}")}, "knowledge pause": {}, "knowledge resume": {},
    "knowledge block": {}, "knowledge unblock": {}, "settings show": {}, "settings channels": {}, "settings moderators": {},
    "settings audit": {}, "settings cooldowns": {"member": 0}, "settings check": {}, "settings language": {},
}  # fmt: skip


def options(desk: Desk, command: str) -> dict[str, Any]:
    """Return a command what it needs."""
    return {"member": desk.ana.user, **COMMANDS[command]} if command.endswith("block") else COMMANDS[command]


def test_every_command_is_tried(simcord_bot: BriefBot) -> None:
    groups = [cog(simcord_bot).app_command for cog in (Knowledge, Settings)]
    assert sorted(f"{group.name} {command.name}" for group in groups for command in group.commands) == sorted(COMMANDS)


@pytest.mark.parametrize("cog", [Knowledge, Settings])
def test_discord_hides_the_commands_and_shows_them_in_servers_alone(cog: Any, simcord_bot: BriefBot, service: Service) -> None:
    group = cog(simcord_bot).app_command
    assert group.default_permissions == discord.Permissions(manage_guild=True)
    assert group.guild_only
    assert not group.allowed_installs.user


@pytest.mark.parametrize("command", COMMANDS)
async def test_who_may_not_edit_is_refused_even_where_discord_shows_the_command(command: str, desk: Desk) -> None:
    await desk.env.settle()
    for found in await desk.bot.tree.fetch_commands():
        if found.name in ("knowledge", "settings"):
            desk.guild.set_command_permissions(found, {desk.guild.default_role: True})
    result = await desk.ana.slash(desk.channel, command, **options(desk, command))
    assert told(result) == "You may not use this command here."
    assert len(desk.env.errors) == 1


async def test_autocomplete_tells_nothing_to_who_may_not_edit(desk: Desk) -> None:
    for found in await desk.bot.tree.fetch_commands():
        if found.name == "knowledge":
            desk.guild.set_command_permissions(found, {desk.guild.default_role: True})
    assert await desk.ana.autocomplete(desk.channel, "knowledge edit", "thing", "cost") == []


async def test_the_moderators_role_may_edit_once_it_is_set(desk: Desk) -> None:
    role = desk.guild.create_role("curators")
    cora = desk.guild.add_member(desk.env.create_user("cora"), roles=[role])
    refused = await press_forged(cora, desk.channel, "bb:k-history:-:0")
    assert told(refused) == "Only moderators of this server may do this."
    steps = await desk.mia.slash(desk.channel, "settings moderators", role=role)
    assert "Server Settings → Integrations" in told(steps)
    assert told(await press_forged(cora, desk.channel, "bb:k-history:-:0")) == "Nothing has been changed here yet."
    assert "Discord hides" in told(await desk.mia.slash(desk.channel, "settings check"))
    for found in await desk.bot.tree.fetch_commands():
        if found.name in ("knowledge", "settings"):
            desk.guild.set_command_permissions(found, {role: True})
    assert "Discord hides" not in told(await desk.mia.slash(desk.channel, "settings check"))
    await save(cora, await edit(desk, cora, answer=NEW))
    assert desk.answer() == NEW


VERBS = [
    "bb:k-again:-:e.cost:edit:0:" + DIGEST, "bb:k-more:tests:-:e.cost:edit:0:" + DIGEST, "bb:k-save:-:e.cost:edit:0:" + DIGEST,
    "bb:k-commit:-:e.cost:edit:0:" + DIGEST, "bb:k-drop:-:e.cost:edit:0:" + DIGEST, "bb:k-undo:e.cost:1", "bb:k-history:-:0",
    "bb:k-cancel:a1b2c3d4e5",
    "bb:k-history:e.cost:0", "bb:k-list:-:-:all:0", "bb:k-show:e.cost", "bb:k-paragraph:1", "bb:k-figures",
    "bb:k-settle:keep:e.cost", "bb:k-settle:merge:e.cost", "bb:k-settle:bundle:e.cost",
]  # fmt: skip
FORMS = [
    "bb-form:k-form:entry:-:e.cost:edit:0:" + DIGEST, "bb-form:k-form:entry-tests:-:e.cost:edit:0:" + DIGEST,
    "bb-form:k-reason:reason:-:e.cost:edit:0:" + DIGEST,
]  # fmt: skip


@pytest.mark.parametrize("custom_id", VERBS)
async def test_every_button_asks_again_who_may(custom_id: str, desk: Desk) -> None:
    assert "Only moderators of this server may do this." in told(await press_forged(desk.ana, desk.channel, custom_id))


@pytest.mark.parametrize("custom_id", FORMS)
async def test_every_form_asks_again_who_may(custom_id: str, desk: Desk) -> None:
    refused = told(await submit_forged(desk.ana, desk.channel, custom_id, answer="Ha."))
    assert refused == "Only moderators of this server may do this.\nYou wrote:\n> Ha."  # her own words, which are not lost


@pytest.mark.parametrize(
    "name", ["moderators", "audit_channel", "open_channels", "quiet_channels", "only_channels", "is_paused", "nonsense"]
)
async def test_every_menu_asks_again_who_may(name: str, desk: Desk) -> None:
    refused = await press_forged(desk.ana, desk.channel, f"bb-set:{name}")
    assert told(refused).endswith("Only moderators of this server may do this.")


async def test_a_moderator_who_lost_the_role_can_no_longer_save(desk: Desk) -> None:
    role = desk.guild.create_role("curators", permissions=discord.Permissions(manage_guild=True))
    cora = desk.guild.add_member(desk.env.create_user("cora"), roles=[role])
    preview = shown(await edit(desk, cora, answer=NEW))
    desk.env.backend.remove_member_role(desk.guild.id, cora.id, role.id)
    assert "Only moderators" in told(await cora.click(preview, label="Save"))


async def test_one_moderator_cannot_save_anothers_draft(desk: Desk) -> None:
    preview = shown(await edit(desk, desk.mia, answer=NEW))
    for label in ("Save", "Edit again", "Title and tests", "Discard"):
        custom_id = buttons(preview)[label]
        result = await press_forged(desk.max, desk.channel, custom_id)
        assert NEW not in told(result)
        assert result.modal is None or NEW not in str(result.modal)
    token = buttons(preview)["Save"].split(":", 2)[2]
    lost = await press_forged(desk.max, desk.channel, f"bb:k-commit:{token}")
    assert "This draft is gone" in told(lost)
    assert desk.answer() == OLD


WRONG = [
    "bb:k-undo:e.cost:x", "bb:k-undo:e.nothing:1", "bb:k-undo:e.cost", "bb:k-history:z.z:0", "bb:k-history:-:-1", "bb:k-history:-:²",
    "bb:k-list:-:poem:all:0", "bb:k-list:-", "bb:k-settle:steal:e.cost", "bb:k-settle:keep:e.cost", "bb:k-again:x", "bb:k-save::::",
    "bb:k-more:wings:-:e.cost:edit:0:" + DIGEST, "bb:k-again:-:e.cost:edit:0:zzz", "bb:k-again:-:e.cost:edit:one:" + DIGEST,
]  # fmt: skip


@pytest.mark.parametrize("custom_id", WRONG)
async def test_what_no_button_ever_carried_is_refused_in_words(custom_id: str, desk: Desk) -> None:
    answer = told(await press_forged(desk.mia, desk.channel, custom_id))
    assert any(words in answer for words in ("out of date", "no longer there", "Nobody changed", "nothing to settle"))
    assert desk.service.editor.history(desk.guild.id) == []


@pytest.mark.parametrize(
    "custom_id",
    [
        "bb-form:",
        "bb-form:nothing",
        "bb-form:k-form:poem:-:e.cost:edit:0:" + DIGEST,
        "bb-form:k-form:entry",
        "bb-form:k-form:entry:-:x:edit:0:" + DIGEST,
    ],
)
async def test_what_no_form_ever_carried_is_refused_in_words(custom_id: str, desk: Desk) -> None:
    answer = told(await submit_forged(desk.mia, desk.channel, custom_id, answer="Ha."))
    assert any(words in answer for words in ("out of date", "no longer there"))
