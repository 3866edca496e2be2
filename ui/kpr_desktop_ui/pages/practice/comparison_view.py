"""What was scored, beside what was agreed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.practice import ComparedRow, Comparison, Share
from kpr_desktop_ui.pages.practice.at_left import at_left
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import (
    ActionBar,
    Button,
    Card,
    Cell,
    Column,
    ComboBox,
    DataTable,
    Field,
    Label,
    Row,
    Scroller,
)
from kpr_desktop_ui.widgets.sheet import Sheet


class ComparisonView(Scroller):
    """A table of the variables with reasons, and a few plain figures to talk about.

    `story_wanted`, `review_wanted`, `change_wanted`, `left`: the four buttons.
    """

    story_wanted = Signal()
    review_wanted = Signal()
    change_wanted = Signal()
    left = Signal()

    def __init__(self, book: CodeBook, texts: Texts, parent: QWidget | None = None) -> None:
        inside = Sheet()
        super().__init__(inside, parent)
        theme = Theme.current()
        self._book, self._texts = book, texts
        self._found: Comparison | None = None
        self._me = ""
        self.words = Label(role="title")
        self.figures = Label()
        self.colleague = ComboBox()
        self.colleague_field = Field(texts("practice.colleague"), self.colleague)
        self.table = DataTable(texts("practice.comparison"), stacks=True)
        self.story = Button(texts("practice.story"), "quiet")
        self.review = Button(texts("practice.review"))
        self.change = Button(texts("practice.change"), icon="users")
        self.done = Button(texts("practice.done"), "primary", texts("practice.done_key"))
        card = Card()
        card.body.addWidget(self.words)
        card.body.addWidget(self.figures)
        card.body.addWidget(self.colleague_field)
        card.body.addWidget(Label(texts("practice.for_talk"), "small"))
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.space("xl"),) * 4)
        column.setSpacing(theme.space("m"))
        column.addWidget(card)
        column.addWidget(self.table, 1)
        column.addWidget(ActionBar(at_left(self.story), [self.review, self.change, self.done], 100))
        self.table.setMinimumHeight(theme.px(160))
        self.colleague.chosen.connect(lambda _name: self._fill())
        for button, told in (
            (self.story, self.story_wanted),
            (self.review, self.review_wanted),
            (self.change, self.change_wanted),
            (self.done, self.left),
        ):
            button.clicked.connect(told)

    def show_comparison(self, found: Comparison, me: str) -> None:
        """Show how `me`, who has finished, and the colleagues who have, scored."""
        self._found, self._me = found, me
        others = [(name, name) for name in found.scorers if name != me]
        self.colleague.set_items(others)
        self.colleague_field.setVisible(len(others) > 1)
        self._fill()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        found, texts, other = self._found, self._texts, self.colleague.key()
        if found is None:
            return
        names = [self._me, other] if other else [self._me]
        key = self.table.key()
        self.table.set_rows([])  # rows and columns always have the same number of cells
        self.table.set_columns(
            [
                Column(texts("practice.column_variable"), 2),
                Column(texts("practice.column_agreed"), 0),
                *(Column(name, 1) for name in names),
                Column(texts("practice.column_reason"), 6),
            ]
        )
        self.table.set_rows([self._row(row, names) for row in found.rows])
        self.table.select(key or found.rows[0].item)
        mine = found.with_agreed(self._me)
        lines = [texts("practice.figures_agreed", name=self._me, **_figures(mine))]
        if other:
            lines.append(texts("practice.figures_agreed", name=other, **_figures(found.with_agreed(other))))
            share = found.between(self._me, other)
            lines.append(texts("practice.figures_between", name=self._me, other=other, **_figures(share)))
        self.figures.setText("\n".join(lines))
        kind = "all" if mine.same == mine.total else "near" if mine.near == mine.total else "some"
        self.words.setText(texts(f"practice.words_{kind}"))

    def _row(self, row: ComparedRow, names: list[str]) -> Row:
        language = self._texts.language
        label = self._book.items[row.item].label.in_(language)
        given = [self._cell(row.given[name], row.distance[name]) for name in names]
        return Row(row.item, (label, row.agreed, *given, row.reason.in_(language)))

    def _cell(self, score: str, steps: int | None) -> Cell:
        texts = self._texts
        if steps == 0:
            return Cell(texts("practice.away_none", score=score), "ok")
        if steps is None:
            return Cell(texts("practice.away_nine", score=score), "info")
        if steps == 1:
            return Cell(texts("practice.away_one", score=score), "info")
        return Cell(texts("practice.away_more", score=score, count=steps), "info")


def _figures(share: Share) -> dict[str, int]:
    return {
        "same": share.same,
        "near": share.near,
        "total": share.total,
        "same_percent": share.same_percent,
        "near_percent": share.near_percent,
    }
