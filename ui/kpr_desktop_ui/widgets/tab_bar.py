"""The parts of a page."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabBar, QWidget

from kpr_desktop_ui.theme import Theme


class TabBar(QTabBar):
    """Tabs that are all in sight: they move together when there is little room, and never hide behind arrows."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)

    def tabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt's name
        whole = [super(TabBar, self).tabSizeHint(at) for at in range(self.count())]
        over = sum(size.width() for size in whole) - self.width()
        spare = 2 * Theme.current().space(
            "m"
        )  # of the two sides' l, s is left of one and nothing of the other
        less = min(spare, -(-over // self.count())) if over > 0 else 0
        return QSize(whole[index].width() - less, whole[index].height())

    def minimumSizeHint(self) -> QSize:
        width = sum(super(TabBar, self).tabSizeHint(at).width() for at in range(self.count()))
        return QSize(
            width - self.count() * 2 * Theme.current().space("m"), super().minimumSizeHint().height()
        )
