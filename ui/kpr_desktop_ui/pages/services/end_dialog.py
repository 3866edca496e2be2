"""Ending everything that still runs after a death."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.widgets import Label


class EndDialog(FormDialog):
    """The list, and the question. Accepted once they have ended; nothing is changed before."""

    def __init__(
        self, texts: Texts, services: Services, person_id: PersonId, day: date, parent: QWidget | None = None
    ) -> None:
        """`day`: of the death, which becomes the last day of each."""
        self._found = services.breaks.to_end(person_id, day)
        count = len(self._found)
        super().__init__(
            parent,
            texts("services.end_title", count=count) if count > 1 else texts("services.end_title_one"),
            texts("services.end_text" if count > 1 else "services.end_text_one", day=in_table(day)),
            texts("services.end_yes"),
            texts("services.end_no"),
        )
        self._texts, self._services, self._day = texts, services, day
        self._words = PersonWords(texts, services)
        for each in self._found:
            name, start = self._words.service(each.type), in_table(each.start)
            self.column.addWidget(Label(texts("services.end_line", service=name, start=start)))
        self._error = Label("", "error")
        self._error.hide()
        self.column.addWidget(self._error)
        self.column.addStretch(1)
        self.yes.setDefault(True)
        self.yes.clicked.connect(self._end)
        self.fit()

    def count(self) -> int:
        """How many services there are to end."""
        return len(self._found)

    def _end(self) -> None:
        texts, services = self._texts, self._services
        reason = texts("services.end_reason")
        try:
            with_leave(self, texts, services, lambda: services.breaks.end_all(self._found, self._day, reason))
        except Fault as fault:
            self._error.setText(self._words.fault(fault))
            self._error.show()
            self.fit()
        else:
            self.accept()


def end_services(
    parent: QWidget | None, texts: Texts, services: Services, person_id: PersonId, day: date
) -> bool:
    """Ask, when there is anything to end. Whether it was ended."""
    dialog = EndDialog(texts, services, person_id, day, parent)
    done = bool(dialog.count()) and bool(dialog.exec())
    dialog.deleteLater()
    return done
