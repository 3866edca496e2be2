"""The unit's own work as a workbook and for the clipboard. Small numbers are hidden in both."""

from __future__ import annotations

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.exports.csv_text import Cell, safe
from kpr_desktop.exports.statistics import workbook
from kpr_desktop.usecases.overview_records import Figure, WorkOverview, taken
from kpr_desktop.usecases.overview_words import OverviewWords


class OverviewFiles:
    """OverviewWriter of the ports, in the language that the overview was made in."""

    def xlsx(self, made: WorkOverview) -> bytes:
        """A workbook, a sheet for each figure and one that tells how it was counted."""
        texts = Texts.load(made.language)
        words = OverviewWords(texts)
        about: list[list[Cell]] = [
            [words.about(made)],
            [texts("overview.period_line", period=words.period(made))],
            [texts("overview.who")],
            [texts("statistics.rule", most=made.least - 1)],
            [texts("overview.own")],
        ]
        if made.practice:
            about.insert(0, [texts("statistics.practice")])
        sheets = [(words.title(each.id), _table(words, texts, each, made.least)) for each in made.figures]
        return workbook([(texts("statistics.about"), about), *sheets])

    def tsv(self, made: WorkOverview, figure_id: str) -> str:
        """One figure's table: a heading, then a line each, tabs between the cells. No cell is one that would be run."""
        texts = Texts.load(made.language)
        rows = _table(OverviewWords(texts), texts, made.figure(figure_id), made.least)
        return "".join("\t".join(_one_line(cell) for cell in row) + "\n" for row in rows)


def _one_line(cell: Cell) -> str:
    """A cell without what would begin another one."""
    return safe(" ".join(cell.split()) if isinstance(cell, str) else cell)


def _table(words: OverviewWords, texts: Texts, figure: Figure, least: int) -> list[list[Cell]]:
    table = taken(figure, least)
    hidden = texts("statistics.hidden")
    head: list[Cell] = [texts(f"overview.head_{figure.id}")]
    head += [words.column(figure.id, code) for code in table.columns]
    lines: list[list[Cell]] = [
        [words.line(each.code, each.label), *(hidden if cell is None else cell for cell in each.cells)]
        for each in table.lines
    ]
    return [head, *lines]
