"""Each person's last question in each place, kept for a few minutes to understand follow-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from threading import Lock

from briefbot.domain.outcome import Turn
from briefbot.domain.recent import Recent

WINDOW = timedelta(minutes=5)
"""How long after a question a follow-up can refer to it."""
MOST = 10_000
"""The most conversations that are kept at once; the oldest are dropped first."""


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks, where and when: the context of a follow-up."""

    person: int
    place: int
    time: float
    """Seconds by a monotonic clock."""


class Turns:
    """The last turn of each person in each place; in memory only, and never the text of a question."""

    def __init__(self, most: int = MOST) -> None:
        """Set how many conversations are kept at once."""
        self._last: Recent[tuple[int | None, int, int], tuple[float, Turn]] = Recent(most)
        self._lock = Lock()

    def before(self, guild: int | None, context: Context | None) -> Turn | None:
        """Return the same person's last turn in the same place, unless it is too old."""
        if context is None:
            return None
        time, turn = self._last.get((guild, context.person, context.place), (None, None))
        return turn if time is not None and context.time - time <= WINDOW.total_seconds() else None

    def remember(self, guild: int | None, context: Context | None, turn: Turn | None) -> None:
        """Keep a turn for the next question; None ends the conversation."""
        if context is None:
            return
        key = (guild, context.person, context.place)
        with self._lock:
            if turn is None:
                self._last.pop(key, None)
                return
            self._last[key] = (context.time, turn)

    def expire(self, now: float) -> None:
        """Drop turns that are too old."""
        with self._lock:
            while self._last and now - next(iter(self._last.values()))[0] > WINDOW.total_seconds():
                self._last.popitem(last=False)

    def count_of(self, person: int) -> int:
        """Return the number of places with a turn of a person."""
        with self._lock:
            return sum(key[1] == person for key in self._last)

    def forget_all(self) -> None:
        """Drop everything."""
        with self._lock:
            self._last.clear()

    def forget(self, person: int) -> None:
        """Drop everything about a person."""
        with self._lock:
            for key in [key for key in self._last if key[1] == person]:
                del self._last[key]
