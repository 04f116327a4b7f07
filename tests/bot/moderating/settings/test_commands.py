"""Settings are shown in one view, changed by menus, checked, and kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import discord
import pytest
from simcord import MemberActor, RoleHandle

from bot.desks import Desk, edit, press_forged, save, shown, text_of, told
from briefbot.bot.app import make_bot
from briefbot.domain.records import Absence, GuildSettings
from briefbot.editing.export_file import changes_text
from briefbot.service import Service
from briefbot.service.guild_settings import Guilds
from briefbot.store import Store
from catalogues import bound, catalogue_of, install
from kept import guilds_known, guilds_left

GREETED = round(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
"""When the bot joined both servers."""


@pytest.fixture
def service(keeping: Service) -> Service:
    return keeping


def settings(desk: Desk) -> GuildSettings:
    return desk.service.settings(desk.guild.id)


def menus(panel: discord.Message) -> dict[str, list[int]]:
    """Return the selected options of each menu of a panel."""
    rows = [row for row in panel.components if isinstance(row, discord.ActionRow)]
    return {menu.custom_id: [value.id for value in menu.default_values] for row in rows for menu in row.children}


async def test_all_settings_are_shown_in_one_view(desk: Desk) -> None:
    text = told(await desk.mia.slash(desk.channel, "settings show"))
    labels = [
        "**Who else is a moderator**, besides people who can manage the server",
        "**Where changes are posted**",
        "**The only channels where I speak**; if none is picked, I speak in all of them",
        "**Where I answer without a mention**",
        "**Where I stay silent**; `/ask` is answered privately there",
        "**How long to wait between two questions**: no wait",
        "**Whether questions without a good answer are kept** for `/knowledge inbox`, as words without a name",
        "**Where moderators are told what is in the inbox**",
        "**How often the summary is posted**",
        "**Whether changes by the moderators' role wait** until somebody who can manage the server accepts them",
        "**Where members ask the moderators** what I have no answer to; with none picked, they can't",
        "**The language of what everybody reads**; what only one member sees is in theirs",
    ]
    assert text.splitlines() == [*labels, "**Paused:** no", "**Blocked members:** nobody"]


async def test_a_menu_that_is_filled_keeps_its_label(desk: Desk) -> None:
    desk.service.guilds.change(desk.guild.id, quiet_channels=frozenset({desk.channel.id}))
    parts = shown(await desk.mia.slash(desk.channel, "settings show")).components
    labelled = {
        row.children[0].custom_id: text.content
        for text, row in pairwise(parts)
        if isinstance(text, discord.TextDisplay) and isinstance(row, discord.ActionRow)
    }
    assert labelled["bb-set:quiet_channels"].startswith("**Where I stay silent**")
    assert len(labelled) == 12


async def test_a_panel_that_was_shown_as_plain_text_before_becomes_one_with_labels(desk: Desk) -> None:
    text = told(await press_forged(desk.mia, desk.channel, "bb-set:quiet_channels", [desk.channel.id]))
    assert "**Where I stay silent**" in text
    assert settings(desk).quiet_channels == {desk.channel.id}


async def test_menus_change_settings_and_survive_a_restart(desk: Desk, tmp_path: Path, store: Store) -> None:
    view = shown(await desk.mia.slash(desk.channel, "settings channels"))
    audit, other = desk.guild.create_text_channel("audit"), desk.guild.create_text_channel("help")
    await desk.env.restart_bot(make_bot(desk.service, tmp_path, message_content=True, shard_count=1))
    await desk.mia.select(view, [audit], custom_id="bb-set:audit_channel")
    await desk.mia.select(view, [desk.channel, other], custom_id="bb-set:open_channels")
    await desk.mia.select(view, [audit], custom_id="bb-set:quiet_channels")
    wanted = GuildSettings(
        audit_channel=audit.id,
        open_channels=frozenset({desk.channel.id, other.id}),
        quiet_channels=frozenset({audit.id}),
        greeted=GREETED,
    )
    assert settings(desk) == wanted
    assert Guilds(store.guilds).settings(desk.guild.id) == wanted
    await desk.mia.select(view, [], custom_id="bb-set:open_channels")
    assert settings(desk).open_channels == frozenset()
    assert desk.service.settings(desk.other.id) == GuildSettings(greeted=GREETED)


async def test_the_role_menu_answers_with_the_steps_for_an_administrator(desk: Desk) -> None:
    role = desk.guild.create_role("curators")
    view = shown(await desk.mia.slash(desk.channel, "settings show"))
    assert "Server Settings → Integrations" in told(await desk.mia.select(view, [role], custom_id="bb-set:moderators"))
    assert settings(desk).moderators == role.id


@pytest.mark.parametrize("command", ["moderators", "audit", "cooldowns"])
async def test_a_command_with_nothing_given_shows_all_and_changes_nothing(desk: Desk, command: str) -> None:
    role, audit = desk.guild.create_role("curators"), desk.guild.create_text_channel("audit")
    before = desk.service.guilds.change(desk.guild.id, moderators=role.id, audit_channel=audit.id, member_cooldown=5)
    result = await desk.mia.slash(desk.channel, f"settings {command}")
    assert told(result) == told(await desk.mia.slash(desk.channel, "settings show"))
    assert len(menus(shown(result))) == 12
    assert settings(desk) == before


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("moderators", {"moderators": 0}, {"moderators": None}), ("audit_channel", {"audit_channel": 0}, {"audit_channel": None})],
)
async def test_a_menu_that_is_emptied_clears_its_setting(
    desk: Desk, name: str, before: dict[str, int], after: dict[str, int | None]
) -> None:
    thing = desk.guild.create_role("curators") if name == "moderators" else desk.channel
    desk.service.guilds.change(desk.guild.id, **dict.fromkeys(before, thing.id))
    await desk.mia.select(shown(await desk.mia.slash(desk.channel, "settings show")), [], custom_id=f"bb-set:{name}")
    assert settings(desk) == GuildSettings(**after)


class TestRoleThatCannotBeTheModerators:
    """Everybody's, and that of a bot."""

    @pytest.fixture(params=["everyone", "bot"])
    def unfit(self, request: pytest.FixtureRequest, desk: Desk) -> RoleHandle:
        if request.param == "everyone":
            return desk.guild.default_role
        role = desk.guild.create_role("another bot")
        server = desk.bot.get_guild(desk.guild.id)
        assert server is not None
        server._roles[role.id].tags = discord.RoleTags({"bot_id": "1"})  # simcord's roles have no tags
        return role

    async def test_it_is_refused_by_the_command(self, desk: Desk, unfit: RoleHandle) -> None:
        text = told(await desk.mia.slash(desk.channel, "settings moderators", role=unfit))
        assert text.endswith("Choose another role for the moderators.")
        assert len(desk.env.errors) == 1
        assert settings(desk).moderators is None

    async def test_it_is_refused_in_the_menu(self, desk: Desk, unfit: RoleHandle) -> None:
        view = shown(await desk.mia.slash(desk.channel, "settings show"))
        assert told(await desk.mia.select(view, [unfit], custom_id="bb-set:moderators")).endswith("Choose another role for the moderators.")
        assert settings(desk).moderators is None

    @pytest.mark.parametrize("command", ["check", "show"])
    async def test_it_is_told_where_it_was_chosen_formerly(self, desk: Desk, unfit: RoleHandle, command: str) -> None:
        desk.service.guilds.change(desk.guild.id, moderators=unfit.id)
        assert "Choose another role for the moderators." in told(await desk.mia.slash(desk.channel, f"settings {command}"))


