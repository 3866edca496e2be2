"""A small choice that is on or off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.measures import Measures
from kpr_desktop_ui.widgets.painting import DrawnText, draw_texts, paint_box, text_size

_ON = "✓"


class ToggleChip(QPushButton):
    """A word in a small frame, with a tick before it while it is on. `toggled_by_user(code)` tells of a gesture only.

    A chip does not turn itself on: the page decides, and calls `set_on`. Space turns it; Enter is left to the page.
    """

    toggled_by_user = Signal(str)

    def __init__(self, code: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.code = code
        self._on = False
        self._measures = Measures()
        self.setAutoDefault(False)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        self.clicked.connect(lambda: self.toggled_by_user.emit(self.code))

    def is_on(self) -> bool:
        """Whether the chip is shown as on."""
        return self._on

    def set_on(self, on: bool) -> None:  # noqa: FBT001 - a setter, as Qt's
        """Show the chip as on or off; no signal."""
        self._on = on
        self.setChecked(on)
        self.update()

    def nextCheckState(self) -> None:  # noqa: N802 - Qt's name
        """Nothing: the page decides what is on."""

    def sizeHint(self) -> QSize:
        return QSize(
            self._measures.get("width", self._measure_width),
            self._measures.get("height", self._measure_height),
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def drawn_texts(self) -> list[DrawnText]:
        """What the chip paints, and where. The tick's room is kept, so that nothing moves when it comes."""
        theme = Theme.current()
        font = theme.font("small")
        ink = theme.color("ink" if self.isEnabled() else "disabled")
        words = DrawnText(self._words(), self.rect(), font, ink, align=Qt.AlignmentFlag.AlignCenter)
        return [words]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measures.forget()
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        rect = QRect(self.rect())
        fill = "accent_surface" if self._on else "hover" if self.underMouse() else "panel"
        edge, width = ("accent", 2) if self._on else ("control", 1)
        if self.hasFocus():
            paint_box(painter, rect, theme.color("panel"), theme.color("focus"), 2)
            rect = rect.adjusted(3, 3, -3, -3)
        paint_box(painter, rect, theme.color(fill), theme.color(edge), width)
        draw_texts(painter, self.drawn_texts())
        painter.end()

    def _words(self) -> str:
        return f"{_ON} {self.text()}" if self._on else self.text()

    def _measure_width(self) -> int:
        theme = Theme.current()
        return text_size(f"{_ON} {self.text()}", theme.font("small")).width() + 2 * theme.px(7) + 1

    def _measure_height(self) -> int:
        theme = Theme.current()
        least = theme.px(theme.tokens.target["small"])
        return max(least, text_size(self.text(), theme.font("small")).height() + theme.px(8))
