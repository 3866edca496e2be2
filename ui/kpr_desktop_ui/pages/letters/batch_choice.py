"""Who gets a letter, which one and in which language: the first half of a batch."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.person import PersonSummary
from kpr_desktop.usecases.letters import LetterDesk
from kpr_desktop_ui.pages.letters import letter_kinds
from kpr_desktop_ui.pages.letters.letter_words import kind_name, language_name
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import (
    ActionBar,
    Button,
    Cell,
    Column,
    Columns,
    ComboBox,
    DataTable,
    EmptyState,
    Field,
    Label,
    Row,
    Scroller,
)

_LEAST = 150
"""Pixels at 100 % that the list keeps; where there is less room all of it scrolls."""
WHOSE = ("own", "chosen", "all")


class BatchChoice(QWidget):
    """`whose_wanted(which)`: other persons are asked for; `make_wanted`: the button."""

    whose_wanted = Signal(str)
    make_wanted = Signal()

    def __init__(self, texts: Texts, desk: LetterDesk, *, chosen: bool) -> None:
        super().__init__()
        self._texts, self._desk = texts, desk
        self._persons: list[PersonSummary] = []
        self._out: set[PersonId] = set()
        kinds = [kind for _, held in letter_kinds.groups(desk, batch=True) for kind in held]
        self.kind = ComboBox([(kind, kind_name(texts, kind)) for kind in kinds])
        self.language = ComboBox()
        whose = [each for each in WHOSE if chosen or each != "chosen"]
        self.whose = ComboBox([(each, texts(f"batch.whose_{each}")) for each in whose])
        self.whose.set_key("chosen" if chosen else "own")
        self.whose_field = Field(texts("batch.whose"), self.whose)
        self.table = DataTable(texts("batch.list"), stacks=True)
        self.table.set_columns(
            [
                Column(texts("batch.column_gets"), 0),
                Column(texts("batch.column_name"), 3),
                Column(texts("batch.column_born"), 0),
                Column(texts("batch.column_note"), 3),
            ]
        )
        self.count = Label("", "strong")
        self.back = Button(texts("batch.back"), "quiet", texts("letters.back_key"), icon="arrow-left")
        self.make = Button(texts("batch.make_none"), "primary", texts("letters.make_now_key"))
        self._lay_out()
        self.kind.chosen.connect(lambda _key: self._offer_languages())
        self.whose.chosen.connect(self.whose_wanted)
        self.table.opened.connect(self._toggle)
        self.make.clicked.connect(self.make_wanted)
        self._offer_languages()

    def set_persons(self, persons: Sequence[PersonSummary]) -> None:
        """Offer these: all of them get the letter, but those who are dead."""
        self._persons = list(persons)
        self._out = {each.id for each in persons if each.dead}
        self._stack.setCurrentIndex(0 if persons else 1)
        self._fill()

    def persons(self) -> list[PersonId]:
        """Who gets the letter, in the list's order."""
        return [each.id for each in self._persons if each.id not in self._out]

    def names(self) -> dict[PersonId, str]:
        """Everybody who was offered, by name."""
        return {each.id: each.name for each in self._persons}

    def focus_work(self) -> None:
        """Where one begins."""
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        texts, theme = self._texts, Theme.current()
        empty = EmptyState("users", texts("batch.nobody_title"), texts("batch.nobody_text"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(Scroller(empty))
        fields = Columns(3, 900)
        fields.add(Field(texts("batch.kind"), self.kind))
        fields.add(Field(texts("batch.language"), self.language))
        fields.add(self.whose_field)
        self._stack.setMinimumHeight(theme.px(_LEAST))
        inside = QWidget()
        above = QVBoxLayout(inside)
        above.setContentsMargins(theme.space("xl"), theme.space("l"), theme.space("xl"), 0)
        above.setSpacing(theme.space("m"))
        above.addWidget(fields)
        above.addWidget(ActionBar(self.count, [Label(texts("batch.hint"), "small", wrap=False)], 160))
        above.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.space("xl"), 0, theme.space("xl"), theme.space("l"))
        foot.addWidget(ActionBar(QWidget(), [self.back, self.make], 0))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addWidget(Scroller(inside), 1)
        column.addLayout(foot)

    def _toggle(self, key: str) -> None:
        for each in self._persons:
            if each.id == key and not each.dead:
                self._out ^= {each.id}
                self.table.set_row(self._row(each))
        self._tell_count()

    def _fill(self) -> None:
        self.table.set_rows([self._row(each) for each in self._persons])
        if self._persons and not self.table.key():
            self.table.select(self._persons[0].id)
        self._tell_count()

    def _tell_count(self) -> None:
        texts, count = self._texts, len(self.persons())
        self.count.setText(texts("batch.count", count=count, all=len(self._persons)))
        self.make.setText(texts("batch.make", count=count) if count else texts("batch.make_none"))
        self.make.setEnabled(bool(count))

    def _row(self, each: PersonSummary) -> Row:
        texts, out = self._texts, each.id in self._out
        notes = [(each.dead, "batch.dead"), (each.protected, "batch.protected")]
        note = next((texts(key) for on, key in notes if on), "")
        gets = Cell(texts("batch.no"), "neutral") if out else Cell(texts("batch.yes"), "ok")
        return Row(each.id, (gets, each.name, in_table(each.birth_date), note))

    def _offer_languages(self) -> None:
        texts = self._texts
        each = [(code, language_name(texts, code)) for code in self._desk.texts.languages(self.kind.key())]
        self.language.set_items([("", texts("batch.language_each")), *each])
