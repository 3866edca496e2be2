"""How it would go if the year were reported now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.rehearsal_records import Deadline, Found, Sign, Standing
from kpr_desktop_ui.pages.submission.action_painter import ActionPainter
from kpr_desktop_ui.pages.submission.submission_words import SubmissionWords, days_left, place_of
from kpr_desktop_ui.pages.submission.tile import Tile
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import (
    Banner,
    Button,
    Column,
    Columns,
    ComboBox,
    DataTable,
    EmptyState,
    FlowLayout,
    Label,
    Row,
    Scroller,
    ToggleChip,
)

SHOWN = 100
"""Rows shown at once."""
LISTS = ("found", "persons", "rules", "counts")
_COLUMNS = {
    "found": (("person", 1), ("what", 6), ("register", 3), ("do", 4), ("go", 0)),
    "persons": (("person", 2), ("worst", 5), ("count", 0), ("waits", 0)),
    "rules": (("what", 5), ("register", 4), ("count", 0)),
    "counts": (("counted", 5), ("now", 0), ("before", 0)),
}
_GO = len(_COLUMNS["found"]) - 1
_TILES = (
    ("passing", "✓", "ok"),
    ("stopped", "■", "stop"),
    ("odd", "▲", "warning"),
    ("corrected", "↻", "info"),
)
_ROOM_FOR_FOUR = 800
Names = Callable[[set[PersonId]], Mapping[PersonId, str]]
"""The names of persons; that they are shown is in the log."""


class RehearsalView(QWidget):
    """Four numbers, and lists of what was found: findings, persons, rules, and the counts of the municipality.

    `jump(place)`: mend this one. `wanted(year)`: rehearse; `stop_wanted`: stop doing so.
    """

    jump = Signal(object)
    wanted = Signal(int)
    stop_wanted = Signal()

    def __init__(
        self,
        texts: Texts,
        words: SubmissionWords,
        names: Names,
        years: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts, self._words, self._names = texts, words, names
        self._standing: Standing | None = None
        self._shown: list[Found] = []
        self._signs: set[Sign] = set()
        self._person: tuple[PersonId | None] | None = None
        self._rule = ""
        self.tiles = {
            name: Tile(texts, sign, texts(f"submission.{name}"), kind) for name, sign, kind in _TILES
        }
        self.again = Button(
            texts("submission.again"), "primary", key_hint=texts("submission.again_key"), icon="rotate-ccw"
        )
        self.stop = Button(texts("submission.stop"))
        self.year = ComboBox([(str(year), texts("submission.data_year", year=year)) for year in years])
        self.year.setAccessibleName(texts("submission.year"))
        self.list = ComboBox([(name, texts(f"submission.list_{name}")) for name in LISTS])
        self.list.setAccessibleName(texts("submission.list"))
        self.chips = {sign: ToggleChip(sign.value, texts(f"submission.sign_{sign.value}")) for sign in Sign}
        self.all = Button(texts("submission.show_all"), "quiet", small=True)
        self.make = Button(texts("submission.make"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(texts("submission.running"))
        self.status, self.hint = Label("", "small"), Label("", "small")
        self.banner, self.closed, self.due = Banner("stop", ""), Banner("info", ""), Banner("info", "")
        self.table = DataTable(texts("submission.table"), stacks=True)
        self.table.setMinimumHeight(Theme.current().px(240))
        self._action = ActionPainter(self.table)
        self._plain = self.table.itemDelegate()
        self._clean = EmptyState("check", texts("submission.clean_title"), texts("submission.clean_text"))
        self._empty = EmptyState("send", texts("submission.empty_title"), texts("submission.empty_text"))
        self.stack = QStackedWidget()
        for widget in (self.table, self._clean, self._empty):
            self.stack.addWidget(widget)
        self._lay_out()
        self._connect()
        self.set_idle()
        self._fill()

    def shown(self) -> list[Found]:
        """The findings that have a row."""
        return self._shown

    def set_running(self) -> None:
        """A rehearsal is under way."""
        self._turn(running=True)
        self.bar.setRange(0, 0)
        self.banner.hide()
        self.status.setText(self._texts("submission.running"))

    def set_progress(self, done: int, total: int) -> None:
        """How far it has come."""
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        texts = self._texts
        self.status.setText(
            texts("submission.running_far", done=texts.number(done), total=texts.number(total))
        )

    def set_idle(self, fault: str = "") -> None:
        """Nothing is under way (any more); `fault` tells why it was not finished."""
        self._turn(running=False)
        self.status.setText(self._words.since(self._standing) if self._standing is not None else "")
        self.banner.setVisible(bool(fault))
        if fault:
            self.banner.set_message("stop", fault)

    def set_standing(self, standing: Standing, deadline: Deadline) -> None:
        """Show how the last rehearsal stands now."""
        texts, words, last, before = self._texts, self._words, standing.last, standing.before
        self._standing = standing
        had_focus = self.stop.hasFocus()
        self.set_idle()
        self.tiles["passing"].set_count(last.passing, words.passing(last))
        self.tiles["stopped"].set_count(
            last.stopped, words.trend(last.stopped, before.stopped if before else None)
        )
        self.tiles["odd"].set_count(last.odd, words.trend(last.odd, before.odd if before else None))
        self.tiles["corrected"].set_count(standing.corrected, days_left(texts, deadline))
        self.due.set_message("info", texts("submission.deadline_unsure", year=last.year))
        self.due.setVisible(deadline.unsure)
        key = "submission.closed_one" if last.closed == 1 else "submission.closed"
        self.closed.set_message("info", texts(key, **({} if last.closed == 1 else {"count": last.closed})))
        self.closed.setVisible(bool(last.closed))
        self._fill()
        if had_focus:
            self.focus_work()

    def focus_work(self) -> None:
        """Put the focus where work begins."""
        target: QWidget = self.table if self.stack.currentWidget() is self.table else self.again
        if not self.again.isEnabled():
            target = self.stop
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- making

    def _lay_out(self) -> None:
        theme = Theme.current()
        left, right = Columns(2, 0), Columns(2, 0)
        for pair, names in ((left, ("passing", "stopped")), (right, ("odd", "corrected"))):
            for name in names:
                pair.add(self.tiles[name])
        tiles = Columns(2, _ROOM_FOR_FOUR)
        tiles.add(left)
        tiles.add(right)
        self.bar.setMinimumWidth(theme.px(160))
        gestures, filters = QWidget(), QWidget()
        row = FlowLayout(gestures, theme.space("s"))
        for widget in (self.again, self.year, self.bar, self.stop, self.make):
            row.addWidget(widget)
        row = FlowLayout(filters, theme.space("s"))
        for each in (self.list, *self.chips.values(), self.all):
            row.addWidget(each)
        holder = QWidget()
        holder.setMinimumHeight(1)  # its height follows from its width: it scrolls only when it has to
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(theme.space("xl"), theme.space("l"), theme.space("xl"), theme.space("m"))
        rows.setSpacing(theme.space("m"))
        for each in (tiles, self.banner, self.closed, self.due, gestures, filters):
            rows.addWidget(each)
        rows.addWidget(self.stack, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space("m"))
        foot.addWidget(self.status, 1)
        foot.addWidget(self.hint, 1)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        rows.addLayout(foot)
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Scroller(holder))
        for banner in (self.banner, self.closed, self.due):
            banner.hide()

    def _connect(self) -> None:
        self.table.opened.connect(self._open)
        self.table.clicked.connect(self._clicked)
        self.again.clicked.connect(lambda: self.wanted.emit(int(self.year.key())))
        self.stop.clicked.connect(self.stop_wanted)
        self.list.chosen.connect(lambda _name: self._fill())
        self.all.clicked.connect(self._show_all)
        for chip in self.chips.values():
            chip.toggled_by_user.connect(self._turn_sign)

    def _turn(self, *, running: bool) -> None:
        had_focus = (self.again if running else self.stop).hasFocus()
        self.bar.setVisible(running)
        self.stop.setVisible(running)
        self.again.setEnabled(not running)
        self.year.setEnabled(not running)
        if had_focus:
            (self.stop if running else self.again).setFocus(Qt.FocusReason.OtherFocusReason)

    # --- lists

    def _fill(self) -> None:
        name = self.list.key()
        columns = [Column(self._title(name, each), share) for each, share in _COLUMNS[name]]
        self.table.set_rows([])
        self.table.set_columns(columns)
        self.table.setItemDelegateForColumn(_GO, self._action if name == "found" else self._plain)
        narrowed = bool(self._signs or self._person or self._rule)
        self.all.setVisible(narrowed and name != "counts")
        for sign, chip in self.chips.items():
            chip.set_on(sign in self._signs)
            chip.setVisible(name != "counts")
        standing = self._standing
        if standing is None:
            self.stack.setCurrentWidget(self._empty)
            self.hint.setText("")
            return
        rows, count = self._rows(name, standing)
        self.table.set_rows(rows)
        if rows:
            self.table.select(rows[0].key)
        clean = not standing.found and name != "counts"
        self.stack.setCurrentWidget(self._clean if clean else self.table)
        self.hint.setText(self._hint(name, len(rows), count))

    def _rows(self, name: str, standing: Standing) -> tuple[list[Row], int]:
        words = self._words
        if name == "counts":
            rows = words.counts(standing.last.counted)
            return rows, len(rows)
        found = [each for each in standing.found if self._wanted(each)]
        if name == "rules":
            examples: dict[str, Found] = {}
            for each in found:
                examples.setdefault(each.code, each)
            by_rule = standing.last.by_rule
            return [words.rule_row(c, each, by_rule[c]) for c, each in examples.items()], len(examples)
        if name == "persons":
            persons: dict[PersonId | None, list[Found]] = {}
            for each in found:
                persons.setdefault(each.person_id, []).append(each)
            kept = list(persons.items())[:SHOWN]
            names = self._names({i for i, _ in kept if i is not None})
            waits = standing.last.waits
            return [
                words.person_row(i, own, names, waits.get(i, 0) if i is not None else 0) for i, own in kept
            ], len(persons)
        self._shown = found[:SHOWN]
        names = self._names({f.person_id for f in self._shown if f.person_id is not None})
        count = len(found) if self._narrowed() else len(found) + standing.last.left_out
        return [words.row(str(at), each, names) for at, each in enumerate(self._shown)], count

    def _narrowed(self) -> bool:
        return bool(self._signs or self._person or self._rule)

    def _wanted(self, each: Found) -> bool:
        return (
            (not self._signs or each.sign in self._signs)
            and (self._person is None or each.person_id == self._person[0])
            and (not self._rule or each.code == self._rule)
        )

    def _title(self, name: str, column: str) -> str:
        last = self._standing.last if self._standing is not None else None
        if name == "counts" and column in ("now", "before") and last is not None:
            return str(last.counted[0 if column == "now" else 1].year)
        return self._texts(f"submission.column_{column}")

    def _hint(self, name: str, shown: int, count: int) -> str:
        texts = self._texts
        if name == "counts":
            return texts("submission.counts_hint")
        if count > shown:
            return texts("submission.more", shown=texts.number(shown), count=texts.number(count))
        return texts("submission.hint" if name == "found" else "submission.hint_narrow") if shown else ""

    # --- gestures

    def _turn_sign(self, code: str) -> None:
        self._signs ^= {Sign(code)}
        self._fill()

    def _show_all(self) -> None:
        self._signs, self._person, self._rule = set(), None, ""
        self._fill()
        self.focus_work()

    def _clicked(self, index: QModelIndex) -> None:
        if self.list.key() == "found" and index.column() == _GO:
            self._open(str(index.row()))

    def _open(self, key: str) -> None:
        name = self.list.key()
        if name == "found":
            self.jump.emit(place_of(self._shown[int(key)]))
        elif name != "counts":
            self._person = (PersonId(key) if key else None,) if name == "persons" else None
            self._rule = key if name == "rules" else ""
            self.list.set_key("found")
            self._fill()
            self.focus_work()
