"""Commands that talk to Discord: run, sync, invite."""

from __future__ import annotations

import asyncio
import ctypes
import faulthandler
import logging
import os
from argparse import Namespace
from collections.abc import Coroutine
from contextlib import ExitStack, closing, suppress
from threading import Thread
from typing import Any

from briefbot.bot import app
from briefbot.bot.connection import command_sync
from briefbot.bot.connection.invite import application_of, invite_url
from briefbot.cli.commands.backups import owned, usable
from briefbot.cli.output import print_line
from briefbot.cli.setup.fleet import joined, part_of, refuse_parts
from briefbot.cli.setup.ports import watching
from briefbot.cli.setup.service import load_chart, load_drawing, open_service
from briefbot.cli.setup.settings import Settings, proxy_of, token_of
from briefbot.cli.setup.signals import expect_hangups, heed_hangups, until_told
from briefbot.errors import UsageError
from briefbot.service import Service
from briefbot.store import open_store

log = logging.getLogger(__name__)

DONE = 0
_ARENAS = -8
"""glibc's M_ARENA_MAX."""


def run(arguments: Namespace, settings: Settings) -> int:
    """Log in and answer until stopped."""
    token = token_of(settings)
    share_memory()
    expect_hangups()
    in_maintenance = bool(getattr(arguments, "maintenance", False))  # missing if `run` is the default command
    refuse_parts(settings)
    with ExitStack() as stack:
        if not settings.database:
            stack.enter_context(owned(settings.data))
        store = stack.enter_context(closing(open_store(settings.data, settings.database)))
        if not in_maintenance:
            with usable(store):
                store.open()
        fleet = stack.enter_context(joined(settings, store)) if settings.database and not in_maintenance else None
        shards = fleet.shards if fleet is not None else settings.shards
        service = open_service(settings, store, fit_later=True, shards=shards)
        service.in_maintenance = in_maintenance
        if not service.is_fitted:
            Thread(target=prepare, args=(service,), name="fit", daemon=True).start()
        proxy = proxy_of(settings, os.environ)
        options = {
            "draw": load_drawing(),
            "chart": load_chart(),
            "more": [heed_hangups, *watching(settings)],
            "fleet": fleet,
            **part_of(settings, shards),
        }
        return _drive(app.run(service, token, settings.data, settings.message_content, proxy, **options))


def share_memory() -> None:
    """Let all threads allocate from one arena, if the C library is glibc.

    Otherwise each thread keeps an arena, and what a reload frees in one is not used by the next in another.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_ARENAS, 1)


def prepare(service: Service) -> None:
    """Fit what the bundle needs while the bot answers without it; if that fails, log it, and continue without it."""
    log.info("the knowledge is prepared in the background; until then answers are less sure")
    try:
        service.reload()
    except Exception:  # whatever the error, the bot answers as before
        log.exception("the knowledge could not be prepared; answers stay less sure until the next start")
    else:
        log.info("the knowledge is prepared")


def sync(arguments: Namespace, settings: Settings) -> int:
    """Register the slash commands with Discord."""
    token = token_of(settings)
    return _drive(_sync(open_service(settings, fit_later=True), token, settings, arguments.guild))


async def _sync(service: Service, token: str, settings: Settings, guild: int | None) -> None:
    proxy = proxy_of(settings, os.environ)
    with app.refusals_in_words():
        async with app.make_bot(service, settings.data, message_content=False, proxy=proxy, draw=load_drawing()) as bot:
            await bot.login(token)
            count = await command_sync.sync(bot.tree, command_sync.FileNotes(settings.data), guild)
    print_line(f"{count} commands registered {'everywhere' if guild is None else f'in server {guild}'}")


def invite(arguments: Namespace, settings: Settings) -> int:
    """Print the link that adds the bot to a server."""
    application = arguments.application or application_of(settings.token)
    if application is None:
        raise UsageError("which application? Set DISCORD_TOKEN, or give --application ID (Developer Portal, General Information)")
    print_line(invite_url(application))
    return DONE


def _drive(work: Coroutine[Any, Any, None]) -> int:
    """Run until done, or until a signal to stop."""
    faulthandler.enable()
    asyncio.run(until_told(work))
    return DONE
