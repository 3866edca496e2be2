"""One person: overview, assessments, services, letters, who has access."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.fields import load_fields
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Assessment, State
from kpr_desktop.domain.ids import AssessmentId, ServiceId
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.records import Delivery
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.access_tab import AccessTab
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.consents.consents_panel import ConsentsPanel
from kpr_desktop_ui.pages.interview.start_dialog import InterviewStartDialog
from kpr_desktop_ui.pages.letters.delivery_dialog import DeliveryDialog
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.persons.letters_tab import LettersTab
from kpr_desktop_ui.pages.persons.overview_tab import OverviewTab
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.pages.persons.reason_dialog import ask_reason
from kpr_desktop_ui.pages.persons.tab_rows import assessment_rows, letter_rows, newest_versions, service_rows
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.places import (
    InterviewPlace,
    LetterPlace,
    PersonFormPlace,
    PersonPlace,
    PersonsPlace,
    Place,
    ServicePlace,
)
from kpr_desktop_ui.pages.services.decision_dialog import DecisionDialog
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, Column, EmptyState, TabBar, ask, tell

TABS = ("overview", "assessments", "services", "letters", "seen")


class PersonPage(Page):
    """Shows a person and leads on. The name stands in the top bar; each tab has one primary button."""

    def __init__(self, texts: Texts, services: Services, place: PersonPlace) -> None:
        super().__init__(texts("person.title"))
        self._texts, self._services, self._place = texts, services, place
        self._words = PersonWords(texts, services)
        self._person: Person | None = None
        self._dialog: DecisionDialog | None = None
        self.form_name = f"decision.{place.person_id}"
        self._assessments: list[Assessment] = []
        self._deliveries: list[Delivery] = []
        self.banner = Banner("warning", texts("person.hidden_banner"), texts("person.bring_back"))
        self.banner.hide()
        self.overview = OverviewTab(texts, self._words, load_fields())
        self._make_assessments()
        self._make_services()
        self._make_letters()
        self.access = AccessTab(texts, services, place.person_id)
        self.seen = self.access.seen
        self.tabs = TabBar(texts("person.tabs"))
        self.tabs.setProperty("dense", True)  # the names have room at 200 % in a narrow window
        self._stack = QStackedWidget()
        tabs = self.overview, self.assessments, self.services, self.letters_tab, self.access
        for name, tab in zip(TABS, tabs, strict=True):
            self.tabs.addTab(texts(f"person.tab_{name}"))
            self._stack.addWidget(tab)
        self.tabs.setCurrentIndex(TABS.index(place.tab))
        self._stack.setCurrentIndex(TABS.index(place.tab))
        self.reopens = {
            "interview.start": lambda _about: self._interview(),
            "person.revise": self._revise_again,
            "letters.delivery": self._open_letter,
        }
        self._lay_out()
        self._connect()

    def enter(self) -> None:
        """Read the person (which is logged) and fill all tabs."""
        services, person_id = self._services, self._place.person_id
        person = self._person = services.persons.open(person_id)
        self._assessments = services.interviews.of_person(person_id)
        self._deliveries = services.letters.of_person(person_id)
        held = services.care_services.of_person(person_id)
        draft = self._draft() is not None
        words = self._words
        self.set_head(person.name, words.facts(person), words.chips(person, draft=draft))
        self.banner.setVisible(person.hidden)
        self.overview.show_person(person, self._assessments, held, draft=draft)
        self.assessments.set_rows(assessment_rows(words, self._assessments))
        self.services.set_rows(service_rows(words, held))
        self.letters.set_rows(letter_rows(words, self._deliveries))
        self.consents.refresh()
        for button in (self.start, self.overview.interview):
            button.setText(self._texts("person.resume" if draft else "person.start"))
        self._allow()
        self._choose_assessment(self.assessments.table.key())
        self._read_access()
        self._focus()

    # --- making

    def _make_assessments(self) -> None:
        texts = self._texts
        self.start = Button(texts("person.start"), "primary", texts("person.start_key"))
        self.revise = Button(texts("person.revise"))
        columns = [
            Column(texts("person.column_date"), 0),
            Column(texts("person.column_version"), 2),
            Column(texts("person.column_reason"), 1),
            Column(texts("person.column_by"), 2),
            Column(texts("person.column_state"), 1),
        ]
        empty = EmptyState("file-text", texts("person.assessments_none"), texts("person.assessed_none_text"))
        self.assessments = TableTab(
            texts("person.assessments"),
            columns,
            empty,
            texts("person.assessments_hint"),
            [self.revise, self.start],
        )

    def _make_services(self) -> None:
        texts = self._texts
        self.add = Button(texts("services.add"), "primary", texts("services.add_key"), icon="plus")
        self.work_out = Button(texts("decision.title"), key_hint=texts("decision.open_key"))
        columns = [
            Column(texts("services.column_type"), 3),
            Column(texts("services.column_extent"), 1),
            Column(texts("services.column_from"), 0),
            Column(texts("services.column_to"), 0),
            Column(texts("services.column_state"), 1),
        ]
        empty = EmptyState("heart-handshake", texts("services.none_title"), texts("services.none_text"))
        buttons = [self.work_out, self.add]
        self.services = TableTab(texts("services.list"), columns, empty, texts("services.hint"), buttons)

    def _make_letters(self) -> None:
        texts = self._texts
        self.make = Button(texts("letters.make"), "primary", texts("letters.make_key"))
        columns = [
            Column(texts("letters.column_made"), 0),
            Column(texts("letters.column_kind"), 2),
            Column(texts("letters.column_language"), 0),
            Column(texts("letters.column_reference"), 0),
            Column(texts("letters.column_state"), 2),
        ]
        empty = EmptyState("send", texts("letters.none_title"), texts("letters.none_text"))
        self.letters = TableTab(texts("letters.list"), columns, empty, texts("letters.hint"), [self.make])
        self.consents = ConsentsPanel(texts, self._services, self._place.person_id)
        self.letters_tab = LettersTab(
            (texts("consent.letters"), texts("consent.list")), self.letters, self.consents
        )

    def _lay_out(self) -> None:
        theme = Theme.current()
        head = QHBoxLayout()
        head.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), 0)
        head.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        self.overview.edit_asked.connect(self._edit)
        self.overview.hide_asked.connect(self._hide)
        self.overview.interview_asked.connect(self._interview)
        self.banner.acted.connect(self._bring_back)
        self.start.clicked.connect(self._interview)
        self.revise.clicked.connect(self._revise)
        self.assessments.table.opened.connect(self._open_assessment)
        self.assessments.table.selected.connect(self._choose_assessment)
        self.add.clicked.connect(self._add_service)
        self.work_out.clicked.connect(self._work_out)
        self.services.table.opened.connect(self._open_service)
        self.make.clicked.connect(self._make_letter)
        self.letters.table.opened.connect(self._open_letter)
        self.consents.told.connect(self.told)
        self.access.told.connect(self.told)
        self.access.changed.connect(self._again)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (
            ("F2", self._edit),
            ("Ctrl+K", self._interview),
            ("Ctrl+T", self._add_service),
            ("Ctrl+R", self._work_out),
            ("Ctrl+B", self._make_letter),
        ):
            QShortcut(QKeySequence(keys), self, act, context=here)

    def _turn(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self._read_access()

    def _read_access(self) -> None:
        """Who works with the person is read when it is asked for."""
        if self._stack.currentWidget() is self.access and self._person is not None:
            self.access.show_person(self._person)

    def _again(self) -> None:
        """Open the person anew, as one sees the person now; go away when a block closes the person to the user."""
        try:
            self.enter()
        except Fault as fault:
            self.told.emit(self._texts.fault(fault))
            self.go.emit(PersonsPlace())

    def _allow(self) -> None:
        session, person_id = self._services.session, self._place.person_id
        admitted = session.grants.admissions.get(person_id)
        reading = admitted is not None and admitted.basis == "emergency"

        def may(action: str) -> bool:
            return session.may(action) and not reading

        self.overview.edit.setEnabled(may("person.write"))
        self.overview.hide_button.setEnabled(may("person.write"))
        for button in (self.start, self.overview.interview):
            button.setEnabled(may("interview.write"))
        for button in (self.add, self.work_out):
            button.setEnabled(may("service.write"))
        self.make.setEnabled(may("letter.make"))

    def _focus(self) -> None:
        tab = self._stack.currentWidget()
        where: QWidget = self.overview.interview
        if isinstance(tab, LettersTab):
            tab = tab.letters
        if isinstance(tab, AccessTab):
            tab = tab.lines()
        if isinstance(tab, TableTab):
            where = tab.table if tab.table.key() else self.tabs
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- gestures

    def _edit(self) -> None:
        if self.overview.edit.isEnabled():
            self.go.emit(PersonFormPlace(self._place.person_id))

    def _hide(self) -> None:
        texts = self._texts
        sure = ask(
            self,
            texts("person.hide_title"),
            texts("person.hide_text"),
            texts("person.hide_yes"),
            texts("person.hide_no"),
        )
        if sure:
            self._change(self._services.persons.hide, "person.told_hidden")

    def _bring_back(self) -> None:
        self._change(self._services.persons.bring_back, "person.told_back")

    def _change(self, act: Callable[[Person], Person], told: str) -> None:
        if self._person is None:
            return
        person = self._person
        try:
            with_leave(self, self._texts, self._services, lambda: act(person))
        except Fault as fault:
            self._refuse(fault)
        else:
            self.told.emit(self._texts(told))
        self.enter()

    def _refuse(self, fault: Fault) -> None:
        texts = self._texts
        tell(self, texts("person.not_done"), texts.fault(fault), texts("person.close"))

    def _draft(self) -> Assessment | None:
        return next((a for a in self._assessments if a.state is State.DRAFT), None)

    def _interview(self) -> None:
        if not self.start.isEnabled() or self._person is None:
            return
        draft = self._draft()
        if draft is not None:
            self.go.emit(InterviewPlace(draft.id))
            return
        dialog = InterviewStartDialog(self._texts, self._services, self._place.person_id, self)
        if dialog.exec():
            started = dialog.started
            if started is not None:
                self.go.emit(InterviewPlace(started))

    def _choose_assessment(self, key: str) -> None:
        may = self._services.session.may("interview.write") and self._draft() is None
        self.revise.setEnabled(may and key in newest_versions(self._assessments))

    def _open_assessment(self, key: str) -> None:
        self.go.emit(InterviewPlace(AssessmentId(key)))

    def _revise_again(self, key: str) -> None:
        self.assessments.table.select(key)
        if self.revise.isEnabled() and self.assessments.table.key() == key:
            self._revise()

    def _revise(self) -> None:
        texts = self._texts
        words = {
            "title": texts("person.revise_title"),
            "text": texts("person.revise_text"),
            "label": texts("person.revise_reason"),
            "yes": texts("person.revise_yes"),
            "no": texts("person.reason_no"),
        }
        chosen = AssessmentId(self.assessments.table.key())
        reason = ask_reason(
            self, words, missing=texts("person.reason_missing"), kept=("person.revise", chosen)
        )
        if not reason:
            return
        try:
            made = with_leave(
                self, texts, self._services, lambda: self._services.interviews.revise(chosen, reason)
            )
        except Fault as fault:
            self._refuse(fault)
            return
        self.go.emit(InterviewPlace(made.assessment.id))

    def _add_service(self) -> None:
        if self.add.isEnabled():
            self.go.emit(ServicePlace(self._place.person_id))

    def here(self) -> Place:
        return PersonPlace(self._place.person_id, TABS[self.tabs.currentIndex()])

    def half_typed(self) -> str:
        return self._dialog.half_typed() if self._dialog is not None else ""

    def take_back(self, kept: str) -> None:
        QTimer.singleShot(0, self, lambda: self._decide(kept))

    def _work_out(self) -> None:
        self._decide("")

    def _decide(self, kept: str) -> None:
        """Ask for a decision's rows. `kept`: as the dialog stood at a lock."""
        if not self.work_out.isEnabled():
            return
        dialog = DecisionDialog(self._texts, book=self._words.book, year=self._words.today.year, parent=self)
        if kept:
            dialog.take_back(kept)
        self._dialog = dialog
        accepted = dialog.exec()
        self._dialog = None
        if accepted:
            self.go.emit(ServicePlace(self._place.person_id, worked_out=dialog.worked_out))
        dialog.deleteLater()

    def _open_service(self, key: str) -> None:
        self.go.emit(ServicePlace(self._place.person_id, ServiceId(key)))

    def _make_letter(self) -> None:
        if self.make.isEnabled():
            self.go.emit(LetterPlace(self._place.person_id))

    def _open_letter(self, key: str) -> None:
        delivery = next((d for d in self._deliveries if d.id == key), None)
        if delivery is None:  # a lock kept it open, and it is not there any more
            return
        dialog = DeliveryDialog(self._texts, self._services, delivery, self)
        if dialog.exec():
            self.told.emit(self._texts("letters.delivered_told"))
            self.enter()
