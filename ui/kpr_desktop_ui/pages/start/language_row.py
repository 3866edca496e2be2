"""Choosing the program's language, before log-in and in the settings."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.toggle_chip import ToggleChip


class LanguageRow(QWidget):
    """The languages by their own names, the one in use ticked. `chosen(language)` tells of a gesture only."""

    chosen = Signal(str)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setAccessibleName(texts("start.languages"))
        self.chips: dict[str, ToggleChip] = {
            code: ToggleChip(code, texts(f"start.language_{code}")) for code in LANGUAGES
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Theme.current().space("xs"))
        for code, chip in self.chips.items():
            chip.set_on(code == texts.language)
            chip.toggled_by_user.connect(self.chosen)
            row.addWidget(chip)
