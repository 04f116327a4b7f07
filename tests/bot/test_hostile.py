"""Text that UTF-8 cannot hold, and runs of white space, come through Discord like any other text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.wiring import Wire, wired
from briefbot.service import Service
from contract import Contract

WHEN = "since when is the library open again"
ANSWER = "Hollowbrook's village library reopened on Saturday, March 22."
COST = "How much did the new roof cost?"
MANAGE_GUILD = 1 << 5
HALF = "\ud800"
BLANKS = "how" + " " * 3_800


@pytest.fixture
async def wire(keeping: Service, tmp_path: Path, contract: Contract | None) -> AsyncIterator[Wire]:
    async with wired(keeping, tmp_path, contract) as wire:
        wire.fake.member(wire.guild, wire.ana, wire.fake.role(wire.guild, "mods", MANAGE_GUILD))
        yield wire


@pytest.mark.parametrize("typed", [f"{HALF} {WHEN} \udfff", f"\ude00{WHEN}", f"  {WHEN}{' ' * 3_000}{HALF}", f"\n\n{WHEN}\n\u3000"])
async def test_a_question_is_answered_whatever_stands_around_it(wire: Wire, typed: str) -> None:
    assert (await wire.ask(typed)).startswith(ANSWER)
    asking = await wire.fake.interact_command("ask", wire.ana, wire.fake.channel(wire.guild, "other"), {"question": typed[:500]})
    assert (await wire.fake.next_answer(asking)).content.startswith(ANSWER)


async def test_a_message_and_its_edit_are_answered(wire: Wire) -> None:
    said = await wire.fake.say(wire.channel, wire.ana, f"{BLANKS} and {HALF}", mentions=[wire.fake.bot])
    assert (await wire.fake.next_message(wire.channel)).content
    await wire.fake.edit(said, f"{wire.fake.bot.mention} {WHEN} {HALF}")
    assert (await wire.fake.next_edit(wire.channel)).content.startswith(ANSWER)
    other = await wire.fake.say(wire.channel, wire.ana, f"{COST} {HALF}")
    await wire.fake.interact_command("Answer from the article", wire.ana, wire.channel, target=other)
    assert (await wire.fake.next_message(wire.channel)).reference == other.id


@pytest.mark.parametrize("typed", [f"how much did the roof c{HALF}", f"{' ' * 5_900}how much did the roof c"])
async def test_what_is_still_typed_is_completed(wire: Wire, typed: str) -> None:
    typing = await wire.fake.autocomplete("ask", wire.ana, wire.channel, {"question": typed}, focused="question")
    assert (await wire.fake.next_response(typing)).choices[0]["name"] == COST


@pytest.mark.parametrize("command", ["knowledge find", "knowledge test", "knowledge explain"])
async def test_moderators_find_and_try_it(wire: Wire, command: str) -> None:
    option = "text" if command.endswith("find") else "question"
    asked = await wire.fake.interact_command(command, wire.ana, wire.channel, {option: f"{COST} {HALF}"})
    assert "went wrong" not in (await wire.fake.next_answer(asked)).content


async def test_a_form_takes_it_in_every_field(wire: Wire) -> None:
    fake, filled = wire.fake, {"kind": ["fact"], "stance": ["fact"], "evidence": "2"}
    opened = await fake.interact_command("knowledge add", wire.ana, wire.channel)
    await fake.next_response(opened)
    preview = await fake.next_answer(await fake.submit_modal(opened, {**filled, "phrasings": f"{HALF}\n{HALF}", "answer": HALF}))
    assert "went wrong" not in preview.content


async def test_a_reason_is_kept(wire: Wire) -> None:
    fake = wire.fake
    opened = await fake.interact_command("knowledge edit", wire.ana, wire.channel, {"thing": "entry:cost"})
    await fake.next_response(opened)
    preview = await fake.next_answer(await fake.submit_modal(opened, {"answer": "It cost £61,500."}))
    form = await fake.press(preview, "Add a reason", wire.ana)
    await fake.next_response(form)
    again = await fake.next_answer(await fake.submit_modal(form, {"reason": f"shorter {HALF}{' ' * 200}now"}))
    saved = await fake.next_answer(await fake.press(again, "Save", wire.ana))
    assert saved.content.startswith("Saved and in use: ")
    [step] = wire.bot.service.editor.history(wire.guild.id, ("entry", "cost"))
    assert step.revision.reason == "shorter \ufffd now"
