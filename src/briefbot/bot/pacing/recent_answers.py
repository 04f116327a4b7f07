"""The same answer twice within minutes in a channel.

The second time a link to the first is enough, as long as that stands.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta

from briefbot.domain.clocks import seconds
from briefbot.domain.outcome import Exchange
from briefbot.domain.recent import Recent

RECENT = timedelta(minutes=10)
"""How long a link is enough."""
WHOLE = 200
"""Answers to several questions whose pages are remembered with these questions."""


WORDS_KEPT = timedelta(hours=1)
"""How long it is remembered what was asked, where moderators want to see what was answered badly."""
WORDS = 2_000
"""Replies of which that is remembered."""


class RecentAnswers:
    """Where which answer was given last."""

    def __init__(self, clock: Callable[[], float] = seconds, remembered: int = 5_000) -> None:
        """Take a clock that cannot be set, in seconds, and how many answers to remember, and as many that were linked
        to.
        """
        self._clock, self._remembered = clock, remembered
        self._given: OrderedDict[tuple[int, str], tuple[int, float]] = OrderedDict()
        self._places: dict[int, tuple[int, str]] = {}
        self._links: OrderedDict[int, tuple[tuple[int, str], list[int]]] = OrderedDict()
        self._whole = Recent[int, Exchange](WHOLE)
        self._words = Recent[int, tuple[str, float]](WORDS)

    def find(self, channel: int, keys: str) -> int | None:
        """Find the message of a channel that gave an answer a short while ago."""
        message, time = self._given.get((channel, keys), (None, None))
        return message if time is not None and self._clock() - time < RECENT.total_seconds() else None

    def note(self, channel: int, keys: str, message: int) -> None:
        """Note that a message gives an answer, and no longer another one."""
        self.forget(message)
        older = self._given.pop((channel, keys), None)
        if older is not None:
            self._places.pop(older[0], None)
        self._given[channel, keys] = (message, self._clock())
        self._places[message] = (channel, keys)
        while len(self._given) > self._remembered:
            _, (oldest, _) = self._given.popitem(last=False)
            self._places.pop(oldest, None)

    def forget(self, message: int) -> None:
        """Forget a message that is gone, or that says something else now."""
        place = self._places.pop(message, None)
        if place is not None:
            self._given.pop(place, None)

    def keep_whole(self, message: int, exchange: Exchange) -> None:
        """Remember what several questions came to, of which a message shows one page.

        Its buttons name only what was found.
        """
        self._whole[message] = exchange

    def whole(self, message: int, found: Exchange) -> Exchange:
        """Return what a message shows a page of.

        All of it as long as the knowledge is the same, else what its buttons name.
        """
        kept = self._whole.get(message)
        return kept if kept is not None and kept.knowledge is found.knowledge else found

    def keep_words(self, message: int, words: str) -> None:
        """Remember for a while what a message answers."""
        self._words[message] = words, self._clock()

    def words(self, message: int) -> str:
        """Return what a message answers; "" where that is not known any more."""
        self.expire()
        return self._words.get(message, ("", 0.0))[0]

    def expire(self) -> None:
        """Forget what was asked a while ago."""
        for message, (_, time) in list(self._words.items()):
            if self._clock() - time > WORDS_KEPT.total_seconds():
                del self._words[message]

    def link(self, channel: int, keys: str, message: int, link: int) -> None:
        """Note that a message links to the one that gives an answer."""
        self._links.setdefault(message, ((channel, keys), []))[1].append(link)
        while len(self._links) > self._remembered:
            self._links.popitem(last=False)

    def lost_links(self, message: int) -> list[int]:
        """List, once, what links to a message that is gone, or that says something else now."""
        if message not in self._links or self._links[message][0] == self._places.get(message):
            return []
        return self._links.pop(message)[1]
