"""Whether every text on screen has room: the rendered text's rectangle against the rectangle it is painted in.

`clipped(window)` names each text that is cut off, `elided(window)` each that was shortened before it was painted,
`overlapping(window)` each two that are painted over each other, `scrolling(window)` each scroll bar in use. Only what
is visible counts; what a scroll area has scrolled away is measured for its room as if it were in sight.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QWidget,
)

from kpr_desktop_ui.widgets.painting import DrawnText

_Text = tuple[str, QSize, QSize, QRect]
_MANY = 100_000
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_SLACK = 1
"""Pixels that rounding may take."""
_TOUCH = 2
"""Pixels that two texts may share: the line above a small letter is empty."""
_DOTS = "…"
_NO_WIDTH = "\u200b"


def clipped(window: QWidget) -> list[str]:
    """One line for each text that does not fit where it is painted."""
    return [f"{type(widget).__name__} {text!r}: {why}" for widget, text, why in _findings(window)]


def elided(window: QWidget, known: Collection[str] = ()) -> list[str]:
    """One line for each text that has lost a part to «…». `known` are texts that have that sign of their own."""
    return [
        f"{type(each.widget).__name__} {each.text!r}: shortened"
        for each in painted(window)
        if _DOTS in each.text and each.text.replace(_NO_WIDTH, "") not in known
    ]


def overlapping(window: QWidget) -> list[str]:
    """One line for each two texts whose painted rectangles share more than a hair's breadth."""
    found = []
    for one, other in combinations(painted(window), 2):
        shared = one.rect.intersected(other.rect)
        if shared.width() > _TOUCH and shared.height() > _TOUCH:
            found.append(f"{one.text!r} and {other.text!r} share {shared.width()}x{shared.height()}")
    return found


class Painted(NamedTuple):
    """One text as it is seen: by whom, and where in the window; what scrolls away or is cut off is left out."""

    widget: QWidget
    text: str
    rect: QRect


def painted(window: QWidget) -> list[Painted]:
    """Every text in sight with the rectangle that its letters take."""
    found = []
    for widget in _seen(window, QWidget):
        for text, rect in _letters(widget):
            inside = _in_sight(widget, rect, window)
            if text.strip() and not inside.isEmpty():
                found.append(Painted(widget, text, inside))
    return found


def scrolling(window: QWidget) -> list[str]:
    """One line for each scroll bar that is in use."""
    found = []
    for area in _seen(window, QAbstractScrollArea):
        for name, bar in (("vertical", area.verticalScrollBar()), ("horizontal", area.horizontalScrollBar())):
            if bar.isVisible() and bar.maximum() > bar.minimum():
                found.append(f"{type(area).__name__} {area.accessibleName()!r}: {name}")
    return found


def _findings(window: QWidget) -> Iterator[tuple[QWidget, str, str]]:
    for widget in _seen(window, QWidget):
        for text, need, room, place in _texts(widget):
            if need.width() > room.width() + _SLACK or need.height() > room.height() + _SLACK:
                yield (
                    widget,
                    text,
                    f"needs {need.width()}x{need.height()}, has {room.width()}x{room.height()}",
                )
            elif outside := _outside(widget, place, window):
                yield widget, text, f"lies outside {outside}"


def _seen(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    inside = [each for each in window.findChildren(kind) if each.isVisibleTo(window)]
    return [window, *inside] if isinstance(window, kind) else inside


def _texts(widget: QWidget) -> Iterator[_Text]:
    """Each text of a widget: the text, what it needs, what it has, and where it lies in the widget."""
    if callable(drawn := getattr(widget, "drawn_texts", None)):
        return (_drawn(each, widget) for each in drawn())
    for kind, read in _READERS:
        if isinstance(widget, kind):
            return read(widget)
    return iter(())


def _drawn(each: DrawnText, widget: QWidget) -> _Text:
    text, need, room, place = _plain(each.text, each.font, each.rect, wrap=each.wrap)
    if not widget.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(place):
        room = place.intersected(widget.rect()).size()
    return text, need, room, place


def _button(button: QAbstractButton) -> Iterator[_Text]:
    if button.text():
        yield button.text(), QSize(button.sizeHint().width(), 0), button.size(), button.rect()


def _note(note: QPlainTextEdit) -> Iterator[_Text]:
    if not note.toPlainText() and note.placeholderText():
        yield _plain(note.placeholderText(), note.font(), note.viewport().rect(), wrap=True)


def _tabs(tabs: QTabBar) -> Iterator[_Text]:
    for at in range(tabs.count()):
        yield _plain(tabs.tabText(at), tabs.font(), tabs.tabRect(at).intersected(tabs.rect()))


def _plain(text: str, font: QFont, place: QRect, *, wrap: bool = False) -> _Text:
    metrics = QFontMetrics(font)
    flags = int(Qt.TextFlag.TextWordWrap.value) if wrap else 0
    need = metrics.boundingRect(
        QRect(0, 0, max(1, place.width()) if wrap else _MANY, _MANY), flags, text
    ).size()
    return text, need, place.size(), place


def _label(label: QLabel) -> Iterator[_Text]:
    if not label.text():
        return
    label.ensurePolished()
    least = label.minimumSizeHint()
    need = QSize(least.width(), label.heightForWidth(label.width())) if label.wordWrap() else label.sizeHint()
    yield label.text(), need, label.size(), label.rect()
    room = label.contentsRect()
    yield _plain(label.text(), label.font(), room, wrap=label.wordWrap())


def _combo(box: QComboBox) -> Iterator[_Text]:
    if box.isEditable():
        return
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    yield _plain(box.currentText(), box.font(), part)


def _line(line: QLineEdit) -> Iterator[_Text]:
    shown = line.text() if line.isReadOnly() else "" if line.text() else line.placeholderText()
    if shown:
        option = QStyleOptionFrame()
        line.initStyleOption(option)
        part = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line)
        yield _plain(shown, line.font(), part)


