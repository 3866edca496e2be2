"""Local statistics as files: CSV for any program, and a workbook with a sheet for each table.

The workbook is written here, with the standard library: plain text and numbers in cells, no formula, macro, link or
style (docs/decisions/0014-exports.md tells why no library does it).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.exports.csv_text import Cell, safe, table
from kpr_desktop.usecases.statistics import Statistics, StatRow, StatTable

_MADE_AT = (1980, 1, 1, 0, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET_NAME = 31
"""No sheet's name is longer."""


class StatisticsFiles:
    """StatisticsWriter of the ports, in the language that the statistics were made in."""

    def csv(self, made: Statistics) -> bytes:
        """All tables below each other, an empty line between them."""
        lines: list[Sequence[Cell]] = []
        for title, rows in _sheets(made):
            lines += [[title], *rows, []]
        head, *rest = lines
        return table([str(cell) for cell in head], rest)

    def xlsx(self, made: Statistics) -> bytes:
        """A workbook, a sheet for each table and one that tells how it was counted."""
        return workbook(list(_sheets(made)))


def _sheets(made: Statistics) -> Iterator[tuple[str, list[list[Cell]]]]:
    texts = Texts.load(made.language)
    about: list[list[Cell]] = [
        [texts("statistics.year_line", year=made.year, date=made.day.isoformat())],
        [texts("statistics.municipality_line", municipality=made.municipality)],
        [texts("statistics.who")],
        [texts("statistics.rule", most=made.least - 1)],
        [texts("statistics.own")],
    ]
    if made.practice:
        about.insert(0, [texts("statistics.practice")])
    yield texts("statistics.about"), about
    for each in made.tables:
        head: list[Cell] = [texts("statistics.code"), texts("statistics.name")]
        head += [_column(texts, column) for column in each.columns]
        yield texts(f"statistics.table_{each.id}"), [head, *(_row(texts, each, row) for row in each.rows)]


def _column(texts: Texts, code: str) -> str:
    key = f"statistics.column_{code}"
    return texts(key) if texts.has(key) else code


def _row(texts: Texts, of: StatTable, row: StatRow) -> list[Cell]:
    hidden = texts("statistics.hidden")
    label = row.label or _column(texts, row.code)
    code = "" if of.id == "ages" or label == _column(texts, row.code) else row.code
    return [code, label, *(hidden if cell is None else cell for cell in row.cells)]


def workbook(sheets: Sequence[tuple[str, Sequence[Sequence[Cell]]]]) -> bytes:
    """An Office Open XML workbook of plain cells: texts stand in the cell itself and are never run."""
    names = [title[:_SHEET_NAME] for title, _ in sheets]
    parts = {
        "[Content_Types].xml": _content_types(len(names)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(names),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)]
        ),
        **{f"xl/worksheets/sheet{n}.xml": _sheet(rows) for n, (_, rows) in enumerate(sheets, 1)},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in parts.items():
            pack.writestr(zipfile.ZipInfo(name, _MADE_AT), (_HEAD + text).encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _content_types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    own = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n in range(1, sheets + 1)
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{own}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    own = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{own}</Relationships>'


def _book(names: Sequence[str]) -> str:
    own = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{own}</sheets></workbook>'


def _sheet(rows: Sequence[Sequence[Cell]]) -> str:
    own = "".join(f"<row>{''.join(_cell(cell) for cell in row)}</row>" for row in rows)
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{own}</sheetData></worksheet>'


def _cell(cell: Cell) -> str:
    if isinstance(cell, int):
        return f"<c><v>{cell}</v></c>"
    text = escape(safe(cell))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
