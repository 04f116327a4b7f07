"""Avoid the same answer twice within minutes in a channel.

The second time, a link to the first answer is enough while that exists.
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
"""How many answers to several questions are remembered with their questions, to turn their pages."""


WORDS_KEPT = timedelta(hours=1)
"""How long questions are remembered, if moderators want to see badly answered ones."""
WORDS = 2_000
"""How many replies' questions are remembered."""


class RecentAnswers:
    """Where each answer was last given."""

    def __init__(self, clock: Callable[[], float] = seconds, remembered: int = 5_000) -> None:
        """Set a monotonic clock in seconds, and how many answers, and as many linked ones, to remember."""
        self._clock, self._remembered = clock, remembered
        self._given: OrderedDict[tuple[int, str], tuple[int, float]] = OrderedDict()
        self._places: dict[int, tuple[int, str]] = {}
        self._links: OrderedDict[int, tuple[tuple[int, str], list[int]]] = OrderedDict()
        self._whole = Recent[int, Exchange](WHOLE)
        self._words = Recent[int, tuple[str, float]](WORDS)

    def find(self, channel: int, keys: str) -> int | None:
        """Return the message of a channel that recently gave an answer."""
        message, time = self._given.get((channel, keys), (None, None))
        return message if time is not None and self._clock() - time < RECENT.total_seconds() else None

    def note(self, channel: int, keys: str, message: int) -> None:
        """Record that a message gives an answer, and no longer another one."""
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
        """Forget a message that was deleted or changed."""
        place = self._places.pop(message, None)
        if place is not None:
            self._given.pop(place, None)

    def keep_whole(self, message: int, exchange: Exchange) -> None:
        """Remember the results of several questions, whose pages a message shows one at a time.

        Its buttons only name the items.
        """
        self._whole[message] = exchange

    def whole(self, message: int, found: Exchange) -> Exchange:
        """Return all results whose pages a message shows one at a time.

        They are complete if the knowledge is still the same, else as the buttons name them.
        """
        kept = self._whole.get(message)
        return kept if kept is not None and kept.knowledge is found.knowledge else found

    def keep_words(self, message: int, words: str) -> None:
        """Remember for a while the question that a message answers."""
        self._words[message] = words, self._clock()

    def words(self, message: int) -> str:
        """Return the question that a message answers; "" if it is not remembered."""
        self.expire()
        return self._words.get(message, ("", 0.0))[0]

    def expire(self) -> None:
        """Forget questions from a while ago."""
        for message, (_, time) in list(self._words.items()):
            if self._clock() - time > WORDS_KEPT.total_seconds():
                del self._words[message]

    def link(self, channel: int, keys: str, message: int, link: int) -> None:
        """Record that a message links to the one that gives an answer."""
        self._links.setdefault(message, ((channel, keys), []))[1].append(link)
        while len(self._links) > self._remembered:
            self._links.popitem(last=False)

    def lost_links(self, message: int) -> list[int]:
        """Return, once, the links to a message that was deleted or changed."""
        if message not in self._links or self._links[message][0] == self._places.get(message):
            return []
        return self._links.pop(message)[1]
