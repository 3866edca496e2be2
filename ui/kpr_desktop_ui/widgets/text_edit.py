"""Many lines of text in a form."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kpr_desktop_ui.widgets.plain_edit import PlainEdit


class TextEdit(PlainEdit):
    """Many lines in a form. `edited` tells of a person's gesture only."""

    edited = Signal(str)

    def gesture(self) -> None:
        self.edited.emit(self.text())
