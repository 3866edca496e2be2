"""What a page shows while it has nothing to show."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.button import Button
from kpr_desktop_ui.widgets.label import Label


class _Icon(QLabel):
    """An ornament: what it shows is said in words below it."""

    spoken_role = QAccessible.Role.Client


class EmptyState(QWidget):
    """An icon, a heading, a sentence and at most one button, in the middle. `acted`: the button was pressed."""

    acted = Signal()

    def __init__(
        self, icon: str, title: str, text: str, action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme = Theme.current()
        middle = Qt.AlignmentFlag.AlignHCenter
        self._icon_name = icon
        self._icon = _Icon()
        self._icon.setAlignment(middle)
        column = QVBoxLayout(self)
        column.setSpacing(theme.space("s"))
        column.addStretch(1)
        column.addWidget(self._icon)
        self._title, self._text = Label(title, "heading"), Label(text, "muted")
        for label in (self._title, self._text):
            label.setAlignment(middle)
            column.addWidget(label)
        if action:
            button = Button(action)
            button.clicked.connect(self.acted)
            column.addSpacing(theme.space("s"))
            column.addWidget(button, 0, middle)
        column.addStretch(2)
        self._draw()

    def set_text(self, title: str, text: str) -> None:
        """Another heading and sentence."""
        self._title.setText(title)
        self._text.setText(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        theme = Theme.current()
        size = theme.px(32)
        self._icon.setPixmap(theme.icon(self._icon_name, "muted").pixmap(size, size))
