"""A secret, typed."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from kpr_desktop_ui.widgets.line_edit import LineEdit


class PassphraseEdit(LineEdit):
    """A line that hides what is typed, unless the person asks to see it. What was typed never reaches the clipboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(1024, parent)
        self.set_shown(shown=False)

    def set_shown(self, *, shown: bool) -> None:
        """Show or hide what is typed."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def secret(self) -> bytearray:
        """What is typed, as UTF-8 that the receiver can wipe."""
        return bytearray(self.text(), "utf-8", "surrogatepass")

    def forget(self) -> None:
        """Empty the line, its history too."""
        self.setText("")
