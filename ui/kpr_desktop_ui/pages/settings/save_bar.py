"""The bar under the form: what is wrong, and the button that saves."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ActionBar, Button, Label
from kpr_desktop_ui.widgets.restyle import restyle


class SaveBar(QWidget):
    """A line, a word at the left, the primary button at the right."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self._texts = texts
        self.save = Button(texts("settings.save"), "primary", texts("settings.save_key"))
        self.note = Label("", "error")
        line = QFrame()
        line.setProperty("panel", "line")
        line.setFixedHeight(1)
        row = QHBoxLayout()
        row.setContentsMargins(theme.space("xl"), theme.space("m"), theme.space("xl"), theme.space("m"))
        row.addWidget(ActionBar(self.note, [self.save], 220))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line)
        column.addLayout(row)

    def say(self, text: str) -> None:
        """Tell what is wrong; an empty text takes it away."""
        self.note.setText(text)

    def set_read_only(self) -> None:
        """Tell that the user may not save, and why."""
        self.save.setEnabled(False)
        self.note.setProperty("role", "muted")  # nothing is wrong
        restyle(self.note)
        self.note.setText(self._texts("settings.read_only"))
