"""The keys that work everywhere after log-in, in dialogs too: lock, change of user, curtain."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from kpr_desktop_ui.widgets import key_sequence


class LockKeys(QObject):
    """An event filter on the application. `keys`: name -> what is pressed. `pressed(name)`: one of them was."""

    pressed = Signal(str)

    def __init__(self, keys: Mapping[str, str], parent: QObject) -> None:
        super().__init__(parent)
        self._names = {key_sequence(each).toString(): name for name, each in keys.items()}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt gives it
        kind = event.type()
        if kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) and isinstance(event, QKeyEvent):
            name = self._names.get(QKeySequence(event.keyCombination()).toString())
            if name is not None:
                event.accept()
                if kind == QEvent.Type.KeyPress and not event.isAutoRepeat():
                    self.pressed.emit(name)
                return True
        return False  # as QObject's own says; asking it would cost as much again, for every event there is
