"""The counting beside the window: told how far it is when it takes time, stopped at a word."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from kpr_desktop.errors import Fault
from kpr_desktop.usecases.overview_records import WorkOverview
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.submission.beside import beside_desk
from kpr_desktop_ui.tasks import Task

_LOOK_MS = 150
_GUESS_FROM = 1.0
"""Seconds that have to pass before it is guessed how many are left."""


class Counter(QObject):
    """One counting at a time; a new one takes the place of that under way.

    `made(overview)`; `failed(fault)`; `stopped`: it was broken off; `far(done, total, seconds)`: seconds left, -1 while
    nothing can be said.
    """

    made = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    far = Signal(int, int, int)

    def __init__(self, services: Services, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._language = services, language
        self._task: Task[WorkOverview | None] | None = None
        self._far = (0, 0)
        self._began = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._tell)

    @property
    def busy(self) -> bool:
        """Whether it is counting."""
        return self._task is not None

    def begin(self, year: int, month: int) -> None:
        """Count a period."""
        self.drop()
        task = self._task = Task(self, self._ended, self._fail)
        language, desk = self._language, self._services.overview
        task.start(
            beside_desk(
                self._services,
                desk,
                lambda own: own.make(year, month, language, self._hear, task.stop_wanted),
            )
        )
        self._far, self._began = (0, 0), time.monotonic()
        self._timer.start()

    def stop(self) -> None:
        """Ask it to stop."""
        if self._task is not None:
            self._task.stop()

    def drop(self) -> None:
        """Stop, and hear nothing more of it."""
        if self._task is not None:
            self._task.cancel()
            self._task.stop()
            self._rest()

    def _hear(self, done: int, total: int) -> None:
        self._far = (done, total)  # on the worker's thread; the timer reads it

    def _tell(self) -> None:
        (done, total), passed = self._far, time.monotonic() - self._began
        guess = done > 0 and passed >= _GUESS_FROM
        self.far.emit(done, total, round(passed * (total - done) / done) + 1 if guess else -1)

    def _ended(self, made: WorkOverview | None) -> None:
        self._rest()
        if made is None:
            self.stopped.emit()
        else:
            self.made.emit(made)

    def _fail(self, fault: Fault) -> None:
        self._rest()
        self.failed.emit(fault)

    def _rest(self) -> None:
        self._task = None
        self._timer.stop()
