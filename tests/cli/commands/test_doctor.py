"""doctor reports each broken set-up, and a start that cannot work ends with the same line."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from briefbot.cli.commands.doctor import LEAST, LITTLE, page_at, room
from cli.conftest import Call
from cli.programs import PROGRAM, SECONDS, ended, started
from fake_discord import FakeDiscord

BOTH = PROGRAM.replace("sys.exit(main(sys.argv[3:]))", "main(['doctor', '--json'])\nsys.exit(main(['run']))")
CHECKS = ["data", "disk", "database", "migrations", "knowledge", "article", "link", "token", "intents", "permissions", "clock"]


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as made:
        made.guild()
        yield made


async def examined(fake: FakeDiscord, environment: dict[str, str], **options: str) -> dict[str, tuple[str, str]]:
    """Return doctor's text for each check, after checking its status."""
    status, out, _ = await ended(await started(fake, environment, "doctor", "--json", **options))
    found = {each["check"]: (each["status"], each["text"]) for each in json.loads(out)}
    assert list(found) == CHECKS
    assert status == any(state == "problem" for state, _ in found.values())
    return found


def problems(found: dict[str, tuple[str, str]]) -> dict[str, str]:
    return {check: text for check, (status, text) in found.items() if status == "problem"}


async def test_where_all_is_well_each_thing_is_a_line(fake: FakeDiscord, environment: dict[str, str]) -> None:
    status, out, err = await ended(await started(fake, environment, "doctor"))
    assert (status, err) == (0, "")
    assert [line.split()[:2] for line in out.splitlines()] == [["ok", check] for check in CHECKS]
    assert fake.token not in out
    assert fake.gateway.live == []


def files_of_database(environment: dict[str, str]) -> set[str]:
    return {path.name for path in Path(environment["BRIEFBOT_DATA"]).iterdir() if path.name.startswith("briefbot.db")}


async def test_it_changes_no_database(fake: FakeDiscord, environment: dict[str, str]) -> None:
    found = await examined(fake, environment)
    assert found["migrations"][1].startswith("the next start brings the tables from nothing to ")
    assert files_of_database(environment) == set()


async def test_beside_a_bot_that_runs_it_names_that(fake: FakeDiscord, environment: dict[str, str]) -> None:
    bot = await started(fake, environment, "run")
    await fake.ready(seconds=SECONDS)
    found = await examined(fake, environment)
    bot.terminate()
    await ended(bot)
    assert problems(found) == {}
    assert found["data"][1].endswith(f"in use by process {bot.pid}")
    assert found["migrations"] == ("ok", "the tables are up to date")


# What keeps the bot from starting ----------------------------------------------------------------

Break = Callable[[dict[str, str], Path, Call], None]
"""Breaks the set-up: its environment, and the copy of the bundle that it uses."""


def no_token(environment: dict[str, str], bundle: Path, call: Call) -> None:
    environment["DISCORD_TOKEN"] = ""


def wrong_token(environment: dict[str, str], bundle: Path, call: Call) -> None:
    environment["DISCORD_TOKEN"] = "another"  # noqa: S105 -- no real one


def no_intent(environment: dict[str, str], bundle: Path, call: Call) -> None:
    environment["BRIEFBOT_MESSAGE_CONTENT"] = "on"


def no_line(environment: dict[str, str], bundle: Path, call: Call) -> None:
    environment["BRIEFBOT_PROXY"] = "http://name:s3cret@127.0.0.1:9"


def no_bundle(environment: dict[str, str], bundle: Path, call: Call) -> None:
    environment["BRIEFBOT_KNOWLEDGE"] = str(bundle / "nowhere")


def bad_bundle(environment: dict[str, str], bundle: Path, call: Call) -> None:
    (bundle / "entries" / "more.yaml").write_text("- id: more\n  kind: nonsense\n", encoding="utf-8")


def other_article(environment: dict[str, str], bundle: Path, call: Call) -> None:
    (bundle / "article.txt").write_text("Another one.\n", encoding="utf-8")
    environment["BRIEFBOT_ARTICLE"] = str(bundle / "article.txt")


def no_article(environment: dict[str, str], bundle: Path, call: Call) -> None:
    environment["BRIEFBOT_ARTICLE"] = str(bundle / "nowhere.txt")


def no_directory(environment: dict[str, str], bundle: Path, call: Call) -> None:
    environment["BRIEFBOT_DATA"] = str(bundle / "source.yaml" / "data")


def damaged_database(environment: dict[str, str], bundle: Path, call: Call) -> None:
    (Path(environment["BRIEFBOT_DATA"]) / "briefbot.db").write_bytes(b"dear diary " * 1_000)


def lost_database(environment: dict[str, str], bundle: Path, call: Call) -> None:
    call("history", "--guild", "7")
    (Path(environment["BRIEFBOT_DATA"]) / "briefbot.db").unlink()


