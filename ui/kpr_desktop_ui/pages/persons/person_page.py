"""One person: overview, assessments, services, letters, who has access."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.fields import load_fields
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.ids import AssessmentId, ServiceId
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.access_tab import AccessTab
from kpr_desktop_ui.pages.access.asking import may_write, with_leave
from kpr_desktop_ui.pages.interview.start_dialog import InterviewStartDialog
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.persons.assessments_tab import AssessmentsTab
from kpr_desktop_ui.pages.persons.letters_tab import LettersTab
from kpr_desktop_ui.pages.persons.overview_tab import OverviewTab
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.places import (
    InterviewPlace,
    LetterPlace,
    PersonFormPlace,
    PersonPlace,
    PersonsPlace,
    Place,
    ServicePlace,
    SheetPlace,
)
from kpr_desktop_ui.pages.services.assessed_line import PLAN
from kpr_desktop_ui.pages.services.decision_dialog import DecisionDialog
from kpr_desktop_ui.pages.services.end_dialog import end_services
from kpr_desktop_ui.pages.services.services_tab import ServicesTab
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, TabBar, key_sequence, tell

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
        self.banner = Banner("warning", texts("person.hidden_banner"), texts("person.bring_back"))
        self.banner.hide()
        self.end_banner = Banner("warning", "", texts("services.end_open"))
        self.end_banner.hide()
        self.reading = Banner("info", texts("person.reading"))
        self.reading.setHidden(services.session.may("person.write"))
        self.overview = OverviewTab(texts, self._words, load_fields())
        self.assessments = AssessmentsTab(texts, services, self._words, place.person_id)
        self.start, self.revise = self.assessments.start, self.assessments.revise
        self.save_case = self.assessments.save_case
        self.services_tab = ServicesTab(texts, services, self._words, place.person_id)
        self.services = self.services_tab.list
        self.add, self.work_out = self.services_tab.add, self.services_tab.work_out
        self.letters_tab = LettersTab(texts, services, place.person_id)
        self.letters, self.make = self.letters_tab.letters, self.letters_tab.make
        self.consents = self.letters_tab.consents
        self.access = AccessTab(texts, services, place.person_id)
        self.seen = self.access.seen
        self.access.show_part(place.part)
        self.tabs = TabBar(texts("person.tabs"))
        self.tabs.setProperty("dense", True)  # the names have room at 200 % in a narrow window
        self._stack = QStackedWidget()
        tabs = self.overview, self.assessments, self.services_tab, self.letters_tab, self.access
        for name, tab in zip(TABS, tabs, strict=True):
            self.tabs.addTab(texts(f"person.tab_{name}"))
            self._stack.addWidget(tab)
        self.tabs.setCurrentIndex(TABS.index(place.tab))
        self._stack.setCurrentIndex(TABS.index(place.tab))
        self.reopens = {
            "interview.start": lambda _about: self._interview(),
            "letters.delivery": self.letters_tab.papers.record,
        }
        self._lay_out()
        self._connect()

    def enter(self) -> None:
        """Read the person (which is logged) and fill all tabs."""
        services, person_id = self._services, self._place.person_id
        person = self._person = services.persons.open(person_id)
        assessments = services.interviews.of_person(person_id)
        self.assessments.show_assessments(assessments)
        papers = services.letters.of_person(person_id)
        held = services.care_services.of_person(person_id)
        draft = self.assessments.draft() is not None
        words = self._words
        self.set_head(person.name, words.facts(person), words.chips(person, draft=draft))
        self.banner.setVisible(person.hidden)
        self.overview.show_person(person, assessments, held, draft=draft)
        self.services_tab.show_services(held, assessments)
        self._show_end(person)
        self.consents.set_name(person.name)
        self.consents.refresh()
        for button in (self.start, self.overview.interview):
            button.setText(self._texts("person.resume" if draft else "person.start"))
        self._allow()
        self.letters_tab.papers.set_papers(papers, may=self._may_write("letter.make"))
        self._read_access()
        self._focus()

    # --- making

    def _lay_out(self) -> None:
        theme = Theme.current()
        head = QHBoxLayout()
        head.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), 0)
        head.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.end_banner)
        column.addWidget(self.reading)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        self.overview.edit_asked.connect(self._edit)
        self.overview.hide_asked.connect(self._hide)
        self.overview.interview_asked.connect(self._interview)
        self.banner.acted.connect(self._bring_back)
        self.end_banner.acted.connect(self._end_services)
        self.services_tab.changed.connect(self._recorded)
        self.services_tab.assessment_asked.connect(self._see_plan)
        self.start.clicked.connect(self._interview)
        self.assessments.go.connect(self.go)
        self.assessments.told.connect(self.told)
        self.add.clicked.connect(self._add_service)
        self.work_out.clicked.connect(self._work_out)
        self.services.table.opened.connect(self._open_service)
        self.letters_tab.papers.go.connect(self.go)
        self.letters_tab.papers.told.connect(self.told)
        self.letters_tab.papers.changed.connect(self._again)
        self.consents.told.connect(self.told)
        self.consents.go.connect(self.go)
        self.access.told.connect(self.told)
        self.access.go.connect(self.go)
        self.access.changed.connect(self._again)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (
            ("F2", self._edit),
            ("Ctrl+K", self._interview),
            ("Ctrl+T", self._add_service),
            ("Ctrl+R", self._work_out),
            ("Ctrl+B", self._make_letter),
        ):
            QShortcut(key_sequence(keys), self, act, context=here)

    def _turn(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self._read_access()

    def _read_access(self) -> None:
        """Who works with the person is read when it is asked for."""
        if self._stack.currentWidget() is self.access and self._person is not None:
            self.access.show_person(self._person)

    def _again(self) -> None:
        """Open the person anew, as one sees the person now; go away when a block closes the person to the user.

        Where nothing can be written, nothing can be shown anew either: what stands there stays.
        """
        try:
            self.enter()
        except Fault as fault:
            self.told.emit(self._texts.fault(fault))
            if isinstance(fault, UserFault):
                self.go.emit(PersonsPlace())

    def _may_write(self, action: str) -> bool:
        return may_write(self._services.session, action, self._place.person_id)

    def _allow(self) -> None:
        may = self._may_write
        self.overview.edit.setEnabled(may("person.write"))
        self.overview.hide_button.setEnabled(may("person.write"))
        for button in (self.start, self.overview.interview):
            button.setEnabled(may("interview.write"))
        self.services_tab.allow(write=may("service.write"))
        self.save_case.setEnabled(may("exchange.out"))

    def _focus(self) -> None:
        tab = self._stack.currentWidget()
        where: QWidget = self.overview.interview
        if isinstance(tab, LettersTab):
            tab = tab.letters
        if isinstance(tab, ServicesTab):
            tab = tab.list
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
        self._change(self._services.persons.hide, "person.told_hidden", self._bring_back)

    def _bring_back(self) -> None:
        self._change(self._services.persons.bring_back, "person.told_back")

    def _change(
        self, act: Callable[[Person], Person], told: str, undo: Callable[[], None] | None = None
    ) -> None:
        if self._person is None:
            return
        person = self._person
        try:
            with_leave(self, self._texts, self._services, lambda: act(person))
        except Fault as fault:
            self._refuse(fault)
        else:
            self.undoable.emit(self._texts(told), undo)
        self._again()

    def _refuse(self, fault: Fault) -> None:
        texts = self._texts
        tell(self, texts("person.not_done"), texts.fault(fault), texts("person.close"))

    def _interview(self) -> None:
        if not self.start.isEnabled() or self._person is None:
            return
        draft = self.assessments.draft()
        if draft is not None:
            self.go.emit(InterviewPlace(draft.id))
            return
        dialog = InterviewStartDialog(self._texts, self._services, self._place.person_id, self)
        begun = bool(dialog.exec())
        if begun and dialog.started is not None:
            self.go.emit(InterviewPlace(dialog.started))
        elif dialog.on_paper:
            self.go.emit(SheetPlace())

    def _see_plan(self, key: str) -> None:
        self.go.emit(InterviewPlace(AssessmentId(key), PLAN))

    def _add_service(self) -> None:
        if self.add.isEnabled():
            self.go.emit(ServicePlace(self._place.person_id))

    def _recorded(self, told: str) -> None:
        self.told.emit(told)
        self._again()

    def _show_end(self, person: Person) -> None:
        """A death date and services that run on after it: ask about them."""
        day = person.death_date
        count = len(self._services.breaks.to_end(person.id, day)) if day is not None else 0
        may = self._services.session.may("service.write")
        self.end_banner.setVisible(bool(count) and may)
        texts, died = self._texts, in_table(day)
        one = texts("services.end_banner_one", day=died)
        self.end_banner.set_message(
            "warning", texts("services.end_banner", day=died, count=count) if count > 1 else one
        )

    def _end_services(self) -> None:
        day = self._person.death_date if self._person is not None else None
        if day is not None and end_services(self, self._texts, self._services, self._place.person_id, day):
            self._recorded(self._texts("services.end_told"))

    def here(self) -> Place:
        tab = TABS[self.tabs.currentIndex()]
        return PersonPlace(self._place.person_id, tab, self.access.part() if tab == "seen" else "")

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
