"""doctor: check everything that the bot needs, and say what to do."""

from __future__ import annotations

import asyncio
import os
import shutil
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal, TypeAlias

import aiohttp

from briefbot.bot import app
from briefbot.bot.connection.account import Account, account_of
from briefbot.bot.connection.invite import invite_url
from briefbot.checking.article import read_article
from briefbot.cli.commands.backups import TakenError, owned, usable
from briefbot.cli.output import line_of, print_json, print_line
from briefbot.cli.setup.fleet import refuse_parts
from briefbot.cli.setup.ports import TakenPortError, listening
from briefbot.cli.setup.service import knowledge_directory, open_service
from briefbot.cli.setup.settings import Settings, proxy_of, token_of
from briefbot.domain.knowledge import Source
from briefbot.errors import BriefbotError
from briefbot.service import Service
from briefbot.store import open_store

DONE, NEGATIVE = 0, 1
Status: TypeAlias = Literal["ok", "warning", "problem"]
"""A warning is worth a look; with a problem the bot cannot start, or cannot do its job."""
Told: TypeAlias = tuple[Status, str]

LITTLE, LEAST = 1_000_000_000, 100_000_000
"""Bytes: enough for backups and a log for a long time, and hardly enough for a day."""
_MEGABYTE = 1_000_000
_OFF, _FAR_OFF = timedelta(seconds=10), timedelta(minutes=1)
"""How wrong a clock may be: as much as a call takes, and as much as makes an offer end too early or too late."""
_PATIENCE = 10.0
"""Seconds to wait for the article's page."""
_FINE, _GONE = range(200, 300), (404, 410)
"""Statuses of a page that exists, and of one that does not.

Some papers send others to programs, such as 403.
"""
_NOT_ASKED = "cannot be checked without Discord"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    check: str
    status: Status
    text: str


def doctor(arguments: Namespace, settings: Settings) -> int:
    """Check everything, and print a line for each thing."""
    found = [*_of_machine(settings), *_of_knowledge(settings), *_of_discord(settings)]
    if arguments.json:
        print_json([asdict(finding) for finding in found])
    else:
        for finding in found:
            print_line(f"{finding.status:8} {finding.check:12} {finding.text}")
    return NEGATIVE if any(finding.status == "problem" for finding in found) else DONE


def _checked(check: str, look: Callable[[], Told]) -> Finding:
    """Run a check; an error that keeps the bot from starting is shown in the same words as then."""
    try:
        return Finding(check, *look())
    except (BriefbotError, OSError) as error:
        return Finding(check, "problem", line_of(error))


# The machine -------------------------------------------------------------------------------------


def _of_machine(settings: Settings) -> Iterator[Finding]:
    yield _checked("data", lambda: _data(settings.data))
    yield _checked("disk", lambda: room(shutil.disk_usage(settings.data).free, settings.data))
    yield from _database(settings)
    if settings.shards is not None:
        yield _checked("shards", lambda: _shards(settings))
    if (address := settings.metrics) is not None:
        yield _checked("metrics", lambda: _metrics(*address))


def _data(data: Path) -> Told:
    try:
        with owned(data):
            return "ok", f"{data}"
    except TakenError as error:
        return "ok", f"{data}, in use by process {error.owner}"


def _shards(settings: Settings) -> Told:
    refuse_parts(settings)
    return "ok", f"{settings.shards}"


def _metrics(host: str, port: int) -> Told:
    where = f"{host}:{port}"
    try:
        with closing(listening(host, port)):
            return "ok", f"{where} is free"
    except TakenPortError:
        if asyncio.run(_is_ours(f"http://{where}/metrics")):
            return "ok", f"{where} belongs to a running bot"
        raise


async def _is_ours(url: str) -> bool:
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(_PATIENCE)) as session, session.get(url) as response:
            return "briefbot_info" in await response.text()
    except (aiohttp.ClientError, OSError, ValueError):
        return False


def room(free: int, data: Path) -> Told:
    """Check whether a disk has enough room."""
    told = f"{free // _MEGABYTE:,} MB free at {data}"
    if free < LEAST:
        return "problem", f"{told}: make room, or nothing can be saved soon"
    return ("warning", f"{told}: make room") if free < LITTLE else ("ok", told)


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        with closing(open_store(settings.data, settings.database)) as store:
            with usable(store):
                step = store.database.look()
            name = store.database.name
    except (BriefbotError, OSError) as error:
        yield Finding("database", "problem", line_of(error))
        yield Finding("migrations", "warning", "cannot be checked without the database")
        return
    is_new = step is not None and step.before is None
    yield Finding("database", "ok", f"{name}, created at the first start" if is_new else f"{name}, sound")
    if step is None:
        yield Finding("migrations", "ok", "the tables are up to date")
    else:
        yield Finding("migrations", "ok", f"the next start brings the tables from {step.before or 'nothing'} to {step.after}")


