"""The fields under a widget as texts, and back; nothing secret is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop_ui.widgets import CheckBox, ChoiceCard, ComboBox, LineEdit, PassphraseEdit, TextEdit

FOCUS = "focus"
"""Under this name stands the name of the field with the caret."""
_Editor = LineEdit | TextEdit | ComboBox | CheckBox | ChoiceCard
_KINDS = (LineEdit, TextEdit, ComboBox, CheckBox, ChoiceCard)


def read(form: QWidget) -> dict[str, str]:
    """The text of every field under a widget, under a name made of its kind and its number; no secret."""
    return {name: _text(editor) for name, editor in _editors(form)}


def fill(form: QWidget, values: Mapping[str, str]) -> None:
    """Put texts of `read` in again, as if a person had typed them: fields that hang on others follow.

    Twice, because a field that follows another may overwrite what was put in before it.
    """
    for gesture in (True, False):
        for name, editor in _editors(form):
            if name in values:
                _set(editor, values[name], gesture=gesture)
    focus = dict(_editors(form)).get(values.get(FOCUS, ""))
    if focus is not None:
        focus.setFocus(Qt.FocusReason.OtherFocusReason)


def focused(form: QWidget) -> str:
    """The name of the field with the caret, also while another window is in front; empty when it is none of them."""
    here = form.window().focusWidget()
    return next((name for name, each in _editors(form) if each is here), "")


def _editors(form: QWidget) -> Iterator[tuple[str, _Editor]]:
    number: dict[str, int] = {}
    for each in form.findChildren(QWidget):
        if isinstance(each, _KINDS) and not isinstance(each, PassphraseEdit):
            kind = type(each).__name__
            number[kind] = number.get(kind, 0) + 1
            yield f"{kind}.{number[kind]}", each


def _text(editor: _Editor) -> str:
    if isinstance(editor, CheckBox | ChoiceCard):
        return "1" if editor.isChecked() else ""
    if isinstance(editor, ComboBox):
        return editor.key() or (editor.currentText() if editor.isEditable() else "")
    return editor.text()


def _set(editor: _Editor, text: str, *, gesture: bool) -> None:
    if isinstance(editor, ChoiceCard):
        if text and gesture:
            editor.click()
    elif isinstance(editor, CheckBox):
        editor.setChecked(bool(text))
        if gesture:
            editor.toggled_by_user.emit(bool(text))
    elif isinstance(editor, ComboBox):
        if not editor.set_key(text) and editor.isEditable():
            editor.setEditText(text)
        if gesture:
            editor.chosen.emit(editor.key())
    else:
        (editor.set_text if isinstance(editor, TextEdit) else editor.setText)(text)
        if gesture:
            editor.edited.emit(text)
