"""What the dialogs about the day of an assessment have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.errors import Fault
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.pages.interview.interview_start import REASONS, InterviewStart


class DayDialog(FormDialog):
    """Asks for day and reason, and hands them to `take`, which stays open with what is wrong when they are refused.

    `words` are title, sentence, and the words of the two buttons. Enter takes, Esc gives up, 1 to 3 choose the reason
    while the day has not the focus.
    """

    def __init__(
        self,
        texts: Texts,
        words: tuple[str, str, str, str],
        today: Callable[[], date],
        now: tuple[date, Reason] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, *words)
        self.start = InterviewStart(texts, today, now)
        self.column.addWidget(self.start)
        self.column.addStretch(1)
        self.yes.set_key_hint(texts("interview.next_key"))
        self.yes.clicked.connect(self._take)
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def take(self, day: date, reason: Reason) -> None:
        """Do what the dialog is for. Raises Fault when that can not be done."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take()
        elif 0 <= digit < len(REASONS) and not self.start.day.hasFocus():
            self.start.cards[REASONS[digit]].click()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        try:
            self.take(self.start.read(), self.start.reason)
        except Fault as fault:
            self.start.set_fault(fault)
            self.fit()
            return
        self.accept()
