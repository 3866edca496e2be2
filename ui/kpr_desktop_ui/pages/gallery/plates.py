"""How the gallery is laid out: plates with a heading, and rows that break where there is no room."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Card, FlowLayout, Label


def plate(title: str, *inside: QWidget) -> Card:
    """A card with a heading and widgets below each other."""
    card = Card(title)
    for each in inside:
        card.body.addWidget(each)
    return card


def flow(widgets: Iterable[QWidget]) -> QWidget:
    """Widgets beside each other, going on in the next line."""
    holder = QWidget()
    row = FlowLayout(holder, Theme.current().space("s"))
    for each in widgets:
        row.addWidget(each)
    return holder


def named(name: str, widget: QWidget) -> QWidget:
    """A widget with a small word above it that says in which state it is."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Theme.current().space("xs"))
    column.addWidget(Label(name, "small"))
    column.addWidget(widget)
    return holder
