"""The parts of a page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabBar, QWidget

from kpr_desktop_ui.theme import Theme


class TabBar(QTabBar):
    """Tabs that are all in sight: they move together when there is little room, and never hide behind arrows.

    With the property `dense` they have nothing but the letters' own room when it is very little.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows turn from tab to tab: a part that takes the focus when it is shown gives it back. Tab leads in."""
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def tabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt's name
        whole = [super(TabBar, self).tabSizeHint(at) for at in range(self.count())]
        over = sum(size.width() + self._more() for size in whole) - self.width()
        less = min(self._spare(), -(-over // self.count())) if over > 0 else 0
        return QSize(whole[index].width() + self._more() - less, whole[index].height())

    def minimumSizeHint(self) -> QSize:
        width = sum(super(TabBar, self).tabSizeHint(at).width() for at in range(self.count()))
        least = width + self.count() * (self._more() - self._spare())
        return QSize(least, super().minimumSizeHint().height())

    def _more(self) -> int:
        """Pixels that a dense tab gets beside what its style gives it, while there is room."""
        return 2 * Theme.current().space("s") if self.property("dense") else 0

    def _spare(self) -> int:
        """Pixels that a tab can do without: of the two sides' l, s is left of one and nothing of the other."""
        return self._more() or 2 * Theme.current().space("m")
