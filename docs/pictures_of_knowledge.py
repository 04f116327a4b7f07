"""Make the pictures of what moderators look at, settle, import and set, light and dark, into docs/pictures/.

    python docs/pictures_of_knowledge.py [NAME ...]

Needs what pictures.py needs. The knowledge is the tests' invented one.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import discord
from pictures_of_moderating import COST, UNDO, Scene, Stage, main, message
from simcord import ChannelHandle, InteractionResult

from briefbot.bundle import read_bundle
from briefbot.bundle.writing import write_things
from briefbot.domain.knowledge import Key
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.errors import StoreError
from briefbot.matching.recall.classifier import fit
from briefbot.service import Service

OLD, NEW = "The repair cost £61,500.", "The repair cost £61,500 in all."
Answered = Awaitable[InteractionResult]


def command(name: str, **options: Any) -> Callable[[Stage], Answered]:
    """Let Mia use a command."""
    return lambda stage: stage.mia.slash(stage.channel, name, **options)


async def _pressed(label: str, stage: Stage) -> InteractionResult:
    """Let Mia press a button below a preview."""
    return await stage.mia.click(message(await stage.edit(stage.mia, answer=NEW)), label=label)


async def _saved(stage: Stage) -> InteractionResult:
    return await stage.save(stage.mia, await stage.edit(stage.mia, answer=NEW), reason="")


OFFER = "Correct {} of the last 30 days"


async def _replied(stage: Stage, count: int) -> list[ChannelHandle]:
    """Let Ana ask in some channels."""
    stage.bot.service.guilds.change(stage.guild.id, member_cooldown=0)
    rooms = [stage.channel, *(stage.guild.create_text_channel(f"room-{number}") for number in range(1, count))]
    for room in rooms:
        await stage.ana.send(room, f"<@{stage.bot.me.id}> how much was the new roof")
    return rooms


async def _correction_offered(stage: Stage) -> InteractionResult:
    await _replied(stage, 12)
    return await _saved(stage)


async def _correcting(stage: Stage) -> InteractionResult:
    return await stage.mia.click(message(await _correction_offered(stage)), label=OFFER.format("12 replies"))


async def _ended(stage: Stage, begun: InteractionResult) -> None:
    """Wait until a correction has ended."""
    while "Corrected" not in message(begun).content:
        await stage.env.advance_time(1)


async def _corrected(stage: Stage) -> discord.Message:
    [room] = await _replied(stage, 1)
    await _ended(stage, await stage.mia.click(message(await _saved(stage)), label=OFFER.format("1 reply")))
    return room.history()[1]


async def _withdrawn(stage: Stage) -> discord.Message:
    [room] = await _replied(stage, 1)
    retired = await stage.save(
        stage.mia, await stage.mia.slash(stage.channel, "knowledge retire", thing=COST), reason="The council is checking the figure."
    )
    await _ended(stage, await stage.mia.click(message(retired), label=OFFER.format("1 reply")))
    return room.history()[1]


async def _not_saved(stage: Stage) -> InteractionResult:
    def fail(*_: object) -> None:
        raise StoreError("the disk is full")

    preview = await stage.edit(stage.mia, answer=NEW)
    stage.bot.service.editor.save = fail
    return await stage.mia.click(message(preview), label="Save")


async def _lost(stage: Stage) -> InteractionResult:
    preview = await stage.edit(stage.mia, answer=NEW)
    stage.bot.desk.forget(stage.mia.id)  # as after a day
    return await stage.mia.click(message(preview), label="Save")


async def _offered(stage: Stage) -> InteractionResult:
    await stage.edit(stage.mia, answer=NEW)
    return await stage.mia.slash(stage.channel, "knowledge edit", thing=COST)


async def _in_parts(stage: Stage) -> InteractionResult:
    editor = stage.bot.service.editor
    text = editor.text(stage.guild.id, ("entry", "cost")) or {}
    many = [*text["phrasings"], *(f"how many pounds for the {number} slates of the roof" for number in range(100, 200))]
    editor.apply(stage.guild.id, stage.mia.id, Edit(Change("entry", "cost", "text", {**text, "phrasings": many})))
    return await stage.mia.slash(stage.channel, "knowledge edit", thing=COST)


async def _changed(stage: Stage) -> InteractionResult:
    await _saved(stage)
    return await stage.mia.slash(stage.channel, "knowledge list", topic="Money", kind="entry")


async def _taken_back(stage: Stage) -> InteractionResult:
    await _saved(stage)
    return await stage.mia.click(stage.audit.last_message, label=UNDO)


async def _undone_since(stage: Stage) -> InteractionResult:
    await _saved(stage)
    post = stage.audit.last_message
    await stage.max.click(post, label=UNDO)
    return await stage.mia.click(post, label=UNDO)


def _let_curators_write(stage: Stage, old: str, new: str) -> None:
    file = stage.bundle / "entries" / "facts.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    stage.bot.service.reload()


async def _conflict(stage: Stage) -> InteractionResult:
    await _saved(stage)
    _let_curators_write(stage, OLD, "The roof cost £61,500.")
    return await stage.mia.slash(stage.channel, "knowledge show", thing=COST)


async def _merged(stage: Stage) -> InteractionResult:
    editor = stage.bot.service.editor
    editor.apply(stage.guild.id, stage.mia.id, editor.retiring(stage.guild.id, ("entry", "solar")))
    bundle, _ = read_bundle(stage.bundle)
    if bundle is None:
        raise LookupError("the bundle cannot be read")
    before = dict(bundle.by_key())
    after: dict[Key, Any] = {key: thing for key, thing in before.items() if key != ("entry", "solar")}
    after["entry", "tools"] = replace(after["entry", "tools"], was=("solar",), related=())
    write_things(stage.bundle, before, after, {})
    stage.bot.service.reload()
    return await stage.mia.slash(stage.channel, "knowledge show", thing="entry:solar")


async def _unsupported(stage: Stage) -> InteractionResult:
    without = Service(stage.bundle, fit=fit, store=stage.bot.service._store)
    text = {**(without.editor.text(stage.guild.id, ("entry", "cost")) or {}), "answer": "The repair cost £71,500."}
    without.editor.apply(stage.guild.id, stage.mia.id, Edit(Change("entry", "cost", "text", text)))
    stage.bot.service.refresh()
    return await stage.mia.slash(stage.channel, "settings check")


async def _set_aside(stage: Stage) -> InteractionResult:
    await stage.save(stage.mia, await stage.edit(stage.mia, phrasings="How much did the new roof cost?\ngrand total of the palace"))
    _let_curators_write(stage, "    - heritage grant amount\n", "    - heritage grant amount\n    - Grand total of the palace?\n")
    return await stage.mia.slash(stage.channel, "settings check")


async def _exported(stage: Stage) -> InteractionResult:
    await _saved(stage)
    return await stage.mia.slash(stage.channel, "knowledge export")


async def _imported(changes: list[dict[str, Any]], stage: Stage) -> InteractionResult:
    data = json.dumps({"briefbot": 1, "changes": changes}).encode()
    return await stage.mia.slash(stage.channel, "knowledge import", file=("briefbot.json", data))


def _cost(stage: Stage, **changed: Any) -> dict[str, Any]:
    data = stage.bot.service.editor.text(stage.guild.id, ("entry", "cost"))
    return {"kind": "entry", "id": "cost", "text": {**data, **changed}}


async def _import(stage: Stage) -> InteractionResult:
    return await _imported([_cost(stage, answer=NEW), {"kind": "entry", "id": "grant", "retired": True}], stage)


async def _import_refused(stage: Stage) -> InteractionResult:
    return await _imported([_cost(stage, answer=NEW), _cost(stage, answer=OLD) | {"id": "grant"}], stage)


async def _edited_below(question: str, stage: Stage) -> InteractionResult:
    """Let Mia edit what answers a question by the menu of the reply."""
    await stage.ana.send(stage.channel, f"<@{stage.bot.user.id}> {question}")
    return await stage.mia.context_menu(stage.channel, "Edit this answer", stage.channel.last_message)


async def _may_not_edit(stage: Stage) -> InteractionResult:
    await stage.ana.send(stage.channel, f"<@{stage.bot.user.id}> How much did the new roof cost?")
    return await stage.ana.context_menu(stage.channel, "Edit this answer", stage.channel.last_message)


async def _role(stage: Stage) -> InteractionResult:
    return await stage.mia.slash(stage.channel, "settings moderators", role=stage.guild.create_role("helpers"))


async def _audit_that_cannot_be_told(stage: Stage) -> InteractionResult:
    barred = {stage.bot.user: discord.PermissionOverwrite(send_messages=False)}
    channel = stage.guild.create_text_channel("changes", overwrites=barred)
    return await stage.mia.slash(stage.channel, "settings audit", channel=channel)


async def _timed_out(stage: Stage) -> InteractionResult:
    server = stage.bot.get_guild(stage.guild.id)
    server.me.timed_out_until = discord.utils.utcnow().replace(hour=18, minute=0)
    return await stage.mia.slash(stage.channel, "settings check")


SCENES: dict[str, Scene] = {
    "edit-this-answer": partial(_edited_below, "how much was the new roof"),
    "edit-which-answer": partial(_edited_below, "when did the library reopen and what was the mill called"),
    "edit-not-allowed": _may_not_edit,
    "quote-form": command("knowledge edit", thing="quote:quote-buckets"),
    "speaker-form": command("knowledge edit", thing="speaker:ines-calloway"),
    "alias-form": command("knowledge edit", thing="alias:library"),
    "phrases-form": command("knowledge phrase", thing=COST),
    "details-form": partial(_pressed, "Speaker and caveat"),
    "tests-form": partial(_pressed, "Title and tests"),
    "retire": command("knowledge retire", thing=COST),
    "saved": _saved,
    "correction-offer": _correction_offered,
    "correction-progress": _correcting,
    "corrected": _corrected,
    "withdrawn-reply": _withdrawn,
    "discarded": partial(_pressed, "Discard"),
    "draft-offer": _offered,
    "edit-parts": _in_parts,
    "draft-lost": _lost,
    "not-saved": _not_saved,
    "taken-back": _taken_back,
    "undone-since": _undone_since,
    "show": command("knowledge show", thing="quote:quote-buckets"),
    "list": _changed,
    "find": command("knowledge find", text="roof"),
    "test": command("knowledge test", question="how much was the roof"),
    "explain": command("knowledge explain", question="how much was the roof"),
    "conflict": _conflict,
    "merged": _merged,
    "unsupported": _unsupported,
    "set-aside": _set_aside,
    "export": _exported,
    "import": _import,
    "import-refused": _import_refused,
    "pause": command("knowledge pause"),
    "role": _role,
    "audit-barred": _audit_that_cannot_be_told,
    "timed-out": _timed_out,
}


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:], SCENES))
