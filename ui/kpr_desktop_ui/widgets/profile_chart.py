"""The profile: every variable on the scale 1-5, now and last time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.painting import DrawnText, draw_texts, longest_word, text_size

SCALE = ("1", "2", "3", "4", "5")
_TWO = 720
"""Pixels at 100 % from which the groups stand in two columns."""
_ROW, _GAP, _DOT, _RING, _EDGE = 30, 24, 6, 9, 8
_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One variable: scores are 1-5; anything else has no place on the scale, and `word` tells it beside."""

    label: str
    now: str
    before: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class ChartGroup:
    """Variables under one heading."""

    name: str
    rows: tuple[ChartRow, ...]


@dataclass(frozen=True, slots=True)
class ChartWords:
    """What the legend says; `before` is empty when there is no last time."""

    now: str
    before: str
    scale: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row's parts lie: its label, the scale, and the words beside."""

    row: ChartRow
    label: QRect
    plot: QRect
    word: QRect


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the chart: the digits of the scale, headings, rows."""

    digits: tuple[tuple[str, QRect], ...]
    heads: tuple[tuple[str, QRect], ...]
    rows: tuple[_Place, ...]
    bottom: int


class ProfileChart(QWidget):
    """A dot for now, a ring for last time, a line between them, all in one hue: no score is better than another.

    It can be focused, so that a screen reader reads its text alternative (`set_groups`, `told`).
    """

    spoken_role = QAccessible.Role.Chart

    def __init__(self, name: str, words: ChartWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._groups: tuple[ChartGroup, ...] = ()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_groups(self, groups: Sequence[ChartGroup], told: str) -> None:
        """Show these scores. `told` is the same in sentences."""
        self._groups = tuple(groups)
        self.setAccessibleDescription(told)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((c.bottom for c in self._columns(width)), default=0) + Theme.current().px(_EDGE)

    def sizeHint(self) -> QSize:
        width = Theme.current().px(_TWO)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        theme = Theme.current()
        words = max((longest_word(row.word, self._small()) for row in self._rows()), default=0)
        labels = max((longest_word(row.label, theme.font("body")) for row in self._rows()), default=0)
        width = labels + words + theme.px(2 * 12 + len(SCALE) * (2 * _RING + 2) + 2 * _EDGE + 6)
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def drawn_texts(self) -> list[DrawnText]:
        """Every text of the chart and where it is painted."""
        theme = Theme.current()
        muted, ink = theme.color("muted"), theme.color("ink")
        found = [DrawnText(t, r, self._small(), muted, wrap=True, align=a) for t, r, a in self._legend()]
        for column in self._columns(self.width()):
            found += [DrawnText(t, r, self._small(), muted, align=_CENTRE) for t, r in column.digits]
            found += [DrawnText(t, r, theme.font("strong"), ink, wrap=True) for t, r in column.heads]
            for place in column.rows:
                found.append(
                    DrawnText(place.row.label, place.label, theme.font("body"), ink, wrap=True, align=_MIDDLE)
                )
                if place.row.word:
                    found.append(
                        DrawnText(place.row.word, place.word, self._small(), muted, wrap=True, align=_MIDDLE)
                    )
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_legend(painter)
        for column in self._columns(self.width()):
            for place in column.rows:
                self._paint_row(painter, place)
        draw_texts(painter, self.drawn_texts())
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.px(6), theme.px(6))
        painter.end()

    # --- where everything lies

    def _columns(self, width: int) -> list[_Column]:
        theme = Theme.current()
        count = 2 if width >= theme.px(_TWO) and len(self._groups) > 1 else 1
        gap = theme.px(_GAP) if count > 1 else 0
        left = theme.px(_EDGE)
        wide = (width - gap - 2 * left) // count
        top = self._legend_height(width)
        halves = self._halves() if count > 1 else [self._groups]
        return [self._column(half, left + at * (wide + gap), top, wide) for at, half in enumerate(halves)]

    def _halves(self) -> list[tuple[ChartGroup, ...]]:
        """The groups in two columns that are as alike in height as their order allows."""
        weight = [len(group.rows) + 1 for group in self._groups]
        cut = min(range(1, len(weight)), key=lambda at: abs(sum(weight[:at]) - sum(weight[at:])))
        return [self._groups[:cut], self._groups[cut:]]

    def _column(self, groups: Sequence[ChartGroup], left: int, top: int, width: int) -> _Column:
        theme = Theme.current()
        label, word, gap = *self._widths(width), theme.px(12)
        plot = QRect(left + label + gap, 0, width - label - word - 2 * gap, 0)
        line = text_size("5", self._small()).height()
        digits = tuple((d, QRect(self._x(plot, d) - theme.px(9), top, theme.px(18), line)) for d in SCALE)
        y = top + line + theme.px(2)
        heads: list[tuple[str, QRect]] = []
        rows: list[_Place] = []
        for group in groups:
            high = text_size(group.name, theme.font("strong"), width).height() + theme.px(4)
            heads.append((group.name, QRect(left, y, width, high)))
            y += high
            for row in group.rows:
                high = self._row_height(row, label, word)
                at = QRect(left, y, label, high)
                beside = QRect(left + width - word, y, word, high)
                rows.append(_Place(row, at, QRect(plot.left(), y, plot.width(), high), beside))
                y += high
            y += theme.px(10)
        return _Column(digits, tuple(heads), tuple(rows), y)

    def _widths(self, width: int) -> tuple[int, int]:
        """Room for the labels and for the words beside; the scale takes the rest."""
        theme = Theme.current()
        body = theme.font("body")
        label = max((text_size(row.label, body).width() for row in self._rows()), default=0) + 2
        least = max((longest_word(row.label, body) for row in self._rows()), default=0) + 2
        label = max(least, min(label, width * 2 // 5))
        word = max((longest_word(row.word, self._small()) for row in self._rows()), default=0) + 2
        whole = max((text_size(row.word, self._small()).width() for row in self._rows()), default=0) + 2
        return label, max(word, min(whole, width // 5))

    def _row_height(self, row: ChartRow, label: int, word: int) -> int:
        theme = Theme.current()
        texts = (
            text_size(row.label, theme.font("body"), label).height(),
            text_size(row.word, self._small(), word).height() if row.word else 0,
        )
        return max(theme.px(_ROW), max(texts) + theme.px(6))

    def _rows(self) -> list[ChartRow]:
        return [row for group in self._groups for row in group.rows]

    def _x(self, plot: QRect, score: str) -> int:
        """The middle of a score on the scale."""
        inset = Theme.current().px(_RING + 3)
        return plot.left() + inset + (plot.width() - 2 * inset) * SCALE.index(score) // (len(SCALE) - 1)

    # --- legend

    def _signs(self, width: int) -> Iterator[tuple[str, QRect, bool]]:
        """Text, place of its sign, and whether the sign is the dot; they stand below each other without room."""
        theme = Theme.current()
        sign, edge = theme.px(28), theme.px(_EDGE)
        x, y = edge, edge
        for text, dot in ((self._words.now, True), (self._words.before, False)):
            if not text:
                continue
            need = text_size(text, self._small(), max(1, width - sign - 2 * edge))
            if x > edge and x + sign + need.width() > width - edge:
                x, y = edge, y + need.height() + theme.px(6)
            yield text, QRect(x, y, sign + need.width() + 2, need.height() + theme.px(4)), dot
            x += sign + need.width() + theme.px(24)

    def _legend(self) -> list[tuple[str, QRect, Qt.AlignmentFlag]]:
        width = self.width()
        sign = Theme.current().px(28)
        found = [(text, at.adjusted(sign, 0, 0, 0), _MIDDLE) for text, at, _dot in self._signs(width)]
        return [*found, (self._words.scale, self._scale_place(width), _TOP)]

    def _scale_place(self, width: int) -> QRect:
        """Where the sentence about the scale stands: below the signs."""
        theme = Theme.current()
        edge = theme.px(_EDGE)
        top = max(at.bottom() for _text, at, _dot in self._signs(width)) + theme.px(4)
        inner = max(1, width - 2 * edge)
        return QRect(edge, top, inner, text_size(self._words.scale, self._small(), inner).height())

    def _legend_height(self, width: int) -> int:
        return self._scale_place(width).bottom() + Theme.current().px(12)

    def _small(self) -> QFont:
        return Theme.current().font("small")

    # --- painting

    def _paint_legend(self, painter: QPainter) -> None:
        for _text, at, dot in self._signs(self.width()):
            middle = QPointF(at.left() + Theme.current().px(_RING + 1), at.center().y() + 0.5)
            self._mark(painter, middle, dot=dot)

    def _paint_row(self, painter: QPainter, place: _Place) -> None:
        theme = Theme.current()
        y = place.plot.center().y() + 0.5
        first, last = (self._x(place.plot, score) for score in (SCALE[0], SCALE[-1]))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(QPointF(first, y), QPointF(last, y))
        for score in SCALE:
            x = self._x(place.plot, score)
            painter.drawLine(QPointF(x, y - theme.px(5)), QPointF(x, y + theme.px(5)))
        held = [score if score in SCALE else "" for score in (place.row.before, place.row.now)]
        ends = [QPointF(self._x(place.plot, score), y) if score else None for score in held]
        before, now = ends
        if before is not None and now is not None and before != now:
            painter.setPen(QPen(theme.color("accent"), theme.px(2)))
            painter.drawLine(before, now)
        if before is not None:
            self._mark(painter, before, dot=False)
        if now is not None:
            self._mark(painter, now, dot=True)

    def _mark(self, painter: QPainter, middle: QPointF, *, dot: bool) -> None:
        theme = Theme.current()
        painter.setPen(Qt.PenStyle.NoPen if dot else QPen(theme.color("accent"), theme.px(2)))
        painter.setBrush(theme.color("accent") if dot else theme.color("panel"))
        radius = theme.px(_DOT if dot else _RING)
        painter.drawEllipse(middle, radius, radius)
