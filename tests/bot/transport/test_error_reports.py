"""An expected error becomes a sentence, an unexpected one an apology with a code."""

from __future__ import annotations

import logging
import re

import discord
import pytest

from bot.conftest import Stage
from briefbot.bot.transport.common_buttons import Remove
from briefbot.bot.transport.error_reports import RefusedError, explained
from briefbot.errors import BriefbotError


@pytest.mark.parametrize("error", [BriefbotError("The knowledge is being reloaded."), RefusedError("Not here.")])
def test_expected_error_is_a_sentence(error: BriefbotError, caplog: pytest.LogCaptureFixture) -> None:
    assert explained(error) == str(error)
    assert caplog.records == []


def test_unexpected_error_is_logged_under_the_id_that_is_told(caplog: pytest.LogCaptureFixture) -> None:
    told = explained(ZeroDivisionError("nothing to divide"))
    incident = re.fullmatch(r"Something went wrong on my side\. Please try again\. .* give this code to my operator: `([0-9a-f]{8})`", told)
    [record] = caplog.records
    assert incident is not None
    assert record.incident == incident[1]
    assert "nothing to divide" in caplog.text
    assert "nothing" not in told


def broken(*_args: object, **_options: object) -> None:
    """Raise an unexpected error."""
    raise ZeroDivisionError


async def test_failing_command_apologises_privately(stage: Stage) -> None:
    stage.bot.service.answer = broken
    result = await stage.ana.slash(stage.channel, "ask", question="why?")
    assert result.response.content.startswith("Something went wrong on my side.")
    assert result.ephemeral
    assert len(stage.env.errors) == 1


async def test_failing_mention_apologises(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.bot.service.answer = broken
    with caplog.at_level(logging.ERROR):
        await stage.ana.send(stage.channel, f"{stage.mention} why?")
    assert stage.last().content.startswith("Something went wrong on my side.")
    assert "ZeroDivisionError" in caplog.text


async def test_failure_in_an_open_channel_is_told_to_the_log_alone(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}))
    stage.bot.service.answer = broken
    with caplog.at_level(logging.ERROR):
        await stage.ana.send(stage.channel, "what is for lunch?")
    assert stage.said() == []
    assert "ZeroDivisionError" in caplog.text


async def test_missing_permission_is_silent_with_one_log_line(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, message="Missing Permissions")
    with caplog.at_level(logging.WARNING, "briefbot"):
        await stage.ana.send(stage.channel, f"{stage.mention} When did the library reopen?")
    assert stage.said() == []
    assert [record.getMessage() for record in caplog.records] == ["reply not allowed"]


CLOSED = [
    (50083, "Thread is archived"),
    (160005, "Thread is locked"),
    (160002, "Cannot reply without permission to read message history"),
    (200000, "Message was blocked by automatic moderation"),
]


@pytest.mark.parametrize(("code", "message"), CLOSED)
@pytest.mark.parametrize("way", ["mention", "command"])
async def test_place_where_discord_takes_no_reply_is_silent_with_one_log_line(
    stage: Stage, caplog: pytest.LogCaptureFixture, code: int, message: str, way: str
) -> None:
    for route in ("/channels/*/messages", "/interactions/*/callback"):
        stage.env.inject_error("POST", route, status=400, code=code, message=message, times=None)
    with caplog.at_level(logging.WARNING, "briefbot"):
        if way == "mention":
            await stage.ana.send(stage.channel, f"{stage.mention} When did the library reopen?")
        else:
            await stage.ana.slash(stage.channel, "help")
    assert stage.said() == []
    assert [record.getMessage() for record in caplog.records] == ["reply not allowed"]


async def test_button_in_a_closed_thread_is_one_log_line(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} When did the library reopen?")
    stage.env.inject_error("POST", "/interactions/*/callback", status=400, code=50083, message="Thread is archived", times=None)
    with caplog.at_level(logging.WARNING, "briefbot"):
        await stage.ana.click(stage.put_below(stage.last(), Remove(stage.ana.id).pack()), label="old")
    assert [record.getMessage() for record in caplog.records] == ["interaction out of reach"]


async def test_reply_that_two_people_remove_at_once_is_no_failure(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} When did the library reopen?")
    stage.env.inject_error("DELETE", "/webhooks/*/*/messages/@original", status=404, code=10008, message="Unknown Message")
    with caplog.at_level(logging.WARNING, "briefbot"):
        result = await stage.ana.click(stage.put_below(stage.last(), Remove(stage.ana.id).pack()), label="old")
    assert result.followups == []
    assert caplog.records == []


async def test_button_below_a_reply_that_has_just_gone_is_one_log_line(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        await stage.ana.send(stage.channel, f"{stage.mention} When did the library reopen?")
    stage.env.inject_error("POST", "/interactions/*/callback", status=404, code=10008, message="Unknown Message")
    with caplog.at_level(logging.WARNING, "briefbot"):
        result = await stage.ana.click(stage.last(), label="Show it anyway")
    assert result.response is None
    assert [record.getMessage() for record in caplog.records] == ["interaction out of reach"]


@pytest.mark.parametrize(("code", "message"), CLOSED)
async def test_edit_where_discord_takes_no_reply_leaves_the_reply_as_it_is(
    stage: Stage, caplog: pytest.LogCaptureFixture, code: int, message: str
) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} When did the library reopen?")
    before = stage.said()
    stage.env.inject_error("PATCH", "/channels/*/messages/*", status=400, code=code, message=message)
    with caplog.at_level(logging.WARNING, "briefbot"):
        await stage.ana.edit(asked, "How much did the new roof cost?")
    assert stage.said() == before
    assert caplog.records == []


async def test_expired_interaction_is_logged_only(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062, message="Unknown interaction", times=None)
    with caplog.at_level(logging.WARNING, "briefbot"):
        await stage.ana.slash(stage.channel, "help")
    assert [record.getMessage() for record in caplog.records] == ["reply not allowed"]
    assert [type(error) for error in stage.env.errors] in ([], [discord.NotFound])
