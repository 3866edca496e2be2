"""The first thing seen of a person: the facts, the next visit, the latest assessment, what runs now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kpr_desktop.codebook.fields import FieldCatalogue
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Assessment, valid_on
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.dates import in_table, in_text
from kpr_desktop.domain.person import Person
from kpr_desktop_ui.pages.persons.fact_list import FactList
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Card, Columns, FlowLayout, Label, StateChip


class OverviewTab(QWidget):
    """Shows one person. Signals tell which button was pressed."""

    edit_asked = Signal()
    hide_asked = Signal()
    interview_asked = Signal()

    def __init__(self, texts: Texts, words: PersonWords, catalogue: FieldCatalogue) -> None:
        super().__init__()
        self._texts, self._words, self._catalogue = texts, words, catalogue
        self.interview = Button(texts("person.start"), "primary", texts("person.start_key"))
        self.edit = Button(texts("person.edit"), key_hint=texts("person.edit_key"), icon="pencil")
        self.hide_button = Button(texts("person.hide"), "quiet", icon="eye-off")
        self._facts, self._around = FactList(), FactList()
        self._visit = Label("", "heading")
        self._visit_note = Label("", "small")
        self._assessed = Label("", "strong")
        self._assessed_note = Label("", "muted")
        self._needs = QWidget()
        self._needs_row = FlowLayout(self._needs, Theme.current().space("s"))
        self._running = QVBoxLayout()
        self._lay_out()
        self.interview.clicked.connect(self.interview_asked)
        self.edit.clicked.connect(self.edit_asked)
        self.hide_button.clicked.connect(self.hide_asked)

    def show_person(
        self, person: Person, assessments: list[Assessment], services: list[CareService], *, draft: bool
    ) -> None:
        """Fill the tab."""
        texts, words = self._texts, self._words
        self.interview.setText(texts("person.resume" if draft else "person.start"))
        self.hide_button.setVisible(not person.hidden)
        self._facts.set_facts(
            [
                (texts("person.address"), words.address(person)),
                (texts("person.phone"), person.phone),
                (texts("person.municipality"), words.municipality(person)),
                (texts("person.household"), words.code("9335", person.household)),
                (texts("person.language"), words.spoken(person, self._catalogue)),
            ],
            texts("person.not_given"),
        )
        self._around.set_facts(
            [
                (texts("person.responsible"), words.user(person.responsible)),
                (texts("person.kin"), words.contact(person.next_of_kin)),
                (texts("person.guardian"), words.contact(person.guardian)),
                (texts("person.practitioner"), words.contact(person.practitioner)),
            ],
            texts("person.none"),
        )
        self._show_visit(person)
        self._show_assessment(valid_on(assessments, words.today))
        self._show_services([s for s in services if s.runs_on(words.today)])

    def _show_visit(self, person: Person) -> None:
        day = person.planned_visit
        self._visit.setText(in_text(day, self._words.language) if day else self._texts("person.visit_none"))
        late = day is not None and day < self._words.today
        self._visit_note.setText(self._texts("person.visit_late") if late else "")
        self._visit_note.set_tone("warning" if late else "")
        self._visit_note.setVisible(late)

    def _show_assessment(self, latest: Assessment | None) -> None:
        texts, words = self._texts, self._words
        _empty(self._needs_row)
        self._needs.setVisible(latest is not None)
        if latest is None:
            self._assessed.setText(texts("person.assessed_none"))
            self._assessed_note.setText(texts("person.assessed_none_text"))
            return
        by = texts("person.assessed_by", name=latest.assessor_name)
        self._assessed.setText(f"{in_table(latest.assessed_on)} · {by}")
        needs = words.needs(latest)
        told = texts("person.assessed_help", count=len(needs), total=words.scored(latest))
        self._assessed_note.setText(told if needs else texts("person.assessed_help_none"))
        for name, score in needs:
            chip = StateChip(f"{name}  {score}")
            self._needs_row.addWidget(chip)
            chip.show()

    def _show_services(self, running: list[CareService]) -> None:
        _empty(self._running)
        if not running:
            self._running.addWidget(Label(self._texts("person.services_none"), "muted"))
        for service in running:
            name = Label(self._words.service(service.type), "strong")
            text, _kind = self._words.service_state(service)
            extent = " · ".join(part for part in (self._words.extent(service), text) if part)
            self._running.addWidget(name)
            self._running.addWidget(Label(extent, "muted"))

    def _lay_out(self) -> None:
        texts, theme = self._texts, Theme.current()
        columns = Columns(2, 860)
        visit = self._card("person.visit", self._visit, self._visit_note)
        latest = self._card("person.last_assessment", self._assessed, self._assessed_note, self._needs)
        now = Card(texts("person.services_now"))
        self._running.setSpacing(theme.space("xs"))
        now.body.addLayout(self._running)
        columns.add(self._stack([visit, latest, now]))
        columns.add(
            self._stack([self._card("person.facts", self._facts), self._card("person.around", self._around)])
        )
        rare = QHBoxLayout()
        rare.addWidget(self.hide_button)
        rare.addStretch(1)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(theme.space("xl"), theme.space("l"), theme.space("xl"), theme.space("l"))
        inside.addWidget(columns)
        inside.addSpacing(theme.space("m"))
        inside.addLayout(rare)
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName(texts("person.tab_overview"))
        scroll.setWidget(holder)
        buttons = QWidget()
        flow = FlowLayout(buttons, theme.space("s"), end=1)
        for button in (self.edit, self.interview):
            flow.addWidget(button)
        bar = QVBoxLayout()
        bar.setContentsMargins(theme.space("xl"), theme.space("m"), theme.space("xl"), theme.space("m"))
        bar.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QFrame()
        line.setProperty("panel", "line")
        line.setFixedHeight(1)
        column.addWidget(scroll, 1)
        column.addWidget(line)
        column.addLayout(bar)

    def _card(self, title: str, *widgets: QWidget) -> Card:
        card = Card(self._texts(title))
        for widget in widgets:
            card.body.addWidget(widget)
        return card

    def _stack(self, cards: list[Card]) -> QWidget:
        stack = QWidget()
        column = QVBoxLayout(stack)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("l"))
        for card in cards:
            column.addWidget(card)
        return stack


def _empty(layout: QVBoxLayout | FlowLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
