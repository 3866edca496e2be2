"""Signing a consent on the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.consent import Consent
from kpr_desktop.usecases.consents import NAME_LIMIT
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.pages.consents.consent_words import ConsentWords
from kpr_desktop_ui.pages.persons.fact_list import FactList
from kpr_desktop_ui.pages.typed_fields import FOCUS, focused
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, FlowLayout, LineEdit, SignaturePad


class SignatureDialog(FieldsDialog):
    """What is consented to, the name, and a place to sign. `signed`: the consent with it; `paper`: paper is wanted.

    A lock keeps the name, and that somebody was to sign. What is drawn is not kept: it becomes a signature when whoever
    drew it says it is done, and after a lock that person may have gone home.
    """

    kept_as = "consent.sign"

    def __init__(
        self, texts: Texts, services: Services, consent: Consent, signer: str, parent: QWidget | None = None
    ) -> None:
        """`signer`: the name that is proposed."""
        words = texts("consent.sign_title"), texts("consent.sign_text"), texts("consent.sign_yes")
        super().__init__(texts, (*words, texts("consent.sign_no")), parent)
        self._services, self._consent = services, consent
        self.kept_about = consent.id
        self.signed: Consent | None = None
        self.paper = False
        facts = FactList()
        facts.set_facts(
            [
                (texts("consent.sources"), consent.sources),
                (texts("consent.purpose"), consent.purpose),
                (texts("consent.expires_on"), ConsentWords(texts, services.consents).until(consent)),
                (texts("consent.sign_withdraw"), texts("consent.sign_how")),
            ]
        )
        self.column.addWidget(facts)
        self.pad = SignaturePad()
        self.pad.set_told(texts("consent.sign_empty"), texts("consent.sign_drawn"))
        self.name = LineEdit(NAME_LIMIT)
        self.name.setText(signer)
        self.put("signed_by", texts("consent.sign_name"), self.name)
        self.put("signature", texts("consent.sign_place"), self.pad, texts("consent.sign_hint"))
        self.clear = Button(texts("consent.sign_clear"), small=True)
        self.to_paper = Button(texts("consent.sign_paper"), small=True)
        beside = QWidget()
        flow = FlowLayout(beside, Theme.current().space("s"))
        for button in (self.clear, self.to_paper):
            flow.addWidget(button)
        self.column.addWidget(beside)
        self.clear.setEnabled(False)
        self.clear.clicked.connect(self._clear)
        self.to_paper.clicked.connect(self._use_paper)
        self.pad.drawn.connect(self._drawn)
        self.yes.clicked.connect(lambda: self.attempt(self._sign))
        self.begin()
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def kept(self) -> dict[str, str]:
        """Something always: the dialog comes up again though nothing was typed."""
        return super().kept() or {FOCUS: focused(self)}

    def _drawn(self) -> None:
        self.clear.setEnabled(bool(self.pad.strokes()))
        self.fields["signature"].clear_error()

    def _clear(self) -> None:
        self.pad.clear()
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _use_paper(self) -> None:
        self.paper = True
        self.reject()

    def _sign(self) -> None:
        consent, strokes, name = self._consent, self.pad.strokes(), self.name.text()
        desk = self._services.consents
        self.signed = with_leave(self, self.texts, self._services, lambda: desk.sign(consent, strokes, name))
