"""One line that says why, before what is kept in the log for good."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.widgets import Field, Label, LineEdit

_LIMIT = 500


class ReasonDialog(FormDialog):
    """`warning`: what the person must know before saying yes. `kept`: as what a lock keeps the reason."""

    kept_as = "backup.reason"

    def __init__(
        self,
        parent: QWidget | None,
        texts: Texts,
        title: str,
        text: str,
        yes: str,
        warning: str = "",
        *,
        kept: str,
    ) -> None:
        super().__init__(parent, title, text, yes, texts("backup.no"))
        self._texts, self.kept_as = texts, kept
        self.line = LineEdit(_LIMIT)
        self.field = Field(texts("backup.reason"), self.line)
        if warning:
            self.column.addWidget(Label(warning))
        self.column.addWidget(self.field)
        self.yes.setDefault(True)
        self.yes.clicked.connect(self._say)
        self.line.edited.connect(lambda _text: self.field.clear_error())
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def _say(self) -> None:
        if self.line.text().strip():
            self.accept()
        else:
            self.field.set_error(self._texts("backup.reason_missing"))
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.fit()


def ask_reason(
    parent: QWidget | None, texts: Texts, title: str, text: str, yes: str, warning: str = "", *, kept: str
) -> str:
    """The reason; empty when the person thought better of it."""
    dialog = ReasonDialog(parent, texts, title, text, yes, warning, kept=kept)
    said = dialog.line.text().strip() if dialog.exec() else ""
    dialog.deleteLater()
    return said
