"""Work that takes longer than a blink, beside the window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, Signal, Slot
from shiboken6 import isValid

from kpr_desktop.errors import EnvironmentFault, Fault

T = TypeVar("T")


class _Work(QRunnable):
    def __init__(self, work: Callable[[], object], tell: Callable[[object, object], None]) -> None:
        super().__init__()
        self._work, self._tell = work, tell

    def run(self) -> None:
        try:
            result = self._work()
        except Exception as error:  # noqa: BLE001 - handed over to the window's thread, which raises what is a bug
            self._tell(None, error)
        else:
            self._tell(result, None)


class Task(QObject, Generic[T]):
    """One piece of work on a worker thread. Its callbacks run on the window's thread, or never.

    They are dropped when the task is cancelled or its owner has been destroyed. The work itself is not broken off.
    """

    _ended = Signal(object, object)

    def __init__(self, owner: QObject, done: Callable[[T], None], failed: Callable[[Fault], None]) -> None:
        super().__init__(
            QCoreApplication.instance()
        )  # outlives its owner: the worker tells it that it has ended
        self._owner, self._done, self._failed = owner, done, failed
        self._cancelled = False
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def start(self, work: Callable[[], T]) -> None:
        """Begin."""
        QThreadPool.globalInstance().start(_Work(work, self._tell))

    def cancel(self) -> None:
        """Nobody wants to hear of it any more."""
        self._cancelled = True

    def _tell(self, result: object, error: object) -> None:
        if isValid(self):  # the application itself may be gone
            self._ended.emit(result, error)

    @Slot(object, object)
    def _end(self, result: T, error: Exception | None) -> None:
        wanted = not self._cancelled and isValid(self._owner)
        self.deleteLater()
        if isinstance(error, Fault):
            if wanted:
                self._failed(error)
        elif error is not None:
            if wanted:
                self._failed(EnvironmentFault("shell.unexpected"))
            sys.excepthook(type(error), error, error.__traceback__)
        elif wanted:
            self._done(result)


def run(
    owner: QObject, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Fault], None]
) -> Task[T]:
    """Do `work` on a worker thread, then call `done` with its result or `failed` with its fault, on this thread.

    Anything but a fault is a bug: `failed` gets shell.unexpected, and the program's hook for bugs gets the error.
    """
    task: Task[T] = Task(owner, done, failed)
    task.start(work)
    return task
