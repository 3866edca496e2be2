"""A file that has just been made, or that could not be put into the folder."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Label


class MadeCard(QFrame):
    """A heading, lines of facts, and the button that writes the same bytes once more."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.head = Label("", "heading")
        self.lines = Label("")
        self.again = Button(texts("submission.again_file"), icon="rotate-ccw")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space("l"), theme.space("m"), theme.space("l"), theme.space("m"))
        column.setSpacing(theme.space("s"))
        column.addWidget(self.head)
        column.addWidget(self.lines)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)

    def show_made(self, kind: str, title: str, lines: Sequence[str]) -> None:
        """Tell of a file. `kind` is ok, or warning when it is not in the folder yet."""
        self.setProperty("banner", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        sign = "✓" if kind == "ok" else "▲"
        self.head.setText(f"{sign} {title}")
        self.head.set_tone(kind)
        self.lines.setText("\n".join(lines))
        self.setAccessibleName(title)
        self.show()
