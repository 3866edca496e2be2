"""What screen readers are told that Qt does not tell by itself: roles of our own widgets, and what is wrong in a field.

A widget names its role in `spoken_role`; the interface that Qt asks for is made here (`teach`), and only while a screen
reader or another aid is at work.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QLabel, QScrollArea, QWidget

_CHOSEN = QAccessible.Role.RadioButton
_taught = False
_made: list[SpokenWidget] = []
"""Every interface that was given to Qt, which deletes it: when the application ends at the latest. Where a reader was
at work before `teach`, the binding lets go of its own hold before that, and what nobody held would be deleted twice.
"""


class SpokenWidget(QAccessibleWidget):
    """A widget with the role that it names, and the name that it shows."""

    def text(self, kind: QAccessible.Text) -> str:
        found = super().text(kind)
        shown = self.widget()
        if kind is QAccessible.Text.Name and not found and isinstance(shown, QLabel):
            return shown.text()
        return found

    def state(self) -> QAccessible.State:
        found, shown = super().state(), self.widget()
        if isinstance(shown, QAbstractButton):
            found.checkable, found.checked = True, shown.isChecked()  # bits in C++
        return found

    def actionNames(self) -> list[str]:  # noqa: N802 - Qt's name
        pressed = [QAccessibleActionInterface.pressAction()] if self._button() else []
        return [*pressed, *super().actionNames()]

    def doAction(self, name: str) -> None:  # noqa: N802 - Qt's name
        button = self._button()
        if button is not None and name == QAccessibleActionInterface.pressAction():
            button.click()
        else:
            super().doAction(name)

    def _button(self) -> QAbstractButton | None:
        shown = self.widget()
        return shown if isinstance(shown, QAbstractButton) and shown.isEnabled() else None


def teach() -> None:
    """Let Qt ask here for the roles of our widgets."""
    global _taught  # noqa: PLW0603 - Qt keeps the question for as long as the process lives
    if not _taught:
        _taught = True
        QAccessible.installFactory(_interface)


def announce(widget: QWidget, text: str) -> None:
    """Say a text aloud, once, where a screen reader listens."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def _interface(kind: str, shown: QObject) -> SpokenWidget | None:
    """Asked for each class of a widget, the last first; `kind` is its name."""
    if kind != type(shown).__name__ or not isinstance(shown, QWidget):
        return None
    role = getattr(shown, "spoken_role", None)
    if role is None and isinstance(shown, QScrollArea) and shown.focusPolicy() is not Qt.FocusPolicy.NoFocus:
        role = QAccessible.Role.Section  # a text that is read by scrolling it
    if role is None:
        return None
    _made.append(SpokenWidget(shown, role))
    return _made[-1]
