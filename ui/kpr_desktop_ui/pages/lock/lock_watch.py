"""What makes the program lock itself, behind one signal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from kpr_desktop_ui.pages.lock.stillness import SLEPT_SECONDS, Reason, Stillness, awake_seconds, seconds
from kpr_desktop_ui.pages.lock.system_events import SystemEvents, system_events

TICK_MS = 1000
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.InputMethod)
_HANDS = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletPress,
)


class LockWatch(QObject):
    """Watches from log-in to lock. `lock_wanted(reason)`: lock now; it comes once.

    `warned(seconds)`: that long until the lock, every second; `calmed()`: somebody is there after all. The key that
    calms is not used for anything else, so that nobody scores by it.
    """

    lock_wanted = Signal(str)
    warned = Signal(int)
    calmed = Signal()

    def __init__(
        self,
        parent: QObject,
        clock: Callable[[], float] = seconds,
        awake: Callable[[], float] = awake_seconds,
        events: Callable[[QObject], SystemEvents] = system_events,
    ) -> None:
        super().__init__(parent)
        self._clock, self._awake = clock, awake
        self._state: Stillness | None = None
        self._slept = 0.0
        self._warning = False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look)
        self._events = events(self)
        self._events.happened.connect(self._want)

    def begin(self, minutes: int) -> None:
        """Somebody has logged in; `minutes` without a gesture lock."""
        self._state = Stillness.begin(minutes * 60, self._clock())
        self._slept = self._clock() - self._awake()
        self._timer.start()
        self._events.begin()
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def end(self) -> None:
        """Nobody is logged in."""
        self._state = None
        self._timer.stop()
        self._events.end()
        self._calm()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        """Another time without a gesture, from now on."""
        if self._state is not None:
            self._state.idle = minutes * 60

    def look(self) -> None:
        """Every second: is a lock due, or near?"""
        if self._state is None:
            return
        now = self._clock()
        slept = now - self._awake()
        if slept - self._slept > SLEPT_SECONDS:
            self._want(Reason.SLEEP)
        elif (due := self._state.due(now)) is not None:
            self._want(due)
        elif left := self._state.warning(now):
            self._warning = True
            self.warned.emit(left)
        else:
            self._calm()

    def touch(self) -> None:
        """Somebody is there."""
        if self._state is not None:
            self._state.touch(self._clock())
            if self._warning and not self._state.warning(self._clock()):
                self._calm()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt gives it
        kind = event.type()
        if kind in _HANDS:
            self.touch()
        elif kind == QEvent.Type.ShortcutOverride and self._warning:
            event.accept()  # no shortcut takes the key: it comes as a key press
            return True
        elif kind in _KEYS:
            calming = self._warning
            self.touch()
            return calming and not self._warning
        return False  # as QObject's own says; asking it would cost as much again, for every event there is

    def _want(self, reason: str) -> None:
        if self._state is not None:
            self.end()
            self.lock_wanted.emit(str(reason))

    def _calm(self) -> None:
        if self._warning:
            self._warning = False
            self.calmed.emit()
