"""Where one is in the interview, and the way to any other place in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.nav_row import NavLine


@dataclass(frozen=True, slots=True)
class NavRow:
    """One item: its id, short text, state (open, confirm, answered, warning, stop) and badge (a score, ✓, ↺ or –).

    `told` is what a screen reader hears besides, where the badge is a sign that no one can read aloud.
    """

    item: str
    text: str
    state: str = "open"
    badge: str = "–"
    told: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the item has no answer yet."""
        return self.state in {"open", "confirm"}


@dataclass(frozen=True, slots=True)
class NavGroup:
    """A group with its rows. `count` overrides "answered/all"."""

    id: str
    name: str
    rows: tuple[NavRow, ...]
    count: str = ""

    def tally(self) -> str:
        """How many of the group's items are answered, as "3/5"."""
        return self.count or f"{sum(not row.is_open for row in self.rows)}/{len(self.rows)}"


class Navigator(QFrame):
    """The groups with the current one unfolded; every other is one line "name  3/5".

    `chosen(item)` tells which item a person wants: the item of a row, or the first open one (else the first) of a
    folded group. One Tab stop; up and down move inside.
    """

    chosen = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "card")
        self.setAccessibleName(name)
        self._groups: tuple[NavGroup, ...] = ()
        self._lines: list[NavLine] = []
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        theme = Theme.current()
        self._column.setContentsMargins(0, theme.space("xs"), 0, theme.space("xs"))
        self._column.setSpacing(0)
        self._column.addStretch(1)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setWidget(self._holder)
        self._scroller = scroller
        around = QVBoxLayout(self)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(scroller)

    def set_groups(self, groups: Sequence[NavGroup], current: str) -> None:
        """Show these groups with `current` marked (an item's id; an unknown one unfolds no group)."""
        self._groups = tuple(groups)
        wanted = self._wanted(current)
        if [line.key for line in self._lines] != [key for key, _, _ in wanted]:
            self._rebuild([key for key, _, _ in wanted])
        for line, (_, group, row) in zip(self._lines, wanted, strict=True):
            if row is None:
                line.show_group(
                    group.name, group.tally(), open_=any(each.item == current for each in group.rows)
                )
            else:
                line.show_item(row.text, row.badge, row.state, current=row.item == current)
                line.setAccessibleDescription(row.told)
                line.setToolTip(row.told)
        self._tab_stop()
        self.setMinimumWidth(self._holder.minimumSizeHint().width() + 2)

    def lines(self) -> list[NavLine]:
        """The lines from top to bottom."""
        return list(self._lines)

    def _wanted(self, current: str) -> list[tuple[str, NavGroup, NavRow | None]]:
        wanted: list[tuple[str, NavGroup, NavRow | None]] = []
        for group in self._groups:
            wanted.append((f"group {group.id}", group, None))
            if any(row.item == current for row in group.rows):
                wanted += [(row.item, group, row) for row in group.rows]
        return wanted

    def _rebuild(self, keys: Sequence[str]) -> None:
        focused = next((line.key for line in self._lines if line.hasFocus()), "")
        kept = {line.key: line for line in self._lines}
        for line in self._lines:
            self._column.removeWidget(line)
        self._lines = [kept.pop(key) if key in kept else self._new_line(key) for key in keys]
        for at, line in enumerate(self._lines):
            self._column.insertWidget(at, line)
            line.show()
            if line.key == focused:
                line.setFocus()
        for line in kept.values():
            line.hide()
            line.deleteLater()
            line.setParent(None)

    def _new_line(self, key: str) -> NavLine:
        line = NavLine(key, self._holder)
        line.clicked.connect(lambda: self._go(key))
        line.moved.connect(lambda step: self._move(line, step))
        return line

    def _tab_stop(self) -> None:
        marked = [line for line in self._lines if line.is_current()] or self._lines[:1]
        for line in marked:
            line.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            if self.isVisible():
                self._scroller.ensureWidgetVisible(line)

    def _move(self, line: NavLine, step: int) -> None:
        at = self._lines.index(line) + step
        if 0 <= at < len(self._lines):
            self._lines[at].setFocus(Qt.FocusReason.TabFocusReason)
            self._scroller.ensureWidgetVisible(self._lines[at])

    def _go(self, key: str) -> None:
        group = next((each for each in self._groups if key == f"group {each.id}"), None)
        if group is None:
            self.chosen.emit(key)
        elif rows := [row for row in group.rows if row.is_open] or list(group.rows):
            self.chosen.emit(rows[0].item)
