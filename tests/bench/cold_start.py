"""Cold start to the first painted window, in turn with an empty PySide6 window."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.measure import Report

RUNS = 15
LIMIT = 1.5

_PAINTED = """
import sys, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
start = int(sys.argv.pop(1))
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            print((time.monotonic_ns() - start) / 1e6, flush=True)
            QApplication.instance().removeEventFilter(self)
        return False
"""
_EMPTY = (
    _PAINTED
    + """
app = QApplication([])
watch = Watch(); app.installEventFilter(watch)
window = QWidget(); window.resize(1366, 768); window.show()
app.processEvents(); app.processEvents()
"""
)
_OURS = (
    _PAINTED
    + """
made = QApplication.__init__
watch = Watch()
def watched(self, *arguments):
    made(self, *arguments)
    self.installEventFilter(watch)
QApplication.__init__ = watched
from kpr_desktop_ui.__main__ import main
main(["--smoke"])
"""
)


def measure(report: Report) -> None:
    """The ratio of the medians."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": home,
            "XDG_CONFIG_HOME": f"{home}/config",
            "XDG_DATA_HOME": f"{home}/data",
        }
        pairs = [(_once(_OURS, environment), _once(_EMPTY, environment)) for _ in range(RUNS + 1)][1:]
    ours, empty = statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
    report.ratio(
        "first painted window / empty PySide6 window", ours / empty, LIMIT, f"{ours:.0f} / {empty:.0f} ms"
    )


def _once(code: str, environment: dict[str, str]) -> float:
    command = [sys.executable, "-c", code, str(time.monotonic_ns())]
    ended = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, timeout=60, cwd=Path.cwd()
    )
    return float(ended.stdout.split()[0])
