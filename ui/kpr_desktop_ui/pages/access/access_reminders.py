"""What the work list reminds of: emergency accesses to decide, roles to review, an administrator who is alone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner


class AccessReminders(QWidget):
    """One banner each, hidden when nothing waits.

    `wanted(tab)`: a tab of the access page; `key_wanted`: the page where the vault's key is changed.
    """

    wanted = Signal(str)
    key_wanted = Signal()

    def __init__(self, texts: Texts, services: Services) -> None:
        super().__init__()
        self._texts, self._services = texts, services
        self.emergencies = Banner("warning", "", texts("emergency.decide"))
        self.review = Banner("info", "", texts("authorisation.remind_open"))
        self.key = Banner("warning", texts("backup.key_due"), texts("backup.key_open"))
        self.few = Banner("warning", texts("authorisation.few_administrators"), texts("authorisation.open"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("xs"))
        column.addWidget(self.emergencies)
        column.addWidget(self.review)
        column.addWidget(self.few)
        column.addWidget(self.key)
        self.key.acted.connect(self.key_wanted)
        self.emergencies.acted.connect(lambda: self.wanted.emit("emergencies"))
        self.review.acted.connect(lambda: self.wanted.emit("review"))
        self.few.acted.connect(lambda: self.wanted.emit("register"))

    def refresh(self) -> None:
        """Count again. One's own emergency accesses wait for another leader."""
        texts, services = self._texts, self._services
        may = services.session.may
        held = services.emergencies.follow_up() if may("emergency.decide") else []
        waiting = sum(1 for line in held if not line.own)
        due = len(services.authorisations.due()) if may("authorisation.review") else 0
        self.emergencies.set_message(
            "warning",
            texts("emergency.remind_one") if waiting == 1 else texts("emergency.remind", count=waiting),
        )
        self.review.set_message(
            "info",
            texts("authorisation.remind_one") if due == 1 else texts("authorisation.remind", count=due),
        )
        self.emergencies.setVisible(bool(waiting))
        self.review.setVisible(bool(due))
        few = alone(services)
        self.few.setVisible(few)
        old_key = services.key_care.due()
        self.key.setVisible(old_key)
        self.setVisible(bool(waiting or due or few or old_key))


def alone(services: Services) -> bool:
    """Whether there are too few administrators. A key file that can not be read is told of elsewhere."""
    try:
        return services.authorisations.too_few()
    except EnvironmentFault:
        return False
