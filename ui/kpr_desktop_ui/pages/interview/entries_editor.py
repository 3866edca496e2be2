"""Answering an item that repeats: the rows so far, and a form for one row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.model import EntryField, Item
from kpr_desktop.domain.assessment import Entry
from kpr_desktop.domain.dates import in_table
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop_ui.pages.interview.answer_editor import AnswerEditor
from kpr_desktop_ui.pages.interview.code_texts import CODE
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import (
    Button,
    Card,
    Column,
    Columns,
    ComboBox,
    DataTable,
    DateEdit,
    Field,
    Label,
    LineEdit,
    Row,
)

Editor = ComboBox | DateEdit | LineEdit
NARROW = 620
"""Pixels at 100 %: below this width the form's fields stand under each other."""
TEXT_LIMIT = 200
"""Characters in one text field of a row."""


class EntriesEditor(AnswerEditor):
    """A table and a form. `row_saved(values, entry_id)` and `row_removed(entry_id)` ask the page to do it.

    The page answers with `set_rows` when it is done, or `set_fault` when it is not; what was typed stays until then.
    `row_typed(values, entry_id, field, caret)` at every gesture in the form; `row_dropped` when the form is given up.
    """

    row_saved = Signal(object, str)
    row_removed = Signal(str)
    row_typed = Signal(object, str, str, int)
    row_dropped = Signal()

    def __init__(
        self, words: Words, year: int, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words, self._texts = words, words.texts
        self._year, self._today = year, today
        self._item: Item | None = None
        self._rows: dict[str, Entry] = {}
        self._changing = ""
        self._editors: dict[str, Editor] = {}
        self._fields: dict[str, Field] = {}
        theme = Theme.current()
        self.table = DataTable(self._texts("interview.entries_table"))
        self.table.setFixedHeight(theme.px(120))
        self.table.opened.connect(self._change)
        self._none = Label(self._texts("interview.entries_none"), "muted")
        self._title = Label(role="heading", wrap=False)
        self._needed = Label(role="small")
        self._needed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._form = Columns(3, NARROW)
        self._save = Button("", icon="plus")
        self._save.clicked.connect(self.save_row)
        self.remove = Button(self._texts("interview.entries_remove"), "danger")
        self.remove.clicked.connect(lambda: self.row_removed.emit(self._changing))
        self.cancel = Button(self._texts("interview.entries_cancel"), "quiet")
        self.cancel.clicked.connect(self._give_up)
        self._card = Card()
        self._buttons = QHBoxLayout()
        for button in (self._save, self.cancel, self.remove):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._needed, 1)
        self._card.body.addLayout(head)
        self._card.body.addWidget(self._form)
        self._card.body.addLayout(self._buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addWidget(self._none)
        column.addWidget(self.table)
        column.addWidget(self._card)
        column.addStretch(1)

    def show_item(self, item: Item, value: str) -> None:
        """Build the form of an item; its rows come with `set_rows`."""
        del value
        if self._item is not item:
            self._item = item
            self._build(item)
        self._blank(focus=False)

    def set_value(self, value: str) -> None:
        """Rows are no single value."""

    def set_rows(self, rows: Sequence[Entry]) -> None:
        """Show the rows and empty the form."""
        if self._item is None:
            return
        self._rows = {row.id: row for row in rows}
        self.table.set_rows([Row(row.id, self._cells(row)) for row in rows])
        self.table.setVisible(bool(rows))
        self._none.setVisible(not rows)
        focused = QApplication.focusWidget()
        self._blank(focus=focused is not None and self.isAncestorOf(focused))

    def set_fault(self, fault: Fault) -> None:
        """Show a fault beside the field it is about; what was typed stays."""
        name = (fault.field or "").rpartition(".")[2] if isinstance(fault, UserFault) else ""
        field = self._fields.get(name) or next(iter(self._fields.values()))
        field.set_error(self._texts.fault(fault))
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_field(self) -> QWidget | None:
        """None: rows are the exception, and most people go on with Enter."""
        return None

    def fields(self) -> list[QWidget]:
        """The table and the form."""
        return [self.table, *self._editors.values(), self._save, self.cancel, self.remove]

    def editors(self) -> dict[str, Editor]:
        """The form's editors by field."""
        return dict(self._editors)

    def field(self, name: str) -> Field:
        """The form's field of that name."""
        return self._fields[name]

    def started(self) -> bool:
        """Whether something stands in the form of a new row, or a row is being changed."""
        return bool(self._changing) or any(text.strip() for text in self._values().values())

    def has_field(self, widget: QWidget | None) -> bool:
        """Whether `widget` is one of the form's fields."""
        if widget is None:
            return False
        return any(each is widget or each.isAncestorOf(widget) for each in self._editors.values())

    def save_row(self) -> None:
        """Ask for the form to be saved."""
        for field in self._fields.values():
            field.clear_error()
        self.row_saved.emit(self._values(), self._changing)

    def show_typed(self, row: Entry) -> None:
        """Show a row that was being typed, as it was left; emits nothing."""
        self._changing = row.changes if row.changes in self._rows else ""
        self._fill(row.typed)
        self._show_mode()

    def focus_at(self, name: str, caret: int) -> None:
        """Put the caret in a field of the form; the first one when there is no such field."""
        editor = self._editors.get(name) or next(iter(self._editors.values()))
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(editor, LineEdit):
            editor.setCursorPosition(caret)

    def _build(self, item: Item) -> None:
        old, self._form = self._form, Columns(3, NARROW)
        self._card.body.replaceWidget(old, self._form)
        old.deleteLater()
        self._editors, self._fields = {}, {}
        for part in item.fields:
            editor = self._editor(part)
            gesture = editor.chosen if isinstance(editor, ComboBox) else editor.edited
            gesture.connect(lambda _text, name=part.id: self._typed(name))
            field = Field(part.label.in_(self._words.language), editor)
            self._editors[part.id], self._fields[part.id] = editor, field
            self._form.add(field)
        self._form.show()
        needed = ", ".join(p.label.in_(self._words.language) for p in item.fields if p.required)
        self._needed.setText(self._texts("interview.entries_needed", fields=needed))
        # The heading says the first words only: what stands in brackets belongs to the form.
        titles = (part.label.in_(self._words.language).partition(" (")[0] for part in item.fields)
        self.table.set_rows([])  # the rows of the item before have another number of cells
        self.table.set_columns([Column(title) for title in titles])

    def _editor(self, part: EntryField) -> Editor:
        if part.kind in ("code", "system"):
            codes = [c for c in self._words.book.lists[part.list].codes if c.valid_in(self._year)]
            texts = [(c.code, c.label.in_(self._words.language)) for c in codes]
            return ComboBox([("", self._texts("interview.entries_choose")), *texts])
        if part.kind == "date":
            return DateEdit(self._texts("interview.date_hint"), self._today)
        return LineEdit(TEXT_LIMIT)

    def _cells(self, row: Entry) -> tuple[str, ...]:
        return self._words.cells(self._item, row.values) if self._item else ()

    def _change(self, entry_id: str) -> None:
        if self.started() and self._changing != entry_id:
            self.save_row()
            if self.started():  # it lacks something, and that is told beside its field
                return
        self._fill(self._rows[entry_id].values)
        self._changing = entry_id
        self._show_mode()
        next(iter(self._editors.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _blank(self, *, focus: bool) -> None:
        self._fill({})
        self._changing = ""
        self._show_mode()
        if focus and self._editors:
            next(iter(self._editors.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_up(self) -> None:
        self._blank(focus=True)
        self.row_dropped.emit()

    def _typed(self, name: str) -> None:
        editor = self._editors[name]
        caret = editor.cursorPosition() if isinstance(editor, LineEdit) else 0
        self._name_code()
        self.row_typed.emit(self._values(), self._changing, name, caret)

    def _values(self) -> dict[str, str]:
        return {name: self._read(editor) for name, editor in self._editors.items()}

    def _show_mode(self) -> None:
        changing = bool(self._changing)
        self._title.setText(self._texts("interview.entries_change" if changing else "interview.entries_new"))
        self._save.setText(self._texts("interview.entries_save" if changing else "interview.entries_add"))
        self.remove.setVisible(changing)
        self.cancel.setVisible(changing)

    def _fill(self, values: Mapping[str, str]) -> None:
        for name, editor in self._editors.items():
            self._fields[name].clear_error()
            value = values.get(name, "")
            if isinstance(editor, ComboBox):
                editor.set_key(value)
            elif isinstance(editor, DateEdit):
                editor.setText(as_typed(value))
            else:
                editor.setText(value)
        self._name_code()

    def _name_code(self) -> None:
        if field := self._fields.get(CODE):
            field.set_hint(self._words.code_hint(self._values()))

    @staticmethod
    def _read(editor: Editor) -> str:
        return editor.key() if isinstance(editor, ComboBox) else editor.text()


def as_typed(value: str) -> str:
    """A date as people write it; a text that is none (yet) as it stands."""
    try:
        return in_table(date.fromisoformat(value))
    except ValueError:
        return value
