"""What became of a batch: how many were made, who got none and why, and the way to the printer or a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.letter_batch import Batch, LeftOut
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Column, EmptyState, Label, Row, Scroller

_LEAST = 270
"""Pixels at 100 % that the list and its buttons keep; where there is less room all of it scrolls."""


class BatchResult(QWidget):
    """Shown when it has ended, by itself or because it was stopped."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        theme = Theme.current()
        self._texts = texts
        self.title = Label("", "title")
        self.print = Button(texts("batch.print"), "primary", texts("letters.print_key"), icon="printer")
        self.save = Button(texts("batch.save"), key_hint=texts("letters.save_key"), icon="file-text")
        self.deliver = Button(texts("batch.deliver"), icon="check")
        self.again = Button(texts("batch.again"), "quiet", icon="arrow-left")
        columns = [Column(texts("batch.column_name"), 2), Column(texts("batch.column_why"), 3)]
        self.left_out = TableTab(
            texts("batch.left_out"),
            columns,
            EmptyState("check", texts("batch.left_out_none"), texts("batch.done_text")),
            texts("batch.done_text"),
            [self.again, self.deliver, self.save, self.print],
        )
        self.heading = Label(texts("batch.left_out"), "heading")
        above = QWidget()
        head = QVBoxLayout(above)
        head.setContentsMargins(theme.space("xl"), theme.space("l"), theme.space("xl"), 0)
        head.addWidget(self.title)
        head.addWidget(self.heading)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.left_out.setMinimumHeight(theme.px(_LEAST))
        inside = QWidget()
        both = QVBoxLayout(inside)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(above)
        both.addWidget(self.left_out, 1)
        self._area = Scroller(inside)
        column.addWidget(self._area)

    def show_batch(
        self, batch: Batch, names: Mapping[PersonId, str], left_out: Sequence[LeftOut] = ()
    ) -> None:
        """Tell of it. `names`: of those who got none; `left_out`: whose letter was made, and did not leave."""
        texts, count = self._texts, len(batch.made)
        one = texts("batch.done_one") if count == 1 else texts("batch.done_none")
        self.title.setText(texts("batch.done", count=count) if count > 1 else one)
        why = [
            (each.person_id, texts.fault(UserFault(each.code, None, **each.facts)))
            for each in (*left_out, *batch.left_out)
        ]
        why += [(each, texts("batch.stopped")) for each in batch.not_reached]
        self.left_out.set_rows([Row(key, (names.get(key, ""), told)) for key, told in why])
        self.heading.setVisible(bool(why))
        for button in (self.print, self.save, self.deliver):
            button.setEnabled(bool(count))
        self.show_rest({})
        where = self.print if count else self.again
        where.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.show_focus()

    def show_rest(self, left: Mapping[str, int]) -> None:
        """How many are left, by act, of what was stopped on the way; 0: all of them, from the first."""
        for act, button in (("print", self.print), ("save", self.save), ("deliver", self.deliver)):
            count = left.get(act, 0)
            button.setText(
                self._texts(f"batch.{act}_rest", count=count) if count else self._texts(f"batch.{act}")
            )