async def test_a_channel_that_is_picked_in_one_menu_leaves_the_other(desk: Desk) -> None:
    view = shown(await desk.mia.slash(desk.channel, "settings channels"))
    await desk.mia.select(view, [desk.channel], custom_id="bb-set:quiet_channels")
    await desk.mia.select(view, [desk.channel], custom_id="bb-set:open_channels")
    assert settings(desk) == GuildSettings(open_channels=frozenset({desk.channel.id}))


async def test_only_the_channels_that_are_picked_hear_the_bot(desk: Desk) -> None:
    other = desk.guild.create_text_channel("help")
    view = shown(await desk.mia.slash(desk.channel, "settings channels"))
    await desk.mia.select(view, [other], custom_id="bb-set:quiet_channels")
    await desk.mia.select(view, [other], custom_id="bb-set:only_channels")
    assert settings(desk) == GuildSettings(only_channels=frozenset({other.id}))
    await desk.mia.select(view, [desk.channel], custom_id="bb-set:open_channels")
    assert settings(desk).only_channels == {desk.channel.id, other.id}
    await desk.mia.select(view, [desk.channel], custom_id="bb-set:quiet_channels")
    assert settings(desk) == GuildSettings(only_channels=frozenset({other.id}), quiet_channels=frozenset({desk.channel.id}))


