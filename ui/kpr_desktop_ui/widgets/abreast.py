"""Fields on one line while there is room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme


class Abreast(QWidget):
    """Widgets beside each other with `each` pixels of room (at 100 % text) for every one in sight, else below."""

    def __init__(self, each: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._each = each
        self._widgets: list[QWidget] = []
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(Theme.current().space("l"))

    def add(self, widget: QWidget, share: int = 1) -> None:
        """One more, after the others, with its share of the room."""
        self._widgets.append(widget)
        self._line.addWidget(widget, share)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest alone."""
        narrow = max((each.minimumSizeHint().width() for each in self._widgets), default=0)
        return QSize(narrow, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        need = Theme.current().px(self._each) * sum(not each.isHidden() for each in self._widgets)
        directions = QBoxLayout.Direction
        self._line.setDirection(
            directions.TopToBottom if event.size().width() < need else directions.LeftToRight
        )
