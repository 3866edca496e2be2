"""When stillness becomes a lock: pure reckoning with seconds."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from enum import StrEnum

WARN_SECONDS = 30
LONGEST_SECONDS = 12 * 3600
SLEPT_SECONDS = 5
"""So much more time than the processor counted: the machine has been asleep."""


class Reason(StrEnum):
    """Why the program locks itself; what the log tells."""

    KEY = "key"
    IDLE = "idle"
    LONG = "long"
    SLEEP = "sleep"
    SCREEN = "screen"
    SWITCH = "switch"


@dataclass
class Stillness:
    """Seconds since the last gesture and since log-in. `idle`: seconds without a gesture that lock."""

    idle: float
    began: float
    touched: float

    @classmethod
    def begin(cls, idle: float, now: float) -> Stillness:
        """Somebody logs in now."""
        return cls(idle, now, now)

    def touch(self, now: float) -> None:
        """A gesture. It comes too late where a lock is due already."""
        if self.due(now) is None:
            self.touched = now

    def due(self, now: float) -> Reason | None:
        """The lock that is due, if any."""
        if now - self.touched >= self.idle:
            return Reason.IDLE
        return Reason.LONG if now - self.began >= LONGEST_SECONDS else None

    def warning(self, now: float) -> int:
        """Whole seconds until the lock, once that is near; else 0. A gesture does not put off the end of 12 hours."""
        left = min(self.idle - (now - self.touched), LONGEST_SECONDS - (now - self.began))
        return max(1, -int(-left // 1)) if left <= WARN_SECONDS else 0


if sys.platform == "linux":

    def seconds() -> float:
        """Time that goes on while the machine sleeps and that no clock setting moves."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def awake_seconds() -> float:
        """Time that stands still while the machine sleeps."""
        return time.monotonic()

elif sys.platform == "darwin":  # pragma: no cover - macOS alone

    def seconds() -> float:
        """As above."""
        return time.clock_gettime(time.CLOCK_MONOTONIC)

    def awake_seconds() -> float:
        """As above."""
        return time.clock_gettime(time.CLOCK_UPTIME_RAW)

else:  # pragma: no cover - Windows counts its sleep too, and tells of it by a message

    def seconds() -> float:
        """As above."""
        return time.monotonic()

    def awake_seconds() -> float:
        """As above."""
        return time.monotonic()
