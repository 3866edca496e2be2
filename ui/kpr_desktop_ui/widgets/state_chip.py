"""A small word of status."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from kpr_desktop_ui.widgets.label import Label
from kpr_desktop_ui.widgets.restyle import restyle

SIGNS = {"neutral": "", "info": "●", "ok": "✓", "warning": "▲", "stop": "■"}
"""The sign that goes with each kind, so that nothing is told by colour alone."""


class StateChip(Label):
    """A word and a sign in a rounded frame. `kind` is neutral, info, ok, warning or stop."""

    def __init__(self, text: str, kind: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__("", "small", wrap=False, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._word = ""
        self.set_state(text, kind)

    def set_state(self, text: str, kind: str = "neutral") -> None:
        """Show another word and sign."""
        self._word = text
        self.setText(f"{SIGNS[kind]} {text}".strip())
        self.setAccessibleName(text)
        self.setProperty("chip", kind)
        restyle(self)

    def word(self) -> str:
        """The word without its sign."""
        return self._word
