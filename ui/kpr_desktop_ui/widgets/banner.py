"""A message across a page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.button import Button
from kpr_desktop_ui.widgets.label import Label
from kpr_desktop_ui.widgets.restyle import restyle
from kpr_desktop_ui.widgets.state_chip import SIGNS


class Banner(QFrame):
    """A sign, a text and at most one button. `kind` is info, ok, warning or stop. `acted`: the button was pressed."""

    acted = Signal()

    def __init__(self, kind: str, text: str, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self._sign = Label("", "strong", wrap=False)
        self._text = Label("")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), theme.space("s"))
        row.setSpacing(theme.space("s"))
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        if action:
            button = Button(action, small=True)
            button.clicked.connect(self.acted)
            row.addWidget(button)
        self.set_message(kind, text)

    def set_message(self, kind: str, text: str) -> None:
        """Another kind and text."""
        self.setProperty("banner", kind)
        self.setAccessibleName(text)
        restyle(self)
        self._sign.setText(SIGNS[kind] or SIGNS["info"])
        self._sign.set_tone(kind)
        self._text.setText(text)

    def text(self) -> str:
        """The text shown."""
        return self._text.content()
