"""Contrast as it is seen: measured on the picture of a window, where its texts are painted.

In a text's rectangle the most frequent colour is what it stands on, and the colour that differs most from that is the
letters'. Smoothed edges only lie between the two.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage, QPixmap, QRegion
from PySide6.QtWidgets import QComboBox, QHeaderView, QStyle, QStyleOptionComboBox, QWidget

from tests.support.fits import Painted, painted

LEAST = 4.5
"""WCAG 2.2, 1.4.3; we make no exception for large letters or for what is switched off."""
_WIDE, _HIGH = 480, 72
"""Pixels of a text that are painted larger; a long one is no fainter further on."""
_LARGER = 4


def faint(window: QWidget) -> list[str]:
    """One line for each text in sight whose letters stand out too little."""
    texts = [each for each in painted(window) if each.rect.height() >= _most(each.widget)]
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    found = []
    for each in texts:
        place = _place(each, window).intersected(picture.rect())
        ratio = contrast(picture, place)
        if ratio < LEAST:  # thin letters are smoothed away: once more, much larger
            ratio = contrast(_enlarged(window, place), QRect(0, 0, _WIDE * _LARGER, _HIGH * _LARGER))
        if ratio < LEAST:
            found.append(f"{type(each.widget).__name__} {each.text!r}: contrast {ratio:.2f}")
    return found


def _most(widget: QWidget) -> int:
    """Pixels of a line that must be in sight before its letters are: what scrolls out is not measured."""
    return widget.fontMetrics().height() * 2 // 3


def _place(each: Painted, window: QWidget) -> QRect:
    """Where its letters are; a list and a heading lay theirs out by a style of their own."""
    widget = each.widget
    if isinstance(widget, QComboBox):  # without the arrow: that is no letter
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        whole = widget.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, widget)
    elif isinstance(widget, QHeaderView):
        whole = widget.rect()
    else:
        return each.rect
    return QRect(widget.mapTo(window, whole.topLeft()), whole.size()).adjusted(
        3, 3, -3, -3
    )  # without its edge


def _enlarged(window: QWidget, place: QRect) -> QImage:
    """A part of the window, painted larger."""
    place = QRect(place.topLeft(), place.size().boundedTo(QSize(_WIDE, _HIGH)))
    canvas = QPixmap(place.size() * _LARGER)
    canvas.setDevicePixelRatio(_LARGER)
    window.render(canvas, QPoint(), QRegion(place))
    return canvas.toImage().convertToFormat(QImage.Format.Format_RGB32)


def contrast(picture: QImage, place: QRect) -> float:
    """The ratio, 1 to 21, between what a text stands on and its letters; 1 where nothing is painted."""
    part = picture.copy(place.intersected(picture.rect()))
    if part.isNull():
        return 21.0
    colours = Counter(memoryview(part.constBits()).cast("I").tolist())
    ground = _luminance(colours.most_common(1)[0][0] & 0xFFFFFF)
    return max(_ratio(ground, _luminance(colour & 0xFFFFFF)) for colour in colours)


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@cache
def _luminance(colour: int) -> float:
    """Relative luminance of a colour 0xRRGGBB (WCAG 2.2)."""
    red, green, blue = (_linear((colour >> shift & 255) / 255) for shift in (16, 8, 0))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
