"""Who is logged in: always in sight, and the way to let somebody else in."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kpr_desktop.domain.characters import visible
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.painting import DrawnText, draw_texts, paint_box, text_size

_LEAST = 120


class UserChip(QAbstractButton):
    """A name on one line: in a shorter wording where there is no room, and only then with its middle left out.

    Screen readers meet the whole. `clicked`: somebody else wants to work here.
    """

    def __init__(self, meaning: str = "", keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = self._shorter = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(f"{meaning} {keys}".strip())
        self.setToolTip(self.accessibleDescription())

    def set_name(self, text: str, shorter: str = "") -> None:
        """Who it is; `shorter` is said where there is no room for the whole, and it takes no less room than that."""
        self._whole, self._shorter = visible(text), visible(shorter)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def content(self) -> str:
        """The whole text."""
        return self._whole

    def sizeHint(self) -> QSize:
        return self._size_of(self._whole)

    def minimumSizeHint(self) -> QSize:
        whole, theme = self.sizeHint(), Theme.current()
        least = self._size_of(self._shorter).width() if self._shorter else theme.px(_LEAST)
        return QSize(min(whole.width(), least), whole.height())

    def drawn_texts(self) -> list[DrawnText]:
        """What is painted."""
        theme = Theme.current()
        edge, font = theme.px(8), theme.font("small")
        room = self.width() - 2 * edge
        text = self._whole
        if self._shorter and text_size(text, font).width() + 1 > room:
            text = self._shorter
        text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, room)
        ink = theme.color("accent" if self.underMouse() or self.hasFocus() else "ink")
        return [DrawnText(text, QRect(edge, 0, room, self.height()), font, ink)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = Theme.current(), QPainter(self)
        clear = QColor(Qt.GlobalColor.transparent)
        fill = theme.color("accent_surface") if self.underMouse() else clear
        edge = theme.color("focus") if self.hasFocus() else clear
        paint_box(painter, self.rect(), fill, edge, 2 if self.hasFocus() else 1)
        draw_texts(painter, self.drawn_texts())
        painter.end()

    def _size_of(self, text: str) -> QSize:
        theme = Theme.current()
        need = text_size(text, theme.font("small"))
        high = max(need.height() + theme.px(8), theme.px(theme.tokens.target["small"]))
        return QSize(need.width() + 1 + 2 * theme.px(8), high)
