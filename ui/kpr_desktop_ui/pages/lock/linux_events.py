"""D-Bus: systemd-logind tells of sleep, lock and user switch, the desktop of its screen lock."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusObjectPath, QDBusVariant

from kpr_desktop_ui.pages.lock.stillness import Reason
from kpr_desktop_ui.pages.lock.system_events import SystemEvents

_LOGIND = "org.freedesktop.login1"
_MANAGER = "org.freedesktop.login1.Manager"
_MANAGER_PATH = "/org/freedesktop/login1"
_SESSION = "org.freedesktop.login1.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
)
_ANSWER_MS = 300


class LinuxEvents(SystemEvents):
    """Listens on the system's and the session's bus; where there is none, nothing is heard.

    While it listens it holds off sleep until the vault has been closed (logind waits 5 seconds at most).
    """

    def __init__(
        self,
        parent: QObject,
        system: QDBusConnection | None = None,
        session: QDBusConnection | None = None,
    ) -> None:
        super().__init__(parent)
        self._system = system or QDBusConnection.systemBus()
        self._session = session or (
            QDBusConnection.sessionBus() if _has_session_bus() else QDBusConnection("")
        )
        self._path = ""
        self._delay: QDBusMessage | None = None

    def begin(self) -> None:
        if self._system.isConnected():
            self._path = self._own_session(os.environ.get("XDG_SESSION_ID", ""))
            self._delay = self._ask(
                _MANAGER_PATH, _MANAGER, "Inhibit", ["sleep", "KPR Desktop", "lock", "delay"]
            )
        self._each("connect")

    def end(self) -> None:
        self._each("disconnect")
        self._delay = None  # its file descriptor closes: sleep may come

    @property
    def holds_off_sleep(self) -> bool:
        """Whether logind waits for the lock before the machine sleeps."""
        return self._delay is not None

    @Slot(QDBusMessage)
    def heard(self, message: QDBusMessage) -> None:
        """A signal came."""
        reason = reason_of(message.member(), message.arguments())
        if message.member() == "PropertiesChanged" and not self.active():
            reason = Reason.SWITCH
        if reason is not None:
            self.happened.emit(str(reason))

    def active(self) -> bool:
        """Whether the user's own session has the screen; yes where nobody can tell."""
        answer = self._ask(self._path, _PROPERTIES, "Get", [_SESSION, "Active"])
        value = answer.arguments()[0] if answer is not None and answer.arguments() else None
        return not (isinstance(value, QDBusVariant) and value.variant() is False)

    def _each(self, what: str) -> None:
        """Connect or disconnect everything that is listened to."""
        listened = [
            (self._system, _LOGIND, "", _MANAGER, "PrepareForSleep"),
            (self._system, _LOGIND, self._path, _SESSION, "Lock"),
            *((self._session, "", "", saver, "ActiveChanged") for saver in _SAVERS),
        ]
        if self._path:
            listened.append((self._system, _LOGIND, self._path, _PROPERTIES, "PropertiesChanged"))
        for bus, service, path, interface, name in listened:
            if bus.isConnected():
                getattr(bus, what)(service, path, interface, name, self, SLOT("heard(QDBusMessage)"))

    def _own_session(self, name: str) -> str:
        """The path of the session that this process belongs to; empty = hear the locks of all."""
        answer = self._ask(_MANAGER_PATH, _MANAGER, "GetSession", [name]) if name else None
        path = answer.arguments()[0] if answer is not None and answer.arguments() else None
        return path.path() if isinstance(path, QDBusObjectPath) else ""

    def _ask(self, path: str, interface: str, name: str, arguments: Sequence[object]) -> QDBusMessage | None:
        """The answer of logind; None where it gives none in time."""
        asked = QDBusMessage.createMethodCall(_LOGIND, path, interface, name)
        asked.setArguments(arguments)
        answer = self._system.call(asked, timeout=_ANSWER_MS)
        return answer if answer.type() == QDBusMessage.MessageType.ReplyMessage else None


def _has_session_bus() -> bool:
    """Whether there is one; asking for it where there is none would start one."""
    place = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS")) or bool(place and Path(place, "bus").exists())


def reason_of(member: str, arguments: Sequence[object]) -> Reason | None:
    """What a signal means; None = no reason to lock."""
    on = bool(arguments) and arguments[0] is True
    if member == "PrepareForSleep":
        return Reason.SLEEP if on else None
    if member == "ActiveChanged":
        return Reason.SCREEN if on else None
    return Reason.SCREEN if member == "Lock" else None