class TestModeratorByRole:
    """Edits what the bot knows, and looks at the settings, which only people who can manage the server change."""

    @pytest.fixture
    def cora(self, desk: Desk) -> MemberActor:
        role = desk.guild.create_role("curators")
        desk.service.guilds.change(desk.guild.id, moderators=role.id)
        return desk.guild.add_member(desk.env.create_user("cora"), roles=[role])

    @pytest.fixture(autouse=True)
    async def settings_shown(self, desk: Desk, cora: MemberActor) -> None:
        for found in await desk.bot.tree.fetch_commands():
            desk.guild.set_command_permissions(found, {desk.guild.default_role: True})

    async def test_the_settings_are_shown_without_menus(self, desk: Desk, cora: MemberActor) -> None:
        message = shown(await cora.slash(desk.channel, "settings show"))
        assert message.components == []
        assert message.content.endswith("**Blocked members:** nobody\n-# People who can manage this server can change these.")

    @pytest.mark.parametrize("command", ["settings audit", "settings cooldowns", "settings moderators"])
    async def test_no_command_changes_a_setting(self, desk: Desk, cora: MemberActor, command: str) -> None:
        role = desk.guild.create_role("readers")
        options = {"settings audit": {"channel": desk.channel}, "settings cooldowns": {"member": 9}, "settings moderators": {"role": role}}
        before = settings(desk)
        refused = told(await cora.slash(desk.channel, command, **options[command]))
        assert refused.startswith("Only people who can manage this server can change its settings.")
        assert settings(desk) == before
        assert len(desk.env.errors) == 1

    async def test_no_menu_changes_a_setting(self, desk: Desk, cora: MemberActor) -> None:
        before = settings(desk)
        for name, picked in (("audit_channel", desk.channel.id), ("only_channels", desk.channel.id), ("cooldowns", "member_cooldown=0")):
            refused = told(await press_forged(cora, desk.channel, f"bb-set:{name}", [picked]))
            assert refused.endswith("You can edit what I know: `/knowledge`.")
        assert settings(desk) == before


async def test_cooldowns_are_picked_in_a_menu(desk: Desk) -> None:
    view = shown(await desk.mia.slash(desk.channel, "settings show"))
    await desk.mia.select(view, ["member_cooldown=30"], custom_id="bb-set:cooldowns")
    text = told(await desk.mia.select(view, ["channel_cooldown=2"], custom_id="bb-set:cooldowns"))
    assert "**How long to wait between two questions**: 30 seconds for a member, 2 seconds for a whole channel" in text
    await desk.mia.select(view, ["member_cooldown=0"], custom_id="bb-set:cooldowns")
    assert settings(desk) == GuildSettings(member_cooldown=0, channel_cooldown=2)


async def test_blocked_members_are_named(desk: Desk) -> None:
    assert "**Blocked members:** nobody" in told(await desk.mia.slash(desk.channel, "settings show"))
    await desk.mia.slash(desk.channel, "knowledge block", member=desk.ana)
    assert f"**Blocked members:** <@{desk.ana.id}>" in told(await desk.mia.slash(desk.channel, "settings show"))
    desk.service.guilds.change(desk.guild.id, blocked=frozenset(range(1_000, 1_025)))
    assert "<@1019>, and 5 more" in told(await desk.mia.slash(desk.channel, "settings show"))


async def test_cooldowns_are_set_one_by_one(desk: Desk) -> None:
    await desk.mia.slash(desk.channel, "settings cooldowns", member=10)
    await desk.mia.slash(desk.channel, "settings cooldowns", channel=2)
    assert (settings(desk).member_cooldown, settings(desk).channel_cooldown) == (10, 2)


async def test_changes_of_settings_are_posted_to_the_audit_channel(desk: Desk) -> None:
    audit = desk.guild.create_text_channel("audit")
    await desk.mia.slash(desk.channel, "settings audit", channel=audit)
    await desk.mia.slash(desk.channel, "knowledge pause")
    assert (
        audit.last_message.content == f"Paused: until `/knowledge resume`, I only say that the article is under review. (<@{desk.mia.id}>)"
    )


