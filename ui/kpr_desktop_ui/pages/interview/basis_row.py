"""On what ground others were asked: one line that opens when something was told by others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.model import CodeList
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import CONSENT_BASES, OTHER_BASIS, Evidence
from kpr_desktop_ui.pages.interview.talk_edit import TalkEdit
from kpr_desktop_ui.pages.interview.talk_field import TalkField
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, ComboBox, FlowLayout, Label
from kpr_desktop_ui.widgets.painting import text_size
from kpr_desktop_ui.widgets.restyle import restyle
from kpr_desktop_ui.widgets.state_chip import SIGNS

_ARROW = 56
"""Pixels at 100 % that a list needs beside its longest text."""
_REASON_LEAST, _REASON_WIDE = 40, 240


class BasisRow(QWidget):
    """The basis, and what it needs: a consent for the two that rest on one, a reason in words for the last.

    `chosen(basis)` and `consent_chosen(id)` on a person's gesture; `register(basis)`: a new consent is wanted.
    Nothing is chosen beforehand: the basis that was used last stands first in the list, and that is all.
    """

    chosen = Signal(str)
    consent_chosen = Signal(str)
    register = Signal(str)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        theme = Theme.current()
        self._labels: list[tuple[str, str]] = []
        self._consents: list[tuple[str, str]] = []
        self.basis = ComboBox()
        self.basis.setAccessibleName(texts("interview.basis"))
        self.basis.setPlaceholderText(texts("interview.basis_choose"))
        self.consent = ComboBox()
        self.consent.setAccessibleName(texts("interview.consent"))
        self.consent.setPlaceholderText(texts("interview.consent_choose"))
        self.new = Button(texts("interview.consent_new"), small=True)
        self.reason = TalkField(
            texts("interview.basis_reason"), TalkEdit(_REASON_LEAST, short=True), bare=True
        )
        self.reason.edit.setPlaceholderText(texts("interview.basis_reason"))
        self.reason.setFixedWidth(theme.px(_REASON_WIDE))
        self.refused = Label("", "small")
        self.refused.hide()
        self._error = Label(role="error")
        self._error.hide()
        flow = FlowLayout(self, theme.space("s"))
        for widget in (self.basis, self.consent, self.new, self.reason, self.refused, self._error):
            flow.addWidget(widget)
        self.basis.chosen.connect(self.chosen)
        self.consent.chosen.connect(self.consent_chosen)
        self.new.clicked.connect(lambda: self.register.emit(self.basis.key()))

    def set_list(self, codes: CodeList) -> None:
        """The bases of our list `basis`, once."""
        self._labels = [(code.code, code.label.in_(self._texts.language)) for code in codes.codes]
        self._widen()

    def show_basis(self, evidence: Evidence, consents: Sequence[tuple[str, str]], last: str) -> None:
        """Show what is kept. `consents`: those that may bear the basis, as (id, words); `last`: the basis used last."""
        first = [each for each in self._labels if each[0] == last]
        self.basis.set_items([*first, *(each for each in self._labels if each[0] != last)])
        self.basis.set_key(evidence.basis)
        rests = evidence.basis in CONSENT_BASES
        self._consents = list(consents)
        self.consent.set_items(consents)
        self.consent.set_key(evidence.consent_id)
        self._widen()
        self.consent.setVisible(rests and bool(consents))
        self.new.setVisible(rests)
        self.reason.setVisible(evidence.basis == OTHER_BASIS)
        self.reason.show_saved(evidence.reason)
        self.set_error("")

    def set_error(self, text: str) -> None:
        """Show why a basis is not kept; an empty text takes it away."""
        self._error.setText(text)
        self._error.setVisible(bool(text))

    def set_refused(self, text: str, *, chosen: bool = False) -> None:
        """Show why a consent cannot bear the answer; `chosen`: it is the one that the answer rests on."""
        self.refused.setText(f"{SIGNS['stop']} {text}" if chosen and text else text)
        self.refused.set_tone("stop" if chosen else "")
        self.refused.setVisible(bool(text))
        self.consent.setAccessibleDescription(text)
        self.new.setAccessibleDescription(text)

    def fields(self) -> list[QWidget]:
        """What Tab visits."""
        return [self.basis, self.consent, self.new, self.reason.edit]

    def minimumSizeHint(self) -> QSize:
        """As narrow as the lists can be in small letters."""
        widest = max(self._width(texts, "small") for _, texts in self._lists())
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._widen()

    def _widen(self) -> None:
        """Each list as wide as its longest text: what others told rests on the whole of it."""
        for box, texts in self._lists():
            whole = self._width(texts, "body")
            dense = whole > self.width()
            if dense != bool(box.property("dense")):
                box.setProperty("dense", dense)
                restyle(box)
            box.setMinimumWidth(self._width(texts, "small") if dense else whole)

    def _lists(self) -> list[tuple[ComboBox, list[str]]]:
        choose = (self._texts("interview.basis_choose"), self._texts("interview.consent_choose"))
        return [
            (self.basis, [choose[0], *(text for _, text in self._labels)]),
            (self.consent, [choose[1], *(text for _, text in self._consents)]),
        ]

    @staticmethod
    def _width(texts: Sequence[str], role: str) -> int:
        theme = Theme.current()
        return max(text_size(text, theme.font(role)).width() for text in texts) + theme.px(_ARROW)
