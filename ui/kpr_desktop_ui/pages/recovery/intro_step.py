"""What the recovery sheet is, and why it is made now."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Card, FlowLayout, Label


class IntroStep(QWidget):
    """Some sentences and one button. `back` is there when nobody has to make a sheet now."""

    def __init__(self, texts: Texts, why: str, *, can_leave: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        card = Card()
        card.body.setSpacing(theme.space("m"))
        card.body.addWidget(Label(texts("recovery.title"), "title"))
        card.body.addWidget(Label(why))
        for part in ("print", "type", "keep"):
            card.body.addWidget(Label(texts(f"recovery.intro_{part}")))
        card.body.addWidget(Label(texts("recovery.intro_close"), "muted"))
        self.make = Button(texts("recovery.make"), "primary", texts("common.enter_key"))
        self.back = Button(texts("recovery.back"), "quiet", icon="arrow-left")
        self.back.setVisible(can_leave)
        row = QWidget()
        flow = FlowLayout(row, theme.space("s"), end=1)
        for button in (self.back, self.make):
            flow.addWidget(button)
        card.body.addWidget(row)
        middle = QWidget()
        centred = QHBoxLayout(middle)
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(1)
        card.setMaximumWidth(theme.px(760))
        centred.addWidget(card, 100)
        centred.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(FormScroll([middle]))
