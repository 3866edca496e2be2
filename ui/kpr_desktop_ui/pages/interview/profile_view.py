"""The profile: now beside last time, our own figures, and what is worth a second look."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.languages import DECIMAL_MARKS
from kpr_desktop.codebook.model import Certainty, ItemKind
from kpr_desktop.codebook.official_measure import OfficialMeasure
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.changes import on_scale
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.measure import MeasureResult
from kpr_desktop.domain.profile import GroupProfile, decimal_text
from kpr_desktop.usecases.results import Results
from kpr_desktop_ui.pages.interview.change_words import ChangeWords
from kpr_desktop_ui.pages.interview.whole_table import WholeTable
from kpr_desktop_ui.pages.interview.words import NOTHING, Words
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Card, Column, Label, ProfileChart, Row
from kpr_desktop_ui.widgets.profile_chart import ChartGroup, ChartRow, ChartWords


class ProfileView(QWidget):
    """Everything here is ours and says so; only a supplied rule gives something under the official measure's name."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._texts = words, words.texts
        self._changes = ChangeWords(words)
        self.chart: ProfileChart | None = None
        self.table: WholeTable | None = None
        self.means: WholeTable | None = None
        self.toggle: Button | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Theme.current().space("m"))

    def show_results(self, results: Results, assessment: Assessment, previous: Assessment | None) -> None:
        """Show an assessment beside the last one."""
        while (held := self._column.takeAt(0)) is not None:
            if (old := held.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._column.addWidget(self._profile(results, assessment, previous))
        if results.groups:
            self._column.addWidget(self._figures(results))
        official = self._words.book.official_measure
        if official is not None and results.measure is not None:
            self._column.addWidget(self._official(official, results.measure))
        self._column.addWidget(self._attention(results))
        self._column.addStretch(1)

    # --- the chart and the same as a table

    def _profile(self, results: Results, assessment: Assessment, previous: Assessment | None) -> Card:
        texts = self._texts
        card = Card()
        last = texts("interview.last", date=in_table(previous.assessed_on)) if previous is not None else ""
        self.chart = ProfileChart(
            texts("interview.profile"),
            ChartWords(texts("interview.profile_now"), last, texts("interview.profile_scale")),
        )
        self.chart.set_groups(
            self._groups(assessment, previous), self._changes.told(results, assessment, previous)
        )
        self.table = WholeTable(texts("interview.profile"))
        self._fill(self.table, assessment, previous)
        self.table.hide()
        self.toggle = Button(texts("interview.profile_as_table"), "quiet", small=True)
        self.toggle.clicked.connect(self._turn)
        head = QHBoxLayout()
        head.addWidget(Label(texts("interview.profile"), "heading"), 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignVCenter)
        card.body.addLayout(head)
        card.body.addWidget(self.chart)
        card.body.addWidget(self.table)
        return card

    def _turn(self) -> None:
        """Show the table in place of the chart, or the chart again."""
        if self.chart is None or self.table is None or self.toggle is None:
            return
        table = self.table.isHidden()
        self.table.setVisible(table)
        self.chart.setVisible(not table)
        self.toggle.setText(
            self._texts("interview.profile_as_chart" if table else "interview.profile_as_table")
        )

    def _scored(self) -> list[tuple[str, list[str]]]:
        """Group id -> its function variables, for the groups that have any."""
        items = self._words.book.items
        found = [
            (g.id, [i for i in g.items if items[i].kind is ItemKind.SCORE]) for g in self._words.book.groups
        ]
        return [(group, members) for group, members in found if members]

    def _groups(self, assessment: Assessment, previous: Assessment | None) -> list[ChartGroup]:
        return [
            ChartGroup(
                self._words.group(group), tuple(self._row(item, assessment, previous) for item in members)
            )
            for group, members in self._scored()
        ]

    def _row(self, item: str, assessment: Assessment, previous: Assessment | None) -> ChartRow:
        now = assessment.value(item)
        before = previous.value(item) if previous is not None else ""
        word = ""
        if not on_scale(now):
            word = self._texts("interview.profile_nine" if now else "interview.not_answered")
        elif before and not on_scale(before):
            word = self._texts("interview.profile_nine_before")
        return ChartRow(self._words.short(item), now, before, word)

    def _fill(self, table: WholeTable, assessment: Assessment, previous: Assessment | None) -> None:
        texts, words = self._texts, self._words
        columns = [Column(texts("interview.profile_item"), 2), Column(texts("interview.profile_now"), 3)]
        if previous is not None:
            columns.append(Column(texts("interview.last", date=in_table(previous.assessed_on)), 3))
        table.set_columns(columns)
        rows = []
        for _group, members in self._scored():
            for item in members:
                held = [each.value(item) for each in (assessment, previous) if each is not None]
                told = tuple(self._changes.score(item, score) for score in held)
                rows.append(Row(item, (words.short(item), *told)))
        table.set_rows(rows)

    # --- our own figures

    def _figures(self, results: Results) -> Card:
        texts = self._texts
        own = self._words.book.overview
        card = Card(own.name.in_(self._words.language) if own is not None else "")
        card.body.addWidget(Label(texts("interview.means_ours"), "muted"))
        if own is not None:
            card.body.addWidget(Label(own.formula.in_(self._words.language)))
        self.means = WholeTable(texts("interview.means_table"))
        columns = [Column(texts("interview.means_group"), 2), Column(texts("interview.means_now"))]
        if results.before_groups:
            columns.append(Column(texts("interview.means_before")))
        columns += [Column(texts("interview.means_valid")), Column(texts("interview.means_help"))]
        self.means.set_columns([*columns, Column(texts("interview.means_highest"))])
        before = {each.group: each for each in results.before_groups}
        self.means.set_rows([self._figure_row(each, before.get(each.group)) for each in results.groups])
        card.body.addWidget(self.means)
        return card

    def _figure_row(self, now: GroupProfile, before: GroupProfile | None) -> Row:
        cells = [self._words.group(now.group), self._mean(now)]
        if before is not None:
            cells.append(self._mean(before))
        cells.append(self._texts("interview.means_of", count=now.valid, total=now.items))
        return Row(now.group, (*cells, str(now.from_three), str(now.highest) if now.highest else NOTHING))

    def _mean(self, figures: GroupProfile) -> str:
        return (
            decimal_text(figures.mean, DECIMAL_MARKS[self._texts.language])
            if figures.mean is not None
            else self._texts("interview.means_few")
        )

    def _official(self, official: OfficialMeasure, found: MeasureResult) -> Card:
        language = self._words.language
        card = Card(official.name.in_(language))
        level = official.levels[found.level] if found.level else official.unknown
        card.body.addWidget(Label(level.in_(language), "strong"))
        for partial, mean in found.partials.items():
            told = (
                decimal_text(mean, DECIMAL_MARKS[language])
                if mean is not None
                else official.unknown.in_(language)
            )
            name = official.partials[partial].in_(language)
            card.body.addWidget(Label(self._texts("interview.summary_line", item=name, text=told)))
        card.body.addWidget(Label(self._texts("interview.result_source", source=official.source), "muted"))
        return card

    # --- what is worth a second look

    def _attention(self, results: Results) -> Card:
        texts, language = self._texts, self._words.language
        card = Card(texts("interview.attention"))
        if not results.attention:
            card.body.addWidget(Label(texts("interview.attention_none"), "muted"))
        for point in results.attention:
            card.body.addWidget(Label(point.text.in_(language), "strong"))
            card.body.addWidget(Label(point.consider.in_(language)))
            card.body.addWidget(Label(self._source(point.source, point.certainty), "small"))
            card.body.addSpacing(Theme.current().space("xs"))
        return card

    def _source(self, source: str, certainty: Certainty) -> str:
        if certainty is Certainty.OWN:
            return self._texts("interview.attention_ours")
        named = "; ".join(self._words.book.sources[each.strip()] for each in source.split(","))
        return self._texts("interview.result_source", source=named)