async def test_audit_channel_hears_what_was_set(desk: Desk) -> None:
    audit = desk.guild.create_text_channel("audit")
    await desk.mia.slash(desk.channel, "settings audit", channel=audit)
    assert audit.last_message.content == f"Settings changed: **Audit channel:** {audit.mention} (<@{desk.mia.id}>)"
    await desk.mia.slash(desk.channel, "settings cooldowns", member=5, channel=2)
    waits = "**Wait between questions:** 5 seconds for a member, 2 seconds for a whole channel"
    assert audit.last_message.content == f"Settings changed: {waits} (<@{desk.mia.id}>)"


async def test_audit_channel_hears_that_it_is_one_no_longer(desk: Desk) -> None:
    audit = desk.guild.create_text_channel("audit")
    await desk.mia.slash(desk.channel, "settings audit", channel=audit)
    await desk.mia.select(shown(await desk.mia.slash(desk.channel, "settings audit")), [], custom_id="bb-set:audit_channel")
    assert audit.last_message.content == f"Settings changed: **Audit channel:** nowhere (<@{desk.mia.id}>)"


async def test_what_stays_as_it_is_is_not_posted(desk: Desk) -> None:
    audit = desk.guild.create_text_channel("audit")
    for _ in range(2):
        await desk.mia.slash(desk.channel, "settings audit", channel=audit)
    assert len(audit.history()) == 1


async def test_two_moderators_pick_channels_at_once_and_none_is_lost(desk: Desk) -> None:
    other = desk.guild.create_text_channel("help")
    desk.service.guilds.change(desk.guild.id, open_channels=frozenset({desk.channel.id}))
    mias, maxs = [shown(await who.slash(desk.channel, "settings channels")) for who in (desk.mia, desk.max)]
    await desk.mia.select(mias, [desk.channel, other], custom_id="bb-set:open_channels")
    await desk.max.select(maxs, [], custom_id="bb-set:open_channels")
    assert settings(desk).open_channels == {other.id}


async def test_channel_that_is_gone_stands_in_no_menu(desk: Desk) -> None:
    desk.service.guilds.change(desk.guild.id, open_channels=frozenset({desk.channel.id, 12345}), audit_channel=12345, moderators=999)
    view = shown(await desk.mia.slash(desk.channel, "settings show"))
    assert "was deleted, or I can't see it" in text_of(view)
    assert menus(view) == {
        "bb-set:moderators": [], "bb-set:audit_channel": [], "bb-set:only_channels": [], "bb-set:open_channels": [desk.channel.id],
        "bb-set:quiet_channels": [], "bb-set:cooldowns": [], "bb-set:inbox_days": [], "bb-set:digest_channel": [], "bb-set:digest": [],
        "bb-set:needs_approval": [],
        "bb-set:ask_channel": [],
        "bb-set:language": [],
    }  # fmt: skip


async def test_channel_that_cannot_be_written_in_is_told_at_once(desk: Desk) -> None:
    barred = {desk.bot.me: discord.PermissionOverwrite(send_messages=False)}
    audit = desk.guild.create_text_channel("audit", overwrites=barred)
    done, trouble, *_ = told(await desk.mia.slash(desk.channel, "settings audit", channel=audit)).splitlines()
    assert done == f"Changes are posted in {audit.mention}."
    assert trouble == f"- I don't have Send Messages in {audit.mention}"


