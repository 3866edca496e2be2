"""Recording guidance on reservation."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.reservations import KINDS
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.rights.rights_dialog import RightsDialog, missing
from kpr_desktop_ui.widgets import ComboBox


class ReservationDialog(RightsDialog):
    """Whether the person was told or helped, when, and a note."""

    kept_as = "reservation.add"

    def __init__(
        self, texts: Texts, services: Services, person_id: PersonId, parent: QWidget | None = None
    ) -> None:
        said = texts("reservation.add_title"), texts("reservation.add_text"), texts("reservation.add_yes")
        super().__init__(texts, services, said, parent)
        self._person_id = person_id
        self.kept_about = person_id
        self.what = ComboBox([(each, texts(f"reservation.what_{each}")) for each in KINDS])
        self.on = self.day()
        self.words = self.lines()
        self.put("what", texts("reservation.what"), self.what)
        self.put("day", texts("reservation.day"), self.on)
        self.put("words", texts("reservation.words"), self.words, texts("reservation.words_hint"))
        self.yes.clicked.connect(lambda: self.do(self._add))
        self.begin()

    def _add(self) -> None:
        day = self.on.date("day")
        if day is None:
            raise missing("day")
        self.services.reservations.add(self._person_id, self.what.key(), day, self.words.text())
