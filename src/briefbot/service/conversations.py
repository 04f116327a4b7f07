"""What each person asked last in each place, kept for a few minutes so that follow-ups are understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from threading import Lock

from briefbot.domain.outcome import Turn
from briefbot.domain.recent import Recent

WINDOW = timedelta(minutes=5)
"""How long after a question another one of the same person may lean on it."""
MOST = 10_000
"""Conversations that are kept at once; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks, where and when: what a follow-up is understood from."""

    person: int
    place: int
    time: float
    """Seconds by a clock that cannot be set."""


class Turns:
    """The last turn of each person in each place; in memory only, and never the text of a question."""

    def __init__(self, most: int = MOST) -> None:
        """Take how many conversations are kept at once."""
        self._last: Recent[tuple[int | None, int, int], tuple[float, Turn]] = Recent(most)
        self._lock = Lock()

    def before(self, guild: int | None, context: Context | None) -> Turn | None:
        """Give what the same person asked before in the same place, unless it is too long ago."""
        if context is None:
            return None
        time, turn = self._last.get((guild, context.person, context.place), (None, None))
        return turn if time is not None and context.time - time <= WINDOW.total_seconds() else None

    def remember(self, guild: int | None, context: Context | None, turn: Turn | None) -> None:
        """Keep a turn for the next question; without one, what is kept is leant on no longer."""
        if context is None:
            return
        key = (guild, context.person, context.place)
        with self._lock:
            if turn is None:
                self._last.pop(key, None)
                return
            self._last[key] = (context.time, turn)

    def expire(self, now: float) -> None:
        """Drop what is too long ago to be leant on."""
        with self._lock:
            while self._last and now - next(iter(self._last.values()))[0] > WINDOW.total_seconds():
                self._last.popitem(last=False)

    def count_of(self, person: int) -> int:
        """Count the places in which a turn of a person is kept."""
        with self._lock:
            return sum(key[1] == person for key in self._last)

    def forget_all(self) -> None:
        """Drop everything."""
        with self._lock:
            self._last.clear()

    def forget(self, person: int) -> None:
        """Drop everything of a person."""
        with self._lock:
            for key in [key for key in self._last if key[1] == person]:
                del self._last[key]
