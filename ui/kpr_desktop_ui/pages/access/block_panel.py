"""The blocks of one person, with those that were lifted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.blocking import BlockLine
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.vault_records import Block
from kpr_desktop_ui.pages.access.access_words import AccessWords
from kpr_desktop_ui.pages.access.block_dialog import BlockDialog
from kpr_desktop_ui.pages.access.why_dialog import WhyDialog
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.widgets import Button, Cell, Column, EmptyState, Row


class BlockPanel(QWidget):
    """`told(text)`; `changed`: a block was set or lifted, so that what one sees of the person may be another."""

    told = Signal(str)
    changed = Signal()

    def __init__(
        self, texts: Texts, services: Services, person_id: PersonId | None, parent: QWidget | None = None
    ) -> None:
        """Without a person: all blocks that hold, for whoever looks after them."""
        super().__init__(parent)
        self._texts, self._services, self._person_id = texts, services, person_id
        self._words = AccessWords(texts, services)
        self._lines: dict[str, BlockLine] = {}
        self.set_one = Button(texts("blocking.set"), icon="lock")
        self.lift = Button(texts("blocking.lift"))
        columns = [
            Column(texts("blocking.column_what"), 2),
            Column(texts("blocking.column_against"), 2),
            Column(texts("blocking.column_why"), 3),
            Column(texts("blocking.column_set"), 2),
            Column(texts("blocking.column_state"), 2),
        ]
        if person_id is None:
            columns.insert(0, Column(texts("blocking.column_person"), 2))
        none = "none" if person_id is not None else "none_all"
        empty = EmptyState("lock", texts(f"blocking.{none}_title"), texts(f"blocking.{none}_text"))
        buttons = [self.lift] if person_id is None else [self.lift, self.set_one]
        self.tab = TableTab(texts("blocking.list"), columns, empty, texts("blocking.hint"), buttons)
        self.reopens = {"block.lift": self._lift_again}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tab)
        if person_id is None:
            self.set_one.setParent(self)
            self.set_one.hide()
        self.set_one.setEnabled(services.session.may("block.set"))
        self.set_one.clicked.connect(self._set)
        self.lift.clicked.connect(self._lift)
        self.tab.table.selected.connect(self._choose)

    def refresh(self) -> None:
        """Read the blocks (the log has it)."""
        desk = self._services.blocks
        found = desk.holding() if self._person_id is None else desk.of_person(self._person_id)
        found.sort(key=lambda line: (line.block.lifted_at is not None, -line.block.set_at.timestamp()))
        self._lines = {line.block.id: line for line in found}
        self.tab.set_rows([self._row(line) for line in found])
        self._choose(self.tab.table.key())

    def _choose(self, key: str) -> None:
        line = self._lines.get(key)
        may = self._services.session.may("block.lift")
        self.lift.setEnabled(may and line is not None and line.block.lifted_at is None)

    def _lift_again(self, key: str) -> None:
        self.refresh()
        self.tab.table.select(key)
        if self.tab.table.key() == key and self.lift.isEnabled():
            self._lift()

    def set_again(self) -> None:
        """The dialog that a lock closed."""
        self._set()

    def _set(self) -> None:
        if self._person_id is None:
            return
        dialog = BlockDialog(self._texts, self._services, self._person_id, self)
        done = bool(dialog.exec())
        dialog.deleteLater()
        if done:
            self.told.emit(self._texts("blocking.told_set"))
            self.changed.emit()

    def _lift(self) -> None:
        line, texts = self._lines.get(self.tab.table.key()), self._texts
        if line is None:
            return
        words = texts("blocking.lift_title"), texts("blocking.lift_text"), texts("blocking.lift")
        desk, block_id = self._services.blocks, line.block.id
        dialog = WhyDialog(
            texts,
            self._services,
            words,
            lambda why: desk.lift(block_id, why),
            self,
            kept=("block.lift", block_id),
        )
        done = bool(dialog.exec())
        dialog.deleteLater()
        if done:
            self.told.emit(texts("blocking.told_lifted"))
            self.changed.emit()

    def _row(self, line: BlockLine) -> Row:
        texts, block = self._texts, line.block
        wished = texts("blocking.wished_line", by=self._words.wished_by(block.wished_by), why=block.why)
        set_ = texts("blocking.by_line", date=in_table(block.set_at.date()), name=line.set_by)
        state = Cell(texts("blocking.state_holds"), "stop")
        if block.lifted_at is not None:
            words = {"date": in_table(block.lifted_at.date()), "name": line.lifted_by, "why": block.lift_why}
            state = Cell(texts("blocking.state_lifted", **words), "neutral")
        cells: list[str | Cell] = [self._what(block), self._words.against(block), wished, set_, state]
        if self._person_id is None:
            name = line.name or texts("blocking.closed_name")
            cells.insert(0, texts("blocking.person_line", name=name, number=line.user_number))
        return Row(block.id, tuple(cells))

    def _what(self, block: Block) -> str:
        texts, session = self._texts, self._services.session
        if block.item:
            item = session.books.for_year(session.today().year).items.get(block.item)
            name = item.label.in_(texts.language) if item is not None else block.item
            return texts("blocking.note_line", item=name)
        return texts("blocking.part_assessment") if block.assessment_id else texts("blocking.part_person")
