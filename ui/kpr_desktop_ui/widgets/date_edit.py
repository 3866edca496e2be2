"""A date, typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from kpr_desktop.domain.dates import in_table, parse_date
from kpr_desktop.errors import UserFault
from kpr_desktop_ui.widgets.line_edit import LineEdit


def _today() -> dt.date:
    now = QDate.currentDate()
    return dt.date(now.year(), now.month(), now.day())


class DateEdit(LineEdit):
    """A line for `dd.mm.åååå`, in the ways people write dates. No calendar pops up, and the wheel does nothing.

    `placeholder` is the pattern to show while it is empty. `today` decides what a two-digit year means.
    """

    def __init__(
        self, placeholder: str = "", today: Callable[[], dt.date] = _today, parent: QWidget | None = None
    ) -> None:
        super().__init__(20, parent)
        self._today = today
        self.setPlaceholderText(placeholder)
        self.editingFinished.connect(self._tidy)

    def date(self, field: str = "") -> dt.date | None:
        """The date; None when empty. Raises UserFault date.not_a_date | date.impossible | date.too_early."""
        return parse_date(self.text(), field=field, today=self._today())

    def set_date(self, day: dt.date | None) -> None:
        """Show a date; no signal."""
        self.setText(in_table(day))

    def _tidy(self) -> None:
        try:
            day = self.date()
        except UserFault:
            return
        if day is not None and self.text() != in_table(day):
            self.setText(in_table(day))
