"""One score."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.option_card import OptionCard
from kpr_desktop_ui.widgets.painting import DrawnText, longest_word, paint_badge, text_size

_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class ScoreCard(OptionCard):
    """A score with its short words and, smaller, the register's own label. The hue follows the code; 9 is hatched."""

    def __init__(self, code: str, text: str, official: str = "", parent: QWidget | None = None) -> None:
        self._official = official
        super().__init__(code, text, parent)
        self.name_it()

    def set_official(self, official: str) -> None:
        """Another label of the register."""
        self._official = official
        self.reword()

    def name_it(self) -> None:
        self.setAccessibleName(f"{self.code}. {self._text}")
        self.setAccessibleDescription(self._official)

    def measure_width(self) -> int:
        words = max(longest_word(self._text, self._bold()), longest_word(self._official, self._small()))
        return max(words, self._badge().width()) + 2 * self._pad() + 1

    def measure_height(self, width: int) -> int:
        inner = max(1, width - 2 * self._pad())
        height = (
            self._badge().bottom()
            + Theme.current().px(10)
            + text_size(self._text, self._bold(), inner).height()
        )
        if self._official:
            height += Theme.current().px(4) + text_size(self._official, self._small(), inner).height()
        return max(height + self._pad(), Theme.current().px(Theme.current().tokens.target["interview"]))

    def drawn_texts(self) -> list[DrawnText]:
        theme = Theme.current()
        inner = self.width() - 2 * self._pad()
        font = self._bold() if self.isChecked() else theme.font("body")
        top = self._badge().bottom() + theme.px(10)
        room = text_size(self._text, self._bold(), inner).height()
        badge_font = theme.font("heading")
        middle = Qt.AlignmentFlag.AlignCenter
        texts = [
            DrawnText(
                self.code, self._badge(), badge_font, theme.color(f"on_score_{self.code}"), align=middle
            ),
            DrawnText(
                self._text,
                QRect(self._pad(), top, inner, room),
                font,
                self.ink("ink"),
                wrap=True,
                align=_TOP,
            ),
        ]
        if self._official:
            used = text_size(self._text, font, inner).height()
            below = QRect(
                self._pad(),
                top + used + theme.px(4),
                inner,
                text_size(self._official, self._small(), inner).height(),
            )
            texts.append(
                DrawnText(self._official, below, self._small(), self.ink("muted"), wrap=True, align=_TOP)
            )
        return texts

    def paint_mark(self, painter: QPainter) -> None:
        paint_badge(painter, self._badge(), self.code)

    def _pad(self) -> int:
        return Theme.current().px(12)

    def _badge(self) -> QRect:
        size = Theme.current().px(34)
        return QRect(self._pad(), self._pad(), size, size)

    def _bold(self) -> QFont:
        return Theme.current().font("strong")

    def _small(self) -> QFont:
        return Theme.current().font("small")
