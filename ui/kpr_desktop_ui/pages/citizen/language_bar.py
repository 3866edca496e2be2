"""Choosing the language of the citizen's view."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.citizen.large_button import LargeButton


class LanguageBar(QWidget):
    """The languages by their own names. `chosen(language)` tells of a gesture only."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, LargeButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for language in LANGUAGES:
            button = LargeButton("", "quiet", low=True)
            button.clicked.connect(lambda _checked=False, code=language: self.chosen.emit(code))
            self.buttons[language] = button
            row.addWidget(button)

    def show_language(self, texts: Texts, language: str) -> None:
        """Show which language is in use."""
        self.setAccessibleName(texts("citizen.languages"))
        for code, button in self.buttons.items():
            button.setText(texts(f"citizen.language_{code}"))
            button.set_in_use(in_use=code == language)
