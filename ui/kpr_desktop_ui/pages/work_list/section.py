"""One part of the work list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.work_list.section_table import SectionTable
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Column, Label, Row, StateChip

FEW = 4
"""Rows shown before one asks for all of them."""
_COLUMNS = (("name", 4), ("age", 0), ("when", 4), ("mark", 3))


class Section(QWidget):
    """A heading with a count, the first rows, and the way to the rest. `grown`: more or fewer rows are shown."""

    grown = Signal()

    def __init__(
        self, texts: Texts, why: str, family: list[SectionTable], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.why = why
        self._texts = texts
        self._rows: tuple[Row, ...] = ()
        self._all = False
        self.chip = StateChip("0")
        self.table = SectionTable(texts(f"worklist.{why}"), family)
        self.table.set_columns([Column(texts(f"worklist.column_{name}"), share) for name, share in _COLUMNS])
        self.more = Button("", "quiet", small=True)
        self.more.clicked.connect(self._turn)
        head = QHBoxLayout()
        head.setSpacing(theme.space("s"))
        head.addWidget(Label(texts(f"worklist.{why}"), "heading", wrap=False))
        head.addWidget(self.chip)
        head.addWidget(Label(texts(f"worklist.{why}_note"), "small"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addLayout(head)
        column.addWidget(self.table)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; an empty section is hidden."""
        self._rows = tuple(rows)
        self.chip.set_state(str(len(self._rows)))
        self.setVisible(bool(self._rows))
        self._fill()

    def _turn(self) -> None:
        self._all = not self._all
        self._fill()
        self.grown.emit()

    def _fill(self) -> None:
        count = len(self._rows)
        self.more.setVisible(count > FEW)
        self.more.setText(
            self._texts("worklist.show_fewer") if self._all else self._texts("worklist.show_all", count=count)
        )
        self.table.set_rows(self._rows if self._all else self._rows[:FEW])
