"""One row for everything that has no answer yet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Label

_BETWEEN = " · "


class UnansweredRow(QFrame):
    """How many items there are, which ones in small letters, and the way to the first. `jump(item)`: go there."""

    jump = Signal(str)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._first = ""
        theme = Theme.current()
        self.setProperty("banner", "warning")
        sign = Label("▲", "strong", wrap=False)
        sign.set_tone("warning")
        self._count = Label()
        self._names = Label(role="small")
        self.button = Button(texts("interview.summary_go_first"), small=True)
        self.button.clicked.connect(lambda: self.jump.emit(self._first))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._count)
        words.addWidget(self._names)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space("m"), theme.space("xs"), theme.space("s"), theme.space("xs"))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.button)

    def show_items(self, items: Sequence[tuple[str, str]]) -> None:
        """Show items as (id, short name), in the order they are asked; with none of them the row is hidden."""
        self.setVisible(bool(items))
        if items:
            self._first = items[0][0]
            self._count.setText(self._texts("interview.summary_unanswered", count=len(items)))
            self._names.setText(_BETWEEN.join(name for _, name in items))
            self.button.setAccessibleDescription(self._count.content())
