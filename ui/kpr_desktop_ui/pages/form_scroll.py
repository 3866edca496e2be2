"""The scrolling part of a form, which shows whatever has the focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.focus_follower import FocusFollower

_ROOM = 90
"""Pixels above and below a field: its label and what is wrong with it."""


class FormScroll(QScrollArea):
    """Widgets below each other, with the page's margins. Scrolls up and down only, and only when it has to.

    `bar`: no margins but a little room for the scroll bar; what is around the form has margins of its own.
    """

    def __init__(
        self, widgets: Sequence[QWidget], parent: QWidget | None = None, *, bar: bool = False
    ) -> None:
        super().__init__(parent)
        theme = Theme.current()
        holder = QWidget()
        holder.setMinimumHeight(
            1
        )  # its height follows from its width, not from the narrowest that wrapped texts could be
        column = QVBoxLayout(holder)
        edge = theme.space("xl")
        column.setContentsMargins(*((0, 0, theme.space("s"), 0) if bar else (edge, edge, edge, edge)))
        column.setSpacing(theme.space("l"))
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(holder)
        self._follower = FocusFollower(self, _ROOM)

    def show_focus(self) -> None:
        """Scroll so that the field in focus is in sight, with its label and its fault."""
        self._follower.show_focus()

    def settle(self) -> None:
        """The same for a content that is other than it was, and takes its height over some turns of the event loop."""
        self._follower.settle()
