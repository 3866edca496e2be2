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
    """A text on one line, with its middle left out where there is no room; screen readers meet the whole of it."""

    def __init__(self, role: str = "small", parent: QWidget | None = None) -> None:
        self._role = role
        super().__init__("", role, wrap=False, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        super().setText(text)
        self.setAccessibleName(text)
        self._shorten()

    def sizeHint(self) -> QSize:
        return text_size(visible(self.content()), Theme.current().font(self._role)) + QSize(1, 0)

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(min(whole.width(), Theme.current().px(_LEAST)), whole.height())

    def drawn_texts(self) -> list[DrawnText]:
        """What is painted: short of the whole text on purpose."""
        font = Theme.current().font(self._role)
        return [DrawnText(self.text(), self.rect(), font, self.palette().windowText().color())]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        metrics = QFontMetrics(Theme.current().font(self._role))
        whole = visible(self.content())
        QLabel.setText(self, metrics.elidedText(whole, Qt.TextElideMode.ElideMiddle, self.width()))
