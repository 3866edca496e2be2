"""Rows of a repeating item: what a gesture in their form does, and what is kept of a row that lacks something."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from kpr_desktop.domain.assessment import Entry
from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from kpr_desktop.usecases.interview import Interview
from kpr_desktop_ui.pages.interview.entries_editor import EntriesEditor
from kpr_desktop_ui.pages.interview.keeper import Keeper


class RowDesk(QObject):
    """Between the form of a row and the interview. `changed`: a row was added, changed or removed.

    `removed(undo)`: a row was removed; `undo()` puts it back.

    Every gesture in the form is on disk at once; a row becomes one of the item's when it is asked for and complete.
    """

    changed = Signal()
    removed = Signal(object)

    def __init__(self, interview: Interview, keeper: Keeper, editor: EntriesEditor, parent: QObject) -> None:
        super().__init__(parent)
        self._interview, self._keeper, self._editor = interview, keeper, editor
        self._item = ""
        editor.row_typed.connect(self._type)
        editor.row_saved.connect(self._save)
        editor.row_removed.connect(self._remove)
        editor.row_dropped.connect(lambda: self._keeper.drop_row(self._item))

    def show_rows(self, item: str) -> None:
        """Show the rows of an item, and in the form the one that was being typed."""
        self._item = item
        self._editor.set_rows(self._interview.entries(item))
        typed = self._keeper.row(item)
        if typed is not None:
            self._editor.show_typed(typed)

    def _type(self, values: Mapping[str, str], of: str, part: str, caret: int) -> None:
        fault = self._keeper.type_row(self._item, values, of, part, caret)
        if fault is not None:
            self._editor.set_fault(fault)

    def _save(self, values: Mapping[str, str], entry_id: str) -> None:
        fault = self._done(lambda: self._interview.save_entry(self._item, values, entry_id or None))
        if isinstance(fault, EnvironmentFault):  # then it waits with the rest, as it was typed
            self._keeper.type_row(self._item, values, entry_id, "", 0)

    def _remove(self, entry_id: str) -> None:
        entry = next(each for each in self._interview.entries(self._item) if each.id == entry_id)
        if self._done(lambda: self._interview.remove_entry(entry_id)) is None:
            self.removed.emit(lambda: self._put_back(entry))

    def _put_back(self, entry: Entry) -> None:
        """The row as it was, after the others; a row that is being typed meanwhile stays so."""
        typed = self._keeper.row(entry.item)

        def act() -> None:
            self._interview.save_entry(entry.item, entry.values, entry.id)
            if typed is not None:
                self._interview.type_row(entry.item, typed.typed, typed.changes)

        self._done(act, entry.item)

    def _done(self, work: Callable[[], object], item: str = "") -> Fault | None:
        def act() -> None:
            work()
            self._keeper.row_is_saved(item or self._item)

        fault = self._keeper.run(act)
        if isinstance(fault, UserFault):
            self._editor.set_fault(fault)
        elif fault is None:
            if item in ("", self._item):
                self.show_rows(self._item)
            self.changed.emit()
        return fault
