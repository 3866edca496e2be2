"""Somebody is taken into hospital."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table, parse_date
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.hospital_form import read_stay
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.pages.services.tick_line import TickLine
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import CheckBox, Columns, DateEdit, Field, Label, LineEdit, tell

_TICK = "service."
"""What a lock calls the tick of a service, before its id."""
_TWO = 420
"""Pixels that two fields side by side need at 100 % text."""


class HospitalDialog(FormDialog):
    """The days, the hospital, and which services stop: ticked as the rule has it. Accepted once it is recorded."""

    kept_as = "hospital.admit"

    def __init__(
        self, texts: Texts, services: Services, person_id: PersonId, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            parent,
            texts("hospital.title"),
            texts("hospital.text"),
            texts("hospital.yes"),
            texts("hospital.no"),
        )
        self._texts, self._services = texts, services
        self._words = PersonWords(texts, services)
        self._today = services.session.today()
        self.kept_about = person_id
        self._stay = services.breaks.blank(person_id)
        pattern = texts("hospital.date_pattern")
        self.editors = {
            "from_date": DateEdit(pattern, lambda: self._today),
            "to_date": DateEdit(pattern, lambda: self._today),
            "name": LineEdit(),
            "number": LineEdit(),
        }
        self.fields = {name: self._field(name, editor) for name, editor in self.editors.items()}
        for pair in (("from_date", "to_date"), ("name", "number")):
            line = Columns(2, _TWO)
            for name in pair:
                line.add(self.fields[name])
            self.column.addWidget(line)
        self.boxes: dict[ServiceId, CheckBox] = {}
        self._own: dict[ServiceId, bool] = {}
        self._lines = QWidget()
        self._list = QVBoxLayout(self._lines)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(Theme.current().space("s"))
        self.column.addWidget(Label(texts("hospital.stops"), "strong"))
        self.column.addWidget(self._lines)
        self.column.addWidget(Label(texts("hospital.stops_hint"), "muted"))
        self.column.addWidget(Label(texts("hospital.source"), "small"))
        self.column.addStretch(1)
        self.editors["from_date"].setText(in_table(self._today))
        self.editors["from_date"].edited.connect(lambda _text: self._show_services())
        self.yes.setDefault(True)
        self.yes.clicked.connect(self._record)
        self._show_services()
        self.editors["from_date"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def _field(self, name: str, editor: LineEdit) -> Field:
        hint = f"hospital.{name}_hint"
        texts = self._texts
        field = Field(texts(f"hospital.{name}"), editor, texts(hint) if texts.has(hint) else "")
        editor.edited.connect(lambda _text: field.clear_error())
        return field

    def _show_services(self) -> None:
        """Those that run on the day typed. What the person has ticked stays so, whatever stands there in between."""
        try:
            day = parse_date(self.editors["from_date"].text(), field="from_date", today=self._today)
        except UserFault:
            return
        if day is None:
            return
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.setParent(None)
                old.deleteLater()
        self.boxes = {}
        for line in self._services.breaks.plan(self._stay.person_id, day):
            name = self._words.service(line.service.type)
            text = name if line.stops else self._texts("hospital.runs_on", service=name)
            own_id = line.service.id
            tick = TickLine(text, ticked=self._own.get(own_id, line.stops))
            tick.box.toggled_by_user.connect(partial(self._own.__setitem__, own_id))
            self.boxes[own_id] = tick.box
            self._list.addWidget(tick)
        if not self.boxes:
            self._list.addWidget(Label(self._texts("hospital.no_services"), "muted"))
        self.fit()

    def kept(self) -> dict[str, str]:
        """The ticks by their service: on another day the list has other services."""
        typed = {name: text for name, text in super().kept().items() if not name.startswith("CheckBox.")}
        return typed | {f"{_TICK}{own_id}": "1" if ticked else "" for own_id, ticked in self._own.items()}

    def give_back(self, kept: Mapping[str, str]) -> None:
        for name, text in kept.items():
            if name.startswith(_TICK):
                self._own[ServiceId(name.removeprefix(_TICK))] = bool(text)
        super().give_back(kept)
        self._show_services()

    def _record(self) -> None:
        texts, services = self._texts, self._services
        try:
            typed = {name: editor.text() for name, editor in self.editors.items()}
            stay = read_stay(typed, self._stay, self._today)
            stops = {own_id for own_id, box in self.boxes.items() if box.isChecked()}
            with_leave(self, texts, services, lambda: services.breaks.admit(stay, stops))
        except FormRefused as refused:
            self._show(refused.faults)
        except UserFault as fault:
            if fault.field in self.fields:
                self._show([fault])
            else:
                self._refuse(fault)
        except Fault as fault:
            self._refuse(fault)
        else:
            self.accept()

    def _show(self, faults: Sequence[UserFault]) -> None:
        for fault in faults:
            self.fields[fault.field or "from_date"].set_error(self._texts.fault(fault))
        self.editors[faults[0].field or "from_date"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def _refuse(self, fault: Fault) -> None:
        texts = self._texts
        tell(self, texts("hospital.not_done"), self._words.fault(fault), texts("hospital.close"))
