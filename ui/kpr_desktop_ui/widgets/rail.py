"""The way between the main parts of the program."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.painting import DrawnText, draw_texts, text_size

_LEAST = 48
"""Pixels, whatever the text scale."""


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One part of the program: its key, icon, word, and the keys that lead there."""

    key: str
    icon: str
    text: str
    keys: str = ""


class _RailButton(QPushButton):
    def __init__(self, entry: RailEntry, parent: QWidget) -> None:
        super().__init__(entry.text, parent)
        self.entry = entry
        self.current = False
        self.compact = False
        self.setAccessibleName(entry.text)
        self.setAccessibleDescription(entry.keys)
        self.setToolTip(f"{entry.text}  {entry.keys}".strip())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        theme = Theme.current()
        if self.compact:
            return QSize(theme.px(48), theme.px(48))
        return QSize(text_size(self.text(), self._font()).width() + theme.px(12), theme.px(60))

    def minimumSizeHint(self) -> QSize:
        """Of an icon alone no more than a finger needs: all parts stay in sight in a low window with large letters."""
        size = self.sizeHint()
        return QSize(size.width(), _LEAST if self.compact else size.height())

    def drawn_texts(self) -> list[DrawnText]:
        """What the button paints, and where."""
        if self.compact:
            return []
        theme = Theme.current()
        color = theme.color("rail_selected_ink" if self.current else "rail_ink")
        top = theme.px(34)
        place = QRect(0, top, self.width(), theme.px(20))
        return [DrawnText(self.text(), place, self._font(), color, align=Qt.AlignmentFlag.AlignCenter)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        if self.current or self.underMouse():
            painter.fillRect(self.rect(), theme.color("rail_selected"))
        if self.current:
            painter.fillRect(QRect(0, 0, theme.px(3), self.height()), theme.color("rail_mark"))
        size = theme.px(20)
        top = (self.height() - size) // 2 if self.compact else theme.px(12)
        icon = theme.icon(self.entry.icon, "rail_selected_ink" if self.current else "rail_ink")
        icon.paint(painter, QRect((self.width() - size) // 2, top, size, size))
        draw_texts(painter, self.drawn_texts())
        if self.hasFocus():
            pen = painter.pen()
            pen.setColor(theme.color("rail_mark"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRect(self.rect().adjusted(2, 2, -2, -2))
        painter.end()

    def _font(self) -> QFont:
        return Theme.current().font("tiny")


class Rail(QFrame):
    """Icons with words; icons alone when `set_compact(True)`. `chosen(key)` tells where a person wants to go."""

    chosen = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "rail")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._buttons: list[_RailButton] = []
        self._column = QVBoxLayout(self)
        theme = Theme.current()
        self._column.setContentsMargins(0, theme.space("m"), 0, theme.space("m"))
        self._column.setSpacing(theme.space("xs"))
        self._column.addStretch(1)

    def set_entries(self, entries: list[RailEntry]) -> None:
        """The parts of the program, from top to bottom."""
        for button in self._buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [_RailButton(entry, self) for entry in entries]
        for at, button in enumerate(self._buttons):
            self._column.insertWidget(at, button)
            button.clicked.connect(lambda _checked=False, key=button.entry.key: self.chosen.emit(key))

    def set_current(self, key: str) -> None:
        """Mark where one is; an unknown key marks nothing."""
        for button in self._buttons:
            button.current = button.entry.key == key
            button.update()

    def set_compact(self, compact: bool) -> None:  # noqa: FBT001 - a setter, as Qt's
        """Show icons alone."""
        for button in self._buttons:
            button.compact = compact
            button.updateGeometry()
            button.update()
