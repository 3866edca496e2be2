"""The push button."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.measures import Measures
from kpr_desktop_ui.widgets.painting import DrawnText, draw_texts, paint_box, text_size

KINDS = ("primary", "secondary", "quiet", "danger")
_INKS = {"primary": "on_accent", "secondary": "ink", "quiet": "accent", "danger": "red"}


class _Frame(NamedTuple):
    """The colours of a kind of button: at rest, under the mouse, pressed, its edge, and its edge with the focus."""

    rest: str
    over: str
    down: str
    edge: str
    focus: str


_NONE = ""
_FRAMES = {
    "primary": _Frame("accent", "accent_hover", "accent_hover", "accent", "ink"),
    "secondary": _Frame("panel", "hover", "accent_surface", "control", "focus"),
    "quiet": _Frame(_NONE, "accent_surface", "accent_surface", _NONE, "focus"),
    "danger": _Frame("panel", "red_surface", "red_surface", "red", "red"),
}


class Button(QPushButton):
    """A button with a word, and beside it an icon and the key that does the same.

    One primary button a screen. Enter and space press the button that has the focus. `small` is for rows and bars.
    """

    def __init__(
        self,
        text: str,
        kind: str = "secondary",
        key_hint: str = "",
        icon: str = "",
        *,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if kind not in KINDS:
            raise ValueError("no such kind of button")
        self._kind, self._key_hint, self._icon, self._small = kind, key_hint, icon, small
        self._measures = Measures()
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setText(text)
        if key_hint:
            self.setAccessibleDescription(key_hint)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Change the word, also for screen readers."""
        self._measures.forget()
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_key_hint(self, key_hint: str) -> None:
        """Another key that does the same."""
        if key_hint != self._key_hint:
            self._key_hint = key_hint
            self._measures.forget()
            self.setAccessibleDescription(key_hint)
            self.updateGeometry()
            self.update()

    def text_font(self) -> QFont:
        """The font of the word."""
        theme = Theme.current()
        font = theme.font("small" if self._small else "body")
        if self._kind == "primary":
            font.setWeight(theme.font("strong").weight())
        return font

    def sizeHint(self) -> QSize:
        return QSize(
            self._measures.get("width", self._measure_width),
            self._measures.get("height", self._measure_height),
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def drawn_texts(self) -> list[DrawnText]:
        """What the button paints, and where."""
        theme = Theme.current()
        ink = theme.color(_INKS[self._kind] if self.isEnabled() else "disabled")
        word = text_size(self.text(), self.text_font())
        free = self.width() - (self.sizeHint().width() - 2 * self._padding() - 2)
        left = max(1, free // 2) + (theme.px(28) if self._icon else 0)
        texts = [
            DrawnText(self.text(), QRect(left, 0, word.width() + 1, self.height()), self.text_font(), ink)
        ]
        if self._key_hint:
            middle = Qt.AlignmentFlag.AlignCenter
            texts.append(
                DrawnText(
                    self._key_hint, self._cap_rect(left + word.width()), self._cap_font(), ink, align=middle
                )
            )
        return texts

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        self._paint_frame(painter)
        texts = self.drawn_texts()
        if self._icon:
            size = theme.px(20)
            color = _INKS[self._kind] if self.isEnabled() else "disabled"
            at = QRect(texts[0].rect.left() - theme.px(28), (self.height() - size) // 2, size, size)
            theme.icon(self._icon, color).paint(painter, at)
        if self._key_hint:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(texts[1].color, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(texts[1].rect.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        draw_texts(painter, texts)
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        theme, frame = Theme.current(), _FRAMES[self._kind]
        fill, edge, width = frame.rest, frame.edge, 1
        if not self.isEnabled():
            fill = edge = "disabled_surface" if frame.rest else _NONE
        elif self.isDown():
            fill = frame.down
        elif self.underMouse():
            fill = frame.over
        if self.hasFocus():
            edge, width = frame.focus, 2
        clear = QColor(Qt.GlobalColor.transparent)
        paint_box(
            painter,
            self.rect(),
            theme.color(fill) if fill else clear,
            theme.color(edge) if edge else clear,
            width,
        )

    def _measure_width(self) -> int:
        theme = Theme.current()
        width = text_size(self.text(), self.text_font()).width() + 2 * self._padding() + 2
        width += self._cap_size().width() + theme.px(8) if self._key_hint else 0
        return width + (theme.px(20) + theme.px(8) if self._icon else 0)

    def _measure_height(self) -> int:
        theme = Theme.current()
        height = theme.px(theme.tokens.target["small" if self._small else "normal"])
        return max(height, text_size(self.text(), self.text_font()).height() + theme.px(8))

    def _padding(self) -> int:
        return Theme.current().px(10 if self._small else 15)

    def _cap_font(self) -> QFont:
        return Theme.current().font("tiny")

    def _cap_size(self) -> QSize:
        need = text_size(self._key_hint, self._cap_font())
        theme = Theme.current()
        return QSize(need.width() + theme.px(12), need.height() + theme.px(1))

    def _cap_rect(self, word_end: int) -> QRect:
        size = self._cap_size()
        return QRect(
            word_end + Theme.current().px(8),
            (self.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )
