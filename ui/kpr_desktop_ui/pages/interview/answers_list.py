"""Answers by group, to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.interview.score_badge import ScoreBadge
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Card, Columns, Label

NARROW = 700
"""Pixels at 100 %: below this width the groups stand in one column."""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One item's answer in words (empty = not answered); `score` is empty for other items than function variables."""

    group: str
    name: str
    value: str
    score: str = ""
    note: str = ""
    item: str = ""


class AnswersList(QWidget):
    """A panel for each group, in two columns where there is room."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._shown: QWidget | None = None
        self._names: dict[str, Label] = {}

    def focus_on(self, item: str) -> bool:
        """Put the focus on an item's name. False when it is not shown."""
        name = self._names.get(item)
        if name is None:
            return False
        name.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        name.set_tone("info")
        name.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def show_lines(self, lines: Sequence[AnswerLine]) -> None:
        """Show these answers."""
        if self._shown is not None:
            self._column.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        columns = Columns(2, NARROW)
        halves = [QWidget(), QWidget()]
        stacks = [QVBoxLayout(half) for half in halves]
        for half, stack in zip(halves, stacks, strict=True):
            stack.setContentsMargins(0, 0, 0, 0)
            stack.setSpacing(Theme.current().space("m"))
            columns.add(half)
        placed = 0
        for group, members in groupby(lines, key=lambda line: line.group):
            rows = list(members)
            stacks[0 if 2 * placed < len(lines) else 1].addWidget(self._panel(group, rows))
            placed += len(rows)
        self._shown = columns
        self._column.addWidget(columns)

    def _panel(self, group: str, lines: Sequence[AnswerLine]) -> Card:
        theme = Theme.current()
        card = Card(group)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space("s"))
        grid.setVerticalSpacing(theme.space("s"))
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        grid.setColumnMinimumWidth(0, theme.px(22))
        row = 0
        top = Qt.AlignmentFlag.AlignTop
        for line in lines:
            if line.score:
                grid.addWidget(ScoreBadge(line.score), row, 0, top)
            name = self._names[line.item] = Label(line.name)
            grid.addWidget(name, row, 1, top)
            told = Label(line.value) if line.value else Label(self._texts("interview.not_answered"), "muted")
            grid.addWidget(told, row, 2, top)
            row += 1
            if line.note:
                grid.addWidget(
                    Label(self._texts("interview.last_note", note=line.note), "muted"), row, 1, 1, 2
                )
                row += 1
        card.body.addLayout(grid)
        return card
