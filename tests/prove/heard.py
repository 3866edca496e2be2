"""The window that a screen reader's eyes are on: it goes from screen to screen and does what it is told over a pipe.

`python -m tests.prove.heard --language nb [--only NAME ...]`: a line of JSON on the standard output tells that a screen
stands there; lines on the standard input are answered until `{"do": "next"}` comes. See `tests/prove/listener.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.domain.assessment import State
from tests.prove.screens import SCREENS
from tests.prove.sitting import Look, Sitting
from tests.support import numbers
from tests.support.driver import drain
from tests.support.program import Watch, application
from tests.tour.practice_file import write_practice_file

_BRIDGE = ("AtSpiAdaptor::", "QSpiApplication::", "Could not find accessible on path")
"""What Qt's bridge says of questions that it does not know, and of what has gone since; nothing to do with us."""
PATIENCE = 30.0
"""Seconds after which a question that nobody answers is closed."""
PLANTED = ("nameless", "trap", "unreachable")


class Line:
    """Lines of JSON to and from the listener. While one is waited for, the program lives on."""

    def __init__(self, into: int, out: int) -> None:
        self._into, self._out, self._held = into, out, b""

    def tell(self, **words: Any) -> None:
        """Send one line."""
        os.write(self._out, (json.dumps(words, ensure_ascii=False) + "\n").encode())

    def hear(self) -> dict[str, Any]:
        """The next line; `{"do": "end"}` when the other side is gone."""
        while b"\n" not in self._held:
            loop = QEventLoop()
            notifier = QSocketNotifier(self._into, QSocketNotifier.Type.Read)
            notifier.activated.connect(loop.quit)
            loop.exec()
            notifier.setEnabled(False)
            part = os.read(self._into, 65536)
            if not part:
                return {"do": "end"}
            self._held += part
        line, self._held = self._held.split(b"\n", 1)
        found: dict[str, Any] = json.loads(line)
        return found


class _Trap(QLineEdit):
    """The control of the proof: a field that Tab does not lead out of."""

    def focusNextPrevChild(self, _forward: bool) -> bool:
        return True


@dataclass
class Heard(Sitting):
    """A sitting that is listened to, not looked at."""

    line: Line = field(default_factory=lambda: Line(0, 1))
    _planted: list[QWidget] = field(default_factory=list)
    _serving: bool = False
    _heard_at: float = field(default_factory=time.monotonic)

    def watch(self) -> QTimer:
        """See that no question that nobody expected keeps everything waiting: it is closed, and the screen fails."""
        timer = QTimer()
        timer.setInterval(1000)
        timer.timeout.connect(self._close_forgotten)
        timer.start()
        return timer

    def _close_forgotten(self) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None and not self._serving and time.monotonic() > self._heard_at + PATIENCE:
            self._heard_at = time.monotonic()
            dialog.close()

    def see(self, *, keep: bool = True) -> None:
        """Tell that the screen stands there, and do what the listener wants."""
        if not keep:
            return
        self._seen = True
        drain()
        frame = self.program.window.desk.frame
        if frame is not None and frame.toast.text():
            frame.toast.tell("")
        self._to_front()
        drain()
        self.shots += 1
        self.line.tell(screen=self.name, inside=frame is not None)
        self._serving = True
        while (wanted := self.line.hear())["do"] not in {"next", "end"}:
            self._do(wanted)
        self._serving, self._heard_at = False, time.monotonic()

    def _do(self, wanted: dict[str, Any]) -> None:
        if wanted["do"] == "key":
            self.program.driver.press(wanted["keys"])
        elif wanted["do"] == "plant":
            self._plant(wanted["kind"])
        elif wanted["do"] == "uproot":
            planted = self._planted.pop()
            planted.hide()
            planted.deleteLater()
            drain()
        self.line.tell(done=True)

    def _plant(self, kind: str) -> None:
        """Put one bad control on the screen that stands there."""
        around = self.program.page
        planted: QWidget = _Trap(around) if kind == "trap" else QPushButton(around)
        if kind != "nameless":
            planted.setAccessibleName(f"planted {kind}")
        planted.setGeometry(4, 4, 80, 40)
        planted.show()
        if kind == "unreachable":
            planted.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._planted.append(planted)
        drain()


def _activate(s: Heard) -> None:
    if QApplication.activeWindow() is None:
        s.program.driver.front().activateWindow()


def job(s: Heard, folder: Path) -> None:
    """The log-in of the demo vault; then nothing but what somebody does to it from outside."""
    s.open(s.vault)
    manager = QTimer()  # where there is no window manager, nobody gives a window the keys
    manager.setInterval(50)
    manager.timeout.connect(lambda: _activate(s))
    manager.start()
    s.line.tell(screen="login", number=numbers.fnr(5, born=date(1941, 4, 4), series="tenor"))
    s.line.hear()
    services = s.program.services
    found = services.persons.find("Granskog")
    done = [each.state is State.FINISHED for who in found for each in services.interviews.of_person(who.id)]
    letters = [each for who in found for each in services.letters.of_person(who.id)]
    practice = write_practice_file(services, folder)
    s.line.tell(persons=len(found), finished=sum(done), letters=len(letters), practice=practice.name)


def main() -> int:
    """0 when every screen was reached."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--language", choices=LANGUAGES, default="nb")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--job", action="store_true", help="only the log-in, for the whole job by names")
    words = parser.parse_args()
    line = Line(0, os.dup(1))
    os.dup2(2, 1)  # what anything else prints is no line of the talk
    application()
    with tempfile.TemporaryDirectory(prefix="kpr-heard-") as root, Watch() as watch:
        look = Look("light", 1.0, 1366, words.language)
        sitting = Heard(Path(root), look, Path(root) / "pictures", line=line)
        watching = sitting.watch()
        try:
            if words.job:
                job(sitting, Path(root))
            for screen in () if words.job else SCREENS:
                if not words.only or screen.name in words.only:
                    sitting.visit(screen.name, screen.reach)
        finally:
            watching.stop()
            sitting.close()
        faults = sitting.faults + watch.tracebacks + [m for m in watch.messages if not m.startswith(_BRIDGE)]
    line.tell(end=True, screens=sitting.screens, faults=faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
