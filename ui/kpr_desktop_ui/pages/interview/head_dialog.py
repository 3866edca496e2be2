"""Changing the day and the reason of a draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QDialog, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.usecases.interview import Interview
from kpr_desktop_ui.pages.interview.day_dialog import DayDialog


class HeadDialog(DayDialog):
    """Shows the draft's day and reason, and saves others."""

    kept_as = "interview.head"

    def __init__(
        self, texts: Texts, interview: Interview, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        words = (
            texts("interview.head_title"),
            texts("interview.head_text"),
            texts("interview.head_go"),
            texts("interview.head_cancel"),
        )
        shown = interview.assessment
        super().__init__(texts, words, today, (shown.assessed_on, shown.reason), parent)
        self._interview = interview
        self.kept_about = shown.id

    def run(self) -> bool:
        """Ask and wait. Gives whether the draft was changed."""
        return self.exec() == QDialog.DialogCode.Accepted

    def take(self, day: date, reason: Reason) -> None:
        """Save day and reason."""
        self._interview.change_head(day, reason)
