"""Adding or changing a care service."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from kpr_desktop.codebook.languages import DECIMAL_MARKS
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.codebook.wording import problem_words
from kpr_desktop.domain.care_service import CareService, DecisionRow
from kpr_desktop.domain.decision import agrees, week_total
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.refusal import FormRefused, RulesRefused
from kpr_desktop.usecases.service_form import (
    TypedChange,
    TypedPause,
    read_form,
    to_changes,
    to_form,
    to_pauses,
)
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import may_write
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.lock.place_text import rows
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.persons.form_bar import FormBar
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.pages.places import PersonPlace, ServicePlace
from kpr_desktop_ui.pages.services.history_view import HistoryView
from kpr_desktop_ui.pages.services.mistake_card import MistakeCard
from kpr_desktop_ui.pages.services.register_view import RegisterView
from kpr_desktop_ui.pages.services.service_acts import ServiceActs
from kpr_desktop_ui.pages.services.service_form import ServiceForm
from kpr_desktop_ui.pages.services.service_words import ServiceWords
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, Card, ProblemList, ProblemRow, TabBar, ask, key_sequence

REST_MS = 200
"""Milliseconds of rest before the rules look at what stands in the form."""
_PREFIX = "service."
TABS = ("form", "history", "register")
_Typed = tuple[dict[str, str], list[TypedPause], list[TypedChange], tuple[DecisionRow, ...]]


class ServicePage(Page):
    """The form with its bar. Hard rules stop beside their fields, soft ones stand in a list; leaving asks first."""

    def __init__(self, texts: Texts, services: Services, place: ServicePlace) -> None:
        super().__init__(texts("service.title" if place.service_id else "service.new_title"))
        self._texts, self._services, self._place = texts, services, place
        care = services.care_services
        self._service = care.get(place.service_id) if place.service_id else care.blank(place.person_id)
        self._saved: _Typed = ({}, [], [], ())
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
        self.acts = ServiceActs(self, texts, services)
        self.mistake = MistakeCard(texts)
        self._scroll = FormScroll([self._look, self.form, self.mistake])
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._make_tabs()
        self._fill()
        self._connect()

    def enter(self) -> None:
        """Name the person (which is logged) and look over what stands in the form."""
        person = self._services.persons.open(self._place.person_id)
        words = PersonWords(self._texts, self._services)
        part = self._texts("service.title" if self._place.service_id else "service.new_title")
        chips = words.chips(person)
        if self._service.annulled:
            chips.append((self._texts("services.annulled"), "neutral"))
        self.set_head(person.name, (*words.facts(person), part), chips)
        self._look_over()
        if self.form.isEnabled():
            self.form.focus_on(self._place.field if self.form.shows(self._place.field) else "type")
            self._scroll.show_focus()
        else:
            self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

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
        asking = self.acts.asking()
        if not self.dirty and not dialog and not asking:
            return ""
        values, pauses, changes, working = self._typed()
        changed = {name: text for name, text in values.items() if text != self._saved[0].get(name)}
        focus = next((name for name, each in self.form.editors.items() if each.hasFocus()), "")
        rows_of = {
            "pauses": [asdict(each) for each in pauses],
            "changes": [asdict(each) for each in changes],
            "working": [asdict(each) for each in working],
        }
        return json.dumps({"changed": changed, "focus": focus, "dialog": dialog, "asking": asking, **rows_of})

    def take_back(self, kept: str) -> None:
        told = json.loads(kept)
        values = {
            **self.form.values(),
            **{n: t for n, t in told["changed"].items() if n in self.form.editors},
        }
        pauses = [TypedPause(**each) for each in told["pauses"]]
        changes = [TypedChange(**each) for each in told["changes"]]
        self.form.set_values(values, pauses, changes, rows(told["working"]))
        self.form.focus_on(told["focus"] or "type")
        self._rest.start()
        if told["dialog"]:
            QTimer.singleShot(0, self, lambda: self.form.work_on(told["dialog"]))
        if told["asking"]:
            act, reason = told["asking"]
            doing = {"save": self._keep_on, "annul": self._annul, "move": self._move}[act]
            QTimer.singleShot(0, self, lambda: doing(reason))

    def _make_tabs(self) -> None:
        texts, theme, kind = self._texts, Theme.current(), self._book.services.get(self._service.type)
        words = ServiceWords(texts, self._book)
        self.history = HistoryView(texts, words)
        self.register = RegisterView(texts, words, in_message=kind is not None and kind.in_message)
        self.tabs = TabBar(texts("service.tabs"))
        self._stack = QStackedWidget()
        for name, widget in zip(TABS, (self._scroll, self.history, self.register), strict=True):
            self.tabs.addTab(texts(f"service.tab_{name}"))
            self._stack.addWidget(widget)
        head = QHBoxLayout()
        head.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), 0)
        head.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        if self._place.service_id:
            column.addLayout(head)
        else:
            self.tabs.hide()
        column.addWidget(self._stack, 1)
        column.addWidget(self.bar)

    def _turn(self, at: int) -> None:
        """Versions and notifications are read when they are asked for."""
        self._stack.setCurrentIndex(at)
        self.bar.setVisible(TABS[at] == "form")
        care, service = self._services.care_services, self._service
        if TABS[at] == "history":
            names = {u.id: u.name for u in self._services.persons.users()}
            self.history.show_versions(care.get(service.id), care.history(service.id), names)
        elif TABS[at] == "register":
            self.register.show_story(care.story(service.id))

    def _fill(self) -> None:
        self._put(self._service)
        self._saved = self._typed()
        allowed = may_write(self._services.session, "service.write", self._place.person_id)
        may = allowed and not self._service.annulled
        self.save.setEnabled(may)
        self.form.setEnabled(may)
        self.mistake.setVisible(may and bool(self._place.service_id))
        if self._service.annulled:
            self._tell("info", self._texts("service.is_annulled", reason=self._service.version_reason))
        elif not allowed:
            self._tell("info", self._texts("service.reading"))
        self.form.working.open.setEnabled(may)
        if self._place.worked_out:
            self._take_over()

    def _take_over(self) -> None:
        """Fill in what was worked out on the person's page. It is not saved yet."""
        texts, (first, *rest) = self._texts, self._place.worked_out
        minutes = week_total(first.rows).minutes
        filled = replace(self._service, type=first.type, week_minutes=minutes, working=first.rows)
        mark = DECIMAL_MARKS[texts.language]
        self.form.set_values(to_form(filled, mark), [], [], first.rows)
        if rest:
            name = self._book.services[rest[0].type].label.in_(texts.language)
            many = texts("decision.next", count=len(rest), service=name)
            self._tell("info", many if len(rest) > 1 else texts("decision.next_one", service=name))

    def _put(self, service: CareService) -> None:
        mark = DECIMAL_MARKS[self._texts.language]
        self.form.set_values(to_form(service, mark), to_pauses(service), to_changes(service), service.working)

    def _typed(self) -> _Typed:
        form = self.form
        return form.values(), form.pauses.typed(), form.changes.typed(), form.working.rows()

    def _read(self) -> CareService:
        values, pauses, changes, working = self._typed()
        kind, today = self.form.kind(), self._services.session.today()
        return read_form(values, pauses, changes, self._service, kind=kind, today=today, working=working)

    def _save(self) -> None:
        self._keep_on("")

    def _keep_on(self, kept: str) -> None:
        """Save. `kept`: the reason as it stood at a lock."""
        if not self.save.isEnabled():
            return
        self._rest.stop()
        self.form.clear_faults()
        self.banner.hide()
        try:
            service = self._read()
            # Beside the field and in the list it has been told that a working which does not agree is dropped.
            stale = bool(service.working) and not agrees(service.working, service.week_minutes)
            saved = self.acts.save(replace(service, working=()) if stale else service, kept)
        except FormRefused as refused:
            self._show([(fault.field or "", self._texts.fault(fault)) for fault in refused.faults])
        except RulesRefused as refused:
            self._show([(_part(problem), self._words(problem)) for problem in refused.problems])
        except Fault as fault:
            self._refuse(fault)
        else:
            if saved is None:
                return
            self._saved = self._typed()
            self.told.emit(self._texts("decision.dropped" if stale else "service.saved"))
            rest, person_id = self._place.worked_out[1:], self._place.person_id
            self.go.emit(
                ServicePlace(person_id, worked_out=rest) if rest else PersonPlace(person_id, "services")
            )

    def _leave_for(self, act: Callable[[str], None]) -> None:
        if self.leave():
            act("")

    def _annul(self, kept: str) -> None:
        try:
            done = self.acts.annul(self._service, kept)
        except Fault as fault:
            self._refuse(fault)
            return
        if done is not None:
            self._saved = self._typed()
            self.told.emit(self._texts("service.annul_told"))
            self.go.emit(PersonPlace(self._place.person_id, "services"))

    def _move(self, kept: str) -> None:
        try:
            made = self.acts.move(self._service, kept)
        except Fault as fault:
            self._refuse(fault)
            return
        if made is not None:
            self._saved = self._typed()
            self.told.emit(self._texts("service.move_told"))
            self.go.emit(PersonPlace(made.person_id, "services"))

    def _refuse(self, fault: Fault) -> None:
        if isinstance(fault, RulesRefused):
            self._show([("", self._words(problem)) for problem in fault.problems])
            return
        field = fault.field if isinstance(fault, UserFault) else None
        self._show([(field or "", self._texts.fault(fault))])

    def _tell(self, kind: str, text: str) -> None:
        self.banner.set_message(kind, text)
        self.banner.show()

    def _show(self, faults: Sequence[tuple[str, str]]) -> None:
        beside = [name for name, text in faults if self.form.set_fault(name, text)]
        rest = [text for name, text in faults if name not in beside]
        if rest:
            self._tell("stop", " ".join(rest))
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
        return _part(problem) in ("pauses", "changes") or (field is not None and not field.isHidden())

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
        self.mistake.annul_asked.connect(lambda: self._leave_for(self._annul))
        self.mistake.move_asked.connect(lambda: self._leave_for(self._move))
        self.tabs.currentChanged.connect(self._turn)
        self.cancel.clicked.connect(self._cancel)
        self.form.edited.connect(self._edited)
        self.form.undoable.connect(self.undoable)
        self.problems.jump.connect(self._jump)
        self._rest.timeout.connect(self._look_over)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(key_sequence("Ctrl+S"), self, self._save, context=here)
        QShortcut(key_sequence("Escape"), self, self._cancel, context=here)
        QShortcut(key_sequence("Ctrl+R"), self, self.form.work_out, context=here)


def _part(problem: Problem) -> str:
    """The field that a problem points to."""
    return problem.target.removeprefix(_PREFIX)
