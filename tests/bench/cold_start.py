"""Cold start to the first painted window and to the start page in it, in turn with an empty PySide6 window."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.measure import Report

RUNS = 25
LIMIT = 1.5

_CLOCK = """
import sys, time
start = int(sys.argv.pop(1))
def tell():
    print((time.monotonic_ns() - start) / 1e6, flush=True)
"""
_EMPTY = (
    _CLOCK
    + """
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            tell()
            app.removeEventFilter(self)
        return False
app = QApplication([])
watch = Watch(); app.installEventFilter(watch)
window = QWidget(); window.resize(1366, 768); window.show()
app.processEvents(); app.processEvents()
"""
)
_OURS = (
    _CLOCK
    + """
from kpr_desktop_ui import __main__ as program
def watched(*given, make=program.open_window, **named):
    window = make(*given, **named)
    def first_painted():
        tell()
        window.desk.start_page.painted.connect(tell)
    window.first_painted.connect(first_painted)
    return window
program.open_window = watched
program.main(["--smoke"])
"""
)
"""The program itself, from its own entry point; only its two signals are listened to."""


def measure(report: Report) -> None:
    """The ratios of the medians. The window itself binds; the page that a person can read in it is an aim."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": home,
            "XDG_CONFIG_HOME": f"{home}/config",
            "XDG_DATA_HOME": f"{home}/data",
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
        rows = [(*_once(_OURS, environment), *_once(_EMPTY, environment)) for _ in range(RUNS + 1)][1:]
    window, page, empty = (statistics.median(column) for column in zip(*rows, strict=True))
    report.ratio(
        "first painted window / empty PySide6 window", window / empty, LIMIT, f"{window:.0f} / {empty:.0f} ms"
    )
    report.aim(
        "start page painted / empty PySide6 window", page / empty, LIMIT, "x", f"{page:.0f} / {empty:.0f} ms"
    )


def _once(code: str, environment: dict[str, str]) -> list[float]:
    command = [sys.executable, "-c", code, str(time.monotonic_ns())]
    ended = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, timeout=60, cwd=Path.cwd()
    )
    return [float(line) for line in ended.stdout.split()]