async def test_check_names_missing_permissions_and_channels_that_are_gone(desk: Desk) -> None:
    hidden = desk.guild.create_text_channel(
        "hidden", overwrites={desk.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    desk.service.guilds.change(desk.guild.id, audit_channel=12345, moderators=999)
    text = told(await desk.mia.slash(desk.channel, "settings check"))
    assert "A channel in the settings (12345) was deleted" in text
    assert "The moderator role was deleted" in text
    assert hidden.mention in text or "Send Messages" not in text


async def test_check_and_the_audit_channel_tell_of_what_was_set_aside(desk: Desk, bundle: Path, tmp_path: Path) -> None:
    audit = desk.guild.create_text_channel("audit")
    await desk.mia.slash(desk.channel, "settings audit", channel=audit)
    await save(desk.mia, await edit(desk, desk.mia, "entry:cost", phrasings="grand total of the palace"))
    file = bundle / "entries/facts.yaml"
    changed = file.read_text(encoding="utf-8").replace(
        "    - heritage grant amount\n", "    - heritage grant amount\n    - Grand total of the palace?\n"
    )
    file.write_text(changed, encoding="utf-8")
    desk.service.reload()
    text = told(await desk.mia.slash(desk.channel, "settings check"))
    assert "- These changes no longer pass the check, so they aren't used:\n  - “How much did the new roof cost?”: " in text
    assert " is the same as “Grand total of the palace?” of “Who paid for most of the repair?”" in text
    await desk.env.restart_bot(make_bot(desk.service, tmp_path, message_content=True, shard_count=1))
    assert audit.last_message.content.startswith(
        "These changes no longer pass the check, so they aren't used. All others are in use:\n- “How much did the new roof cost?”"
    )


async def test_what_another_process_changed_is_seen_after_a_minute(desk: Desk, bundle: Path, store: Store) -> None:
    assert desk.answer() == "The repair cost £61,500."
    other = Service(bundle, store=store)
    other.editor.apply(desk.guild.id, 0, other.editor.retiring(desk.guild.id, ("entry", "cost")))
    await desk.env.advance_time(61)
    assert "cost" not in desk.service.knowledge(desk.guild.id).entries


async def test_a_server_that_the_bot_left_can_be_exported_until_it_is_deleted(desk: Desk, store: Store) -> None:
    await save(desk.mia, await edit(desk, desk.mia, answer="It cost £61,500."))
    desk.env.backend.emit("GUILD_DELETE", {"id": str(desk.guild.id)})
    await desk.env.settle()
    assert list(guilds_left(store)) == [desk.guild.id]
    assert "61,500" in changes_text(desk.service.editor.changes(desk.guild.id))
    late = datetime.now(UTC) - timedelta(days=31)
    store.guilds.note_absences(lambda *_: Absence(late, late))
    for _ in range(12):  # simcord gives each step five real seconds
        await desk.env.advance_time(301)
    assert guilds_known(store) == set()
    assert desk.service.editor.history(desk.guild.id) == []


async def test_the_inbox_is_switched_on_and_told_where_and_how_often(desk: Desk) -> None:
    view = shown(await desk.mia.slash(desk.channel, "settings show"))
    await desk.mia.select(view, ["30"], custom_id="bb-set:inbox_days")
    await desk.mia.select(view, [desk.channel], custom_id="bb-set:digest_channel")
    await desk.mia.select(view, ["weekly"], custom_id="bb-set:digest")
    found = settings(desk)
    assert (found.inbox_days, found.digest_channel, found.digest) == (30, desk.channel.id, "weekly")


async def test_what_is_held_is_deleted_when_the_inbox_is_switched_off(desk: Desk) -> None:
    desk.service.guilds.change(desk.guild.id, inbox_days=30)
    desk.service.inbox.hold(desk.guild.id, "did it rain", "refused")
    view = shown(await desk.mia.slash(desk.channel, "settings show"))
    await desk.mia.select(view, ["0"], custom_id="bb-set:inbox_days")
    desk.service.guilds.change(desk.guild.id, inbox_days=30)
    assert desk.service.inbox.open_groups(desk.guild.id) == []


@pytest.mark.parametrize("name", ["inbox_days", "digest"])
async def test_no_other_days_than_those_of_the_menu_are_taken(desk: Desk, name: str) -> None:
    assert "out of date" in told(await press_forged(desk.mia, desk.channel, f"bb-set:{name}", ["999"]))
    assert settings(desk).inbox_days == 0


async def test_language_is_set_by_command_and_menu(desk: Desk) -> None:
    await desk.mia.slash(desk.channel, "settings language", language="English")
    assert settings(desk).language == "en"
    view = shown(await desk.mia.slash(desk.channel, "settings language"))
    await desk.mia.select(view, ["automatic"], custom_id="bb-set:language")
    assert settings(desk).language == ""


async def test_language_that_the_bot_does_not_speak_is_refused(desk: Desk) -> None:
    refused = await desk.mia.slash(desk.channel, "settings language", language="Klingon")
    assert told(refused) == "I don't speak that language. Pick one of those that come up while you type."
    desk.env.errors.clear()
    assert "out of date" in told(await press_forged(desk.mia, desk.channel, "bb-set:language", ["tlh"]))
    assert settings(desk).language == ""


async def test_languages_are_offered_by_what_they_call_themselves(desk: Desk, tmp_path: Path) -> None:
    with bound(install(catalogue_of('msgid "English"\nmsgstr "Deutsch"', "de"), tmp_path / "locale")):
        offered = await desk.mia.autocomplete(desk.channel, "settings language", "language", "")
        await desk.mia.slash(desk.channel, "settings language", language="Deutsch")
        assert settings(desk).language == "de"
    assert [choice["name"] for choice in offered] == ["Automatic: the server's own", "English", "Deutsch"]
