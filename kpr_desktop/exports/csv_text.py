"""Tables for people and spreadsheets: `;`, UTF-8 with its mark, CRLF, and no cell that a spreadsheet would run.

A cell that begins with = + - @, a tab or a line break gets an apostrophe in front: a spreadsheet shows it as text.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheets take for a formula's beginning; the wide forms of East Asia too."""

Cell = str | int | None


def safe(cell: Cell) -> str:
    """The cell's text, with an apostrophe before what would be run. Numbers stay numbers."""
    if isinstance(cell, int):
        return str(cell)
    text = cell or ""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_RUN) or text.startswith(_RUN) else text


def table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One table as a file's bytes."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe(name) for name in head])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
