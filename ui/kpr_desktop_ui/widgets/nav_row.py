"""One line of the navigator."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.measures import Measures
from kpr_desktop_ui.widgets.painting import DrawnText, draw_texts, longest_word, paint_badge, text_size

_ARROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class _Look(NamedTuple):
    badge: str = ""
    tally: str = ""
    tone: str = ""
    current: bool = False
    heading: bool = False


class NavLine(QPushButton):
    """A badge and a text (an item), or a name and a count (a group). `moved`: up (-1) or down (1) was pressed."""

    moved = Signal(int)

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._look = _Look()
        self._measures = Measures()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_item(self, text: str, badge: str, state: str, *, current: bool) -> None:
        """An item of the unfolded group."""
        tone = {"warning": "amber", "confirm": "amber", "stop": "red"}.get(state, "")
        self._show(text, _Look(badge, "", tone, current=current, heading=False))

    def show_group(self, text: str, count: str, *, open_: bool) -> None:
        """A group: its name and how much of it is answered."""
        self._show(text, _Look("", count, "", current=False, heading=open_))

    def is_current(self) -> bool:
        """Whether the line is marked as where the person is."""
        return self._look.current

    def count(self) -> str:
        """The count of a group's line."""
        return self._look.tally

    def badge(self) -> str:
        """The badge of an item's line."""
        return self._look.badge

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._measures.get(width, lambda: self._height(width))

    def sizeHint(self) -> QSize:
        width = self._measures.get(
            "least", lambda: self._left() + longest_word(self.text(), self._bold()) + self._right() + 1
        )
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def drawn_texts(self) -> list[DrawnText]:
        """What the line paints, and where."""
        theme = Theme.current()
        inner = QRect(self._left(), 0, self.width() - self._left() - self._right(), self.height())
        ink = theme.color("ink" if self._look.badge else "muted")
        bold = self._look.current or not self._look.badge
        texts = [DrawnText(self.text(), inner, self._bold() if bold else self._plain(), ink, wrap=True)]
        if self._look.badge:
            on_score = f"on_score_{self._look.badge}"
            color = on_score if on_score in theme.tokens.palettes[theme.mode] else self._look.tone or "muted"
            font = theme.font("small")
            font.setWeight(theme.font("heading").weight())
            middle = Qt.AlignmentFlag.AlignCenter
            texts.append(
                DrawnText(self._look.badge, self._badge_rect(), font, theme.color(color), align=middle)
            )
        if self._look.tally:
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            end = self.width() - theme.px(14)
            width = text_size(self._look.tally, theme.font("small")).width() + 1
            place = QRect(end - width, 0, width, self.height())
            texts.append(
                DrawnText(self._look.tally, place, theme.font("small"), theme.color("muted"), align=right)
            )
        return texts

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            self.moved.emit(_ARROWS[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self._look.current:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        if self._look.current:
            painter.fillRect(self.rect(), theme.color("accent_surface"))
            painter.fillRect(QRect(0, 0, theme.px(3), self.height()), theme.color("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), theme.color("hover"))
        if self._look.badge:
            paint_badge(painter, self._badge_rect(), self._look.badge)
        if self._look.tone:
            painter.setPen(theme.color(self._look.tone))
            painter.drawRoundedRect(self._badge_rect().adjusted(-1, -1, 0, 0), 5, 5)
        draw_texts(painter, self.drawn_texts())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setColor(theme.color("focus"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _height(self, width: int) -> int:
        theme = Theme.current()
        need = text_size(self.text(), self._bold(), max(1, width - self._left() - self._right())).height()
        least = 30 if self._look.badge or not self._look.heading else 26
        return max(theme.px(least), need + theme.px(8))

    def _show(self, text: str, look: _Look) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if look.current else Qt.FocusPolicy.ClickFocus)
        if (text, look) == (self.text(), self._look):
            return
        self._measures.forget()
        self.setText(text)
        self._look = look
        self.setAccessibleName(" ".join(part for part in (text, look.badge or look.tally) if part))
        self.updateGeometry()
        self.update()

    def _plain(self) -> QFont:
        return Theme.current().font("body" if self._look.badge else "small")

    def _bold(self) -> QFont:
        font = self._plain()
        font.setWeight(Theme.current().font("strong").weight())
        return font

    def _left(self) -> int:
        return Theme.current().px(46 if self._look.badge else 16)

    def _right(self) -> int:
        theme = Theme.current()
        return theme.px(14) + (
            text_size(self._look.tally, theme.font("small")).width() + theme.px(8) if self._look.tally else 0
        )

    def _badge_rect(self) -> QRect:
        size = Theme.current().px(20)
        return QRect(Theme.current().px(16), (self.height() - size) // 2, size, size)
