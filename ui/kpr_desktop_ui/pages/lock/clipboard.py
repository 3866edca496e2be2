"""What this program put on the clipboard does not stay there."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

CLEARED_AFTER_MS = 30_000
_ALONE = ("offscreen", "minimal")
"""Platforms whose clipboard no other program shares; they do not tell whose its content is."""
_NUMBER = re.compile(r"(?<!\d)\d{6}\s?\d{5}(?!\d)")


class ClipboardGuard(QObject):
    """Takes an identity number that was copied here away after 30 seconds, and everything else at the lock."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CLEARED_AFTER_MS)
        self._timer.timeout.connect(self.clear)
        self._clipboard.dataChanged.connect(self._look)

    def clear(self) -> None:
        """Take away what was copied or marked in this program; what another one copied stays."""
        self._timer.stop()
        clipboard = self._clipboard
        if self._is_ours():
            clipboard.clear()
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            clipboard.clear(QClipboard.Mode.Selection)

    def _look(self) -> None:
        self._timer.stop()
        if self._is_ours() and _NUMBER.search(self._clipboard.text()):
            self._timer.start()

    def _is_ours(self) -> bool:
        return self._clipboard.ownsClipboard() or QGuiApplication.platformName() in _ALONE