# The knowledge -----------------------------------------------------------------------------------


def _of_knowledge(settings: Settings) -> Iterator[Finding]:
    opened: list[Service] = []
    yield _checked("knowledge", lambda: _knowledge(settings, opened))
    if not opened:
        yield from (Finding(check, "warning", "cannot be checked without the knowledge") for check in ("article", "link"))
        return
    source = opened[0].knowledge().source
    yield _checked("article", lambda: _article(settings, source))
    yield _checked("link", lambda: _link(settings, source))


def _knowledge(settings: Settings, opened: list[Service]) -> Told:
    service = open_service(replace(settings, article=None), fit_later=True)
    opened.append(service)
    knowledge = service.knowledge()
    told = f"{len(knowledge.entries)} entries and {len(knowledge.quotes)} quotations in {knowledge_directory(settings)}"
    if service.is_fitted:
        return "ok", told
    return "warning", f"{told}; the next start fits it in the background, `briefbot fit` does so in advance"


def _article(settings: Settings, source: Source) -> Told:
    if settings.article is None:
        return "ok", "no file is set, so new quotations cannot be checked word for word, and no passages shown"
    read_article(settings.article, source)
    return "ok", f"{settings.article}, the one that the knowledge is about"


def _link(settings: Settings, source: Source) -> Told:
    if not source.url:
        return "ok", "source.yaml names no `url`, so answers have no link"
    return asyncio.run(page_at(source.url, proxy_of(settings, os.environ)))


async def page_at(url: str, proxy: str | None = None) -> Told:
    """Check whether there is a page at an address."""
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(_PATIENCE)) as session, session.get(url, proxy=proxy) as response:
            status = response.status
    except (aiohttp.ClientError, OSError, ValueError) as error:  # their text may contain a proxy's password
        return "problem", f"{url} cannot be reached ({type(error).__name__}): correct `url` in source.yaml, or look at the network"
    if status in _GONE:
        return "problem", f"{url} is not there ({status}): correct `url` in source.yaml"
    return ("ok", url) if status in _FINE else ("warning", f"{url} answers {status}: check whether a browser shows it")


# Discord -----------------------------------------------------------------------------------------


def _of_discord(settings: Settings) -> Iterator[Finding]:
    try:
        token, proxy = token_of(settings), proxy_of(settings, os.environ)
        with app.refusals_in_words():
            account = asyncio.run(account_of(token, proxy, with_servers=True))
    except BriefbotError as error:
        yield Finding("token", "problem", line_of(error))
        yield from (Finding(check, "warning", _NOT_ASKED) for check in ("intents", "permissions", "clock"))
        return
    yield Finding("token", "ok", f"it belongs to {account.name}")
    yield _checked("intents", lambda: _intents(settings, account))
    yield Finding("permissions", *_permissions(account))
    yield Finding("clock", *_clock(account.ahead))


def _intents(settings: Settings, account: Account) -> Told:
    if app.granted(settings.message_content, account):
        return "ok", "message content is read"
    if settings.message_content == "off":
        return "ok", "message content is not asked for"
    return "ok", "message content is not switched on in the Developer Portal (Bot), so questions need a mention or /ask"


def _permissions(account: Account) -> Told:
    if not account.servers:
        return "warning", f"the bot is in no server: add it with {invite_url(account.application)}"
    if not account.lacking:
        return (
            "ok",
            f"everything it needs, in each of {account.servers} servers" if account.servers > 1 else "everything it needs, in its server",
        )
    server, names = next(iter(account.lacking.items()))
    more = f" (and {len(account.lacking) - 1} more of {account.servers} servers)" if len(account.lacking) > 1 else ""
    lacks = ", ".join(name.replace("_", " ") for name in names)
    return (
        "problem",
        f"it lacks {lacks} in {server}{more}: give them to its role there, or add it again with {invite_url(account.application)}",
    )


def _clock(ahead: timedelta | None) -> Told:
    if ahead is None:
        return "warning", "Discord did not say what time it is"
    off = abs(ahead)
    told = f"{round(off.total_seconds()):,} seconds {'ahead of' if ahead > timedelta() else 'behind'} Discord's"
    if off <= _OFF:
        return "ok", "as Discord's"
    return "problem" if off > _FAR_OFF else "warning", f"{told}: let the system set it (`timedatectl set-ntp true`)"
