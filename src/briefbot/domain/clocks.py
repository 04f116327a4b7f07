"""The clocks: a wall clock, which can be set, and monotonic ones, which cannot."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic


def seconds() -> float:
    """Return the seconds of a monotonic clock, for windows of a few minutes."""
    return time.monotonic()  # looked up at each call, because tests replace it with a clock of their own


def wall_clock() -> datetime:
    """Return the time in UTC, by a clock that can be set."""
    return datetime.now(UTC)


def steady_clock() -> float:
    """Return the seconds of a clock that cannot be set and, where the system has one, keeps counting during sleep."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else monotonic()


@dataclass(frozen=True, slots=True)
class Reading:
    """The time by the wall clock and the seconds of a steady clock at the same moment."""

    time: datetime
    seconds: float

    def jump_since(self, earlier: Reading) -> timedelta:
        """Return how far the wall clock was set between two readings."""
        return (self.time - earlier.time) - timedelta(seconds=self.seconds - earlier.seconds)
