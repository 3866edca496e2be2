"""The diagnosis registers that the municipality has read in."""

from __future__ import annotations

from collections.abc import Mapping

from kpr_desktop.store.database import Database
from kpr_desktop.usecases.records import CodeEdition


class DiagnosisCodeTable:
    """DiagnosisCodes of the ports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def replace(self, system: str, year: int, texts: Mapping[str, str]) -> None:
        """One edition, whole; other years stay as they are."""
        self._database.run("DELETE FROM diagnosis_code WHERE system = ? AND year = ?", (system, year))
        self._database.run_many(
            "INSERT INTO diagnosis_code (system, year, code, text) VALUES (?, ?, ?, ?)",
            ((system, year, code, text) for code, text in texts.items()),
        )

    def editions(self) -> list[CodeEdition]:
        """By system, the newest first."""
        rows = self._database.rows(
            "SELECT system, year, count(*) FROM diagnosis_code GROUP BY system, year ORDER BY system, year DESC"
        )
        return [CodeEdition(*row) for row in rows]

    def edition_for(self, system: str, year: int) -> int | None:
        """The edition of that year, else the newest before it."""
        row = self._database.one(
            "SELECT year FROM diagnosis_code WHERE system = ? AND year <= ? ORDER BY year DESC LIMIT 1",
            (system, year),
        )
        return row[0] if row else None

    def text(self, system: str, year: int, code: str) -> str | None:
        """The text of a code in an edition, or None."""
        row = self._database.one(
            "SELECT text FROM diagnosis_code WHERE system = ? AND year = ? AND code = ?", (system, year, code)
        )
        return row[0] if row else None
