"""The tab of a person that tells the person who has seen the case, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_clock, in_table
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.citizen_log import CitizenLine
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.audit.deletion_dialog import DeletionDialog
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.widgets import Banner, Button, Cell, Column, ComboBox, EmptyState, Row, tell

_KINDS = {"denied": "stop", "emergency": "warning"}


class SeenTab(QWidget):
    """Read when it is asked for, because fetching the list is logged too."""

    told = Signal(str)

    def __init__(self, texts: Texts, services: Services, person_id: PersonId) -> None:
        super().__init__()
        self._texts, self._services, self._person_id = texts, services, person_id
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.language = ComboBox([(each, texts(f"audit.lang_{each}")) for each in LANGUAGES])
        self.language.setAccessibleName(texts("audit.seen_language"))
        self.language.set_key(texts.language)
        self.delete = Button(texts("audit.delete"), "quiet")
        self.fetch = Button(texts("audit.seen_show"), "primary")
        columns = [
            Column(texts("audit.seen_when"), 2),
            Column(texts("audit.seen_who"), 3),
            Column(texts("audit.seen_what"), 3),
            Column(texts("audit.seen_why"), 3),
        ]
        empty = EmptyState("eye", texts("audit.seen_empty_title"), texts("audit.seen_empty_text"))
        self.lines = TableTab(
            texts("audit.seen_table"),
            columns,
            empty,
            texts("audit.seen_hint"),
            [self.delete, self.language, self.fetch],
        )
        self.reopens = {"deletion.ask": lambda _about: self._ask_deletion()}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.lines, 1)
        self.fetch.clicked.connect(self.read)
        self.language.chosen.connect(lambda _key: self.read())
        self.delete.clicked.connect(self._ask_deletion)
        self.delete.setVisible(services.session.may("deletion.ask"))

    def read(self) -> None:
        """Fetch the list in the language that is chosen."""
        try:
            audit, language = self._services.audit, self.language.key()
            found = with_leave(
                self, self._texts, self._services, lambda: audit.of_person(self._person_id, language)
            )
        except Fault as fault:
            self.banner.set_message("stop", self._texts.fault(fault))
            self.banner.show()
            return
        self.banner.hide()
        self.lines.set_rows([self._row(str(at), line) for at, line in enumerate(found)])
        self.lines.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, key: str, line: CitizenLine) -> Row:
        texts = self._texts
        day = in_table(line.first.date())
        when = f"{day} {in_clock(line.first, texts.language)}"
        if line.times > 1:
            first, last = (in_clock(each, texts.language) for each in (line.first, line.last))
            if first == last:
                span = texts("audit.seen_times_same", first=first, count=line.times)
            else:
                span = texts("audit.seen_times", first=first, last=last, count=line.times)
            when = f"{day} {span}"
        who = " · ".join(each for each in (line.name, line.roles, line.unit) if each)
        what = " · ".join(each for each in (line.what, line.shows) if each)
        why = " · ".join(each for each in (line.why, line.reason) if each)
        if line.kind in _KINDS:
            what = f"{what} ({texts(f'audit.kind_{line.kind}')})"
        return Row(key, (when, who, Cell(what, _KINDS.get(line.kind, "neutral")), why))

    def _ask_deletion(self) -> None:
        texts, services, person_id = self._texts, self._services, self._person_id
        try:
            dialog = with_leave(
                self, texts, services, lambda: DeletionDialog(texts, services, person_id, self)
            )
        except Fault as fault:
            tell(self, texts("deletion.not_asked"), texts.fault(fault), texts("deletion.close"))
            return
        if dialog.exec():
            self.told.emit(self._texts("deletion.asked_told"))
        dialog.deleteLater()