def _header(header: QHeaderView) -> Iterator[_Text]:
    model = header.model()
    if header.orientation() is not Qt.Orientation.Horizontal or model is None:
        return
    for at in range(header.count()):
        text = str(model.headerData(at, Qt.Orientation.Horizontal) or "")
        if text and not header.isSectionHidden(at):
            need = header.sectionSizeFromContents(at)
            place = QRect(header.sectionViewportPosition(at), 0, header.sectionSize(at), header.height())
            yield text, need, place.size(), place


def _letters(widget: QWidget) -> Iterator[tuple[str, QRect]]:
    """Each text of a widget with the rectangle its letters take, in the coordinates of what it is painted on."""
    if callable(drawn := getattr(widget, "drawn_texts", None)):
        for each in drawn():
            yield each.text, _aligned(each.text, each.font, each.rect, each.align, wrap=each.wrap)
    elif isinstance(widget, QLabel):
        room = widget.contentsRect()
        yield (
            widget.text(),
            _aligned(widget.text(), widget.font(), room, widget.alignment(), wrap=widget.wordWrap()),
        )
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        yield from _typed(widget)
    elif isinstance(widget, QCheckBox):  # beside its box, however wide it is
        option = QStyleOptionButton()
        widget.initStyleOption(option)
        place = widget.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, widget)
        yield widget.text(), _aligned(widget.text(), widget.font(), place, Qt.AlignmentFlag.AlignVCenter)
    else:
        for text, _, _, place in _texts(widget):
            yield text, _aligned(text, widget.font(), place, _MIDDLE)


def _typed(field: QLineEdit | QPlainTextEdit) -> Iterator[tuple[str, QRect]]:
    if isinstance(field, QPlainTextEdit):
        text = field.toPlainText() or field.placeholderText()
        place = field.viewport().geometry()
        yield text, _aligned(text, field.font(), place, Qt.AlignmentFlag.AlignTop, wrap=True)
        return
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    place = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
    text = field.displayText() or field.placeholderText()
    yield text, _aligned(text, field.font(), place, Qt.AlignmentFlag.AlignVCenter)


def _aligned(text: str, font: QFont, place: QRect, align: Qt.AlignmentFlag, *, wrap: bool = False) -> QRect:
    """Where the letters lie: as Qt lays them in `place`, without what sticks out of it."""
    flags = int(align.value) | (int(Qt.TextFlag.TextWordWrap.value) if wrap else 0)
    return QFontMetrics(font).boundingRect(place, flags, text).intersected(place)


def _in_sight(widget: QWidget, rect: QRect, window: QWidget) -> QRect:
    """A widget's rectangle in the window's coordinates, cut to what its holders show."""
    if isinstance(widget, QAbstractItemView):  # cells are told in the viewport's coordinates
        rect = rect.translated(widget.viewport().pos())
    rect = rect.intersected(widget.rect())
    while widget is not window and not widget.isWindow():
        rect = rect.translated(widget.pos())
        above = widget.parentWidget()
        if above is None:
            break
        widget = above
        rect = rect.intersected(widget.rect())
    return rect


def _outside(widget: QWidget, place: QRect, window: QWidget) -> str:
    """The nearest holder that cuts off part of the text; empty when none does."""
    above = widget
    while above is not window:
        below, above = above, above.parentWidget()
        if above is None or below.isWindow():
            return ""
        if isinstance(below, QHeaderView) and _scrolls_sideways(above):
            return ""
        place = place.translated(below.pos())
        limits = above.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
        area = above.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is above:
            place = QRect(
                QPoint(place.x(), max(limits.top(), 0)), QSize(place.width(), 0)
            )  # up and down it scrolls
            if _scrolls_sideways(area):
                return ""
        if not limits.contains(place) and not (place.height() == 0 and _beside(limits, place)):
            return type(above).__name__
    return ""


def _scrolls_sideways(area: QWidget) -> bool:
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return isinstance(area, QAbstractScrollArea) and area.horizontalScrollBarPolicy() is not off


def _beside(limits: QRect, place: QRect) -> bool:
    return limits.left() <= place.left() and place.right() <= limits.right()


_READERS: tuple[tuple[type[QWidget], Callable[[Any], Iterator[_Text]]], ...] = (
    (QLabel, _label),
    (QAbstractButton, _button),
    (QComboBox, _combo),
    (QLineEdit, _line),
    (QPlainTextEdit, _note),
    (QTabBar, _tabs),
    (QHeaderView, _header),
)
