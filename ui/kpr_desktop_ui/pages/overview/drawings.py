"""What of a figure is drawn on its card."""

from __future__ import annotations

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.overview_records import SCORES, Figure, Line, WorkOverview
from kpr_desktop.usecases.overview_words import OverviewWords
from kpr_desktop_ui.widgets.figure_drawing import Bar, Drawing, Series

_ONE = (Series("accent"),)
_FAINT = frozenset({"later", "never"})
"""Not due by any day: drawn softer."""


def drawing(texts: Texts, words: OverviewWords, made: WorkOverview, figure: Figure) -> Drawing | None:
    """The drawing of a figure; None where there is nothing in it."""
    if figure.empty:
        return None
    if figure.id == "assessments":
        return Drawing("columns", _ONE, tuple(_month(words, made, each) for each in figure.bars))
    if figure.id == "needs":
        bars = tuple(Bar(each.label, each.cells) for each in figure.bars)
        return Drawing("shares", tuple(Series(f"score_{code}", code) for code in SCORES), bars)
    if figure.id == "completeness":
        series = (
            Series("accent", texts("overview.column_answered")),
            Series("open", texts("overview.column_missing")),
        )
        return Drawing("shares", series, tuple(Bar(e.label, e.cells, _share(texts, e)) for e in figure.bars))
    left = len(figure.lines) - len(figure.bars)
    bars = tuple(
        Bar(words.line(e.code, e.label), e.cells, words.number(e.cells[0]), e.code not in _FAINT)
        for e in figure.bars
    )
    return Drawing("bars", _ONE, bars, texts("overview.more", count=texts.number(left)) if left else "")


def _month(words: OverviewWords, made: WorkOverview, line: Line) -> Bar:
    """A month by its first letter; the sentence and the table write it out."""
    chosen = not made.month or line.code == f"{made.year}-{made.month:02}"
    return Bar(words.line(line.code, "")[:1].upper(), line.cells, words.number(line.cells[0]), chosen)


def _share(texts: Texts, line: Line) -> str:
    """In whole percent, rounded down: a hundred is said of all alone."""
    return texts("overview.answered_share", share=100 * line.cells[0] // sum(line.cells))
