"""The question itself: the calm middle of the screen, and the place the keys start from."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop_ui.pages.interview.roving import ARROWS
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Label

_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_BAR = 3
"""Pixels at 100 %: how thick the bar is that marks the focus."""


class QuestionHead(QWidget):
    """Question and what it covers. Holds the focus while no field does, marked by a short bar under it.

    A screen reader that comes here reads the whole question; a digit pressed here scores.
    `stepped(±1)`: an arrow key asks for the answers. `question` and `covers` are the roles of the two texts.
    """

    spoken_role = QAccessible.Role.Heading

    stepped = Signal(int)

    def __init__(self, question: str = "title", covers: str = "muted", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._question = Label(role=question)
        self._covers = Label(role=covers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(2 + _BAR))
        column.setSpacing(theme.space("xs"))
        column.addWidget(self._question)
        column.addWidget(self._covers)

    def show_question(self, question: str, covers: str) -> None:
        """Show another question."""
        self._question.setText(question)
        self._covers.setText(covers)
        self.setAccessibleName(question)
        self.setAccessibleDescription(covers)

    def shorten(self, *, short: bool) -> None:
        """Leave out the question where there is little room and it stands elsewhere too; it is still read aloud."""
        self._question.setVisible(not short)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys step to the answers; the scroll area around would take them otherwise."""
        if event.key() in ARROWS and event.modifiers() & ~_KEYPAD == Qt.KeyboardModifier.NoModifier:
            self.stepped.emit(ARROWS[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            theme = Theme.current()
            painter = QPainter(self)
            bar = QRect(0, self.height() - theme.px(_BAR), theme.px(48), theme.px(_BAR))
            painter.fillRect(bar, theme.color("focus"))
            painter.end()
