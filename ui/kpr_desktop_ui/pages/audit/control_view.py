"""The monthly control of the log: choose a month, look at the hits, sign."""

from __future__ import annotations

import json
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table, month_in_text
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.control import ControlDesk, ControlList, HitLine
from kpr_desktop.usecases.vault_records import Control
from kpr_desktop_ui.pages.audit.above_table import AboveTable
from kpr_desktop_ui.pages.audit.log_view import person_words
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.places import SheetPlace
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Cell, Column, ComboBox, EmptyState, Field, Label, LineEdit, Row

_GRAVE = {
    "emergency": "stop",
    "denied": "warning",
    "own_name": "warning",
    "own_address": "warning",
    "colleague": "warning",
}
_PERSONS = frozenset(("many", "number", "reason_same"))
"""Rules that count persons, not lines."""


class ControlView(QWidget):
    """First the earlier controls; a list takes their place once it is made."""

    told = Signal(str)
    refused = Signal(str)
    go = Signal(object)

    def __init__(self, texts: Texts, desk: ControlDesk) -> None:
        super().__init__()
        self._texts, self._desk = texts, desk
        self._made: ControlList | None = None
        self._signed: ControlList | None = None
        self.month = ComboBox()
        self.make = Button(texts("control.make"), "primary")
        self._make_earlier()
        self._make_hits()
        self._views = QStackedWidget()
        self._views.addWidget(self.earlier)
        self._views.addWidget(self._hits)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._views)
        self.make.clicked.connect(self.make_list)
        self.earlier.table.opened.connect(self._again)
        self.sign.clicked.connect(self._sign)
        self.back.clicked.connect(self.refresh)
        self.report.clicked.connect(lambda: self._report(self._made))
        self.report_signed.clicked.connect(lambda: self._report(self._signed))
        self.note.edited.connect(lambda _text: self.note_field.clear_error())

    def refresh(self) -> None:
        """The earlier controls, and the months to choose from; the month that is over is chosen first."""
        texts = self._texts
        months = self._desk.months()
        self.month.set_items([(each, month_in_text(each, texts.language)) for each in months])
        self.month.set_key(months[min(1, len(months) - 1)])
        self.earlier.set_rows([self._control_row(each, by) for each, by in self._desk.controls()])
        self._views.setCurrentIndex(0)
        self.month.setFocus(Qt.FocusReason.OtherFocusReason)
        self.note.setText("")
        self.note_field.set_label(texts("control.note"))

    def make_list(self) -> None:
        """Make the list of the month that is chosen."""
        try:
            made = self._made = self._desk.make(self.month.key())
        except Fault as fault:
            self.refused.emit(self._texts.fault(fault))
            return
        texts = self._texts
        self.hits.set_rows([self._hit_row(str(at), each) for at, each in enumerate(made.hits)])
        self.anchor.setText(texts("control.anchor", anchor=made.control.anchor, lines=made.lines))
        self.title.setText(month_in_text(made.control.month, self._texts.language))
        self._views.setCurrentIndex(1)
        (self.hits.table if made.hits else self.sign).setFocus(Qt.FocusReason.OtherFocusReason)

    def half_typed(self) -> str:
        """The note to a list that is not signed yet, for `take_back` after a lock; empty for none."""
        if self._made is None or not self.note.text() or self._views.currentIndex() == 0:
            return ""
        return json.dumps({"control": self._made.control.id, "note": self.note.text()})

    def take_back(self, kept: str) -> None:
        """Make that list again, with its note. ValueError, KeyError, TypeError: of another version."""
        told = json.loads(kept)
        self._again(told["control"])
        if self._views.currentIndex() == 1:
            self.note.setText(told["note"])
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _again(self, key: str) -> None:
        month = next((c.month for c, _ in self._desk.controls() if c.id == key), "")
        if self.month.set_key(month):
            self.make_list()

    def _sign(self) -> None:
        if self._made is None:
            return
        try:
            signed = self._desk.sign(self._made.control.id, self.note.text())
        except Fault as fault:
            if getattr(fault, "field", None) == "note":
                self.note_field.set_error(self._texts.fault(fault))
                self.note.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.refused.emit(self._texts.fault(fault))
            return
        self._signed = replace(self._made, control=signed)
        self.report_signed.show()
        self.told.emit(
            self._texts("control.signed_told", month=month_in_text(signed.month, self._texts.language))
        )
        self.refresh()

    def _report(self, listed: ControlList | None) -> None:
        if listed is not None:
            self.go.emit(SheetPlace(listed))

    def _control_row(self, each: Control, by: str) -> Row:
        texts = self._texts
        state = Cell(texts("control.state_open"), "warning")
        if each.signed_at is not None:
            state = Cell(texts("control.state_signed", date=in_table(each.signed_at.date())), "ok")
        return Row(
            each.id,
            (
                month_in_text(each.month, texts.language),
                in_table(each.made_at.date()),
                by,
                str(each.hits),
                state,
            ),
        )

    def _hit_row(self, key: str, line: HitLine) -> Row:
        texts, hit = self._texts, line.hit
        rule = Cell(texts(f"control.rule_{hit.rule}"), _GRAVE.get(hit.rule, "neutral"))
        unit = "person" if hit.rule in _PERSONS else "line"
        count = texts(f"control.{unit}_one") if hit.count == 1 else texts(f"control.{unit}s", count=hit.count)
        if line.reasons:
            count = texts("control.said", what=count, reason=" · ".join(line.reasons[:3]))
        person = person_words(texts, line.person, line.user_number)
        return Row(key, (rule, line.user, person, in_table(hit.day), count))

    def _make_earlier(self) -> None:
        texts = self._texts
        columns = [
            Column(texts("control.earlier_month"), 2),
            Column(texts("control.earlier_made"), 1),
            Column(texts("control.earlier_by"), 2),
            Column(texts("control.earlier_hits"), 0),
            Column(texts("control.earlier_state"), 2),
        ]
        empty = EmptyState("shield", texts("control.none_title"), texts("control.none_text"))
        self.report_signed = Button(texts("sheet.report_signed"), icon="file-text")
        self.report_signed.hide()
        choice = QWidget()
        row = QHBoxLayout(choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(texts("control.month"), "muted", wrap=False))
        row.addWidget(self.month)
        self.month.setAccessibleName(texts("control.month"))
        self.month.setMinimumWidth(Theme.current().px(170))
        self.earlier = TableTab(
            texts("control.earlier"),
            columns,
            empty,
            texts("control.earlier_hint"),
            [self.report_signed, choice, self.make],
        )

    def _make_hits(self) -> None:
        texts, theme = self._texts, Theme.current()
        columns = [
            Column(texts("control.rule"), 3),
            Column(texts("control.user"), 2),
            Column(texts("control.person"), 2),
            Column(texts("control.when"), 0),
            Column(texts("control.count"), 3),
        ]
        empty = EmptyState("check", texts("control.clean_title"), texts("control.clean_text"))
        self.back = Button(texts("control.back"), "quiet", icon="arrow-left")
        self.report = Button(texts("sheet.report"), icon="file-text")
        self.sign = Button(texts("control.sign"), "primary")
        self.hits = TableTab(
            texts("control.hits"), columns, empty, texts("control.hint"), [self.back, self.report, self.sign]
        )
        self.title = Label("", "heading")
        self.anchor = Label("", "small")
        self.note = LineEdit(1000)
        self.note_field = Field(texts("control.note"), self.note)
        above = QWidget()
        head = QVBoxLayout(above)
        head.setContentsMargins(theme.space("xl"), theme.space("m"), theme.space("xl"), 0)
        head.setSpacing(theme.space("s"))
        for widget in (self.title, self.anchor, self.note_field):
            head.addWidget(widget)
        self._hits = AboveTable(above, self.hits)
