"""setup: ask for the bot's token, try it, and write it into `.env`."""

from __future__ import annotations

import asyncio
import os
import sys
from argparse import Namespace
from getpass import getpass
from pathlib import Path

from dotenv import dotenv_values, set_key

from briefbot.bot import app
from briefbot.bot.connection.account import Account, account_of
from briefbot.bot.connection.invite import application_of, invite_url
from briefbot.cli.output import print_line
from briefbot.cli.setup.settings import TOKEN, Settings, proxy_of
from briefbot.errors import UsageError

DONE = 0
FILE = ".env"
_OWN = 0o600
"""A file with a token may only be read by the user."""
_ASK = """\
Where to find the token: https://discord.com/developers/applications, your application (or New Application), Bot, Reset Token."""
_NEXT = """\
The token works and belongs to {name}. It is in {file}, which only you can read.

1. Add the bot to your server: {link}
2. Start it: briefbot run
3. Ask it something there: its greeting has examples, and a Set up button for people who manage the server."""
_CONTENT = """
Optional: switch on Message Content Intent (Developer Portal, Bot). Then it also hears questions in channels where no mention is needed."""
_TWICE = f"""
{TOKEN} is also set in the environment, and takes precedence over {FILE}."""


def setup(_: Namespace, settings: Settings) -> int:
    """Ask for the token, try it, save it, and say what to do next."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError(f"setup asks for the token: use it in a terminal, or write {TOKEN}=... into {FILE} yourself")
    file = Path(FILE).resolve()
    try:
        if _holds_token(file) and not _agrees(f"{FILE} already has a token. Replace it? [y/N] "):
            print_line("Nothing was changed.")
            return DONE
        print_line(_ASK)
        token = getpass("Token (not shown): ").strip()
    except EOFError:
        raise UsageError("no token was given; nothing was changed") from None
    account = _tried(token, settings)
    _write(file, token)
    lines = [_NEXT.format(name=account.name, file=file, link=invite_url(account.application))]
    print_line("\n".join(lines + [_CONTENT] * (not account.reads_messages) + [_TWICE] * (TOKEN in os.environ)))
    return DONE


def _holds_token(file: Path) -> bool:
    return file.is_file() and bool(dotenv_values(file, interpolate=False).get(TOKEN))


def _agrees(question: str) -> bool:
    return input(question).strip().lower() in ("y", "yes")


def _tried(token: str, settings: Settings) -> Account:
    """Log in with a token, and out again; raise an error of one line if that fails."""
    if application_of(token) is None or not token.isascii() or not token.isprintable():
        raise UsageError("that is not a token, so nothing was changed: copy all of it, including its two dots, from the Developer Portal")
    with app.refusals_in_words():
        return asyncio.run(account_of(token, proxy_of(settings, os.environ)))


def _write(file: Path, token: str) -> None:
    """Write a token into a file, keeping the rest of it, and make it readable by the user only."""
    if file.exists():
        file.chmod(_OWN)
    set_key(file, TOKEN, token, quote_mode="never")
    file.chmod(_OWN)
