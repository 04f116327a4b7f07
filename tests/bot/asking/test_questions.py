"""One log line per answered question has its outcome, place and times, never words or people."""

from __future__ import annotations

import logging

import pytest

from bot.conftest import Stage

COST = "How much did the new roof cost?"


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [vars(record) for record in caplog.records if record.getMessage() == "question"]


@pytest.fixture(autouse=True)
def _at_info(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "briefbot")


async def test_a_mention_is_one_line(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    [line] = lines(caplog)
    assert (line["way"], line["outcome"], line["items"], line["shard"]) == ("mention", "answered", ["cost"], 0)
    assert (line["guild"], line["channel"]) == (stage.guild.id, stage.channel.id)
    assert int(str(line["ms"])) >= int(str(line["match_ms"])) >= 0
    assert {"wait_ms", "send_ms", "confidence"} <= line.keys()
    assert str(stage.ana.id) not in str(line["args"])


@pytest.mark.parametrize("asked", ["what was the price of the repair", COST])
async def test_a_command_is_one_line_also_where_its_question_was_picked(stage: Stage, caplog: pytest.LogCaptureFixture, asked: str) -> None:
    await stage.ana.slash(stage.channel, "ask", question=asked)
    [line] = lines(caplog)
    assert (line["way"], line["outcome"], line["items"]) == ("command", "answered", ["cost"])


async def test_an_edit_is_one_more_line(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    said = await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    await stage.ana.edit(said, f"{stage.mention} Who led the roofing crew?")
    assert [line["way"] for line in lines(caplog)] == ["mention", "edit"]


async def test_what_nobody_asked_of_it_names_why_it_abstained(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} what is the best pizza in town")
    [line] = lines(caplog)
    assert line["outcome"] == "abstained"
    assert line["reason"]


@pytest.mark.parametrize("way", ["mention", "command"])
async def test_a_message_about_self_harm_is_no_line(stage: Stage, caplog: pytest.LogCaptureFixture, way: str) -> None:
    told = "I want to kill myself"
    if way == "mention":
        await stage.ana.send(stage.channel, f"{stage.mention} {told}")
    else:
        await stage.ana.slash(stage.channel, "ask", question=told)
    assert lines(caplog) == []
