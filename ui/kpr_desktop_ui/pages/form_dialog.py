"""A dialog whose middle may be taller than the screen."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.keeping_dialog import KeepingDialog
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Label

_WIDTH = 560
_SHARE = 0.94
"""How much of the window it may cover from top to bottom."""


class FormDialog(KeepingDialog):
    """Title, sentence, a part that scrolls when it must, and two answers. Esc says no."""

    def __init__(self, parent: QWidget | None, title: str, text: str, yes: str, no: str) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.setWindowTitle("KPR Desktop")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.yes = Button(yes, "primary")
        self.no = Button(no)
        row = QHBoxLayout()
        row.addWidget(self.no)
        row.addStretch(1)
        row.addWidget(self.yes)
        self._inside = QWidget()
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space("m"))
        self.column.addWidget(Label(title, "heading"))
        if text:
            self.column.addWidget(Label(text, "muted"))
        edge = theme.space("xl")
        row.setContentsMargins(edge, theme.space("s"), edge, edge)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(FormScroll([self._inside]), 1)
        outer.addLayout(row)
        self.yes.setVisible(bool(yes))
        self.no.clicked.connect(self.reject)

    def fit(self) -> None:
        """As high as its content needs, inside the window it belongs to."""
        theme = Theme.current()
        owner = self.parentWidget()
        room = owner.window().size() if owner is not None else self.screen().availableSize()
        edges = 2 * theme.space("xl")
        width = min(theme.px(_WIDTH), int(room.width() * _SHARE))
        inside = self._inside.heightForWidth(width - edges)
        below = self.yes.sizeHint().height() + theme.space("s") + edges // 2
        self.setMinimumWidth(width)
        self.resize(width, min(inside + edges + theme.space("l") + below, int(room.height() * _SHARE)))
