"""The scrolling part of a form, which shows whatever has the focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme

_ROOM = 90
"""Pixels above and below a field: its label and what is wrong with it."""


class FormScroll(QScrollArea):
    """Widgets below each other, with the page's margins. Scrolls up and down only, and only when it has to."""

    def __init__(self, widgets: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        holder = QWidget()
        holder.setMinimumHeight(
            1
        )  # its height follows from its width, not from the narrowest that wrapped texts could be
        column = QVBoxLayout(holder)
        column.setContentsMargins(*(theme.space("xl"),) * 4)
        column.setSpacing(theme.space("l"))
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(holder)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            # Qt itself follows the focus only from field to field, not from the buttons below back to the first one.
            app.focusChanged.connect(self._focus_moved)

    def show_focus(self) -> None:
        """Scroll so that the field in focus is in sight, with its label and its fault."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, 0, Theme.current().px(_ROOM))

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None:
            self.show_focus()
