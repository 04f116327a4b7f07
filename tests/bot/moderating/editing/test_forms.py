"""A form is the first response to an interaction, so it opens from memory."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any

import discord
import pytest
from simcord import InteractionResult
from sqlalchemy import event

from bot.desks import COST, Desk, edit, save, shown
from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.bot.pacing.write_behind import WriteBehind
from briefbot.service import Service
from briefbot.store import Store

OLD, NEW = "The repair cost £61,500.", "It cost £61,500."


@pytest.fixture
def service(keeping: Service) -> Service:
    return keeping


@contextmanager
def without_database(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Refuse database statements on the event loop, and calls in threads."""
    statements, loop = list[str](), get_ident()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if get_ident() == loop:  # the bot's jobs use the database from their own threads
            statements.append(statement)

    to_thread = asyncio.to_thread

    async def refuse(work: Callable[..., Any], *args: Any, **options: Any) -> Any:
        if isinstance(getattr(work, "__self__", None), WriteBehind):  # of answered questions, for which nobody waits
            return await to_thread(work, *args, **options)
        raise AssertionError("a form waits for nothing")

    event.listen(store.database._engine, "before_cursor_execute", note)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(asyncio, "to_thread", refuse)
            yield statements
    finally:
        event.remove(store.database._engine, "before_cursor_execute", note)
    assert statements == []


def is_form(result: InteractionResult) -> bool:
    """Return whether a form was the first and only answer."""
    return result.modal is not None and result.response is None and not result.followups


OPENING = {
    "add": {}, "edit": {"thing": COST}, "phrase": {"thing": COST}, "alias": {"name": "pound"}, "speaker": {"speaker": "speaker:maud-ashby"},
    "quote": {"quote": "quote:quote-buckets"},
}  # fmt: skip
"""The commands that open a form."""


@pytest.mark.parametrize("command", OPENING)
async def test_a_command_opens_its_form_without_the_database(
    command: str, desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await save(desk.mia, await edit(desk, desk.mia, answer=NEW))
    with without_database(store, monkeypatch):
        assert is_form(await desk.mia.slash(desk.channel, f"knowledge {command}", **OPENING[command]))


@pytest.fixture
async def started(desk: Desk, bundle: Path, store: Store, tmp_path: Path) -> BriefBot:
    """Restart the bot with an empty memory after moderators' changes."""
    await save(desk.mia, await edit(desk, desk.mia, answer=NEW))
    article = Path(__file__).parents[3] / "tiny" / "article.txt"
    bot = make_bot(Service(bundle, article=article, store=store), tmp_path, message_content=True, shard_count=1)
    await desk.env.restart_bot(bot)
    return bot


@pytest.mark.parametrize("command", OPENING)
async def test_the_first_form_after_a_start_opens_without_the_database(
    command: str, desk: Desk, started: BriefBot, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with without_database(store, monkeypatch):
        assert is_form(await desk.mia.slash(desk.channel, f"knowledge {command}", **OPENING[command]))


async def test_the_first_question_after_a_start_gets_changes_without_the_database(
    desk: Desk, started: BriefBot, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with without_database(store, monkeypatch):
        await desk.ana.send(desk.channel, f"<@{started.me.id}> How much did the repair cost?")
    assert NEW in desk.channel.history()[-1].content


async def test_a_server_just_joined_gets_forms_and_answers_without_the_database(
    desk: Desk, started: BriefBot, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with without_database(store, monkeypatch):
        guild = desk.env.create_guild("new")
        channel, role = guild.create_text_channel("general"), guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))
        nora = guild.add_member(desk.env.create_user("nora"), roles=[role])
        assert is_form(await nora.slash(channel, "knowledge add"))
        await nora.send(channel, f"<@{started.me.id}> How much did the repair cost?")
        assert OLD in channel.history()[-1].content


async def test_a_form_opens_without_the_database_after_a_look_for_foreign_changes(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await save(desk.mia, await edit(desk, desk.mia, answer=NEW))
    desk.service.refresh()
    with without_database(store, monkeypatch):
        assert is_form(await desk.mia.slash(desk.channel, "knowledge edit", thing=COST))


@pytest.mark.parametrize("label", ["More phrasings", "Speaker and caveat", "Title and tests", "Add a reason", "Edit again"])
async def test_a_button_opens_its_form_without_the_database(label: str, desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    preview = shown(await edit(desk, desk.mia, answer=NEW))
    with without_database(store, monkeypatch):
        assert is_form(await desk.mia.click(preview, label=label))


async def test_buttons_of_a_refusal_and_of_a_thing_open_forms_without_the_database(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = shown(await edit(desk, desk.mia, phrasings="When did the library reopen?"))
    known = shown(await desk.mia.slash(desk.channel, "knowledge show", thing=COST))
    with without_database(store, monkeypatch):
        assert is_form(await desk.mia.click(refused, label="Edit again"))
        assert is_form(await desk.mia.click(known, label="Edit"))


async def test_the_form_that_merges_a_conflict_opens_without_the_database(
    desk: Desk, bundle: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await save(desk.mia, await edit(desk, desk.mia, answer=NEW))
    file = bundle / "entries/facts.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(OLD, "The roof cost £61,500."), encoding="utf-8")
    desk.service.reload()
    known = shown(await desk.mia.slash(desk.channel, "knowledge show", thing=COST))
    with without_database(store, monkeypatch):
        assert is_form(await desk.mia.click(known, label="Merge"))


async def test_a_statement_would_be_noticed(desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with without_database(store, monkeypatch) as statements:
        desk.service.editor.history(desk.guild.id)
        assert statements
        statements.clear()
