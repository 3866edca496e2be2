"""Who scores now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Field, Label, LineEdit


class NameStep(QWidget):
    """Asks for a name before anything is scored, so that two at one machine keep their scores apart.

    `given(name)`: the button was pressed; the page hears Enter itself.
    """

    given = Signal(str)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.name = LineEdit()
        self.field = Field(texts("practice.name"), self.name, texts("practice.name_hint"))
        self.begin = Button(texts("practice.begin"), "primary", texts("practice.enter_key"))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addWidget(Label(texts("practice.name_title"), "title"))
        column.addWidget(Label(texts("practice.name_text"), "muted"))
        column.addWidget(self.field)
        column.addLayout(row)
        column.addStretch(1)
        self.name.edited.connect(lambda _text: self.field.clear_error())
        self.begin.clicked.connect(self._give)

    def ask(self, name: str) -> None:
        """Ask, with `name` proposed."""
        self.field.clear_error()
        self.name.setText(name)
        self.name.selectAll()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, text: str) -> None:
        """Tell what is wrong with the name."""
        self.field.set_error(text)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        self.given.emit(self.name.text())
