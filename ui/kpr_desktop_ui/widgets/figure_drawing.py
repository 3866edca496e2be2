"""How a small figure is drawn: bars in one calm hue, with every word and number beside them as text.

Where everything lies is worked out once, for measuring and for painting; nothing here knows what is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QFont, QPainter, QPen

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.painting import DrawnText, longest_word, text_size

_COLUMN_HEIGHT, _ROW, _BAR, _GAP = 96, 22, 12, 8
"""Pixels at 100 %: the tallest column, a row, the thickness of its bar, and the room between words and bar."""
_LEAST_BAR = 64
_CENTRE = Qt.AlignmentFlag.AlignCenter
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, the amounts of its parts (0 or more), what stands at its end, and whether it stands out."""

    label: str
    parts: tuple[int, ...]
    told: str = ""
    strong: bool = True


@dataclass(frozen=True, slots=True)
class Series:
    """One part of every bar. `style`: accent | open | score_1 … score_9; `word` names it, on the sign of a score."""

    style: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A small figure. `kind`: columns (upright), bars (lying, by amount) or shares (lying, each of them whole)."""

    kind: str
    series: tuple[Series, ...]
    bars: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """Where everything lies: texts, boxes with their style, lines, and how high it is."""

    texts: tuple[DrawnText, ...]
    boxes: tuple[tuple[QRect, str], ...]
    bottom: int


def lay_out(drawing: Drawing, left: int, top: int, width: int) -> Laid:
    """The drawing in a place `width` pixels wide."""
    if drawing.kind == "columns":
        texts, boxes, bottom = _columns(drawing, left, top, width)
    else:
        texts, boxes, bottom = _rows(drawing, left, top, width)
    for more in (_legend(drawing, left, bottom, width), _note(drawing, left, bottom, width)):
        texts, boxes, bottom = [*texts, *more[0]], [*boxes, *more[1]], max(bottom, more[2])
    return Laid(tuple(texts), tuple(boxes), bottom)


def least_width(drawing: Drawing) -> int:
    """The narrowest width at which no word is clipped, in pixels."""
    theme, font = Theme.current(), _font()
    if drawing.kind == "columns":
        return sum(text_size(bar.label, font).width() + theme.px(4) for bar in drawing.bars)
    words = max((longest_word(bar.label, font) for bar in drawing.bars), default=0)
    ends = max((text_size(bar.told, font).width() for bar in drawing.bars), default=0)
    legend = max((text_size(each.word, font).width() for each in drawing.series), default=0) + theme.px(28)
    return max(legend, words + ends + theme.px(_LEAST_BAR + 2 * _GAP) + 4, longest_word(drawing.note, font))


def paint_boxes(painter: QPainter, boxes: Sequence[tuple[QRect, str]]) -> None:
    """Each box in its style, with an edge: two neighbours are told apart without their colours."""
    theme = Theme.current()
    for rect, style in boxes:
        if style in ("line", "plain"):
            painter.fillRect(rect, theme.color("line" if style == "line" else "panel"))
            continue
        fill = {"open": "panel", "soft": "score_2"}.get(style, style)
        painter.fillRect(rect, theme.color(fill))
        if style in ("open", "score_9"):
            painter.fillRect(rect, QBrush(theme.color("control"), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(theme.color("control"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))


_Parts = tuple[list[DrawnText], list[tuple[QRect, str]], int]


def _columns(drawing: Drawing, left: int, top: int, width: int) -> _Parts:
    theme, font = Theme.current(), _font()
    line = text_size("0", font).height()
    most = max((sum(bar.parts) for bar in drawing.bars), default=0) or 1
    each, high = width // max(1, len(drawing.bars)), theme.px(_COLUMN_HEIGHT)
    foot = top + line + high
    texts: list[DrawnText] = []
    boxes: list[tuple[QRect, str]] = [(QRect(left, foot, each * len(drawing.bars), 1), "line")]
    all_fit = all(text_size(bar.told, font).width() < each for bar in drawing.bars)
    inset = max(1, each // 6)
    for at, bar in enumerate(drawing.bars):
        x, amount = left + at * each, sum(bar.parts)
        tall = high * amount // most
        if amount:
            style = drawing.series[0].style if bar.strong else "soft"
            tall = max(2, tall)
            boxes.append((QRect(x + inset, foot - tall, each - 2 * inset, tall), style))
        if bar.told and amount and (all_fit or amount == most):
            need = max(each, text_size(bar.told, font).width() + 2)
            start = max(left, min(x + (each - need) // 2, left + width - need))
            place = QRect(start, foot - tall - line, need, line)
            if all_fit or not any(t.rect.intersects(place) for t in texts):
                texts.append(DrawnText(bar.told, place, font, theme.color("ink"), align=_CENTRE))
        texts.append(
            DrawnText(bar.label, QRect(x, foot + 2, each, line), font, theme.color("muted"), align=_CENTRE)
        )
    return texts, boxes, foot + 2 + line


def _rows(drawing: Drawing, left: int, top: int, width: int) -> _Parts:
    theme, font = Theme.current(), _font()
    label, end = _widths(drawing, width)
    gap = theme.px(_GAP)
    room = width - label - end - 2 * gap
    most = max((sum(bar.parts) for bar in drawing.bars), default=0) or 1
    texts: list[DrawnText] = []
    boxes: list[tuple[QRect, str]] = []
    y, ink = top, theme.color("ink")
    for bar in drawing.bars:
        high = max(theme.px(_ROW), text_size(bar.label, font, label).height() + theme.px(4))
        texts.append(DrawnText(bar.label, QRect(left, y, label, high), font, ink, wrap=True, align=_MIDDLE))
        whole = sum(bar.parts) or 1 if drawing.kind == "shares" else most
        x = left + label + gap
        boxes += _parts(drawing, bar, QRect(x, y + (high - theme.px(_BAR)) // 2, room, theme.px(_BAR)), whole)
        if bar.told:
            texts.append(
                DrawnText(bar.told, QRect(left + width - end, y, end, high), font, ink, align=_RIGHT)
            )
        y += high
    return texts, boxes, y


def _parts(drawing: Drawing, bar: Bar, place: QRect, whole: int) -> list[tuple[QRect, str]]:
    """The parts of one bar, one after the other; what is there is seen, however little it is."""
    found, done = [], 0
    for series, amount in zip(drawing.series, bar.parts, strict=True):
        start = place.left() + place.width() * done // whole
        done += amount
        end = place.left() + place.width() * done // whole
        if amount:
            style = series.style if bar.strong else "soft"
            found.append((QRect(start, place.top(), max(3, end - start), place.height()), style))
    return found


def _widths(drawing: Drawing, width: int) -> tuple[int, int]:
    """Room for the words, and for what stands at the end; the bars take the rest."""
    font, theme = _font(), Theme.current()
    end = max((text_size(bar.told, font).width() for bar in drawing.bars), default=0) + 2
    least = max((longest_word(bar.label, font) for bar in drawing.bars), default=0) + 2
    label = max((text_size(bar.label, font).width() for bar in drawing.bars), default=0) + 2
    most = width - end - theme.px(_LEAST_BAR + 2 * _GAP)
    return max(least, min(label, most, width * 9 // 20)), end


def _legend(drawing: Drawing, left: int, top: int, width: int) -> _Parts:
    """The signs of the parts: a score stands on its sign, another word beside it. One series alone needs none."""
    theme, font = Theme.current(), _font()
    texts: list[DrawnText] = []
    boxes: list[tuple[QRect, str]] = []
    if len(drawing.series) < 2:
        return texts, boxes, top
    line = text_size("0", font).height() + theme.px(4)
    x, y = left, top + theme.px(8)
    for series in drawing.series:
        need, score = text_size(series.word, font).width(), series.style.startswith("score_")
        sign = theme.px(22) if score else theme.px(16)
        whole = sign if score else sign + theme.px(6) + need + 2
        if x > left and x + whole > left + width:
            x, y = left, y + line + theme.px(4)
        if score:
            place = QRect(x, y, sign, line)
            boxes.append((place, series.style))
            hatched = series.style == "score_9"
            if hatched:  # a number is hard to read on lines
                boxes.append((place.adjusted(theme.px(5), 2, -theme.px(5), -2), "plain"))
            ink = theme.color("ink" if hatched else f"on_{series.style}")
            texts.append(DrawnText(series.word, place, font, ink, align=_CENTRE))
        else:
            boxes.append((QRect(x, y + (line - theme.px(_BAR)) // 2, sign, theme.px(_BAR)), series.style))
            place = QRect(x + sign + theme.px(6), y, need + 2, line)
            texts.append(DrawnText(series.word, place, font, theme.color("muted"), align=_MIDDLE))
        x += whole + theme.px(4 if score else 16)
    return texts, boxes, y + line


def _note(drawing: Drawing, left: int, top: int, width: int) -> _Parts:
    if not drawing.note:
        return [], [], top
    font, theme = _font(), Theme.current()
    high = text_size(drawing.note, font, width).height()
    place = QRect(left, top + theme.px(6), width, high)
    return [DrawnText(drawing.note, place, font, theme.color("muted"), wrap=True)], [], place.bottom() + 1


def _font() -> QFont:
    return Theme.current().font("small")
