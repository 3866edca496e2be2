"""The table of the chosen figure, and the two ways out of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.overview_records import Figure, WorkOverview
from kpr_desktop.usecases.overview_words import OverviewWords
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.audit.purpose_dialog import ask_purpose
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ActionBar, Button, Column, DataTable, Label, Row, key_sequence

_MOST_HEIGHT = 460
"""Pixels at 100 %: a longer table scrolls by itself."""


class TablePart(QWidget):
    """One figure read: its title, its sentence, its numbers. `told(text)`, `failed(text)`: what became of a copy."""

    told = Signal(str)
    failed = Signal(str)

    def __init__(self, texts: Texts, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._services = texts, services
        self._words = OverviewWords(texts)
        self._made: WorkOverview | None = None
        self._figure: Figure | None = None
        self.title = Label("", "heading")
        self.sentence = Label("")
        self.table = DataTable("", stacks=True)
        self.note = Label("", "small")
        self.copy = Button(texts("overview.copy"), key_hint=texts("overview.copy_key"))
        self.save = Button(texts("overview.save"), "primary", icon="file-text")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("s"))
        bar = ActionBar(self.note, [self.copy, self.save], 260)
        for each in (self.title, self.sentence, self.table, bar):
            column.addWidget(each)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._save)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        self._keys = QShortcut(key_sequence(texts("overview.copy_key")), self, self._copy, context=context)

    def show_figure(self, made: WorkOverview, figure: Figure) -> None:
        """Show the true numbers of a figure."""
        self._made, self._figure = made, figure
        words = self._words
        title = words.title(figure.id)
        self.title.setText(title)
        self.sentence.setText(words.sentence(made, figure))
        self.table.setAccessibleName(self._texts("overview.table", title=title))
        self.table.setAccessibleDescription(self.sentence.content())
        head = (
            self._texts(f"overview.head_{figure.id}"),
            *(words.column(figure.id, c) for c in figure.columns),
        )
        self.table.set_rows([])  # rows of another figure have other cells
        self.table.set_columns([Column(name, 3 if at == 0 else 1) for at, name in enumerate(head)])
        self.table.set_rows(
            [
                Row(
                    each.code,
                    (words.line(each.code, each.label), *(words.number(cell) for cell in each.cells)),
                )
                for each in figure.lines
            ]
        )
        self.table.setVisible(bool(figure.lines))
        self._offer(made)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _offer(self, made: WorkOverview) -> None:
        session, texts = self._services.session, self._texts
        may, writable = session.may("overview.take"), session.vault.writable
        for button in (self.copy, self.save):
            button.setEnabled(may and writable)
            button.setVisible(may)
        self._keys.setEnabled(may and writable)
        if not may:
            self.note.setText(texts("overview.take_not"))
        elif not writable:
            self.note.setText(texts("overview.take_locked"))
        else:
            self.note.setText(texts("overview.take_note", most=made.least - 1))

    def _fit(self) -> None:
        """As high as its rows, so that the page scrolls and not the table, unless there are very many."""
        table = self.table
        rows = sum(table.rowHeight(at) for at in range(table.model().rowCount()))
        head = 0 if table.is_stacked() else table.horizontalHeader().sizeHint().height()
        table.setFixedHeight(min(Theme.current().px(_MOST_HEIGHT), rows + head + 2 * table.frameWidth() + 2))

    def _copy(self) -> None:
        made, figure = self._made, self._figure
        if made is None or figure is None or not self.copy.isEnabled():
            return
        try:
            text = self._services.overview.copy(made, figure.id)
        except Fault as fault:
            self.failed.emit(self._texts.fault(fault))
            return
        QGuiApplication.clipboard().setText(text)
        self.told.emit(self._texts("overview.copied", most=made.least - 1))

    def _save(self) -> None:
        texts, made = self._texts, self._made
        folder = QFileDialog.getExistingDirectory(self, texts("submission.choose_folder")) if made else ""
        risks = self._services.written_files.risks(Path(folder)) if folder else ()
        purpose = ask_purpose(self, texts, risks) if folder else ""
        if made is None or not purpose:
            return
        try:
            path = self._services.overview.save(made, Path(folder), purpose=purpose)
        except Fault as fault:
            self.failed.emit(texts.fault(fault))
            return
        self.told.emit(texts("overview.saved", name=path.name))
