"""One line of the navigator."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.painting import DrawnText, draw_texts, longest_word, paint_badge, text_size

_ARROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class NavLine(QPushButton):
    """A badge and a text (an item), or a name and a count (a group). `moved`: up (-1) or down (1) was pressed."""

    moved = Signal(int)

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._badge, self._count = "", ""
        self._current = self._heading = False
        self._tone = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_item(self, text: str, badge: str, state: str, *, current: bool) -> None:
        """An item of the unfolded group."""
        self.setText(text)
        self._badge, self._count, self._current, self._heading = badge, "", current, False
        self._tone = {"warning": "amber", "stop": "red"}.get(state, "")
        self._name(" ".join(part for part in (text, badge) if part))

    def show_group(self, text: str, count: str, *, open_: bool) -> None:
        """A group: its name and how much of it is answered."""
        self.setText(text)
        self._badge, self._count, self._current, self._heading = "", count, False, open_
        self._tone = ""
        self._name(f"{text} {count}")

    def is_current(self) -> bool:
        """Whether the line is marked as where the person is."""
        return self._current

    def count(self) -> str:
        """The count of a group's line."""
        return self._count

    def badge(self) -> str:
        """The badge of an item's line."""
        return self._badge

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        theme = Theme.current()
        need = text_size(self.text(), self._bold(), max(1, width - self._left() - self._right())).height()
        least = 30 if self._badge or not self._heading else 26
        return max(theme.px(least), need + theme.px(8))

    def sizeHint(self) -> QSize:
        width = self._left() + longest_word(self.text(), self._bold()) + self._right() + 1
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def drawn_texts(self) -> list[DrawnText]:
        """What the line paints, and where."""
        theme = Theme.current()
        inner = QRect(self._left(), 0, self.width() - self._left() - self._right(), self.height())
        ink = theme.color("ink" if self._badge else "muted")
        bold = self._current or not self._badge
        texts = [DrawnText(self.text(), inner, self._bold() if bold else self._plain(), ink, wrap=True)]
        if self._badge:
            on_score = f"on_score_{self._badge}"
            color = on_score if on_score in theme.tokens.palettes[theme.mode] else self._tone or "muted"
            font = theme.font("small")
            font.setWeight(theme.font("heading").weight())
            middle = Qt.AlignmentFlag.AlignCenter
            texts.append(DrawnText(self._badge, self._badge_rect(), font, theme.color(color), align=middle))
        if self._count:
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            end = self.width() - theme.px(14)
            width = text_size(self._count, theme.font("small")).width() + 1
            place = QRect(end - width, 0, width, self.height())
            texts.append(
                DrawnText(self._count, place, theme.font("small"), theme.color("muted"), align=right)
            )
        return texts

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            self.moved.emit(_ARROWS[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self._current:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        if self._current:
            painter.fillRect(self.rect(), theme.color("accent_surface"))
            painter.fillRect(QRect(0, 0, theme.px(3), self.height()), theme.color("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), theme.color("hover"))
        if self._badge:
            paint_badge(painter, self._badge_rect(), self._badge)
        if self._tone:
            painter.setPen(theme.color(self._tone))
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

    def _name(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._current else Qt.FocusPolicy.ClickFocus)
        self.updateGeometry()
        self.update()

    def _plain(self) -> QFont:
        return Theme.current().font("body" if self._badge else "small")

    def _bold(self) -> QFont:
        font = self._plain()
        font.setWeight(Theme.current().font("strong").weight())
        return font

    def _left(self) -> int:
        return Theme.current().px(46 if self._badge else 16)

    def _right(self) -> int:
        theme = Theme.current()
        return theme.px(14) + (
            text_size(self._count, theme.font("small")).width() + theme.px(8) if self._count else 0
        )

    def _badge_rect(self) -> QRect:
        size = Theme.current().px(20)
        return QRect(Theme.current().px(16), (self.height() - size) // 2, size, size)
