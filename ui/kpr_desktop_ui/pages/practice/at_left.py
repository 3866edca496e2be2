"""A button that keeps its own width."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget


def at_left(button: QWidget) -> QWidget:
    """The button at the left end of a line that may be as wide as it likes."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(button)
    row.addStretch(1)
    return line
