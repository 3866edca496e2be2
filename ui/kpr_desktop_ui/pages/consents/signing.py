"""Having a consent signed: on the screen, or on paper."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.consent import Consent
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.consents.signature_dialog import SignatureDialog


@dataclass(frozen=True, slots=True)
class Signing:
    """How it ended: `signed` is the consent with its signature, or `paper` is wanted instead."""

    signed: Consent | None = None
    paper: bool = False


def sign_consent(parent: QWidget, texts: Texts, services: Services, consent: Consent, name: str) -> Signing:
    """Ask for the signature of a consent. `name`: the person's, who signs unless somebody else consented.

    A lock may have come meanwhile: with neither `signed` nor `paper` nothing may be read afterwards.
    """
    dialog = SignatureDialog(texts, services, consent, consent.giver_name or name, parent)
    dialog.exec()
    dialog.deleteLater()
    return Signing(dialog.signed, dialog.paper)
