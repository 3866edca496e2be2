"""Adding or changing a care service."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.codebook.wording import problem_words
from kpr_desktop.domain.care_service import CareService, DecisionRow
from kpr_desktop.domain.decision import agrees, week_total
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.refusal import FormRefused, RulesRefused
from kpr_desktop.usecases.service_form import TypedPause, read_form, to_form, to_pauses
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.lock.place_text import rows
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.persons.form_bar import FormBar
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.pages.places import PersonPlace, ServicePlace
from kpr_desktop_ui.pages.services.service_form import ServiceForm
from kpr_desktop_ui.widgets import Banner, Button, Card, ProblemList, ProblemRow, ask

REST_MS = 200
"""Milliseconds of rest before the rules look at what stands in the form."""
_PREFIX = "service."
_Typed = tuple[dict[str, str], list[TypedPause], tuple[DecisionRow, ...]]


class ServicePage(Page):
    """The form with its bar. Hard rules stop beside their fields, soft ones stand in a list; leaving asks first."""

    def __init__(self, texts: Texts, services: Services, place: ServicePlace) -> None:
        super().__init__(texts("service.title" if place.service_id else "service.new_title"))
        self._texts, self._services, self._place = texts, services, place
        care = services.care_services
        self._service = care.get(place.service_id) if place.service_id else care.blank(place.person_id)
        self._saved: _Typed = ({}, [], ())
        self.form_name = f"service.{place.person_id}.{place.service_id or 'new'}"
        session = services.session
        self._book = session.books.for_year(session.today().year)
        self.form = ServiceForm(texts, self._book, session.today(), services.care_services.new_pause_id)
        self.save = Button(texts("service.save"), "primary", texts("service.save_key"))
        self.cancel = Button(texts("service.cancel"), key_hint=texts("service.cancel_key"))
        self.bar = FormBar(texts("service.leaves_note"), self.cancel, self.save)
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.problems = ProblemList()
        self._look = Card(texts("service.look"))
        self._look.body.addWidget(self.problems)
        self._look.hide()
        self._scroll = FormScroll([self._look, self.form])
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.bar)
        self._fill()
        self._connect()

    def enter(self) -> None:
        """Name the person (which is logged) and look over what stands in the form."""
        person = self._services.persons.open(self._place.person_id)
        words = PersonWords(self._texts, self._services)
        part = self._texts("service.title" if self._place.service_id else "service.new_title")
        self.set_head(person.name, (*words.facts(person), part), words.chips(person))
        self._look_over()
        self.form.focus_on("type")

    def leave(self) -> bool:
        if not self.dirty:
            return True
        texts = self._texts
        return ask(
            self,
            texts("service.leave_title"),
            texts("service.leave_text"),
            texts("service.leave_yes"),
            texts("service.leave_no"),
            danger=True,
        )

    @property
    def dirty(self) -> bool:
        """Whether something stands there that is not saved."""
        return self._typed() != self._saved

    def half_typed(self) -> str:
        dialog = self.form.dialog.half_typed() if self.form.dialog is not None else ""
        if not self.dirty and not dialog:
            return ""
        values, pauses, working = self._typed()
        changed = {name: text for name, text in values.items() if text != self._saved[0].get(name)}
        focus = next((name for name, each in self.form.editors.items() if each.hasFocus()), "")
        told = {"pauses": [asdict(each) for each in pauses], "working": [asdict(each) for each in working]}
        return json.dumps({"changed": changed, "focus": focus, "dialog": dialog, **told})

    def take_back(self, kept: str) -> None:
        told = json.loads(kept)
        values = {
            **self.form.values(),
            **{n: t for n, t in told["changed"].items() if n in self.form.editors},
        }
        self.form.set_values(values, [TypedPause(**each) for each in told["pauses"]], rows(told["working"]))
        self.form.focus_on(told["focus"] or "type")
        self._rest.start()
        if told["dialog"]:
            QTimer.singleShot(0, self, lambda: self.form.work_on(told["dialog"]))

    def _fill(self) -> None:
        self.form.set_values(to_form(self._service), to_pauses(self._service), self._service.working)
        self._saved = self._typed()
        may = self._services.session.may("service.write")
        self.save.setEnabled(may)
        self.form.working.open.setEnabled(may)
        if self._place.worked_out:
            self._take_over()

    def _take_over(self) -> None:
        """Fill in what was worked out on the person's page. It is not saved yet."""
        texts, (first, *rest) = self._texts, self._place.worked_out
        minutes = week_total(first.rows).minutes
        filled = replace(self._service, type=first.type, week_minutes=minutes, working=first.rows)
        self.form.set_values(to_form(filled), [], first.rows)
        if rest:
            name = self._book.services[rest[0].type].label.in_(texts.language)
            many = texts("decision.next", count=len(rest), service=name)
            self.banner.set_message(
                "info", many if len(rest) > 1 else texts("decision.next_one", service=name)
            )
            self.banner.show()

    def _typed(self) -> _Typed:
        return self.form.values(), self.form.pauses.pauses(), self.form.working.rows()

    def _read(self) -> CareService:
        values, pauses, working = self._typed()
        today = self._services.session.today()
        return read_form(values, pauses, self._service, kind=self.form.kind(), today=today, working=working)

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        self._rest.stop()
        self.form.clear_faults()
        self.banner.hide()
        try:
            service = self._read()
            # Beside the field and in the list it has been told that a working which does not agree is dropped.
            stale = bool(service.working) and not agrees(service.working, service.week_minutes)
            kept = replace(service, working=()) if stale else service
            services = self._services
            with_leave(self, self._texts, services, lambda: services.care_services.save(kept))
        except FormRefused as refused:
            self._show([(fault.field or "", self._texts.fault(fault)) for fault in refused.faults])
        except RulesRefused as refused:
            self._show([(_part(problem), self._words(problem)) for problem in refused.problems])
        except Fault as fault:
            field = fault.field if isinstance(fault, UserFault) else None
            self._show([(field or "", self._texts.fault(fault))])
        else:
            self._saved = self._typed()
            self.told.emit(self._texts("decision.dropped" if stale else "service.saved"))
            rest, person_id = self._place.worked_out[1:], self._place.person_id
            self.go.emit(
                ServicePlace(person_id, worked_out=rest) if rest else PersonPlace(person_id, "services")
            )

    def _show(self, faults: Sequence[tuple[str, str]]) -> None:
        beside = [name for name, text in faults if self.form.set_fault(name, text)]
        rest = [text for name, text in faults if name not in beside]
        if rest:
            self.banner.set_message("stop", " ".join(rest))
            self.banner.show()
        count = len(set(beside))
        texts = self._texts
        told = texts("service.faults", count=count) if count > 1 else texts("service.faults_one")
        self.bar.say(told if count else "")
        if beside:
            self.form.focus_on(beside[0])
            self._scroll.show_focus()

    def _look_over(self) -> None:
        """Ask the rules what should be looked at, once everything typed can be read."""
        try:
            service = self._read()
        except FormRefused:
            return
        soft = [p for p in self._services.care_services.problems(service) if p.severity is Severity.SOFT]
        go = self._texts("service.go")
        self.problems.set_problems(
            [ProblemRow("warning", self._words(p), go if self._in_sight(p) else "", _part(p)) for p in soft]
        )
        self._look.setVisible(bool(soft))
        # The list stands above the form and moves it: what one is typing in must stay in sight.
        QTimer.singleShot(0, self._scroll, self._scroll.show_focus)

    def _in_sight(self, problem: Problem) -> bool:
        field = self.form.field(_part(problem))
        return _part(problem) == "pauses" or (field is not None and not field.isHidden())

    def _words(self, problem: Problem) -> str:
        text, action = problem_words(self._book, problem, self._texts.language)
        return self._texts("service.problem", text=text, action=action)

    def _edited(self) -> None:
        self.bar.say("")
        self._rest.start()

    def _cancel(self) -> None:
        self.go.emit(PersonPlace(self._place.person_id, "services"))

    def _jump(self, target: str) -> None:
        self.form.focus_on(target)
        self._scroll.show_focus()

    def _connect(self) -> None:
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self._cancel)
        self.form.edited.connect(self._edited)
        self.problems.jump.connect(self._jump)
        self._rest.timeout.connect(self._look_over)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+S"), self, self._save, context=here)
        QShortcut(QKeySequence("Escape"), self, self._cancel, context=here)
        QShortcut(QKeySequence("Ctrl+R"), self, self.form.work_out, context=here)


def _part(problem: Problem) -> str:
    """The field that a problem points to."""
    return problem.target.removeprefix(_PREFIX)
