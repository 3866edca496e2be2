"""Widgets held still in a state that otherwise lasts only as long as the mouse or the focus is there."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

W = TypeVar("W", bound=QWidget)
B = TypeVar("B", bound=QAbstractButton)


def over(widget: W) -> W:
    """As under the mouse."""
    widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    return widget


def down(button: B) -> B:
    """As pressed."""
    button.setDown(True)
    return button


def shut(widget: W) -> W:
    """As where it can not be used."""
    widget.setEnabled(False)
    return widget


def focused(kind: type[W]) -> type[W]:
    """The same kind of widget, painting itself as if it had the focus; one that is painted by Qt's style can not."""
    return type(kind.__name__, (kind,), {"hasFocus": lambda _self: True})
