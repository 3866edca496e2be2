"""All of the program's gallery below each other, in bokmål."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.gallery.gallery_page import PARTS


def gallery() -> QWidget:
    """A page with every part, as wide and high as its parts want to be."""
    texts = Texts.load("nb")
    page = QWidget()
    page.setObjectName("page")
    column = QVBoxLayout(page)
    for made in PARTS.values():
        for each in made(texts):
            column.addWidget(each)
    return page
