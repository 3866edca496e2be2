"""A page that may be taller than the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from kpr_desktop_ui.widgets.focus_follower import FocusFollower

_ROOM = 16


class Scroller(QScrollArea):
    """Shows `content` as wide as there is room; scrolls up and down only when it must, and follows the focus."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        self._follower = FocusFollower(self, _ROOM)

    def show_focus(self) -> None:
        """Bring what has the focus in sight, also when it had it before something around was shown."""
        self._follower.settle()
