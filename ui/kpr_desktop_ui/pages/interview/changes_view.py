"""What has changed since last time, and where the person sees it in another way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kpr_desktop.domain.assessment import Assessment, State
from kpr_desktop.domain.changes import Change, ChangeKind
from kpr_desktop.domain.dates import in_table
from kpr_desktop.usecases.results import Results
from kpr_desktop_ui.pages.interview.change_words import ChangeWords
from kpr_desktop_ui.pages.interview.score_badge import ScoreBadge
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Card, FlowLayout, Label, StateChip

ORDER = (
    ChangeKind.WORSE,
    ChangeKind.BETTER,
    ChangeKind.NEW,
    ChangeKind.GONE,
    ChangeKind.NOT_COMPARABLE,
)
_TOP = Qt.AlignmentFlag.AlignTop
_ARROW = "→"


class ChangesView(QWidget):
    """Sentences in plain words, with the reasons that were written; what is as before is only counted."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._texts = words, words.texts
        self._changes = ChangeWords(words)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Theme.current().space("m"))

    def show_results(self, results: Results, assessment: Assessment, previous: Assessment | None) -> None:
        """Show what is different from last time, and which opinions differ."""
        while (held := self._column.takeAt(0)) is not None:
            if (old := held.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._column.addWidget(self._since(results, previous))
        for kind in ORDER:
            found = [change for change in results.changes if change.kind is kind]
            if kind is ChangeKind.GONE and found and assessment.state is State.DRAFT:
                self._column.addWidget(self._not_yet(found))
            elif found:
                self._column.addWidget(self._kind(kind, found))
        self._column.addWidget(self._opinions(results, assessment))
        self._column.addStretch(1)

    def _since(self, results: Results, previous: Assessment | None) -> Card:
        texts = self._texts
        if previous is None:
            card = Card(texts("interview.last_none"))
            card.body.addWidget(Label(texts("interview.change_first"), "muted"))
            return card
        card = Card(texts("interview.change_since", date=in_table(previous.assessed_on)))
        if all(change.kind is ChangeKind.SAME for change in results.changes):
            card.body.addWidget(Label(texts("interview.change_none")))
        if same := self._changes.same(results):
            card.body.addWidget(Label(same, "muted"))
        return card

    def _not_yet(self, changes: Sequence[Change]) -> Card:
        """In a draft they are not left out, only not asked yet: their names are enough."""
        card = Card(self._texts("interview.change_not_yet_title"))
        card.body.addWidget(Label(", ".join(self._words.short(change.item) for change in changes)))
        return card

    def _kind(self, kind: ChangeKind, changes: Sequence[Change]) -> Card:
        theme = Theme.current()
        card = Card(self._texts(f"interview.change_{kind.value}_title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space("s"))
        grid.setVerticalSpacing(theme.space("m"))
        grid.setColumnStretch(3, 1)
        for row, change in enumerate(changes):
            if change.before and change.now:
                grid.addWidget(ScoreBadge(change.before), row, 0, _TOP)
                grid.addWidget(Label(_ARROW, "muted", wrap=False), row, 1, _TOP)
            grid.addWidget(ScoreBadge(change.now or change.before), row, 2, _TOP)
            grid.addWidget(self._change(change), row, 3, _TOP)
        card.body.addLayout(grid)
        return card

    def _change(self, change: Change) -> QWidget:
        texts = self._texts
        told = [
            Label(self._words.short(change.item), "strong"),
            Label(self._changes.sentence(change)),
        ]
        if change.reason:
            told.append(Label(texts("interview.change_because", reason=change.reason)))
        holder, column = _column(told)
        if change.lacks_reason:
            line = FlowLayout(gap=Theme.current().space("s"))
            line.addWidget(StateChip(texts("interview.change_no_reason"), "warning"))
            column.addLayout(line)
        return holder

    def _opinions(self, results: Results, assessment: Assessment) -> Card:
        texts, language = self._texts, self._words.language
        card = Card(texts("interview.opinions"))
        if not results.differing:
            card.body.addWidget(Label(texts("interview.opinions_none"), "muted"))
        for item_id in results.differing:
            item = self._words.book.items[item_id]
            answer = assessment.answer(item_id)
            own = self._words.book.scales[item.list].get(answer.opinion.own)
            told = [Label(self._words.short(item_id), "strong")]
            if own is not None:
                told.append(Label(texts("interview.opinion_own", text=own.citizen.in_(language))))
            if words := answer.opinion.words.strip():
                told.append(Label(texts("interview.opinion_words", text=words)))
            if answer.value:
                told.append(
                    Label(
                        texts("interview.opinion_ours", text=self._words.value(item, answer.value)), "muted"
                    )
                )
            card.body.addWidget(_column(told)[0])
        return card


def _column(labels: Sequence[Label]) -> tuple[QWidget, QVBoxLayout]:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Theme.current().space("xs"))
    for label in labels:
        column.addWidget(label)
    return holder, column
