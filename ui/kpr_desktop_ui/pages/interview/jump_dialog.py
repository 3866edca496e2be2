"""Finding an item by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.domain.navigation import Step
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Column, DataTable, Field, Label, LineEdit, Row

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_NO_HIT = 4
_WIDE, _HIGH = 800, 600
"""Pixels at 100 %: most answers stand on one line, and a dozen items are in sight."""
_SHARE = 0.94
"""How much of the window it may cover."""


class JumpDialog(QDialog):
    """A search line over the list of items. Up and down choose, Enter goes there, Esc goes back."""

    def __init__(
        self, words: Words, steps: Sequence[Step], say: Callable[[str], str], current: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        theme = Theme.current()
        texts = words.texts
        self.setWindowTitle(texts("interview.jump_title"))
        self.setAccessibleName(texts("interview.jump_title"))
        room = parent.window().size() * _SHARE
        self.resize(min(theme.px(_WIDE), room.width()), min(theme.px(_HIGH), room.height()))
        nothing = texts("interview.not_answered")
        self._rows = [
            Row(s.item, (words.short(s.item), words.group(s.group), say(s.item) or nothing)) for s in steps
        ]
        self._chosen = ""
        self.search = LineEdit()
        self.search.edited.connect(self._filter)
        self.search.installEventFilter(self)
        self.table = DataTable(texts("interview.jump_list"))
        self.table.set_columns([Column("", 4), Column("", 4), Column("", 6)])
        self.table.horizontalHeader().hide()
        self.table.opened.connect(self._go)
        self._none = Label(texts("interview.jump_none"), "muted")
        self._none.hide()
        self.yes = Button(texts("interview.jump_go"), "primary", texts("interview.next_key"))
        self.yes.clicked.connect(lambda: self._go(self.table.key()))
        self.no = Button(texts("interview.jump_cancel"))
        self.no.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.no)
        row.addStretch(1)
        row.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space("xl"),) * 4)
        column.setSpacing(theme.space("m"))
        column.addWidget(Field(texts("interview.jump_search"), self.search), 0)
        column.addWidget(self.table, 1)
        column.addWidget(self._none, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self._filter("")
        self.table.select(current)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def run(self) -> str:
        """Show the list and wait. Gives the item chosen, or an empty text."""
        return self._chosen if self.exec() == QDialog.DialogCode.Accepted else ""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go(self.table.key())
            return True
        if event.key() in _STEPS:
            keys = [row.key for row in self._found(self.search.text())]
            if keys:
                at = keys.index(self.table.key()) if self.table.key() in keys else 0
                self.table.select(keys[(at + _STEPS[Qt.Key(event.key())]) % len(keys)])
            return True
        return False

    def _found(self, typed: str) -> list[Row]:
        """The best hit first: the name itself, a name that begins so, a name that holds it, its group's name."""
        wanted = typed.strip().casefold()
        ranked = [
            (_rank(wanted, *(str(cell).casefold() for cell in row.cells[:2])), row) for row in self._rows
        ]
        return [row for rank, row in sorted(ranked, key=lambda pair: pair[0]) if rank < _NO_HIT]

    def _filter(self, typed: str) -> None:
        found = self._found(typed)
        self.table.set_rows(found)
        self.table.setVisible(bool(found))
        self._none.setVisible(not found)
        self.yes.setEnabled(bool(found))
        if found and (typed.strip() or self.table.key() not in {row.key for row in found}):
            self.table.select(found[0].key)

    def _go(self, item: str) -> None:
        if item:
            self._chosen = item
            self.accept()


def _rank(wanted: str, name: str, group: str) -> int:
    if not wanted:
        return 0
    ways = (name == wanted, name.startswith(wanted), wanted in name, wanted in group)
    return ways.index(True) if True in ways else _NO_HIT
