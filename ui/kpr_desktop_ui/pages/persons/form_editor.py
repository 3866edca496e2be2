"""One editor of the person form: made from its field, read and filled as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import SignalInstance

from kpr_desktop.codebook.fields import FieldKind, FieldSpec
from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.widgets import CheckBox, ComboBox, DateEdit, LineEdit

Editor = LineEdit | ComboBox | CheckBox
"""What a field of the form is edited with."""

_LISTS = (FieldKind.CODE, FieldKind.MUNICIPALITY, FieldKind.DISTRICT, FieldKind.USER)


def make(spec: FieldSpec, label: str, items: Sequence[tuple[str, str]], texts: Texts, today: date) -> Editor:
    """The editor for a kind of field. `items` are the entries of a list."""
    if spec.kind is FieldKind.CHECK:
        return CheckBox(label)
    if spec.kind is FieldKind.DATE:
        return DateEdit(texts("person.date_pattern"), lambda: today)
    if spec.kind in _LISTS:
        return ComboBox(items, searchable=spec.kind is FieldKind.MUNICIPALITY)
    return LineEdit()


def value(editor: Editor) -> str:
    """The editor's content as the form's text: a code, a text as typed, «1» for a checked box."""
    if isinstance(editor, CheckBox):
        return "1" if editor.isChecked() else ""
    if isinstance(editor, ComboBox):
        return editor.key()
    return editor.text()


def typed(editor: Editor) -> str:
    """What stands there to the letter, also when it is no entry of a list."""
    return editor.currentText() if isinstance(editor, ComboBox) else value(editor)


def set_value(editor: Editor, text: str) -> None:
    """Fill the editor; no signal. A code that the list lacks (a withdrawn one) is added, so that it is not lost."""
    if isinstance(editor, CheckBox):
        editor.setChecked(bool(text))
    elif isinstance(editor, ComboBox):
        if not editor.set_key(text) and text:
            editor.addItem(text, text)
            editor.set_key(text)
    else:
        editor.setText(text)


def changed(editor: Editor) -> SignalInstance:
    """The signal of a person's gesture."""
    if isinstance(editor, CheckBox):
        return editor.toggled_by_user
    if isinstance(editor, ComboBox):
        return editor.chosen
    return editor.edited
