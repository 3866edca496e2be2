"""Asking for a reason that will be logged."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop_ui.pages.keeping_dialog import KeepingDialog
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Field, Label, LineEdit


class ReasonDialog(KeepingDialog):
    """A question, one line for the reason, and two answers. Without a reason it stays open and says so."""

    kept_as = "person.reason"

    def __init__(
        self,
        parent: QWidget | None,
        words: dict[str, str],
        *,
        missing: str,
        kept: tuple[str, str],
        text: str = "",
        limit: int | None = None,
        danger: bool = False,
    ) -> None:
        """`words` are title, text, label, yes and no; `missing` is what is said when no reason is given.

        `kept`: as what, and about whom, a lock keeps the reason. `text` stands in the line at first; no more than
        `limit` characters can be typed.
        """
        super().__init__(parent)
        self.kept_as, self.kept_about = kept
        theme = Theme.current()
        self._missing = missing
        self.setWindowTitle("KPR Desktop")
        self.setAccessibleName(words["title"])
        self.setAccessibleDescription(words["text"])
        self.setMinimumWidth(theme.px(460))
        self.line = LineEdit(limit)
        self.line.setText(text)
        self.field = Field(words["label"], self.line)
        self.yes = Button(words["yes"], "danger" if danger else "primary")
        self.no = Button(words["no"])
        row = QHBoxLayout()
        row.addWidget(self.no)
        row.addStretch(1)
        row.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space("xl"),) * 4)
        column.setSpacing(theme.space("m"))
        column.addWidget(Label(words["title"], "heading"))
        column.addWidget(Label(words["text"]))
        column.addWidget(self.field)
        column.addSpacing(theme.space("s"))
        column.addLayout(row)
        self.yes.clicked.connect(self._answer)
        self.no.clicked.connect(self.reject)
        self.line.returnPressed.connect(self._answer)
        self.line.edited.connect(lambda _text: self.field.clear_error())
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def reason(self) -> str:
        """What was typed, without blanks around it."""
        return self.line.text().strip()

    def _answer(self) -> None:
        if self.reason():
            self.accept()
        else:
            self.field.set_error(self._missing)
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)


def ask_reason(parent: QWidget | None, words: dict[str, str], *, missing: str, kept: tuple[str, str]) -> str:
    """Ask, and give the reason; an empty text when the person thought better of it."""
    dialog = ReasonDialog(parent, words, missing=missing, kept=kept)
    answered = dialog.exec() == QDialog.DialogCode.Accepted
    reason = dialog.reason() if answered else ""
    dialog.deleteLater()
    return reason
