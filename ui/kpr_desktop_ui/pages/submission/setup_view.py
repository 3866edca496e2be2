"""Who numbers, from which day and by which, the two ends of the way, and the receiver's certificate."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.dispatch_records import CertificateInfo
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.stations import ENDS, NAME_LIMIT, PARTS
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.access.why_dialog import WhyDialog
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.places import SettingsPlace
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, Card, Columns, DateEdit, Field, Label, LineEdit

_BREAKPOINT = 820
_MOST_BYTES = 1_000_001
_HER_DIGITS = 10
_GUID_SIGNS = 38


class SetupView(QWidget):
    """Cards that each save by themselves. `go(place)`, `told(text)`, `changed`: something was saved."""

    go = Signal(object)
    told = Signal(str)
    changed = Signal()

    def __init__(self, texts: Texts, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._services = texts, services
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.state = Label("")
        self.switch = Button("")
        self.end = {"number": LineEdit(_HER_DIGITS), "guid": LineEdit(_GUID_SIGNS)}
        self.end_fields = {name: Field(texts(f"desk.end_{name}"), edit) for name, edit in self.end.items()}
        self.save_end = Button(texts("desk.end_save"))
        self.day = DateEdit(texts("desk.day_pattern"), services.session.today)
        self.day_field = Field(texts("desk.first_day"), self.day, texts("desk.first_day_hint"))
        self.save_day = Button(texts("desk.save"))
        self.due = DateEdit(texts("desk.day_pattern"), services.session.today)
        self.due_field = Field(texts("desk.deadline"), self.due, texts("desk.deadline_hint"))
        self.save_due = Button(texts("desk.save"))
        self.fields: dict[str, Field] = {}
        self.stations: dict[str, LineEdit] = {}
        self._saved_form: dict[str, str] = {}
        self.save_stations = Button(texts("desk.save"))
        self.certificate = Label("")
        self.choose = Button(texts("desk.certificate_choose"), icon="folder")
        self.contacts = Button(texts("desk.contacts"))
        self._lay_out()
        self.switch.clicked.connect(self._switch)
        self.save_end.clicked.connect(self._save_end)
        self.save_day.clicked.connect(self._save_day)
        self.save_due.clicked.connect(self._save_due)
        self.save_stations.clicked.connect(self._save_stations)
        self.choose.clicked.connect(self._choose)
        self.contacts.clicked.connect(lambda: self.go.emit(SettingsPlace("contacts")))

    def enter(self) -> None:
        """Read what is kept."""
        texts, services = self._texts, self._services
        may = services.session.may("submission.set_up")
        submits = services.chain.submits()
        self.state.setText(texts("desk.submits" if submits else "desk.submits_not"))
        self.switch.setText(texts("desk.step_back" if submits else "desk.take_over"))
        self.day.set_date(services.chain.first_day())
        self.due.set_date(services.rehearsals.deadline(services.rehearsals.years()[0]).day)
        for edit, told in zip(self.end.values(), services.chain.end_elsewhere(), strict=True):
            edit.setText(told)
        for name, value in services.stations.form().items():
            self.stations[name].setText(value)
        self._saved_form = self._typed()
        for button in (
            self.switch,
            self.save_end,
            self.save_day,
            self.save_due,
            self.save_stations,
            self.choose,
        ):
            button.setEnabled(may)
        try:
            info = services.stations.receiver()
        except UserFault as fault:
            self.certificate.setText(texts.fault(fault))
        else:
            self.certificate.setText(self._described(info) if info else texts("desk.certificate_none"))
        if not may:
            self._tell("info", texts("desk.setup_not_yours"))

    def reopen(self, way: str) -> None:
        """Ask again for the reason, unless the numbers have gone that way already."""
        if self.switch.isEnabled() and way == self._way():
            self._switch()

    def half_typed(self) -> str:
        """What stands in the fields and is not saved, for `take_back` after a lock; empty for nothing."""
        first = self._saved_form  # empty: nothing was shown yet
        changed = {name: text for name, text in self._typed().items() if first and text != first[name]}
        return json.dumps(changed) if changed else ""

    def take_back(self, kept: str) -> None:
        """Put it in again. ValueError, KeyError, TypeError: of another version."""
        told = dict(json.loads(kept))
        for name, editor in self._editors().items():
            if name in told:
                editor.setText(told[name])
                editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _editors(self) -> dict[str, LineEdit]:
        ends = {f"end_{name}": edit for name, edit in self.end.items()}
        return {"first_day": self.day, "deadline": self.due} | ends | self.stations

    def _typed(self) -> dict[str, str]:
        return {name: editor.text() for name, editor in self._editors().items()}

    def _way(self) -> str:
        return "back" if self._services.chain.submits() else "over"

    def _described(self, info: CertificateInfo) -> str:
        lines = [
            self._texts("desk.certificate_of", subject=info.subject),
            self._texts("desk.certificate_until", day=in_table(info.not_after.date()), days=info.days_left),
            self._texts("desk.certificate_key", key=info.key),
            self._texts("desk.certificate_print", fingerprint=_grouped(info.fingerprint)),
        ]
        return "\n".join(lines)

    def _switch(self) -> None:
        texts, chain = self._texts, self._services.chain
        way = self._way()
        words = tuple(texts(f"desk.switch_{way}_{word}") for word in ("title", "text", "yes"))
        act = chain.step_back if way == "back" else chain.take_over
        dialog = WhyDialog(
            texts, self._services, (words[0], words[1], words[2]), act, self, kept=("submission.switch", way)
        )
        if dialog.exec():
            self._saved()
        dialog.deleteLater()

    def _save_end(self) -> None:
        number, guid = (edit.text() for edit in self.end.values())
        self._attempt(lambda: self._services.chain.continue_from(number, guid), self.end_fields)

    def _save_day(self) -> None:
        def save() -> None:
            day = self.day.date("first_day")
            if day is None:
                raise UserFault("submission.field_missing", "first_day")
            self._services.chain.set_first_day(day)

        self._attempt(save, {"first_day": self.day_field})

    def _save_due(self) -> None:
        def save() -> None:
            day = self.due.date("deadline")
            if day is None:
                raise UserFault("submission.field_missing", "deadline")
            self._services.rehearsals.set_deadline(day)

        self._attempt(save, {"deadline": self.due_field})

    def _save_stations(self) -> None:
        form = {name: editor.text() for name, editor in self.stations.items()}
        self._attempt(lambda: self._services.stations.save(form), self.fields)

    def _choose(self) -> None:
        texts = self._texts
        name, _ = QFileDialog.getOpenFileName(
            self, texts("desk.certificate_choose"), "", texts("desk.certificate_files")
        )
        if not name:
            return
        try:
            with Path(name).open("rb") as file:
                data = file.read(_MOST_BYTES)
        except OSError:
            self._tell("stop", texts("submission.cannot_read"))
            return
        self._attempt(lambda: self._services.stations.take_receiver(data), {})

    def _attempt(self, act: Callable[[], object], fields: dict[str, Field]) -> None:
        for field in fields.values():
            field.clear_error()
        self.banner.hide()
        try:
            with_leave(self, self._texts, self._services, act)
        except FormRefused as refused:
            for each in refused.faults:
                fields[each.field or ""].set_error(self._texts.fault(each))
        except Fault as fault:
            name = fault.field if isinstance(fault, UserFault) else None
            if name in fields:
                fields[name].set_error(self._texts.fault(fault))
            else:
                self._tell("stop", self._texts.fault(fault))
        else:
            self._saved()

    def _saved(self) -> None:
        self.enter()
        self.told.emit(self._texts("desk.saved"))
        self.changed.emit()

    def _tell(self, kind: str, text: str) -> None:
        self.banner.set_message(kind, text)
        self.banner.show()
        self.area.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        texts = self._texts
        left = Qt.AlignmentFlag.AlignLeft
        numbers = Card(texts("desk.numbers_title"))
        numbers.body.addWidget(self.state)
        numbers.body.addWidget(Label(texts("desk.numbers_text"), "muted"))
        numbers.body.addWidget(self.switch, 0, left)
        numbers.body.addWidget(Label(texts("desk.end_text"), "muted"))
        for field in self.end_fields.values():
            numbers.body.addWidget(field)
        numbers.body.addWidget(self.save_end, 0, left)
        first = Card(texts("desk.first_day_title"))
        first.body.addWidget(self.day_field)
        first.body.addWidget(self.save_day, 0, left)
        due = Card(texts("desk.deadline_title"))
        due.body.addWidget(self.due_field)
        due.body.addWidget(self.save_due, 0, left)
        stations = Card(texts("desk.stations_title"))
        stations.body.addWidget(Label(texts("desk.stations_text"), "muted"))
        ends = Columns(2, _BREAKPOINT)
        for end in ENDS:
            ends.add(self._station(end))
        stations.body.addWidget(ends)
        stations.body.addWidget(self.save_stations, 0, left)
        certificate = Card(texts("desk.certificate_title"))
        certificate.body.addWidget(Label(texts("desk.certificate_text"), "muted"))
        certificate.body.addWidget(self.certificate)
        certificate.body.addWidget(self.choose, 0, left)
        people = Card(texts("desk.contacts_title"))
        people.body.addWidget(Label(texts("desk.contacts_text")))
        people.body.addWidget(self.contacts, 0, left)
        above, middle = Columns(2, _BREAKPOINT), Columns(2, _BREAKPOINT)
        for pair, cards in ((above, (numbers, first)), (middle, (people, due))):
            for card in cards:
                pair.add(card)
        self.area = FormScroll([self.banner, above, middle, stations, certificate])
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)

    def _station(self, end: str) -> Card:
        card = Card()
        card.body.setContentsMargins(0, 0, 0, 0)
        card.setProperty("panel", "")
        card.body.setSpacing(Theme.current().space("s"))
        card.body.addWidget(Label(self._texts(f"desk.end_{end}"), "strong"))
        for part in PARTS:
            number = part.endswith("her_id")
            editor = LineEdit(_HER_DIGITS if number else NAME_LIMIT)
            self.stations[f"{end}_{part}"] = editor
            field = self.fields[f"{end}_{part}"] = Field(self._texts(f"desk.part_{part}"), editor)
            card.body.addWidget(field)
        return card


def _grouped(fingerprint: str) -> str:
    """Hexadecimal digits in fours, to compare by eye."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4)).upper()
