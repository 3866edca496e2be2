"""The practice cases."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.practice import Standing
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.places import PracticeCasePlace, PracticePlace
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Column, EmptyState, Label, Row


class PracticePage(Page):
    """Lists the stories with who has scored them; one of them opens on Enter."""

    def __init__(self, texts: Texts, services: Services, _place: PracticePlace) -> None:
        super().__init__(texts("practice.title"))
        self._texts, self._desk = texts, services.practice
        theme = Theme.current()
        self.intro = Label(texts("practice.intro"))
        self.open = Button(texts("practice.open"), "primary", texts("practice.enter_key"))
        columns = [
            Column(texts("practice.column_case"), 2),
            Column(texts("practice.column_asked"), 0),
            Column(texts("practice.column_scorers"), 3),
        ]
        self.empty = EmptyState("pencil", texts("practice.closed_title"), texts("practice.not_training"))
        self.list = TableTab(
            texts("practice.cases"), columns, self.empty, texts("practice.hint"), [self.open]
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space("xl"), 0, 0)
        column.setSpacing(0)
        self.intro.setContentsMargins(theme.space("xl"), 0, theme.space("xl"), 0)
        column.addWidget(self.intro)
        column.addWidget(self.list, 1)
        self.open.clicked.connect(lambda: self._open(self.list.table.key()))
        self.list.table.opened.connect(self._open)

    def enter(self) -> None:
        """Read who has scored what; a vault that is no training vault has nothing to show."""
        try:
            cases = self._desk.cases()
        except Fault as fault:
            self.empty.set_text(self._texts("practice.closed_title"), self._texts.fault(fault))
            self.intro.hide()
            self.open.hide()
            cases = []
        self.list.set_rows([self._row(standing) for standing in cases])
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, key: str) -> None:
        self.go.emit(PracticeCasePlace(key))

    def _row(self, standing: Standing) -> Row:
        texts, case = self._texts, standing.case
        done = standing.done()
        told = [
            name
            if name in done
            else texts("practice.under_way", name=name, count=count, total=len(case.answers))
            for name, count in standing.scorers
        ]
        asked = texts("practice.asked", count=len(case.answers))
        return Row(
            case.id,
            (case.title.in_(texts.language), asked, ", ".join(told) or texts("practice.nobody")),
        )
