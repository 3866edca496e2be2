"""Run every measurement: `python -m tests.bench [--small N] [--large N]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench import (
    cold_start,
    insight,
    letters,
    message_desk,
    next_variable,
    notifications,
    register,
    rehearsal,
)
from tests.bench.measure import Report


def main() -> int:
    """Measure, print, and exit 1 when a ratio was missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=100_000)
    options = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        register.measure(Path(folder), options.small, options.large, report)
        rehearsal.measure(Path(folder) / str(options.large), options.large, report)
        next_variable.measure(Path(folder) / "talk", report)
        notifications.measure(Path(folder), options.large, report)
        message_desk.measure(Path(folder) / "message", options.large, report)
        insight.measure(Path(folder), report)
    letters.measure(report)
    cold_start.measure(report)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
