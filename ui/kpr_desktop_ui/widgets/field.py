"""A labelled place in a form."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.label import Label
from kpr_desktop_ui.widgets.restyle import restyle
from kpr_desktop_ui.widgets.spoken import announce


class Field(QWidget):
    """A label above its editor, and below it a hint, or what is wrong instead.

    `leaves` is a small note that tells whether the answer can leave the machine.
    """

    def __init__(
        self, label: str, editor: QWidget, hint: str = "", leaves: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.editor = editor
        self._spoken = (
            editor.focusProxy() or editor
        )  # a line with a button beside it passes the focus on to the line
        self._hint_text = hint
        self._spoken.setAccessibleName(label)
        self._label = Label(label, "strong")
        self._label.setBuddy(self._spoken)
        self._error: Label | None = None
        self._hint: Label | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("xs"))
        head = QHBoxLayout()
        head.setSpacing(theme.space("s"))
        head.addWidget(self._label, 1)
        if leaves:
            head.addWidget(Label(leaves, "small", wrap=False))
        column.addLayout(head)
        column.addWidget(editor)
        if hint:
            self._hint = self._note("small", hint)
        self._describe()

    def set_label(self, text: str) -> None:
        """Another label."""
        self._label.setText(text)
        self._spoken.setAccessibleName(text)

    def set_hint(self, text: str) -> None:
        """Another hint."""
        self._hint_text = text
        if self._hint is None:
            self._hint = self._note("small")
        self._hint.setText(text)
        self._hint.setVisible(bool(text) and not self.error())
        self._describe()

    def set_error(self, text: str) -> None:
        """Show what is wrong, with a sign before it."""
        if self._error is None:
            self._error = self._note("error")
        self._error.setText(f"■ {text}")
        self._error.show()
        if self._hint is not None:
            self._hint.hide()
        self._mark(wrong=True)
        self._describe()
        announce(self._spoken, text)

    def clear_error(self) -> None:
        """Nothing is wrong (any more)."""
        if self._error is not None:
            self._error.setText("")
            self._error.hide()
        if self._hint is not None:
            self._hint.setVisible(bool(self._hint_text))
        self._mark(wrong=False)
        self._describe()

    def error(self) -> str:
        """What is shown as wrong, without the sign; empty when nothing is."""
        return self._error.content().removeprefix("■ ") if self._error is not None else ""

    def _note(self, role: str, text: str = "") -> Label:
        """A line below the editor, made when it is first needed: most fields never have one."""
        note = Label(text, role)
        self._column.addWidget(note)
        return note

    def _mark(self, *, wrong: bool) -> None:
        self._spoken.setProperty("wrong", wrong)
        restyle(self._spoken)

    def _describe(self) -> None:
        self._spoken.setAccessibleDescription(
            " ".join(part for part in (self.error(), self._hint_text) if part)
        )
