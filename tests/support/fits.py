"""Whether every text on screen has room: the rendered text's rectangle against the rectangle it is painted in.

`clipped(window)` names each text that is cut off or elided, `scrolling(window)` each scroll bar in use. Only what is
visible counts; what a scroll area has scrolled away is measured as if it were in sight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QWidget,
)

from kpr_desktop_ui.widgets.painting import DrawnText

_Text = tuple[str, QSize, QSize, QRect]
_MANY = 100_000
_SLACK = 1
"""Pixels that rounding may take."""


def clipped(window: QWidget) -> list[str]:
    """One line for each text that does not fit where it is painted."""
    return [f"{type(widget).__name__} {text!r}: {why}" for widget, text, why in _findings(window)]


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
        yield _plain(tabs.tabText(at), tabs.font(), tabs.tabRect(at))


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
