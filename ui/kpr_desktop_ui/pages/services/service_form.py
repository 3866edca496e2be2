"""The form of a care service: only what its type needs is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.languages import DECIMAL_MARKS
from kpr_desktop.codebook.model import CodeBook, ServiceType
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.care_service import DecisionRow, Outcome
from kpr_desktop.domain.hours import in_hours
from kpr_desktop.usecases.service_form import TypedChange, TypedPause, wanted
from kpr_desktop_ui.pages.services.change_rows import ChangeRows
from kpr_desktop_ui.pages.services.decision_dialog import DecisionDialog
from kpr_desktop_ui.pages.services.pause_rows import PauseRows
from kpr_desktop_ui.pages.services.typed_rows import TypedRows
from kpr_desktop_ui.pages.services.working_part import WorkingPart
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Card, Columns, ComboBox, DateEdit, Field, Label, LineEdit, TextEdit

_DATES = ("applied_on", "decided_on", "complained_on", "complaint_answered_on", "start", "end")
ROOM = 900
"""Pixels that two columns need at 100 % text."""
PAUSE_LIST = "pause_reason"
_COMPLAINT = ("complained_on", "complaint_answered_on")
_Editor = LineEdit | ComboBox | TextEdit
_GROUPS = ("home", "institution", "housing", "technology", "coercion")


class ServiceForm(QWidget):
    """Fields with their faults beside them. `edited` tells of a person's gesture. Values are texts (see `reading`)."""

    edited = Signal()
    undoable = Signal(str, object)

    def __init__(self, texts: Texts, book: CodeBook, today: date, new_id: Callable[[], str]) -> None:
        super().__init__()
        self._texts, self._book, self._today = texts, book, today
        self.fields: dict[str, Field] = {}
        self.editors: dict[str, _Editor] = {}
        self._types, self._subtypes = ComboBox(), ComboBox()
        kinds = [(c.code, c.label.in_(texts.language)) for c in book.lists[PAUSE_LIST].codes]
        self.pauses = PauseRows(texts, new_id, today, kinds)
        self.changes = ChangeRows(texts, new_id, today)
        self._rows: dict[str, TypedRows[TypedPause] | TypedRows[TypedChange]] = {
            "changes": self.changes,
            "pauses": self.pauses,
        }
        self.working = WorkingPart(texts)
        self._cards: dict[str, Card] = {}
        self.dialog: DecisionDialog | None = None
        self._make_fields()
        self._lay_out()
        for rows in self._rows.values():
            rows.edited.connect(self._changed)
            rows.removed.connect(lambda undo: self.undoable.emit(texts("service.row_removed"), undo))
        self.working.asked.connect(self.work_out)

    # --- values

    def set_values(
        self,
        values: Mapping[str, str],
        pauses: Sequence[TypedPause],
        changes: Sequence[TypedChange],
        working: Sequence[DecisionRow] | None = None,
    ) -> None:
        """Fill the form; no signal. The working stays as it is unless given."""
        if working is not None:
            self.working.set_rows(working)
        self._fill_types(values["type"])
        for name, text in values.items():
            if name == "subtype":
                self._fill_subtypes(text)
            self._set(name, text)
        self.pauses.set_typed(pauses)
        self.changes.set_typed(changes)
        self._show_wanted()

    def values(self) -> dict[str, str]:
        """What stands in the form, hidden fields included."""
        return {name: _value(editor) for name, editor in self.editors.items()}

    def work_out(self) -> None:
        """Ask for the rows of the decision, and take hours and working from them."""
        self.work_on("")

    def work_on(self, kept: str) -> None:
        """As `work_out`, with the dialog as it stood at a lock."""
        if self.fields["week_minutes"].isHidden() or not self.working.open.isEnabled():
            return
        dialog = self.dialog = DecisionDialog(self._texts, self.working.rows(), parent=self)
        if kept:
            dialog.take_back(kept)
        accepted = dialog.exec()
        self.dialog = None
        if accepted:
            found = dialog.translation("")
            self.working.set_rows(found.rows)
            self._set("week_minutes", in_hours(found.minutes, DECIMAL_MARKS[self._texts.language]))
            self._edited("week_minutes")
        dialog.deleteLater()
        self.editors["week_minutes"].setFocus(Qt.FocusReason.OtherFocusReason)

    def kind(self) -> ServiceType | None:
        """The type chosen."""
        return self._book.services.get(self._types.key())

    # --- faults

    def set_fault(self, name: str, text: str) -> bool:
        """Tell a fault beside the field of that name. Tells whether there is one in sight."""
        if name in self._rows:
            self._rows[name].set_error(text)
            return True
        field = self.field(name)
        if field is None or field.isHidden():
            return False
        if not field.error():
            field.set_error(text)
        return True

    def field(self, name: str) -> Field | None:
        """The field of that name; a row's is `pauses.<row>.<part>` or `changes.<row>.<part>`."""
        head, _, rest = name.partition(".")
        if rest:
            return self._rows[head].field(rest)
        return self.fields.get(name)

    def clear_faults(self) -> None:
        """Nothing is wrong (any more)."""
        for rows in self._rows.values():
            rows.set_error("")
        for field in (*self.fields.values(), *self.changes.fields(), *self.pauses.fields()):
            if field.error():
                field.clear_error()

    def shows(self, name: str) -> bool:
        """Whether there is such a field, and it is shown for this type."""
        field = self.field(name) if name in self.fields else None
        return name in self._rows or (field is not None and not field.isHidden())

    def focus_on(self, name: str) -> None:
        """Put the focus in a field."""
        field = self.field(name)
        target: QWidget = field.editor if field is not None else self._rows[name].add
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- making

    def _make_fields(self) -> None:
        texts = self._texts
        granted, refused = Outcome.GRANTED.value, Outcome.REFUSED.value
        self._field("type", self._types)
        self._field("subtype", self._subtypes)
        self._field(
            "rolling",
            ComboBox(
                [
                    ("", texts("service.not_chosen")),
                    ("yes", texts("service.rolling_yes")),
                    ("no", texts("service.rolling_no")),
                ]
            ),
        )
        self._field(
            "outcome",
            ComboBox(
                [
                    ("", texts("service.outcome_none")),
                    (granted, texts("service.outcome_granted")),
                    (refused, texts("service.outcome_refused")),
                ]
            ),
        )
        for name in _DATES:
            self._field(name, DateEdit(texts("service.date_pattern"), lambda: self._today))
        for name in ("week_minutes", "provider_number", "provider_name"):
            self._field(name, LineEdit())
        note = TextEdit()
        note.setFixedHeight(Theme.current().px(120))
        self._field("note", note)

    def _field(self, name: str, editor: _Editor) -> None:
        hint = f"service.{name}_hint"
        field = Field(
            self._texts(f"service.{name}"), editor, self._texts(hint) if self._texts.has(hint) else ""
        )
        self.fields[name], self.editors[name] = field, editor
        if isinstance(editor, ComboBox):
            editor.chosen.connect(lambda _key: self._edited(name))
        else:
            editor.edited.connect(lambda _text: self._edited(name))

    def _lay_out(self) -> None:
        theme = Theme.current()
        plan: list[list[tuple[str, list[tuple[str, ...]]]]] = [
            [
                ("what", [("type",), ("subtype",), ("rolling",)]),
                ("decision", [("applied_on", "decided_on"), ("outcome",), _COMPLAINT]),
                ("time", [("start", "end"), ("week_minutes",)]),
            ],
            [
                ("who", [("provider_number",), ("provider_name",)]),
                ("pauses", []),
                ("more", [("note",)]),
            ],
        ]
        columns = Columns(2, ROOM)
        for cards in plan:
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(theme.space("l"))
            for name, lines in cards:
                column.addWidget(self._card(name, lines))
            columns.add(holder)
        self._cards["pauses"].body.addWidget(self.pauses)
        self._cards["who"].body.addWidget(Label(self._texts("service.changes"), "strong"))
        self._cards["who"].body.addWidget(self.changes)
        self._cards["time"].body.addWidget(self.working)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(columns)
        outer.addStretch(1)

    def _card(self, name: str, lines: list[tuple[str, ...]]) -> Card:
        card = self._cards[name] = Card(self._texts(f"service.{name}"))
        card.body.setSpacing(Theme.current().space("m"))
        for line in lines:
            row = QHBoxLayout()
            row.setSpacing(Theme.current().space("l"))
            for each in line:
                row.addWidget(self.fields[each], 1, Qt.AlignmentFlag.AlignTop)
            card.body.addLayout(row)
        return card

    # --- filling

    def _fill_types(self, current: str) -> None:
        texts, language = self._texts, self._texts.language
        kinds = [k for k in self._book.services.values() if k.valid_in(self._today.year) or k.code == current]
        kinds.sort(key=lambda k: (_GROUPS.index(k.group), int(k.code)))
        entries = [
            (
                k.code,
                texts(
                    "service.type_entry", group=texts(f"service.group_{k.group}"), name=k.label.in_(language)
                ),
            )
            for k in kinds
        ]
        self._types.set_items([("", texts("service.not_chosen")), *entries])

    def _fill_subtypes(self, current: str = "") -> None:
        kind = self.kind()
        if kind is None or not kind.subtype_list:
            return
        codes = [
            (c.code, c.label.in_(self._texts.language))
            for c in self._book.lists[kind.subtype_list].codes
            if c.valid_in(self._today.year) or c.code == current
        ]
        self._subtypes.set_items([("", self._texts("service.not_chosen")), *codes])

    def _set(self, name: str, text: str) -> None:
        editor = self.editors[name]
        if isinstance(editor, ComboBox):
            editor.set_key(text)
        elif isinstance(editor, TextEdit):
            editor.set_text(text)
        else:
            editor.setText(text)

    def _show_wanted(self) -> None:
        values = self.values()
        kind = self.kind()
        shown = wanted(kind, values)
        for name, field in self.fields.items():
            field.setVisible(name in shown)
        self.working.setVisible("week_minutes" in shown)
        self.working.compare(values["week_minutes"])
        self._cards["pauses"].setVisible("pauses" in shown)
        self._cards["who"].setVisible("provider_number" in shown)
        self._cards["time"].setVisible(bool({"start", "end", "week_minutes"} & shown))
        hint = []
        if kind is not None:
            hint.append(self._texts(f"service.class_{kind.kind.value}"))
            if kind.in_message:
                hint.append(self._texts("service.in_message"))
            if kind.note is not None:
                hint.append(kind.note.in_(self._texts.language))
        self.fields["type"].set_hint(" ".join(hint))

    # --- gestures

    def _edited(self, name: str) -> None:
        if self.fields[name].error():
            self.fields[name].clear_error()
        if name == "type":
            self._fill_subtypes()
        self._changed()

    def _changed(self) -> None:
        self._show_wanted()
        self.edited.emit()


def _value(editor: _Editor) -> str:
    return editor.key() if isinstance(editor, ComboBox) else editor.text()
