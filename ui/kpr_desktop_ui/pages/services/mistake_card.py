"""What to do when a service should not stand here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Card, FlowLayout, Label


class MistakeCard(Card):
    """Two ways out, each with a word of what it does."""

    annul_asked = Signal()
    move_asked = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__(texts("service.mistake"))
        self.annul = Button(texts("service.annul"), small=True)
        self.move_away = Button(texts("service.move"), small=True)
        self.annul.clicked.connect(self.annul_asked)
        self.move_away.clicked.connect(self.move_asked)
        self.body.addWidget(Label(texts("service.mistake_text"), "muted"))
        holder = QWidget()
        flow = FlowLayout(holder, Theme.current().space("s"))
        for button in (self.annul, self.move_away):
            flow.addWidget(button)
        self.body.addWidget(holder)
