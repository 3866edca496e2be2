"""Persons of a message as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.messages import PreviewPerson
from kpr_desktop_ui.pages.submission.submission_words import sentences
from kpr_desktop_ui.widgets import Cell, Column, Row

MOST = 2000
"""Rows at once: who looks for one person among more does so in the list of persons."""


def person_columns(texts: Texts, *, why: bool) -> list[Column]:
    """Name, user number, events; with `why` what holds them back."""
    shares = [("name", 3), ("number", 1), ("events", 1)]
    if why:
        shares.append(("why", 4))
    return [Column(texts(f"desk.persons_{name}"), share) for name, share in shares]


def person_rows(texts: Texts, persons: Iterable[PreviewPerson], *, why: bool = False) -> list[Row]:
    """The first rows of the persons."""
    rows = []
    for at, person in enumerate(persons):
        if at >= MOST:
            break
        cells: list[str | Cell] = [person.name, person.user_number, str(person.count)]
        if why:
            told = " ".join(sentences(texts(code))[0] for code in person.why)
            cells.append(Cell(told or texts("desk.persons_ready"), "stop" if told else "ok"))
        rows.append(Row(person.person_id, tuple(cells)))
    return rows
