"""One part of the work list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.work_list.section_table import SectionTable
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Column, Label, Row, StateChip

FEW = {
    "visit": 6, "draft": 4, "due": 3, "soon": 2, "lacking": 2, "never": 2, "request": 3, "notice": 2, "consent": 2,
}  # fmt: skip
"""Rows shown before one asks for all of them, so that a whole day is seen at a glance at 1366x768."""
_COLUMNS = (("name", 1), ("age", 0), ("when", 3), ("mark", 0))


class Section(QWidget):
    """A heading with a count, the first rows, and the way to the rest. `grown`: more or fewer rows are shown.

    Without rows it is hidden, unless there is a text `worklist.<why>_none` that tells so.
    """

    grown = Signal()

    def __init__(
        self,
        texts: Texts,
        why: str,
        family: list[SectionTable],
        columns: Sequence[tuple[str, int]] = _COLUMNS,
        parent: QWidget | None = None,
    ) -> None:
        """`columns`: name and share of the room."""
        super().__init__(parent)
        theme = Theme.current()
        self.why = why
        self._texts = texts
        self._rows: tuple[Row, ...] = ()
        self._all = False
        self.chip = StateChip("0")
        self.whose = Label("", "small")
        self.table = SectionTable(texts(f"worklist.{why}"), family)
        self.table.set_columns([Column(texts(f"worklist.column_{name}"), share) for name, share in columns])
        self.more = Button("", "quiet", small=True)
        self.more.clicked.connect(self._turn)
        none = f"worklist.{why}_none"
        self.none = Label(texts(none) if texts.has(none) else "", "muted")
        head = QHBoxLayout()
        head.setSpacing(theme.space("s"))
        head.addWidget(Label(texts(f"worklist.{why}"), "heading", wrap=False))
        head.addWidget(self.chip)
        head.addWidget(self.whose, 1)
        head.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("xs"))
        column.addLayout(head)
        column.addWidget(self.none)
        column.addWidget(self.table)

    def set_rows(self, rows: Sequence[Row], whose: str, most: int) -> None:
        """Show these rows. `whose` tells how many are the user's own; with `most` rows there may be more."""
        self._rows = tuple(rows)
        count = len(self._rows)
        self.chip.set_state(self._texts("worklist.count_cut", count=count) if count >= most else str(count))
        self.whose.setText(whose)
        self.none.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.chip.setVisible(bool(rows))
        self.setVisible(bool(rows) or bool(self.none.content()))
        self._fill()

    def _turn(self) -> None:
        self._all = not self._all
        self._fill()
        self.grown.emit()

    def _fill(self) -> None:
        count, few = len(self._rows), FEW[self.why]
        self.more.setVisible(count > few)
        self.more.setText(
            self._texts("worklist.show_fewer") if self._all else self._texts("worklist.show_all", count=count)
        )
        self.table.set_rows(self._rows if self._all else self._rows[:few])
