"""Keeping the focus when what has it goes away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def leave(part: QWidget, home: QWidget) -> None:
    """Give the focus to `home` when it is in `part`, which is about to be hidden.

    Qt would hand it on to whatever comes next; were that a text field, the next digit would be typed there.
    """
    focused = QApplication.focusWidget()
    if focused is not None and (focused is part or part.isAncestorOf(focused)):
        home.setFocus(Qt.FocusReason.OtherFocusReason)
