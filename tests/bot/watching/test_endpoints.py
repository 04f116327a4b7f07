"""The local port: figures, health, readiness."""

from __future__ import annotations

import logging
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.conftest import Stage
from briefbot.bot.watching.endpoints import Watching, watched
from briefbot.errors import StoreError


@dataclass
class Looked:
    """A stage with a bot that serves figures."""

    stage: Stage
    url: str

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(self.url + path) as response:
            return response.status, await response.text()

    async def figure(self, name: str, **labels: str) -> float | None:
        """Return the value of the first figure with a name and labels."""
        _, text = await self.get("/metrics")
        samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
        return next((each.value for each in samples if each.name == name and labels.items() <= each.labels.items()), None)


@pytest.fixture
async def looked(stage: Stage) -> AsyncIterator[Looked]:
    opened = socket.create_server(("127.0.0.1", 0))
    await watched(opened)(stage.bot)
    host, port = opened.getsockname()
    yield Looked(stage, f"http://{host}:{port}")
    await stage.bot.remove_cog(Watching.__name__)


async def test_questions_are_counted_by_what_they_come_to(looked: Looked) -> None:
    stage = looked.stage
    await stage.ana.send(stage.channel, f"{stage.mention} How much did the new roof cost?")
    await stage.ana.send(stage.channel, f"{stage.mention} what is the best pizza in town")
    assert await looked.figure("briefbot_questions_total", way="mention", outcome="answered") == 1
    assert await looked.figure("briefbot_questions_total", way="mention", outcome="abstained") == 1
    for step in ("wait", "match", "send"):
        assert await looked.figure("briefbot_question_seconds_count", step=step) == 2


async def test_of_a_message_about_self_harm_nothing_is_counted(looked: Looked) -> None:
    stage = looked.stage
    await stage.ana.send(stage.channel, f"{stage.mention} I want to kill myself")
    assert await looked.figure("briefbot_questions_total") is None
    assert await looked.figure("briefbot_question_seconds_count", step="match") == 0


async def test_figures_hold_no_words_and_no_people(looked: Looked) -> None:
    stage = looked.stage
    await stage.ana.send(stage.channel, f"{stage.mention} How much did the new roof cost?")
    _, text = await looked.get("/metrics")
    for hidden in (str(stage.ana.id), str(stage.guild.id), str(stage.channel.id), "roof"):
        assert hidden not in text


async def test_what_is_so_just_now_is_told(looked: Looked) -> None:
    assert await looked.figure("briefbot_servers") == 1
    assert (await looked.figure("briefbot_entries") or 0) > 5
    assert await looked.figure("briefbot_store_working") == 1
    assert await looked.figure("briefbot_questions_waiting") == 0


async def test_lines_of_the_log_are_counted_by_their_level(looked: Looked) -> None:
    before = await looked.figure("briefbot_log_records_total", level="error")
    logging.getLogger("briefbot.somewhere").error("a fault")
    logging.getLogger("briefbot.somewhere").info("no fault")
    assert await looked.figure("briefbot_log_records_total", level="error") == (before or 0) + 1


async def test_a_process_that_answers_is_healthy(looked: Looked) -> None:
    assert await looked.get("/healthz") == (200, "ok\n")


async def test_where_the_database_fails_or_it_is_started_for_maintenance_it_is_not_ready(looked: Looked) -> None:
    service = looked.stage.bot.service
    service.trouble, service.in_maintenance = StoreError("the disk is full"), True
    status, text = await looked.get("/readyz")
    assert status == 503
    assert text.splitlines()[-2:] == ["started for maintenance: every server is paused", "the database: the disk is full"]
    assert await looked.figure("briefbot_store_working") == 0
    assert (await looked.get("/healthz"))[0] == 200


async def test_there_is_nothing_else(looked: Looked) -> None:
    assert (await looked.get("/"))[0] == 404
