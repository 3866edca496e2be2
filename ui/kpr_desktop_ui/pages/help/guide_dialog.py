"""The short guide: some steps, one sentence or two each."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Label

STEPS = ("day", "talk", "saved", "lock", "help")
_SIZE = 520, 280


class GuideDialog(QDialog):
    """One step at a time. Enter goes on, Esc closes."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self._texts, self.step = texts, 0
        self.setWindowTitle("KPR Desktop")
        self.setAccessibleName(texts("help.first_title"))
        self._where = Label("", "small")
        self._title = Label("", "heading")
        self._text = Label("")
        self.back = Button(texts("help.first_back"))
        self.next = Button(texts("help.first_next"), "primary")
        self.back.clicked.connect(lambda: self._turn(-1))
        self.next.clicked.connect(lambda: self._turn(1))
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space("xl"),) * 4)
        column.setSpacing(theme.space("m"))
        for label in (self._where, self._title, self._text):
            column.addWidget(label)
        column.addStretch(1)
        column.addLayout(row)
        self.setMinimumWidth(theme.px(420))
        self.resize(theme.px(_SIZE[0]), theme.px(_SIZE[1]))
        self._turn(0)
        self.next.setFocus()

    def _turn(self, by: int) -> None:
        if self.step + by == len(STEPS):
            self.accept()
            return
        texts = self._texts
        self.step = max(0, self.step + by)
        name = STEPS[self.step]
        self._where.setText(texts("help.first_where", step=self.step + 1, steps=len(STEPS)))
        self._title.setText(texts(f"help.first_{name}_title"))
        self._text.setText(texts(f"help.first_{name}_text"))
        self.setAccessibleDescription(f"{self._title.content()}. {self._text.content()}")
        self.back.setEnabled(self.step > 0)
        self.next.setText(texts("help.first_end" if self.step == len(STEPS) - 1 else "help.first_next"))