def newer_database(environment: dict[str, str], bundle: Path, call: Call) -> None:
    call("history", "--guild", "7")
    with closing(sqlite3.connect(Path(environment["BRIEFBOT_DATA"]) / "briefbot.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


def no_server(environment: dict[str, str], bundle: Path, call: Call) -> None:
    environment["BRIEFBOT_DATABASE"] = "postgresql+psycopg://bot:s3cret@127.0.0.1:9/none"


def part_without_server(environment: dict[str, str], bundle: Path, call: Call) -> None:
    environment["BRIEFBOT_SHARDS"] = "0-3/16"


def taken_port(environment: dict[str, str], bundle: Path, call: Call) -> None:
    environment["BRIEFBOT_METRICS"] = environment["TAKEN_PORT"]


BROKEN: dict[Break, tuple[str, str]] = {
    no_token: ("token", "no token: put DISCORD_TOKEN=... into the environment"),
    wrong_token: ("token", "Discord refuses the token: copy it again"),
    no_line: ("token", "Discord cannot be reached: "),
    no_intent: ("intents", "The message-content intent is off: switch it on in the Developer Portal"),
    no_bundle: ("knowledge", "there is no directory "),
    bad_bundle: ("knowledge", "the knowledge has problems; `briefbot check` lists them all"),
    other_article: ("article", "this is not the article, or it has changed"),
    no_article: ("article", "nowhere.txt"),
    no_directory: ("data", "the data directory "),
    damaged_database: ("database", "the database file is damaged"),
    lost_database: ("database", "the database is gone, although there was one"),
    newer_database: ("database", "the database was made by a newer briefbot"),
    part_without_server: ("shards", "several processes need PostgreSQL"),
    taken_port: ("metrics", " cannot be used (Address already in use"),
    no_server: ("database", "the database cannot be reached"),
}


@pytest.mark.parametrize("spoil", BROKEN, ids=[spoil.__name__ for spoil in BROKEN])
async def test_a_start_that_cannot_work_ends_with_the_line_that_doctor_has(
    spoil: Break, environment: dict[str, str], bundle: Path, call: Call
) -> None:
    async with FakeDiscord(flags=0 if spoil is no_intent else (1 << 19)) as fake, TestServer(web.Application()) as other:
        env = environment | {"DISCORD_TOKEN": fake.token, "BRIEFBOT_KNOWLEDGE": str(bundle), "TAKEN_PORT": str(other.port)}
        spoil(env, bundle, call)
        command = [sys.executable, "-c", BOTH, fake.api_url, fake.gateway_url]
        status, out, err = await ended(await asyncio.create_subprocess_exec(*command, env=env, stdin=PIPE, stdout=PIPE, stderr=PIPE))
        assert fake.gateway.live == []
    check, words = BROKEN[spoil]
    found = {each["check"]: (each["status"], each["text"]) for each in json.loads(out)}
    told = problems(found)
    assert words in told[check]
    assert status == 2
    assert err.splitlines()[-1] == f"briefbot: {told[check]}"
    assert "Traceback" not in err
    assert "s3cret" not in out + err


# What it cannot do well --------------------------------------------------------------------------


async def test_permissions_that_are_missing_are_named_with_the_server(fake: FakeDiscord, environment: dict[str, str]) -> None:
    guild = fake.guild("Quiet Corner")
    guild.roles[0] = replace(guild.roles[0], permissions=1 << 10)  # to view channels
    guild.members[fake.bot.id] = replace(guild.members[fake.bot.id], roles=())
    found = await examined(fake, environment)
    [told] = problems(found).values()
    assert told.startswith(
        f"it lacks attach files, read message history, send messages, send messages in threads in Quiet Corner ({guild.id})"
    )
    assert f"client_id={fake.bot.id}" in told


async def test_a_bot_in_no_server_is_told_how_to_add_it(environment: dict[str, str]) -> None:
    async with FakeDiscord() as fake:
        found = await examined(fake, environment)
    assert found["permissions"][0] == "warning"
    assert f"client_id={fake.bot.id}" in found["permissions"][1]


@pytest.mark.parametrize(("behind", "status"), [(-30, "warning"), (900, "problem")])
async def test_a_clock_that_is_wrong_is_told(fake: FakeDiscord, environment: dict[str, str], behind: int, status: str) -> None:
    fake.headers["Date"] = format_datetime(datetime.now(UTC) + timedelta(seconds=behind), usegmt=True)
    found = await examined(fake, environment)
    assert found["clock"][0] == status
    assert (" seconds behind Discord's" if behind > 0 else " seconds ahead of Discord's") in found["clock"][1]


@pytest.fixture
async def page() -> AsyncIterator[Callable[[int], str]]:
    """Yield a function that returns the address of a page with a status."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=int(request.match_info["status"]))

    app = web.Application()
    app.router.add_get("/{status}", answer)
    async with TestServer(app) as server:
        yield lambda status: str(server.make_url(f"/{status}"))


@pytest.mark.parametrize(("answer", "status"), [(200, "ok"), (404, "problem"), (410, "problem"), (403, "warning"), (500, "warning")])
async def test_the_articles_link_is_tried(page: Callable[[int], str], answer: int, status: str) -> None:
    found, told = await page_at(page(answer))
    assert found == status
    assert page(answer) in told


async def test_a_link_that_leads_nowhere_is_told(fake: FakeDiscord, environment: dict[str, str], bundle: Path) -> None:
    file = bundle / "source.yaml"
    file.write_text("url: https://127.0.0.1:9/article\n" + file.read_text("utf-8"), encoding="utf-8")
    found = await examined(fake, environment | {"BRIEFBOT_KNOWLEDGE": str(bundle)})
    assert problems(found)["link"].startswith("https://127.0.0.1:9/article cannot be reached")


@pytest.mark.parametrize(("free", "status"), [(LITTLE, "ok"), (LITTLE - 1, "warning"), (LEAST - 1, "problem"), (0, "problem")])
def test_a_disk_that_fills_is_told(tmp_path: Path, free: int, status: str) -> None:
    assert room(free, tmp_path)[0] == status


def test_without_a_token_all_else_is_still_looked_at(call: Call) -> None:
    found = call("doctor")
    assert found.status == 1
    assert [line.split()[1] for line in found.out.splitlines()] == CHECKS
