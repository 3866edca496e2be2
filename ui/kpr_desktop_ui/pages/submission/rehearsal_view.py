"""What would happen if the message were made now."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.submission import Rehearsal
from kpr_desktop_ui.pages.counting import grouped
from kpr_desktop_ui.pages.submission.action_painter import ActionPainter
from kpr_desktop_ui.pages.submission.submission_words import SubmissionWords, Told
from kpr_desktop_ui.pages.submission.tile import Tile
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, Column, Columns, DataTable, EmptyState, Label, Scroller

_COLUMNS = (("person", 1), ("what", 6), ("register", 3), ("do", 4), ("go", 0))
_GO = len(_COLUMNS) - 1
_TILES = (
    ("passing", "✓", "ok"),
    ("stopped", "■", "stop"),
    ("odd", "▲", "warning"),
    ("overtaken", "↻", "info"),
)
_ROOM_FOR_FOUR = 800


class RehearsalView(QWidget):
    """Four numbers, and a row for each finding with the way to its field. `jump(place)`: mend this one."""

    jump = Signal(object)

    def __init__(self, texts: Texts, words: SubmissionWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._words = texts, words
        self._told: list[Told] = []
        self.tiles = {name: Tile(sign, texts(f"submission.{name}"), kind) for name, sign, kind in _TILES}
        self.again = Button(
            texts("submission.again"), key_hint=texts("submission.again_key"), icon="rotate-ccw"
        )
        self.make = Button(texts("submission.make"), "primary")
        self.status = Label("", "small")
        self.hint = Label("", "small")
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.closed = Banner("info", "")
        self.closed.hide()
        self.table = DataTable(texts("submission.table"))
        self.table.set_columns(
            [Column(texts(f"submission.column_{name}"), share) for name, share in _COLUMNS]
        )
        self._action = ActionPainter(self.table)
        self.table.setItemDelegateForColumn(_GO, self._action)
        self.table.setMinimumHeight(Theme.current().px(240))
        self._clean = EmptyState("check", texts("submission.clean_title"), texts("submission.clean_text"))
        self._empty = EmptyState("send", texts("submission.empty_title"), texts("submission.empty_text"))
        self.stack = QStackedWidget()
        for widget in (self.table, self._clean, self._empty):
            self.stack.addWidget(widget)
        self._lay_out()
        self.table.opened.connect(self._open)
        self.table.clicked.connect(self._clicked)

    def told(self) -> list[Told]:
        """The findings that have a row."""
        return self._told

    def set_running(self) -> None:
        """A rehearsal is under way."""
        self.again.setEnabled(False)
        self.banner.hide()
        self.status.setText(self._texts("submission.running"))

    def set_failed(self, text: str) -> None:
        """The rehearsal did not end well."""
        self.again.setEnabled(True)
        self.status.setText("")
        self.banner.set_message("stop", text)
        self.banner.show()

    def set_rehearsal(
        self, rehearsal: Rehearsal, told: list[Told], names: Mapping[PersonId, str], at: str
    ) -> None:
        """Show what the rehearsal of the time `at` found."""
        texts, words = self._texts, self._words
        self._told = told
        self.again.setEnabled(True)
        self.status.setText(texts("submission.last", time=at))
        overtaken = len(rehearsal.overtaken)
        self.tiles["passing"].set_count(*words.passing(rehearsal))
        self.tiles["stopped"].set_count(*words.stopped(rehearsal))
        self.tiles["odd"].set_count(*words.odd(rehearsal))
        self.tiles["overtaken"].set_count(
            overtaken, texts("submission.overtaken_some" if overtaken else "submission.overtaken_none")
        )
        shut = rehearsal.closed
        self.closed.set_message(
            "info", texts("submission.closed_one") if shut == 1 else texts("submission.closed", count=shut)
        )
        self.closed.setVisible(bool(shut))
        self.table.set_rows([words.row(str(at), each, names) for at, each in enumerate(told)])
        if told:
            self.table.select(self.table.key() or "0")
        nothing = self._clean if rehearsal.waiting else self._empty
        self.stack.setCurrentWidget(self.table if told else nothing)
        count = len(rehearsal.whole) + len(rehearsal.stopped) + overtaken + words.odd(rehearsal)[0]
        cut = texts("submission.more", shown=grouped(len(told)), count=grouped(count))
        self.hint.setText((cut if count > len(told) else texts("submission.hint")) if told else "")

    def focus_work(self) -> None:
        """Put the focus where work begins."""
        target = self.table if self._told else self.again if self.again.isEnabled() else self.make
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        theme = Theme.current()
        left, right = Columns(2, 0), Columns(2, 0)
        for pair, names in ((left, ("passing", "stopped")), (right, ("odd", "overtaken"))):
            for name in names:
                pair.add(self.tiles[name])
        tiles = Columns(2, _ROOM_FOR_FOUR)
        tiles.add(left)
        tiles.add(right)
        row = QHBoxLayout()
        row.addWidget(self.again)
        row.addStretch(1)
        row.addWidget(self.make)
        holder = QWidget()
        holder.setMinimumHeight(1)  # its height follows from its width: it scrolls only when it has to
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(theme.space("xl"), theme.space("l"), theme.space("xl"), theme.space("m"))
        rows.addWidget(tiles)
        rows.addWidget(self.banner)
        rows.addWidget(self.closed)
        rows.addLayout(row)
        rows.addWidget(self.stack, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space("m"))
        foot.addWidget(self.status, 1)
        foot.addWidget(self.hint, 1)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        rows.addLayout(foot)
        rows.setSpacing(theme.space("m"))
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Scroller(holder))

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == _GO:
            self._open(str(index.row()))

    def _open(self, key: str) -> None:
        self.jump.emit(self._told[int(key)].place)
