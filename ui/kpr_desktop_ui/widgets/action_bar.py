"""The bar below a page's content."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.flow_layout import FlowLayout


class ActionBar(QWidget):
    """Something at the left, buttons at the right; the buttons go below it when it would get too narrow.

    `least` is how many pixels (at 100 % text) the left part keeps.
    """

    def __init__(
        self, left: QWidget, buttons: Sequence[QWidget], least: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self._left, self._least = left, least
        self._right = QWidget()
        flow = FlowLayout(self._right, theme.space("s"), end=len(buttons))
        for button in buttons:
            flow.addWidget(button)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space("m"))
        self._row.addWidget(left, 1)
        self._row.addWidget(self._right)

    def is_stacked(self) -> bool:
        """Whether the buttons stand below the left part."""
        return self._row.direction() is QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        """As narrow as it is with the buttons below."""
        width = max(self._left.minimumSizeHint().width(), self._right.minimumSizeHint().width())
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        need = Theme.current().px(self._least) + self._row.spacing() + self._right.sizeHint().width()
        directions = QBoxLayout.Direction
        wanted = directions.TopToBottom if need > event.size().width() else directions.LeftToRight
        if wanted is not self._row.direction():
            self._row.setDirection(wanted)
