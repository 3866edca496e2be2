"""Certificates that end soon, told in time."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.stations import ENDS
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner


class CertificateBanners(QWidget):
    """One banner each for sender and receiver, hidden while there is nothing to tell."""

    def __init__(self, texts: Texts, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._services = texts, services
        self.banners = {whose: Banner("warning", "") for whose in ENDS}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("xs"))
        for banner in self.banners.values():
            column.addWidget(banner)

    def refresh(self) -> None:
        """Look again."""
        found = {each.whose: each for each in self._services.stations.expiring()}
        for whose, banner in self.banners.items():
            banner.setVisible(whose in found)
            if whose in found:
                over = found[whose].days_left <= 0
                key = f"desk.certificate_{'ended' if over else 'ends'}_{whose}"
                banner.set_message(
                    "stop" if over else "warning", self._texts(key, day=in_table(found[whose].day))
                )
        self.setVisible(bool(found))
