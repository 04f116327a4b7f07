"""The buttons that more than one kind of message has: turning pages, taking a message back, telling what can be asked."""

from __future__ import annotations

from collections.abc import Iterator

import discord

from briefbot.bot.transport.components import Control, arguments, button
from briefbot.bot.transport.sending import Target
from briefbot.i18n import say

TURN_ROW = 1
"""Where pages are turned; what else a message has stands in rows of its own."""
_REMOVE = "remove"


def pager(number: int, total: int, verb: str, *args: object) -> Iterator[Control]:
    """Make the buttons that turn pages; the page wanted is the first argument."""
    if number > 1:
        yield button(say("Previous page ({number} of {total})", number=number - 1, total=total), verb, number - 1, *args, row=TURN_ROW)
    if number < total:
        yield button(say("Next page ({number} of {total})", number=number + 1, total=total), verb, number + 1, *args, row=TURN_ROW)


def remover(asker: int, *others: int, row: int | None = None) -> Control:
    """Make the button that takes a reply back."""
    return button(say("Remove"), _REMOVE, asker, *others, row=row)


def removers(message: discord.Message) -> tuple[int, ...]:
    """Read off the buttons of a reply who can take it back, the asker first; nobody where it is private."""
    return tuple(map(int, arguments(message, _REMOVE)))


def is_pressed_by_asker(target: Target) -> bool:
    """Return whether somebody goes on by a button below the reply to their own question, which nobody else sees where it is private."""
    if isinstance(target, discord.Message) or target.message is None:
        return False
    return target.message.flags.ephemeral or removers(target.message)[:1] == (target.user.id,)


def topics_teller() -> Control:
    """Make the button that tells whoever presses what can be asked."""
    return button(say("What can I ask?"), "what")
