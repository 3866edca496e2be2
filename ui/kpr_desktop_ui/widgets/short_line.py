"""A line that may be shortened."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kpr_desktop.domain.characters import visible
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.label import Label
from kpr_desktop_ui.widgets.painting import DrawnText, text_size

_LEAST = 120


class ShortLine(Label):
    """A text on one line: in a shorter wording where there is no room for the first, and only where not even that has
    room with its middle left out. Screen readers meet the first.
    """

    def __init__(self, role: str = "small", parent: QWidget | None = None) -> None:
        self._role = role
        self._shorter = ""
        super().__init__("", role, wrap=False, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        super().setText(text)
        self.setAccessibleName(text)
        self._shorten()

    def set_shorter(self, text: str) -> None:
        """What to say where there is no room for the whole; it then takes no less room than this."""
        self._shorter = text
        self.updateGeometry()
        self._shorten()

    def sizeHint(self) -> QSize:
        return self._size_of(self.content())

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        least = self._size_of(self._shorter).width() if self._shorter else Theme.current().px(_LEAST)
        return QSize(min(whole.width(), least), whole.height())

    def drawn_texts(self) -> list[DrawnText]:
        """What is painted."""
        font = Theme.current().font(self._role)
        return [DrawnText(self.text(), self.rect(), font, self.palette().windowText().color())]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        metrics = QFontMetrics(Theme.current().font(self._role))
        text = self.content()
        if self._shorter and self._size_of(text).width() > self.width():
            text = self._shorter
        QLabel.setText(self, metrics.elidedText(visible(text), Qt.TextElideMode.ElideMiddle, self.width()))

    def _size_of(self, text: str) -> QSize:
        return text_size(visible(text), Theme.current().font(self._role)) + QSize(1, 0)
