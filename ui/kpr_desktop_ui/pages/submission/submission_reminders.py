"""What the work list reminds of: certificates that end soon, and a first file that waits for a second person."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.submission.certificate_banners import CertificateBanners
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner


class SubmissionReminders(QWidget):
    """Hidden when there is nothing to remind of. `wanted`: the page of the submission."""

    wanted = Signal()

    def __init__(self, texts: Texts, services: Services) -> None:
        super().__init__()
        self._services = services
        self.certificates = CertificateBanners(texts, services)
        self.approval = Banner("info", texts("desk.remind_approval"), texts("desk.remind_open"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("xs"))
        column.addWidget(self.certificates)
        column.addWidget(self.approval)
        self.approval.acted.connect(self.wanted)

    def refresh(self) -> None:
        """Look again. Nobody is reminded of her own request."""
        self.certificates.refresh()
        now = self._services.chain.standing()
        waits = now.needed and now.asked is not None and not now.own
        self.approval.setVisible(waits and self._services.session.may("submission.approve"))
        self.setVisible(not (self.certificates.isHidden() and self.approval.isHidden()))
