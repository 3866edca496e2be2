"""The sheet, as it will be on paper."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Card, ComboBox, Field, Label, PageView, Scroller

_BESIDE = 600


class SheetStep(QWidget):
    """The page at the left; printing, saving and going on beside it, or below it where there is no room."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.preview = PageView(texts("recovery.preview"))
        self.language = ComboBox([(each, texts(f"recovery.language_{each}")) for each in LANGUAGES])
        self.language.set_key(texts.language)
        self.print_button = Button(texts("recovery.print"), icon="printer")
        self.save_button = Button(texts("recovery.save"), "quiet", icon="file-text")
        self.on = Button(texts("recovery.on_paper"), "primary")
        card = Card(texts("recovery.sheet_title"))
        card.body.setSpacing(theme.space("m"))
        card.body.addWidget(Label(texts("recovery.sheet_text")))
        card.body.addWidget(Field(texts("recovery.language"), self.language))
        card.body.addWidget(self.print_button)
        card.body.addWidget(Label(texts("recovery.no_printer"), "muted"))
        card.body.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(Label(texts("recovery.save_warning"), "small"))
        card.body.addWidget(self.on)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, theme.space("s"), 0)
        column.addWidget(card)
        column.addStretch(1)
        self._side = Scroller(side)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(*(theme.space("xl"),) * 4)
        self._parts.setSpacing(theme.space("xl"))
        self._parts.addWidget(self.preview, 3)
        self._parts.addWidget(self._side, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= Theme.current().px(_BESIDE)
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.LeftToRight if beside else directions.BottomToTop)
