"""A place to sign in, with a pen, a finger or the mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kpr_desktop.domain.consent import Strokes
from kpr_desktop_ui.theme import Theme

_WIDE, _HIGH = 80, 22
"""As the place to sign in the letter, so that nothing is drawn out of shape."""
_LEAST = 240
_FEWEST = 0.002
"""Of the width or height: a pen that moved less has not moved."""
_MOST = 18_000
"""Points; nobody's name has that many, and what is scribbled on after them is left out."""
_TOUCH = frozenset((QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd))


class SignaturePad(QWidget):
    """Takes down the pen's movements as points from 0 to 1 of its width and height. `drawn`: they are others now.

    Delete empties it, backspace takes the last stroke away. `set_told(empty, drawn)` is what a screen reader says.
    """

    spoken_role = QAccessible.Role.Canvas

    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[list[tuple[float, float]]] = []
        self._told = ("", "")
        self._note = ""
        self._pen_down = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def strokes(self) -> Strokes:
        """What was drawn."""
        return tuple(tuple(stroke) for stroke in self._strokes)

    def show_strokes(self, strokes: Strokes) -> None:
        """Show what was drawn elsewhere; no signal."""
        self._strokes = [list(stroke) for stroke in strokes]
        self._describe()
        self.update()

    def clear(self) -> None:
        """Take everything away; a pen that is down draws no more before it comes down again."""
        self._pen_down = False
        if self._strokes:
            self._strokes.clear()
            self._changed()

    def set_told(self, empty: str, drawn: str) -> None:
        """What to say while nothing is drawn, and when something is."""
        self._told = (empty, drawn)
        self._describe()

    def setAccessibleDescription(self, text: str) -> None:  # noqa: N802 - Qt's name
        """A hint, or what is wrong; said after whether something is drawn."""
        self._note = text
        self._describe()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(1, width * _HIGH // _WIDE)

    def sizeHint(self) -> QSize:
        width = Theme.current().px(2 * _LEAST)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = Theme.current().px(_LEAST)
        return QSize(width, self.heightForWidth(width))

    # --- the pen

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent) and event.type() in _TOUCH:
            self._touch(event)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._end(event.position())

    def tabletEvent(self, event: QTabletEvent) -> None:
        """The pen of a pad or screen, which tells finer steps than the mouse; taken, so that no mouse event follows."""
        kinds = QEvent.Type
        if event.type() == kinds.TabletPress:
            self._begin(event.position())
        elif event.type() == kinds.TabletMove and self._pen_down:
            self._go_on(event.position())
        elif event.type() == kinds.TabletRelease:
            self._end(event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.clear()
        elif event.key() == Qt.Key.Key_Backspace:
            self._pen_down = False
            if self._strokes:
                self._strokes.pop()
                self._changed()
        else:
            super().keyPressEvent(event)

    def _touch(self, event: QTouchEvent) -> None:
        points = event.points()
        if not points:
            return
        where = points[0].position()  # a hand that rests beside the finger draws nothing
        if event.type() == QEvent.Type.TouchBegin:
            self._begin(where)
        elif event.type() == QEvent.Type.TouchUpdate:
            self._go_on(where)
        else:
            self._end(where)
        event.accept()

    def _begin(self, where: QPointF) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pen_down = True
        self._strokes.append([])
        self._put(where)

    def _go_on(self, where: QPointF) -> None:
        if self._pen_down:
            self._put(where)

    def _end(self, where: QPointF) -> None:
        self._go_on(where)
        self._pen_down = False

    def _put(self, where: QPointF) -> None:
        """One more point; the pen that leaves the pad goes on along its edge."""
        if sum(map(len, self._strokes)) >= _MOST:
            return
        x = min(max(where.x() / max(1, self.width()), 0.0), 1.0)
        y = min(max(where.y() / max(1, self.height()), 0.0), 1.0)
        stroke = self._strokes[-1]
        if stroke and abs(stroke[-1][0] - x) < _FEWEST and abs(stroke[-1][1] - y) < _FEWEST:
            return
        stroke.append((round(x, 4), round(y, 4)))
        self._changed()

    # --- the look

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("panel"))
        wrong, focused = bool(self.property("wrong")), self.hasFocus()
        name = "red" if wrong else "focus" if focused else "control"
        edge = theme.px(2 if focused or wrong else 1)
        painter.setPen(QPen(theme.color(name), edge))
        half = edge / 2
        painter.drawRect(self.rect().toRectF().adjusted(half, half, -half, -half))
        painter.setPen(QPen(theme.color("line"), theme.px(1)))
        below, aside = self.height() * 0.78, self.width() * 0.06
        painter.drawLine(QPointF(aside, below), QPointF(self.width() - aside, below))
        pen = QPen(theme.color("ink"), theme.px(2))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in self._strokes:
            points = [QPointF(x * self.width(), y * self.height()) for x, y in stroke]
            if len(points) == 1:
                painter.drawPoint(points[0])
            painter.drawPolyline(points)
        painter.end()

    def _changed(self) -> None:
        self._describe()
        self.update()
        self.drawn.emit()

    def _describe(self) -> None:
        told = self._told[1 if self._strokes else 0]
        super().setAccessibleDescription(" ".join(each for each in (told, self._note) if each))
