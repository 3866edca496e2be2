"""The three columns of the interview, two or one of them where there is less room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop_ui.pages.interview.side_panel import SidePanel
from kpr_desktop_ui.theme import Theme

THREE, TWO = 1120, 760
"""Pixels at 100 % text: from `THREE` on the side panel stands at the right, from `TWO` on the navigator at the left."""
NAVIGATOR, SIDE = 218, 262


class InterviewFrame(QWidget):
    """Navigator, work and side panel. The side panel goes below the work when there is no room beside it.

    `below` is the layout inside the work's scroll area that takes the side panel then.
    """

    def __init__(
        self, navigator: QWidget, work: QWidget, below: QVBoxLayout, side: SidePanel, summary: QWidget
    ) -> None:
        super().__init__()
        theme = Theme.current()
        self._navigator, self._side, self._below = navigator, side, below
        self._columns, self._work = 0, work
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.px(18))
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(work, 1)
        item = QWidget()
        item.setLayout(self._row)
        self._stack = QStackedWidget()
        self._stack.addWidget(item)
        self._stack.addWidget(summary)
        navigator.setFixedWidth(theme.px(NAVIGATOR))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(18))
        outer.addWidget(navigator)
        outer.addWidget(self._stack, 1)
        self._arrange(3)

    def show_summary(self, *, shown: bool) -> None:
        """Show the summary in place of the item, or the item again."""
        self._stack.setCurrentIndex(1 if shown else 0)

    def summary_shown(self) -> bool:
        """Whether the summary is shown."""
        return self._stack.currentIndex() == 1

    def columns(self) -> int:
        """How many columns there are now."""
        return self._columns

    def minimumSizeHint(self) -> QSize:
        """What one column needs: the window may always become that narrow."""
        return QSize(self._work.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = Theme.current()
        room = event.size().width()
        self._arrange(3 if room >= theme.px(THREE) else 2 if room >= theme.px(TWO) else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        theme = Theme.current()
        self._navigator.setVisible(columns > 1)
        self._below.setContentsMargins(0, 0, 0 if columns == 3 else theme.space("l"), 0)
        if columns == 3:
            self._below.removeWidget(self._side)
            self._side.setFixedWidth(theme.px(SIDE))
            self._row.addWidget(self._side, 0)
        else:
            self._row.removeWidget(self._side)
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16_777_215)
            self._below.insertWidget(self._below.count() - 1, self._side, 0, Qt.AlignmentFlag(0))
        self._side.stand_beside(beside=columns == 3)
        self._side.show()
