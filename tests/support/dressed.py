"""Windows and the style sheet: what a test shows on its own wears it, and the program's own windows must have it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from kpr_desktop_ui.main_window import MainWindow
from kpr_desktop_ui.theme import Theme

_WAYS = (
    (QWidget, "show"),
    (QWidget, "setVisible"),
    (QWidget, "grab"),
    (QWidget, "ensurePolished"),
    (QDialog, "exec"),
    (QDialog, "open"),
)
"""How a widget comes before somebody's eyes."""
_LOOKS = (QWidget.grab, QWidget.ensurePolished)


def dress_what_stands_alone(patch: pytest.MonkeyPatch) -> None:
    """Whatever a test shows or paints without a window is dressed first, as the window it belongs in would do it.

    The program's own window dresses itself, and a dialog that opens while it stands there inherits that or fails.
    """
    for kind, name in _WAYS:
        patch.setattr(kind, name, _dressing(getattr(kind, name)))


def _dressing(way: Callable[..., object]) -> Callable[..., object]:
    def dressed(self: QWidget, *more: object) -> object:
        if more != (False,) and (
            self.isWindow() or way in _LOOKS
        ):  # a part that is not yet put in waits until it is
            _dress(self)
        return way(self, *more)

    return dressed


def _dress(widget: QWidget) -> None:
    top = widget
    while (above := top.parentWidget()) is not None:
        top = above
    if isinstance(top, MainWindow):
        return
    if isinstance(widget, QDialog) and any(
        isinstance(each, MainWindow) and each.isVisible() for each in QApplication.topLevelWidgets()
    ):
        assert wears(widget), f"{type(widget).__name__} opens without the window's style sheet"
        return
    Theme.current().dress(top)


def undressed() -> list[QWidget]:
    """Windows on screen that lack the style sheet in use."""
    return [each for each in QApplication.topLevelWidgets() if each.isVisible() and not wears(each)]


def wears(window: QWidget) -> bool:
    """Whether it has the style sheet in use, or one above it has."""
    above: QWidget | None = window
    while above is not None:
        if above.styleSheet() == Theme.current().sheet:
            return True
        above = above.parentWidget()
    return False
