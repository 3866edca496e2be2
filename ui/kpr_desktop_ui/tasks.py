"""Work that takes longer than a blink, beside the window."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, Signal, Slot
from shiboken6 import isValid

from kpr_desktop.errors import EnvironmentFault, Fault

T = TypeVar("T")
U = TypeVar("U")


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

    They are dropped when the task is cancelled or its owner has been destroyed. The work itself is not broken off, but
    it can be asked to stop at a whole unit. `again` names what to offer anew when a lock comes before it is done.
    """

    _ended = Signal(object, object)

    def __init__(
        self, owner: QObject, done: Callable[[T], None], failed: Callable[[Fault], None], again: str = ""
    ) -> None:
        super().__init__(
            QCoreApplication.instance()
        )  # outlives its owner: the worker tells it that it has ended
        self._owner, self._done, self._failed = owner, done, failed
        self._cancelled = False
        self.again = again
        self._stop, self._over, self._told = threading.Event(), threading.Event(), threading.Event()
        self._left = False
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def start(self, work: Callable[[], T]) -> None:
        """Begin."""
        QThreadPool.globalInstance().start(_Work(work, self._tell))

    def cancel(self) -> None:
        """Nobody wants to hear of it any more."""
        self._cancelled = True

    def stop(self) -> None:
        """Ask it to stop at the next whole unit."""
        self._stop.set()

    def stop_wanted(self) -> bool:
        """Asked by the work between two units. Work that is told so leaves the rest undone."""
        if self._stop.is_set():
            self._left = True
        return self._left

    def awaited(self) -> bool:
        """Whether its owner is still there to hear of its end."""
        return not self._cancelled and isValid(self._owner)

    def finished(self, seconds: float) -> bool:
        """Whether all of it is done, waiting for that at most so long."""
        return self._over.wait(max(0.0, seconds)) and not self._left

    def _tell(self, result: object, error: object) -> None:
        self._over.set()
        try:
            if isValid(self):  # the application itself may be gone
                self._ended.emit(result, error)
        finally:
            self._told.set()

    @Slot(object, object)
    def _end(self, result: T, error: Exception | None) -> None:
        wanted = not self._cancelled and isValid(self._owner)
        self._told.wait()  # the worker may still be within the signal that called this, and needs its sender
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
    owner: QObject,
    work: Callable[[], T],
    done: Callable[[T], None],
    failed: Callable[[Fault], None],
    *,
    again: str = "",
) -> Task[T]:
    """Do `work` on a worker thread, then call `done` with its result or `failed` with its fault, on this thread.

    Anything but a fault is a bug: `failed` gets shell.unexpected, and the program's hook for bugs gets the error.
    `again`: see `Task`.
    """
    task: Task[T] = Task(owner, done, failed, again)
    task.start(work)
    return task


def run_units(
    owner: QObject,
    units: Iterable[U],
    each: Callable[[U], object],
    done: Callable[[int], None],
    failed: Callable[[Fault], None],
    *,
    again: str,
) -> Task[int]:
    """Do `each` unit after the other on a worker thread, as `run`; `done` gets how many were done.

    Between two units it can be stopped; a unit is never broken off.
    """
    task: Task[int] = Task(owner, done, failed, again)

    def work() -> int:
        count = 0
        for unit in units:
            if task.stop_wanted():
                break
            each(unit)
            count += 1
        return count

    task.start(work)
    return task


def stop_all(seconds: float) -> tuple[str, ...]:
    """Ask everything that runs to stop at a whole unit, and wait for it at most so long. Gives what to offer anew.

    Nobody hears of its end. What has not stopped by then ends with the process, as by a power cut: its transaction is
    taken back.
    """
    tasks = _all()
    for task in tasks:
        task.stop()
        task.cancel()
    end = time.monotonic() + seconds
    left = [task for task in tasks if not task.finished(end - time.monotonic())]
    return tuple(dict.fromkeys(task.again for task in left if task.again))


def running() -> bool:
    """Whether somebody still waits to hear of the end of some work."""
    return any(task.awaited() for task in _all())


def _all() -> list[Task[object]]:
    app = QCoreApplication.instance()
    return [each for each in app.children() if isinstance(each, Task)] if app is not None else []
