"""Starting an assessment of a person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.interview.interview_start import REASONS, InterviewStart
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Label


class InterviewStartDialog(QDialog):
    """Asks for day and reason. `started` is the new draft (or the one the person already has); None when given up.

    Enter starts, Esc gives up, 1 to 3 choose the reason while the day has not the focus.
    """

    def __init__(
        self, texts: Texts, services: Services, person_id: PersonId, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self._services, self._person_id = services, person_id
        self.started: AssessmentId | None = None
        self.setWindowTitle(texts("interview.start_title"))
        self.setAccessibleName(texts("interview.start_title"))
        self.setMinimumWidth(theme.px(480))
        self.start = InterviewStart(texts, services.session.today)
        self.yes = Button(texts("interview.start_go"), "primary", texts("interview.next_key"))
        self.no = Button(texts("interview.start_cancel"))
        self.yes.clicked.connect(self._start)
        self.no.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.no)
        row.addStretch(1)
        row.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space("xl"),) * 4)
        column.setSpacing(theme.space("m"))
        column.addWidget(Label(texts("interview.start_title"), "title"))
        column.addWidget(Label(texts("interview.start_text"), "muted"))
        column.addWidget(self.start)
        column.addSpacing(theme.space("s"))
        column.addLayout(row)
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit()

    def run(self) -> AssessmentId | None:
        """Ask and wait. Gives the assessment to go on with."""
        self.exec()
        return self.started

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._start()
        elif 0 <= digit < len(REASONS) and not self.start.day.hasFocus():
            self.start.cards[REASONS[digit]].click()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        """As high as its texts need: a dialog asks only for what they would need unwrapped."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            width = max(self.width(), self.minimumWidth()) if self.isVisible() else self.minimumWidth()
            self.setMinimumHeight(layout.heightForWidth(width))
            self.resize(
                width, max(self.height(), self.minimumHeight()) if self.isVisible() else self.minimumHeight()
            )

    def _start(self) -> None:
        try:
            made = self._services.interviews.start(self._person_id, self.start.read(), self.start.reason)
        except UserFault as fault:
            self.start.set_fault(fault)
            self._fit()
            return
        self.started = made.assessment.id
        self.accept()
