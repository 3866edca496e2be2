"""An overview of the unit's own work as if it had been counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from kpr_desktop.usecases.overview_records import FIGURES, SCORES, Figure, WorkOverview

_COLUMNS = {"needs": SCORES, "completeness": ("answered", "missing")}
_FACTS = {
    "assessments": {"count": 0},
    "time": {"measured": 0, "shown": 0},
    "due": {"overdue": 0, "soon": 0, "never": 0, "drafts": 0},
}
AT = datetime(2026, 11, 23, 9, 5, tzinfo=timezone(timedelta(hours=1)))


def overview(*figures: Figure, month: int = 0, practice: bool = True, language: str = "nb") -> WorkOverview:
    """Of 2026, or of a month of it. `figures` take the place of empty ones."""
    given = {each.id: each for each in figures}
    empty = {
        name: Figure(name, _COLUMNS.get(name, ("count",)), (), (), _FACTS.get(name, {})) for name in FIGURES
    }
    return WorkOverview(
        year=2026,
        month=month,
        first=date(2026, month or 1, 1),
        last=date(2026, 11, 23),
        today=date(2026, 11, 23),
        municipality="4201",
        unit="Hjemmetjenesten",
        made_at=AT,
        practice=practice,
        least=5,
        staff=3,
        language=language,
        figures=tuple({**empty, **given}.values()),
    )


def nothing_done() -> WorkOverview:
    """Of a unit that has done nothing."""
    return overview()
