"""What the keys mean in the interview."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

_DIGITS = {
    Qt.Key.Key_1: "1",
    Qt.Key.Key_2: "2",
    Qt.Key.Key_3: "3",
    Qt.Key.Key_4: "4",
    Qt.Key.Key_5: "5",
    Qt.Key.Key_6: "6",
    Qt.Key.Key_7: "7",
    Qt.Key.Key_8: "8",
    Qt.Key.Key_9: "9",
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
CTRL = "ctrl"
"""The detail of a gesture that was made with Ctrl where the key alone does less."""
_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


class Gesture(Enum):
    """What a key asks for."""

    DIGIT = auto()
    NEXT = auto()
    BACK = auto()
    NOTE = auto()
    JUMP = auto()
    SUMMARY = auto()
    CLEAR = auto()
    CONFIRM = auto()
    GUIDE = auto()
    YES = auto()
    MORE = auto()
    EVIDENCE = auto()
    ESCAPE = auto()
    FACE = auto()
    LANGUAGE = auto()


_EVIDENCE = {Qt.Key.Key_F2: "1", Qt.Key.Key_F3: "2", Qt.Key.Key_F4: "3", Qt.Key.Key_F5: "4"}
"""How the answer is known, by the chip's place. Alt and a digit belong to the rail, Ctrl and a digit score."""
_FACES = {Qt.Key.Key_F6: Gesture.FACE, Qt.Key.Key_F7: Gesture.LANGUAGE}
"""Whose face the screen shows, and in which language: also from inside a text field."""


def in_text_field(widget: QWidget | None) -> bool:
    """Whether keys that `widget` gets are meant for the text or the list in it."""
    return isinstance(widget, QLineEdit | QPlainTextEdit | QComboBox)


def gesture(event: QKeyEvent, *, in_text: bool) -> tuple[Gesture, str] | None:
    """The gesture of a key that no field has taken, with the digit or `CTRL`; None when it means nothing here.

    `in_text`: a text field has the focus. There only keys with Ctrl, Enter, Esc and F2 to F7 mean something.
    """
    key = Qt.Key(event.key())
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held == _CTRL:
        return _with_ctrl(key)
    if held != _NONE:
        return None
    if key in _ENTER:
        return Gesture.NEXT, ""
    if key in _EVIDENCE:
        return Gesture.EVIDENCE, _EVIDENCE[key]
    if key in _FACES:
        return _FACES[key], ""
    if key == Qt.Key.Key_Escape:
        return Gesture.ESCAPE, ""
    return None if in_text else _plain(key)


def _with_ctrl(key: Qt.Key) -> tuple[Gesture, str] | None:
    if key in _DIGITS:
        return Gesture.DIGIT, _DIGITS[key]
    if key in _ENTER:
        return Gesture.NEXT, CTRL
    found = {Qt.Key.Key_J: Gesture.JUMP, Qt.Key.Key_M: Gesture.SUMMARY}.get(key)
    return (found, "") if found else None


def _plain(key: Qt.Key) -> tuple[Gesture, str] | None:
    if key in _DIGITS:
        return Gesture.DIGIT, _DIGITS[key]
    found = {
        Qt.Key.Key_Backspace: Gesture.BACK,
        Qt.Key.Key_N: Gesture.NOTE,
        Qt.Key.Key_Delete: Gesture.CLEAR,
        Qt.Key.Key_U: Gesture.CONFIRM,
        Qt.Key.Key_V: Gesture.GUIDE,
        Qt.Key.Key_J: Gesture.YES,
        Qt.Key.Key_F: Gesture.MORE,
    }.get(key)
    return (found, "") if found else None
