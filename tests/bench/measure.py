"""Measuring: medians of interleaved runs, and a table at the end."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


def milliseconds(action: Callable[[], object]) -> float:
    """How long one call took."""
    start = time.perf_counter_ns()
    action()
    return (time.perf_counter_ns() - start) / 1e6


def median_of(action: Callable[[], object], runs: int) -> float:
    """The median of `runs` calls, in milliseconds, after one that is not counted."""
    action()
    return statistics.median(milliseconds(action) for _ in range(runs))


def interleaved(one: Callable[[], object], other: Callable[[], object], runs: int) -> tuple[float, float]:
    """Medians of two actions that take turns, so that a slow moment of the machine meets both."""
    one(), other()
    pairs = [(milliseconds(one), milliseconds(other)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


@dataclass
class Report:
    """What was measured. `missed_ratios` decide the exit code; a missed aim is told."""

    lines: list[str] = field(default_factory=list)
    missed_ratios: list[str] = field(default_factory=list)
    missed_aims: list[str] = field(default_factory=list)

    def ratio(self, what: str, value: float, limit: float, detail: str) -> None:
        """A ratio within this run: it binds."""
        good = value <= limit
        if not good:
            self.missed_ratios.append(what)
        self._line("ratio", what, f"{value:.2f}", f"<= {limit}", good, detail)

    def aim(self, what: str, value: float, limit: float, unit: str = "ms", detail: str = "") -> None:
        """An absolute figure, or a ratio that does not bind: an aim."""
        good = value <= limit
        if not good:
            self.missed_aims.append(what)
        self._line("aim", what, f"{value:.2f} {unit}", f"<= {limit:g} {unit}", good, detail)

    def _line(self, kind: str, what: str, value: str, limit: str, good: bool, detail: str) -> None:
        mark = "ok    " if good else "MISSED"
        line = f"{mark} {kind:5} {what:58} {value:>12} {limit:>12}  {detail}".rstrip()
        self.lines.append(line)
        print(line, flush=True)

    def end(self) -> int:
        """The summary; 0 when every ratio held."""
        print(f"\nmissed ratios: {len(self.missed_ratios)}, missed aims: {len(self.missed_aims)}")
        return 1 if self.missed_ratios else 0


def most_memory() -> float:
    """The most memory that this process has had, in MB of 10^6 bytes; Linux.

    Not `ru_maxrss`: a process that was just begun inherits there what the one before it had.
    """
    told = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in told if line.startswith("VmHWM:")) * 1024 / 1e6
