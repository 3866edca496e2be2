"""How the municipality's letters look, and the letters of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.settings.look_card import LookCard
from kpr_desktop_ui.pages.settings.own_letters_card import OwnLettersCard
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Abreast, Label

_EACH = 400


class LettersTab(QWidget):
    """The look is a form with a button; the folder is kept at once. `told`: what was done."""

    told = Signal(str)

    def __init__(self, texts: Texts, services: Services) -> None:
        super().__init__()
        allowed = services.session.may("office.write")
        settings = services.letter_settings
        self.look = LookCard(texts, settings, services.letters, allowed=allowed)
        self.own = OwnLettersCard(texts, settings, allowed=allowed)
        note = "settings.letters_note" if allowed else "settings.read_only"
        both = Abreast(_EACH)
        for part, share in ((self.look, 1), (self._right(Label(texts(note), "muted")), 1)):
            both.add(part, share)
        self.area = FormScroll([both])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.area)
        self.look.told.connect(self.told)
        self.own.told.connect(self.told)

    def dirty(self) -> bool:
        """Whether something stands there that is not saved."""
        return self.look.dirty()

    def focus_work(self) -> None:
        """Put the focus where work begins."""
        where = self.look.choose if self.look.choose.isEnabled() else self.area
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _right(self, note: Label) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("l"))
        for widget in (note, self.look.rest, self.own):
            column.addWidget(widget)
        column.addStretch(1)
        return right
