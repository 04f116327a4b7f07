"""Make the pictures of what members are told where something cannot be, light and dark, into docs/pictures/.

    python docs/pictures_of_refusals.py [NAME ...]

Needs what pictures.py needs. The knowledge is the tests' invented one.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest import mock

from pictures import DELETE, ROOF, SEEN_BY, Scene, Shown, Stage, main
from sqlalchemy import event

from briefbot.domain.outcome import Exchange, Suggested
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.errors import StoreError
from briefbot.service import Service

MENU = "Answer from the article"


async def _not_yours_to_remove(stage: Stage) -> Shown:
    return await stage.ben.context_menu(stage.channel, "Remove this answer", await stage.ask(ROOF))


def _be_unsure(stage: Stage) -> None:
    knowledge = stage.bot.service.knowledge()
    found = Suggested(tuple(knowledge.entries[entry] for entry in ("cost", "grant", "villagers-raised")), 0.3)
    stage.bot.service.ask = lambda _guild, question, _context: Exchange(question, found, knowledge)


async def _late(stage: Stage) -> Shown:
    _be_unsure(stage)
    offer = await stage.ask("tell me about money")
    stage.bot.delayed.drop(offer.id)  # as by a restart, after which nothing switches it off
    await stage.env.advance_time(301)
    return await stage.ana.click(offer, label="None of these")


async def _own_message(stage: Stage) -> Shown:
    return await stage.ana.context_menu(stage.channel, MENU, await stage.ask(ROOF))


async def _wordless(stage: Stage) -> Shown:
    return await stage.ana.context_menu(stage.channel, MENU, await stage.ben.send(stage.channel, f"<@{stage.ana.id}>"))


async def _menu_unsure(stage: Stage) -> Shown:
    _be_unsure(stage)
    return await stage.ana.context_menu(stage.channel, MENU, await stage.ben.send(stage.channel, "what about the money"))


async def _stopping(stage: Stage) -> Shown:
    await stage.bot.queues.finish(0)
    return await stage.ask(ROOF)


async def _help_of_moderators(stage: Stage) -> Shown:
    stage.bot.service.guilds.change(stage.guild.id, open_channels=frozenset({stage.channel.id}))
    return await stage.boss.slash(stage.channel, "help")


async def _told_of_moderator(stage: Stage, label: str) -> Shown:
    editor, key = stage.bot.service.editor, ("entry", "cost")
    text = {**editor.text(stage.guild.id, key), "answer": "The repair cost £61,500 in all."}
    editor.apply(stage.guild.id, stage.ana.id, Edit(Change(*key, "text", text), seen=editor.version(stage.guild.id, key)))
    await stage.ask("When did the library reopen?")
    stage.bot.service.guilds.block(stage.guild.id, stage.ana.id)
    told = await stage.ana.slash(stage.channel, "privacy")
    return await stage.ana.click(told.response, label=label)


async def _all_that_is_kept(stage: Stage) -> Shown:
    return await _told_of_moderator(stage, "Show my data")


async def _left(stage: Stage) -> Shown:
    asked = await _told_of_moderator(stage, DELETE)
    return await stage.ana.click(asked.response, label="Delete for good")


async def _article_gone(stage: Stage) -> Shown:
    quoted = await stage.ana.slash(stage.channel, "quote", text="let that heart stop")
    with mock.patch.object(Service, "article", None):
        return await stage.ana.click(quoted.response, label="In context")


async def _sources_of_quotation(stage: Stage) -> Shown:
    quoted = await stage.ana.slash(stage.channel, "quote", text="let that heart stop")
    return await stage.ana.click(quoted.response, label="Sources")


async def _care(stage: Stage) -> Shown:
    return await stage.ask("i dont want to be alive anymore")


async def _unsaved_pause(stage: Stage) -> Shown:
    with unwritable(stage):
        return await stage.boss.slash(stage.channel, "knowledge pause")


async def _store_in_trouble(stage: Stage) -> Shown:
    with unwritable(stage):
        await stage.boss.slash(stage.channel, "knowledge pause")
        with suppress(StoreError):
            stage.bot.service.refresh()
        return await stage.boss.slash(stage.channel, "settings check")


@contextmanager
def unwritable(stage: Stage) -> Iterator[None]:
    """Let the database refuse whatever is written, as on a full disk."""
    engine = stage.bot.service._store.database._engine

    def refuse(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA query_only=ON")

    engine.dispose()
    event.listen(engine, "connect", refuse)
    yield
    event.remove(engine, "connect", refuse)
    engine.dispose()


SCENES: dict[str, Scene] = {
    "care": _care,
    "pause-unsaved": _unsaved_pause,
    "check-store": _store_in_trouble,
    "not-yours-to-remove": _not_yours_to_remove,
    "offer-late": _late,
    "own-message": _own_message,
    "wordless": _wordless,
    "menu-unsure": _menu_unsure,
    "stopping": _stopping,
    "help-moderators": _help_of_moderators,
    "kept-moderator": _all_that_is_kept,
    "left": _left,
    "article-gone": _article_gone,
    "sources-quotation": _sources_of_quotation,
}
SEEN_BY |= {"not-yours-to-remove": "ben"} | dict.fromkeys(("help-moderators", "pause-unsaved", "check-store"), "boss")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:], SCENES))
