"""One entry of a code list."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.option_card import OptionCard
from kpr_desktop_ui.widgets.painting import DrawnText, longest_word, text_size

_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class ChoiceCard(OptionCard):
    """A dot, a text and, smaller below it, a detail."""

    def __init__(self, code: str, text: str, detail: str = "", parent: QWidget | None = None) -> None:
        self._detail = detail
        super().__init__(code, text, parent)
        self.name_it()

    def name_it(self) -> None:
        super().name_it()
        self.setAccessibleDescription(self._detail)

    def measure_width(self) -> int:
        theme = Theme.current()
        words = max(
            longest_word(self._text, theme.font("strong")), longest_word(self._detail, theme.font("small"))
        )
        return self._left() + max(words, theme.px(80)) + theme.px(12) + 1

    def measure_height(self, width: int) -> int:
        theme = Theme.current()
        inner = max(1, width - self._left() - theme.px(12))
        height = text_size(self._text, theme.font("strong"), inner).height()
        if self._detail:
            height += theme.px(2) + text_size(self._detail, theme.font("small"), inner).height()
        return max(height + 2 * theme.px(9), theme.px(theme.tokens.target["interview"]))

    def drawn_texts(self) -> list[DrawnText]:
        theme = Theme.current()
        inner = self.width() - self._left() - theme.px(12)
        font = theme.font("strong" if self.isChecked() else "body")
        room = text_size(self._text, theme.font("strong"), inner).height()
        detail = (
            text_size(self._detail, theme.font("small"), inner).height() + theme.px(2) if self._detail else 0
        )
        top = max(theme.px(9), (self.height() - room - detail) // 2)
        texts = [
            DrawnText(
                self._text,
                QRect(self._left(), top, inner, room),
                font,
                self.ink("ink"),
                wrap=True,
                align=_TOP,
            )
        ]
        if self._detail:
            used = text_size(self._text, font, inner).height()
            below = QRect(self._left(), top + used + theme.px(2), inner, detail)
            texts.append(
                DrawnText(self._detail, below, theme.font("small"), self.ink("muted"), wrap=True, align=_TOP)
            )
        return texts

    def paint_mark(self, painter: QPainter) -> None:
        theme = Theme.current()
        size = theme.px(18)
        top = self.drawn_texts()[0].rect.top() + (text_size("A", theme.font("body")).height() - size) // 2
        ring = QRectF(theme.px(12), top, size, size)
        painter.setPen(QPen(self.ink("accent" if self.isChecked() else "control"), 1.5))
        painter.setBrush(theme.color("panel"))
        painter.drawEllipse(ring)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.ink("accent"))
            gap = theme.px(4)
            painter.drawEllipse(ring.adjusted(gap, gap, -gap, -gap))

    @staticmethod
    def _left() -> int:
        theme = Theme.current()
        return theme.px(12) + theme.px(18) + theme.px(10)
