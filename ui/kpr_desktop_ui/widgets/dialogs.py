"""Questions that must be answered before anything else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.button import Button
from kpr_desktop_ui.widgets.label import Label

COVERED = "covered"
"""The property of a dialog that the curtain has taken out of sight; it is open all the same."""


class QuestionDialog(QDialog):
    """A question with a sentence and two answers. Enter gives the answer in focus (`yes` at first), Esc means no."""

    def __init__(
        self, parent: QWidget | None, title: str, text: str, yes: str, no: str, *, danger: bool = False
    ) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.setWindowTitle("KPR Desktop")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setMinimumWidth(theme.px(420))
        self.setMaximumWidth(theme.px(640))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space("xl"),) * 4)
        column.setSpacing(theme.space("m"))
        column.addWidget(Label(title, "heading"))
        column.addWidget(Label(text))
        column.addSpacing(theme.space("s"))
        self.yes = Button(yes, "danger" if danger else "primary")
        self.no = Button(no)
        row = QHBoxLayout()
        row.setSpacing(theme.space("s"))
        row.addWidget(self.no)
        row.addStretch(1)
        row.addWidget(self.yes)
        column.addLayout(row)
        self.no.setVisible(bool(no))
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        (self.no if danger and no else self.yes).setFocus(Qt.FocusReason.OtherFocusReason)


def ask(parent: QWidget | None, title: str, text: str, yes: str, no: str, *, danger: bool = False) -> bool:
    """Put a question and wait for its answer. `danger` marks the act as one that can not be undone."""
    dialog = QuestionDialog(parent, title, text, yes, no, danger=danger)
    answer = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return answer


def tell(parent: QWidget | None, title: str, text: str, close: str) -> None:
    """Tell something that must be read before going on."""
    ask(parent, title, text, close, "")


def is_open(dialog: QDialog) -> bool:
    """Whether it waits for its answer, be it out of sight behind the curtain."""
    return dialog.isVisible() or bool(dialog.property(COVERED))


def open_dialogs() -> list[QDialog]:
    """All that wait for their answer."""
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and is_open(each)]


def close_dialogs() -> None:
    """End all of them without an answer, those out of sight too."""
    for each in open_dialogs():
        each.done(0)  # not `reject`: that may ask first
        each.setProperty(COVERED, False)  # where signals are blocked, nobody tells of its end
