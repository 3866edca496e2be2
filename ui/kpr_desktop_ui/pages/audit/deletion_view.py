"""Wishes for real deletion, and deciding those of others."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.deletion import DeletionLine
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.passphrase_dialog import confirm_passphrase
from kpr_desktop_ui.pages.persons.reason_dialog import ask_reason
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.widgets import Banner, Button, Cell, Column, EmptyState, Row

_KINDS = {"asked": "warning", "done": "neutral", "refused": "neutral"}


class DeletionView(QWidget):
    """The list. Only what somebody else has asked for can be decided."""

    told = Signal(str)
    refused = Signal(str)

    def __init__(self, texts: Texts, services: Services) -> None:
        super().__init__()
        self._texts, self._services = texts, services
        self._lines: dict[str, DeletionLine] = {}
        self.cancel = Banner("warning", "")
        self.cancel.hide()
        self.refuse = Button(texts("deletion.refuse"))
        self.carry_out = Button(texts("deletion.carry_out"), "danger")
        columns = [
            Column(texts("deletion.column_asked"), 2),
            Column(texts("deletion.column_what"), 2),
            Column(texts("deletion.column_person"), 1),
            Column(texts("deletion.column_ground"), 3),
            Column(texts("deletion.column_state"), 2),
        ]
        empty = EmptyState("x", texts("deletion.empty_title"), texts("deletion.empty_text"))
        buttons = [self.refuse, self.carry_out]
        self.rows = TableTab(texts("deletion.table"), columns, empty, texts("deletion.hint"), buttons)
        self.reopens = {
            f"deletion.{how}": lambda about, how=how: self._decide_again(how, about)
            for how in ("refuse", "carry")
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.cancel)
        column.addWidget(self.rows, 1)
        self.rows.table.selected.connect(self._choose)
        self.refuse.clicked.connect(lambda: self._decide("refuse"))
        self.carry_out.clicked.connect(lambda: self._decide("carry"))

    def refresh(self) -> None:
        """Read the list (which is logged)."""
        self._lines = {line.deletion.id: line for line in self._services.deletion.asked()}
        self.rows.set_rows([self._row(key, line) for key, line in self._lines.items()])
        self._choose(self.rows.table.key())
        self._tell_cancel()
        self.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_cancel(self) -> None:
        texts = self._texts
        may = self._services.session.may("export.rehearse")
        count = len(self._services.deletion.to_cancel()) if may else 0
        if count:
            one = count == 1
            self.cancel.set_message(
                "warning", texts("deletion.cancel_one") if one else texts("deletion.cancel", count=count)
            )
        self.cancel.setVisible(bool(count))

    def _choose(self, key: str) -> None:
        line = self._lines.get(key)
        may = self._services.session.may("deletion.decide")
        open_ = may and line is not None and line.deletion.state == "asked" and not line.own
        self.refuse.setEnabled(open_)
        self.carry_out.setEnabled(open_ and line is not None and not line.erased)

    def _decide_again(self, how: str, key: str) -> None:
        self.rows.table.select(key)
        self._decide(how)

    def _decide(self, how: str) -> None:
        line = self._lines.get(self.rows.table.key())
        if line is None or not confirm_passphrase(self, self._texts, self._services.session):
            return
        texts, desk = self._texts, self._services.deletion
        text = (
            texts("deletion.carry_text", why=line.deletion.why)
            if how == "carry"
            else texts("deletion.refuse_text")
        )
        words = {
            "title": texts(f"deletion.{how}_title"),
            "text": text,
            "label": texts("deletion.why"),
            "yes": texts(f"deletion.{how}_yes"),
            "no": texts("deletion.no"),
        }
        why = ask_reason(
            self,
            words,
            missing=texts("deletion.reason_short", minimum=15),
            kept=(f"deletion.{how}", line.deletion.id),
        )
        if not why:
            return
        try:
            (desk.carry_out if how == "carry" else desk.refuse)(line.deletion.id, why)
        except Fault as fault:
            self.refused.emit(texts.fault(fault))
            return
        self.told.emit(texts("deletion.done_told") if how == "carry" else texts("deletion.refused_told"))
        self.refresh()

    def _row(self, key: str, line: DeletionLine) -> Row:
        texts, each = self._texts, line.deletion
        what = texts(f"deletion.kind_{each.kind}")
        if line.day is not None:
            what = texts("deletion.with_day", what=what, date=in_table(line.day))
        ground = self._services.deletion.grounds.get(each.ground)
        state = {
            "asked": texts("deletion.state_own") if line.own else texts("deletion.state_asked"),
            "refused": texts("deletion.state_refused", name=line.decided_by),
            "done": texts("deletion.state_done", name=line.decided_by),
        }[each.state]
        by = texts("deletion.by", date=in_table(each.asked_at.date()), name=line.asked_by)
        number = texts("audit.erased") if line.erased else line.user_number
        words = (
            texts("deletion.ground_line", label=ground.label.in_(texts.language), law=ground.law)
            if ground
            else each.ground
        )
        return Row(key, (by, what, number, words, Cell(state, _KINDS[each.state])))
