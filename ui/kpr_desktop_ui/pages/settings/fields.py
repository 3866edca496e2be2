"""The lines of one part of the settings."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.widgets import Columns, Field, LineEdit

_LONGEST = 200


class Fields(QWidget):
    """Named lines of text. `edited`: a person changed one. Two columns where there is room."""

    edited = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._fields: dict[str, tuple[Field, LineEdit]] = {}

    def grid(self, *names: tuple[str, str], hints: dict[str, str] | None = None) -> Columns:
        """Lines side by side: (name, key of the label); `hints` by name."""
        columns = Columns(2, 640)
        for name, key in names:
            editor = LineEdit(_LONGEST)
            editor.edited.connect(self.edited)
            field = Field(self._texts(key), editor, (hints or {}).get(name, ""))
            self._fields[name] = (field, editor)
            columns.add(field)
        return columns

    def values(self) -> dict[str, str]:
        """What stands in the lines, by name."""
        return {name: editor.text() for name, (_, editor) in self._fields.items()}

    def set_values(self, values: dict[str, str]) -> None:
        """Fill the lines; no signal."""
        for name, (_, editor) in self._fields.items():
            editor.setText(values.get(name, ""))

    def set_read_only(self) -> None:
        """The user may read only."""
        for _, editor in self._fields.values():
            editor.setReadOnly(True)

    def set_fault(self, name: str, text: str) -> bool:
        """Show what is wrong beside its line. False when there is no such line here."""
        if name in self._fields:
            self._fields[name][0].set_error(text)
        return name in self._fields

    def clear_faults(self) -> None:
        """Nothing is wrong any more."""
        for field, _ in self._fields.values():
            field.clear_error()

    def error(self, name: str) -> str:
        """What is shown as wrong with a line."""
        return self._fields[name][0].error()

    def focus_on(self, name: str = "") -> None:
        """Put the caret in a line; the first one without a name."""
        _, editor = self._fields[name] if name else next(iter(self._fields.values()))
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.selectAll()

    def line(self, name: str) -> LineEdit:
        """The editor of a line."""
        return self._fields[name][1]
