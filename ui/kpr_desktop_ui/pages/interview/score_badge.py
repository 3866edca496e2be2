"""A score's number in its hue."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.painting import DrawnText, draw_texts, paint_badge


class ScoreBadge(QWidget):
    """A small badge beside a text that says the same in words; screen readers hear the number once, there."""

    spoken_role = QAccessible.Role.StaticText

    def __init__(self, code: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = code
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(code)

    def set_code(self, code: str) -> None:
        """Another score."""
        self._code = code
        self.setAccessibleName(code)
        self.update()

    def sizeHint(self) -> QSize:
        size = Theme.current().px(22)
        return QSize(size, size)

    def drawn_texts(self) -> list[DrawnText]:
        """What the badge paints, and where."""
        theme = Theme.current()
        known = f"on_score_{self._code}" in theme.tokens.palettes[theme.mode]
        color = theme.color(f"on_score_{self._code}" if known else "muted")
        font = theme.font("small")
        font.setWeight(theme.font("heading").weight())
        return [DrawnText(self._code, self.rect(), font, color, align=Qt.AlignmentFlag.AlignCenter)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_badge(painter, QRect(0, 0, self.width(), self.height()), self._code)
        draw_texts(painter, self.drawn_texts())
        painter.end()
