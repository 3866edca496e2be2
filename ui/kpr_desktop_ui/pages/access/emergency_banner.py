"""The red banner that stands as long as an emergency access runs."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QTimer, Signal

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.widgets import Banner

_TICK_MS = 15_000


class EmergencyBanner(Banner):
    """Tells how long it lasts, and ends it. `over(person ids)`: it has ended, by the button or by time."""

    over = Signal(object)

    def __init__(self, texts: Texts, services: Services) -> None:
        super().__init__("stop", "", texts("emergency.end"))
        self._texts, self._services = texts, services
        self._open: frozenset[PersonId] = frozenset()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.refresh)
        self.acted.connect(self.end)
        self.hide()

    def refresh(self) -> None:
        """Tell how things stand now."""
        running = self._services.emergencies.running()
        before, self._open = self._open, frozenset(each.person_id for each in running)
        if running:
            left = min(each.to_time for each in running) - self._services.session.now()
            self.set_message("stop", self._words(left, len(running)))
            self._timer.start()
        self.setVisible(bool(running))
        if before - self._open:
            self._ended(before - self._open)

    def end(self) -> None:
        """End all that run."""
        before, self._open = self._open, frozenset()
        self._ended(before)

    def _ended(self, persons: frozenset[PersonId]) -> None:
        if not self._open:
            self._timer.stop()
            self.hide()
            self._services.emergencies.end()
        self.over.emit(persons)

    def _words(self, left: timedelta, count: int) -> str:
        texts = self._texts
        minutes = max(1, -(-int(left.total_seconds()) // 60))
        hours, rest = divmod(minutes, 60)
        time = texts("emergency.left_hours", hours=hours, minutes=rest)
        if not hours:
            time = (
                texts("emergency.left_minute") if rest == 1 else texts("emergency.left_minutes", minutes=rest)
            )
        if count > 1:
            return texts("emergency.running_more", count=count, left=time)
        return texts("emergency.running", left=time)
