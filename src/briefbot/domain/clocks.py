"""The clock that tells the time and can be set, and those that only count seconds and cannot."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic


def seconds() -> float:
    """Return the seconds that windows of minutes are measured in, while the process is awake."""
    return time.monotonic()  # looked up at each call: tests with a time of their own replace it


def wall_clock() -> datetime:
    """Return the time, by a clock that can be set."""
    return datetime.now(UTC)


def steady_clock() -> float:
    """Return seconds by a clock that cannot be set, and goes on while the machine sleeps where the system has such a one."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else monotonic()


@dataclass(frozen=True, slots=True)
class Reading:
    """The time by the wall clock, and the seconds of a steady one at the same moment."""

    time: datetime
    seconds: float

    def jump_since(self, earlier: Reading) -> timedelta:
        """Return how far the wall clock was set between two readings."""
        return (self.time - earlier.time) - timedelta(seconds=self.seconds - earlier.seconds)
