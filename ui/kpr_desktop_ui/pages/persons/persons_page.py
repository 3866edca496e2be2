"""The list of persons: search, open, register."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import age_on, in_table
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.person import PersonSummary
from kpr_desktop.usecases.persons import FOUND_LIMIT
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.emergency_dialog import begin_emergency
from kpr_desktop_ui.pages.exchange.exchanging import take_in
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.places import BatchPlace, PersonFormPlace, PersonPlace, PersonsPlace
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import (
    ActionBar,
    Button,
    Cell,
    CheckBox,
    Column,
    DataTable,
    EmptyState,
    Label,
    LineEdit,
    Row,
    key_sequence,
)

_LOW = 420
"""Pixels at 100 %."""
TYPING_MS = 120
"""Milliseconds of rest before a search, so that a number is looked up (and logged) once."""


class PersonsPage(Page):
    """Finds persons by name, birth date or number as it is typed; Enter opens, arrow down goes to the list."""

    def __init__(self, texts: Texts, services: Services, _place: PersonsPlace) -> None:
        super().__init__(texts("persons.title"))
        self._texts = texts
        self._services = services
        self.search = LineEdit()
        self.search.setPlaceholderText(texts("persons.search_hint"))
        self.search.setAccessibleName(texts("persons.search"))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.hidden = CheckBox(texts("persons.show_hidden"))
        self.new = Button(texts("persons.new"), "primary", texts("persons.new_key"), icon="plus")
        self.emergency = Button(texts("emergency.open"), "quiet", texts("emergency.key"), small=True)
        self.take_in = Button(texts("exchange.open"), "quiet", small=True)
        self.batch = Button(texts("batch.open"), "quiet", small=True)
        self.table = DataTable(texts("persons.list"), stacks=True)
        self.table.set_columns(
            [
                Column(texts("persons.column_name"), 3),
                Column(texts("persons.column_born"), 0),
                Column(texts("persons.column_age"), 0),
                Column(texts("persons.column_assessed"), 0),
                Column(texts("persons.column_state"), 2),
            ]
        )
        self.count = Label("", "small")
        self._empty = EmptyState(
            "users", texts("persons.empty_title"), texts("persons.empty_text"), texts("persons.new")
        )
        self._none = EmptyState(
            "search", texts("persons.none_title"), texts("persons.none_text"), texts("persons.new")
        )
        self._stack = QStackedWidget()
        for widget in (self.table, self._empty, self._none):
            self._stack.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._lay_out()
        self.emergency.setVisible(services.emergencies.may_begin())
        self._connect()

    def enter(self) -> None:
        """Search again, and put the caret in the search field."""
        may = self._services.session.may("person.register")
        self.new.setEnabled(may)
        self.take_in.setVisible(self._services.session.may("exchange.in"))
        self.batch.setVisible(self._services.session.may("letter.batch"))
        self.refresh()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def refresh(self) -> None:
        """Show what is found now."""
        self._timer.stop()
        typed = self.search.text()
        found = self._services.persons.find(typed, hidden=self.hidden.isChecked())
        self.table.set_rows([self._row(person) for person in found])
        if found:
            self.table.select(self.table.key() or found[0].id)
        nothing = self._none if typed.strip() else self._empty
        self._stack.setCurrentWidget(self.table if found else nothing)
        self.count.setText(self._count_text(typed, len(found)) if found else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.refresh()
                self._open(self.table.key())
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Low, or with large letters, the list needs the room.
        self._hint.setVisible(event.size().height() >= Theme.current().px(_LOW))

    def _lay_out(self) -> None:
        theme = Theme.current()
        self._hint = Label(self._texts("persons.open_hint"), "small", wrap=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space("xl"), theme.space("l"), theme.space("xl"), theme.space("l"))
        column.setSpacing(theme.space("m"))
        column.addWidget(ActionBar(self.search, [self.hidden, self.new], 300))
        column.addWidget(self._stack, 1)
        column.addWidget(ActionBar(self.count, [self._hint, self.batch, self.take_in, self.emergency], 160))

    def _connect(self) -> None:
        self.search.edited.connect(lambda _typed: self._timer.start())
        self._timer.timeout.connect(self.refresh)
        self.hidden.toggled_by_user.connect(lambda _on: self.refresh())
        self.table.opened.connect(self._open)
        for starter in (self.new.clicked, self._empty.acted, self._none.acted):
            starter.connect(self._register)
        self.emergency.clicked.connect(self._emergency)
        self.take_in.clicked.connect(self._take_in)
        self.batch.clicked.connect(self._write_to)
        self.reopens = {"emergency.begin": lambda _about: self._emergency()}
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (("Ctrl+N", self._register), (self._texts("emergency.key"), self._emergency)):
            QShortcut(key_sequence(keys), self, act, context=here)

    def _register(self) -> None:
        if self.new.isEnabled():
            self.go.emit(PersonFormPlace(None))

    def _emergency(self) -> None:
        if self.emergency.isHidden():
            return
        opened = begin_emergency(self, self._texts, self._services)
        if opened is not None:
            self.go.emit(PersonPlace(opened))

    def _take_in(self) -> None:
        taken = take_in(self, self._texts, self._services)
        if taken is not None:
            self.told.emit(self._texts("exchange.taken"))
            self.go.emit(PersonPlace(taken))

    def _write_to(self) -> None:
        """A letter to those who are found; to one's own where nothing is searched for."""
        found = self._services.persons.find(self.search.text()) if self.search.text().strip() else []
        self.go.emit(BatchPlace(tuple(each.id for each in found)))

    def _open(self, key: str) -> None:
        if key:
            self.go.emit(PersonPlace(PersonId(key)))

    def _row(self, person: PersonSummary) -> Row:
        texts = self._texts
        today = self._services.session.today()
        states = [
            (person.protected, "persons.protected", "stop"),
            (person.dead, "persons.dead", "neutral"),
            (person.hidden, "persons.hidden", "warning"),
            (person.has_draft, "persons.draft", "info"),
        ]
        held = [(texts(key), kind) for on, key, kind in states if on]
        kind = next((kind for _, kind in held if kind != "neutral"), "neutral")
        return Row(
            person.id,
            (
                person.name,
                in_table(person.birth_date),
                str(age_on(person.birth_date, today)) if person.birth_date and not person.dead else "",
                in_table(person.last_assessed) or texts("persons.never"),
                Cell(" · ".join(text for text, _ in held), kind if held else "neutral"),
            ),
        )

    def _count_text(self, typed: str, shown: int) -> str:
        texts = self._texts
        if not typed.strip():
            count = self._services.persons.count(hidden=self.hidden.isChecked())
            if count > shown:
                return texts("persons.first_of", shown=texts.number(shown), count=texts.number(count))
            return (
                texts("persons.count", count=texts.number(count)) if count > 1 else texts("persons.count_one")
            )
        if shown >= FOUND_LIMIT:
            return texts("persons.more", shown=shown)
        return texts("persons.hits", count=shown) if shown > 1 else texts("persons.hits_one")
