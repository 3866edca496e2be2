"""The authorisation register: who holds which role, from when to when."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.ids import UserId
from kpr_desktop.usecases.authorisations import AuthorisationLine
from kpr_desktop.usecases.records import User
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.access_words import AccessWords
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.pages.access.new_user_dialog import NewUserDialog
from kpr_desktop_ui.pages.access.role_dialog import RoleDialog
from kpr_desktop_ui.pages.access.slot_dialog import SlotDialog
from kpr_desktop_ui.pages.access.why_dialog import WhyDialog
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Cell, CheckBox, Column, EmptyState, Row, Scroller

_LEAST = 270
"""Pixels at 100 % that the list with its buttons keeps; where there is less room it scrolls."""


class RegisterView(QWidget):
    """One row a role. `told(text)`; `changed`: read it again."""

    told = Signal(str)
    changed = Signal()

    def __init__(self, texts: Texts, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._services = texts, services
        self._words = AccessWords(texts, services)
        self._lines: dict[str, AuthorisationLine] = {}
        self.old = CheckBox(texts("authorisation.show_old"))
        self.revoke = Button(texts("authorisation.revoke"), "danger")
        self.slot = Button(texts("authorisation.slot"))
        self.end = Button(texts("authorisation.end"))
        self.give = Button(texts("authorisation.give"))
        self.new = Button(texts("authorisation.new"), "primary", icon="plus")
        columns = [
            Column(texts("authorisation.column_user"), 3),
            Column(texts("authorisation.column_role"), 2),
            Column(texts("authorisation.column_unit"), 2),
            Column(texts("authorisation.column_period"), 2),
            Column(texts("authorisation.column_reviewed"), 1),
            Column(texts("authorisation.column_state"), 2),
        ]
        empty = EmptyState("user", texts("authorisation.none_title"), texts("authorisation.none_text"))
        buttons = [self.old, self.revoke, self.slot, self.end, self.give, self.new]
        self.tab = TableTab(texts("authorisation.list"), columns, empty, "", buttons)
        self.reopens = {
            "access.user": lambda _about: self._new(),
            "access.role": lambda about: self._again(self._give, about),
            "access.end": lambda about: self._again(self._end, about),
            "access.revoke": lambda about: self._again(self._revoke, about),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.tab.setMinimumHeight(Theme.current().px(_LEAST))
        column.addWidget(Scroller(self.tab))
        self.old.toggled_by_user.connect(lambda _on: self.changed.emit())
        self.tab.table.selected.connect(self._choose)
        for button, act in (
            (self.revoke, self._revoke),
            (self.slot, self._slot),
            (self.end, self._end),
            (self.give, self._give),
            (self.new, self._new),
        ):
            button.clicked.connect(act)
            button.setVisible(services.session.may("authorisation.write"))

    def refresh(self) -> None:
        """Read the register."""
        found = self._services.authorisations.register()
        if not self.old.isChecked():
            today = self._services.session.today()
            found = [
                line for line in found if line.valid or (not _ended(line) and line.given.from_date > today)
            ]
        found.sort(key=lambda line: (line.user.name, line.user.login, not line.valid))
        self._lines = {line.given.id: line for line in found}
        self.tab.set_rows([self._row(line) for line in found])
        self._choose(self.tab.table.key())

    def _chosen(self) -> AuthorisationLine | None:
        return self._lines.get(self.tab.table.key())

    def _choose(self, key: str) -> None:
        line = self._lines.get(key)
        there = line is not None and line.user.revoked_at is None
        other = there and line is not None and line.user.id != self._services.session.user.id
        self.end.setEnabled(there and line is not None and not _ended(line))
        self.give.setEnabled(there)
        self.slot.setEnabled(other)
        self.revoke.setEnabled(other)

    def _again(self, act: Callable[[], None], about: str) -> None:
        """Do an act with the line, or the user's first line, that it was about before the lock."""
        found = (key for key, line in self._lines.items() if about in (key, line.user.id))
        self.tab.table.select(next(found, ""))
        line = self._chosen()
        if line is not None and about in (line.given.id, line.user.id):
            act()

    def _new(self) -> None:
        self._run(NewUserDialog(self._texts, self._services, self), "authorisation.told_new")

    def _give(self) -> None:
        line = self._chosen()
        if line is not None:
            self._run(RoleDialog(self._texts, self._services, line.user, self), "authorisation.told_given")

    def _slot(self) -> None:
        line = self._chosen()
        if line is not None:
            self._run(SlotDialog(self._texts, self._services, line.user, self), "authorisation.told_slot")

    def _end(self) -> None:
        line, texts = self._chosen(), self._texts
        if line is None:
            return
        role, given = self._words.role(line.given.role), line.given
        text = texts("authorisation.end_text", role=role, name=line.user.name)
        words = texts("authorisation.end_title"), text, texts("authorisation.end")
        desk = self._services.authorisations
        self._run(
            self._why(words, lambda why: desk.end(given.id, why), ("access.end", given.id)),
            "authorisation.told_ended",
        )

    def _revoke(self) -> None:
        line, texts = self._chosen(), self._texts
        if line is None:
            return
        user: User = line.user
        user_id: UserId = user.id
        text = texts("authorisation.revoke_text", name=user.name)
        words = texts("authorisation.revoke_title"), text, texts("authorisation.revoke")
        desk = self._services.authorisations
        self._run(
            self._why(words, lambda why: desk.revoke(user_id, why), ("access.revoke", user_id)),
            "authorisation.told_revoked",
        )

    def _why(
        self, words: tuple[str, str, str], act: Callable[[str], object], kept: tuple[str, str]
    ) -> WhyDialog:
        return WhyDialog(self._texts, self._services, words, act, self, kept=kept)

    def _run(self, dialog: FieldsDialog, told: str) -> None:
        done = bool(dialog.exec())
        dialog.deleteLater()
        if done:
            self.told.emit(self._texts(told))
        self.changed.emit()

    def _row(self, line: AuthorisationLine) -> Row:
        texts, given = self._texts, line.given
        state = Cell(texts("authorisation.state_valid"), "ok")
        if given.ended_at is not None:
            date = in_table(given.ended_at.date())
            state = Cell(texts("authorisation.state_ended", date=date), "neutral")
        elif not line.valid:
            coming = given.from_date > self._services.session.today()
            key = "authorisation.state_coming" if coming else "authorisation.state_over"
            state = Cell(texts(key), "info" if coming else "neutral")
        elif line.own:
            state = Cell(texts("authorisation.state_own"), "warning")
        cells = (
            self._words.user(line.user),
            self._words.role(given.role),
            given.unit,
            self._words.period(given.from_date, given.to_date),
            in_table(given.reviewed_on) or texts("authorisation.never"),
            state,
        )
        return Row(given.id, cells)


def _ended(line: AuthorisationLine) -> bool:
    return line.given.ended_at is not None
