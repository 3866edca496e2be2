"""Files that lie outside the vault, until somebody confirms that they are gone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.written_files import LeftLine, WrittenFiles
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.widgets import Button, Cell, Column, EmptyState, Row, ask

_THERE = {True: ("still", "warning"), False: ("missing", "ok"), None: ("unseen", "neutral")}


class FilesView(QWidget):
    """The reminder list."""

    told = Signal(str)
    refused = Signal(str)

    def __init__(self, texts: Texts, files: WrittenFiles) -> None:
        super().__init__()
        self._texts, self._files = texts, files
        self._lines: dict[str, LeftLine] = {}
        self.confirm = Button(texts("written.confirm"), "primary")
        columns = [
            Column(texts("written.column_file"), 2),
            Column(texts("written.column_where"), 3),
            Column(texts("written.column_written"), 2),
            Column(texts("written.column_purpose"), 2),
            Column(texts("written.column_state"), 1),
        ]
        empty = EmptyState("check", texts("written.empty_title"), texts("written.empty_text"))
        self.rows = TableTab(texts("written.table"), columns, empty, texts("written.hint"), [self.confirm])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows)
        self.confirm.clicked.connect(self._confirm)

    def refresh(self) -> None:
        """Read the list, and look whether the files are there."""
        self._lines = {line.file.id: line for line in self._files.left()}
        self.rows.set_rows([self._row(key, line) for key, line in self._lines.items()])
        self.confirm.setVisible(bool(self._lines))
        self.rows.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self) -> None:
        line = self._lines.get(self.rows.table.key())
        texts = self._texts
        if line is None or (line.there is None and not self._sure()):
            return
        try:
            gone = self._files.confirm_gone(line.file.id)
        except Fault as fault:
            self.refused.emit(texts.fault(fault))
            return
        self.told.emit(texts("written.confirmed", name=gone.file_name))
        self.refresh()

    def _sure(self) -> bool:
        texts = self._texts
        return ask(
            self,
            texts("written.unseen_title"),
            texts("written.unseen_text"),
            texts("written.unseen_yes"),
            texts("written.no"),
        )

    def _row(self, key: str, line: LeftLine) -> Row:
        texts, file = self._texts, line.file
        word, kind = _THERE[line.there]
        code, _, said = file.purpose.partition(":")
        purpose = said.strip() or texts(f"written.purpose_{code}")
        by = texts("written.by", date=in_table(file.written_at.date()), name=line.user)
        return Row(key, (file.file_name, file.folder, by, purpose, Cell(texts(f"written.{word}"), kind)))
