"""Window messages: the session is locked or left, the machine falls asleep."""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject
from PySide6.QtGui import QGuiApplication

from kpr_desktop_ui.pages.lock.stillness import Reason
from kpr_desktop_ui.pages.lock.system_events import SystemEvents

WM_POWERBROADCAST, WM_WTSSESSION_CHANGE = 0x0218, 0x02B1
PBT_APMSUSPEND = 0x0004
WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK = 0x2, 0x4, 0x6, 0x7
_MEANINGS = {
    (WM_POWERBROADCAST, PBT_APMSUSPEND): Reason.SLEEP,
    (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK): Reason.SCREEN,
    (WM_WTSSESSION_CHANGE, WTS_CONSOLE_DISCONNECT): Reason.SWITCH,
    (WM_WTSSESSION_CHANGE, WTS_REMOTE_DISCONNECT): Reason.SWITCH,
    (WM_WTSSESSION_CHANGE, WTS_SESSION_LOGOFF): Reason.SWITCH,
}


class WindowsEvents(SystemEvents):
    """Hears the messages of every window of the program; the session's come to those that asked for them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._filter = _Filter(self)

    def begin(self) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            app.installNativeEventFilter(self._filter)
        _ask_for_session_messages()

    def end(self) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            app.removeNativeEventFilter(self._filter)


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, owner: WindowsEvents) -> None:
        super().__init__()
        self._owner = owner

    def nativeEventFilter(  # noqa: N802 - Qt's name
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        if bytes(kind).startswith(b"windows_"):  # type: ignore[arg-type]
            told = wintypes.MSG.from_address(int(message))
            reason = reason_of(told.message, told.wParam)
            if reason is not None:
                self._owner.happened.emit(str(reason))
        return False, 0


def reason_of(message: int, detail: int) -> Reason | None:
    """What a window message with its wParam means; None = no reason to lock."""
    return _MEANINGS.get((message, detail))


def _ask_for_session_messages() -> None:
    if sys.platform == "win32":  # pragma: no cover - Windows alone
        for window in QGuiApplication.topLevelWindows():
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(wintypes.HWND(int(window.winId())), 0)
