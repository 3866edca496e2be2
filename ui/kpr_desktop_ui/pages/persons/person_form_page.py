"""Registering a person, or changing one."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QVBoxLayout

from kpr_desktop.codebook.fields import load_fields
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.refusal import FormRefused, NumberTaken
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.persons.form_bar import FormBar
from kpr_desktop_ui.pages.persons.person_form import PersonForm
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.pages.persons.reason_dialog import ask_reason
from kpr_desktop_ui.pages.places import PersonFormPlace, PersonPlace, PersonsPlace
from kpr_desktop_ui.pages.services.end_dialog import end_services
from kpr_desktop_ui.widgets import Banner, Button, ask, key_sequence


class PersonFormPage(Page):
    """The form with its bar. Nothing typed is lost: faults stand beside their fields, leaving asks first."""

    def __init__(self, texts: Texts, services: Services, place: PersonFormPlace) -> None:
        super().__init__(texts("person.edit_title" if place.person_id else "person.new_title"))
        self._texts, self._services, self._person_id = texts, services, place.person_id
        self._first = place.field
        self._person: Person | None = None
        self._existing: PersonId | None = None
        self._saved: dict[str, str] = {}
        self._read_values: dict[str, str] = {}
        self.form_name = f"person.{place.person_id or 'new'}"
        session = services.session
        self.form = PersonForm(
            texts,
            load_fields(),
            session.books.for_year(session.today().year),
            services.places,
            services.persons.users(),
            session.today(),
        )
        self.save = Button(texts("person.save"), "primary", texts("person.save_key"))
        self.cancel = Button(texts("person.cancel"), key_hint=texts("person.cancel_key"))
        self.bar = FormBar(texts("person.leaves_note"), self.cancel, self.save)
        self.banner = Banner("stop", "", texts("person.reload"))
        self.banner.hide()
        self._scroll = FormScroll([self.form])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.bar)
        self._connect()
        self.reopens = {"person.reveal": lambda _about: self._reveal()}

    def enter(self) -> None:
        """Read the person, unless something is typed already."""
        if self._saved and self.dirty:
            return
        self._read()
        first = self.form.editors.get(self._first) or self.form.editors["given_name"]
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.show_focus()

    def leave(self) -> bool:
        if not self.dirty:
            return True
        texts = self._texts
        return ask(
            self,
            texts("person.leave_title"),
            texts("person.leave_text"),
            texts("person.leave_yes"),
            texts("person.leave_no"),
            danger=True,
        )

    @property
    def dirty(self) -> bool:
        """Whether something stands there that is not saved."""
        return self.form.typed() != self._saved

    def half_typed(self) -> str:
        values = self.form.values()
        changed = {name: text for name, text in values.items() if text != self._read_values.get(name)}
        if not self.dirty or not changed:
            return ""
        focus = next((name for name, each in self.form.editors.items() if each.hasFocus()), "")
        version = self._person.version if self._person is not None else 0
        return json.dumps({"changed": changed, "focus": focus, "version": version})

    def take_back(self, kept: str) -> None:
        told = json.loads(kept)
        known = {name: str(text) for name, text in told["changed"].items() if name in self.form.editors}
        if "municipality" in known or "district" in known:
            known = {"municipality": self.form.values()["municipality"], **known}
        self.form.set_values(known)
        if told["focus"] in self.form.editors:
            self.form.editors[told["focus"]].setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.show_focus()
        if self._person is not None and told["version"] != self._person.version:
            self.banner.set_message("warning", self._texts("person.changed_meanwhile"))
            self.banner.show()

    def _read(self) -> None:
        persons = self._services.persons
        self.banner.hide()
        self.bar.say("")
        self.form.clear_faults()
        if self._person_id is None:
            self.form.set_values(persons.blank())
        else:
            person = self._person = persons.open(self._person_id)
            self.form.set_values(persons.form(person))
            self.form.reveal.setVisible(
                person.identity is not None and self._services.session.may("person.reveal")
            )
            words = PersonWords(self._texts, self._services)
            self.set_head(person.name, (self._texts("person.edit_title"),), words.chips(person))
        self._saved, self._read_values = self.form.typed(), self.form.values()

    def _save(self) -> None:
        values = self.form.values()
        try:
            saved = with_leave(self, self._texts, self._services, lambda: self._keep(values))
        except FormRefused as refused:
            self._show(refused.faults)
        except NumberTaken as taken:
            self._show([taken])
            self._existing = taken.existing
            self.form.offer_existing(taken.field or "identity")
        except Fault as fault:
            beside = isinstance(fault, UserFault) and self._show([fault])
            if not beside:
                self.banner.set_message("stop", self._texts.fault(fault))
                self.banner.show()
        else:
            self._saved = self.form.typed()
            self.told.emit(self._texts("person.saved" if self._person else "person.registered"))
            self._ask_of_services(saved)
            self.go.emit(PersonPlace(saved.id))

    def _ask_of_services(self, saved: Person) -> None:
        """A date of death was just given: what still runs should end with it. The person's page asks again later."""
        before = self._person.death_date if self._person is not None else None
        day = saved.death_date
        may = self._services.session.may("service.write")
        if day is None or day == before or not may:
            return
        if end_services(self, self._texts, self._services, saved.id, day):
            self.told.emit(self._texts("services.end_told"))

    def _keep(self, values: dict[str, str]) -> Person:
        persons = self._services.persons
        return persons.register(values) if self._person is None else persons.change(self._person, values)

    def _show(self, faults: list[UserFault] | tuple[UserFault, ...]) -> int:
        count = self.form.show_faults(faults)
        texts = self._texts
        self.bar.say(
            texts("person.faults", count=count) if count > 1 else texts("person.faults_one") if count else ""
        )
        self._scroll.show_focus()
        return count

    def _cancel(self) -> None:
        self.go.emit(PersonPlace(self._person_id) if self._person_id else PersonsPlace())

    def _go_existing(self) -> None:
        if self._existing is not None:
            self.go.emit(PersonPlace(self._existing))

    def _reload(self) -> None:
        if self.leave():
            self._read()

    def _reveal(self) -> None:
        texts = self._texts
        words = {
            "title": texts("person.reveal_title"),
            "text": texts("person.reveal_text"),
            "label": texts("person.reveal_reason"),
            "yes": texts("person.reveal_yes"),
            "no": texts("person.reason_no"),
        }
        reason = ask_reason(
            self, words, missing=texts("person.reason_missing"), kept=("person.reveal", self._person_id or "")
        )
        if not reason or self._person_id is None:
            return
        try:
            person_id, persons = self._person_id, self._services.persons
            number = with_leave(self, texts, self._services, lambda: persons.reveal(person_id, reason))
        except Fault as fault:
            if not isinstance(fault, UserFault) or not self._show([fault]):
                self.banner.set_message("stop", texts.fault(fault))
                self.banner.show()
            return
        changed = self.dirty
        self.form.set_values({"identity": number})
        self._read_values["identity"] = number
        self.form.reveal.hide()
        if not changed:
            self._saved = self.form.typed()

    def _connect(self) -> None:
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self._cancel)
        self.banner.acted.connect(self._reload)
        self.form.reveal_asked.connect(self._reveal)
        self.form.existing_asked.connect(self._go_existing)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(key_sequence("Ctrl+S"), self, self._save, context=here)
        QShortcut(key_sequence("Escape"), self, self._cancel, context=here)
