"""A labelled text field of the talk."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop_ui.pages.interview.talk_edit import TalkEdit
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Label
from kpr_desktop_ui.widgets.restyle import restyle

_ALL = 1000
"""The field takes all the room there is until it has its most; only then is there any left below it."""


class TalkField(QWidget):
    """A text that is told at every key stroke, with its label above and what is wrong with it below.

    `edited(text, caret)`: a person changed it. `moved(caret)`: the caret stands elsewhere, or the field got the focus.
    `left(written)`: the focus went away, and whether the text was changed since it came. `escaped`: Esc was pressed.
    `head` is the widget that stands as the label; without it `label` is shown, and nothing when it is to be `bare`.
    """

    edited = Signal(str, int)
    moved = Signal(int)
    left = Signal(bool)
    escaped = Signal()

    def __init__(
        self,
        label: str,
        edit: TalkEdit,
        *,
        head: QWidget | None = None,
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.edit = edit
        edit.setAccessibleName(label)
        self._error = Label(role="error")
        self._error.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(Theme.current().space("xs"))
        if head is not None:
            self.column.addWidget(head)
        elif not bare:
            self.column.addWidget(Label(label, "strong"))
        self.column.addWidget(edit, _ALL)
        self.column.addWidget(self._error)
        self.column.addStretch(1)
        edit.edited.connect(self.edited)
        edit.moved.connect(self.moved)
        edit.went.connect(self.left)
        edit.left.connect(self.escaped)

    def show_text(self, text: str) -> None:
        """Show a text; emits nothing."""
        self.set_error("")
        self.edit.show_text(text)

    def show_saved(self, text: str) -> None:
        """Show what is saved of the same item; a text that could not be saved stands nowhere but here, and stays."""
        if not self.wrong():
            self.show_text(text)

    def set_error(self, text: str) -> None:
        """Show why the text is not saved; an empty text takes it away."""
        if text == self.error():
            return
        self._error.setText(f"■ {text}" if text else "")
        self._error.setVisible(bool(text))
        self.edit.setAccessibleDescription(text)
        self.edit.setProperty("wrong", bool(text))
        restyle(self.edit)

    def error(self) -> str:
        """Why the text is not saved; empty when it is."""
        return self._error.content().removeprefix("■ ")

    def wrong(self) -> bool:
        """Whether the text could not be taken as it is."""
        return bool(self.error())

    def focus_at(self, caret: int) -> None:
        """Put the caret in the field."""
        self.edit.focus_at(caret)

    def has_focus(self) -> bool:
        """Whether the caret is in the field."""
        return self.edit.hasFocus()

    def flush(self) -> None:
        """Tell what waits: the caret's place, and that the text was written."""
        if self.edit.flush():
            self.left.emit(True)
