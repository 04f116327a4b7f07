"""The same answer twice within minutes in a channel: the second time a link to the first is enough."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

import discord

RECENT = timedelta(minutes=10)
"""How long a link is enough."""
REMEMBERED = 5_000
"""Answers that are remembered, over all channels."""


class Repeats:
    """Where which answer was given last."""

    def __init__(self, clock: Callable[[], datetime] = discord.utils.utcnow) -> None:
        """Take the clock."""
        self._clock = clock
        self._given: OrderedDict[tuple[int, str], tuple[int, datetime]] = OrderedDict()

    def find(self, channel: int, keys: str) -> int | None:
        """Find the message of a channel that gave an answer a short while ago."""
        message, time = self._given.get((channel, keys), (None, None))
        return message if time is not None and self._clock() - time < RECENT else None

    def note(self, channel: int, keys: str, message: int) -> None:
        """Note that a message gives an answer."""
        self._given[channel, keys] = (message, self._clock())
        self._given.move_to_end((channel, keys))
        while len(self._given) > REMEMBERED:
            self._given.popitem(last=False)

    def forget(self, message: int) -> None:
        """Forget a message that is gone, or that says something else now."""
        for place in [place for place, (given, _) in self._given.items() if given == message]:
            del self._given[place]
