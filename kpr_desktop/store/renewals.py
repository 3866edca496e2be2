"""Code books and place lists that were read into this vault."""

from __future__ import annotations

from datetime import datetime

from kpr_desktop.domain.ids import UserId
from kpr_desktop.store.database import Database
from kpr_desktop.store.rows import Hand
from kpr_desktop.usecases.renewal_ports import Renewal

_COLUMNS = "id, kind, year, content, sha256, signer, read_in_at, read_in_by"


class RenewalTable:
    """Renewals of the ports."""

    def __init__(self, database: Database, hand: Hand) -> None:
        self._database = database
        self._hand = hand

    def add(self, made: Renewal) -> None:
        """One more; those before stay."""
        self._database.run(
            f"INSERT INTO renewal ({_COLUMNS}, device_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
            (
                made.id, made.kind, made.year, made.content, made.sha256, made.signer, made.at.isoformat(), made.by,
                self._hand.device_id,
            ),
        )  # fmt: skip

    def all(self) -> list[Renewal]:
        """In the order in which they were read in."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM renewal ORDER BY row")  # noqa: S608 - our own names
        return [
            Renewal(made_id, kind, year, content, sha, signer, datetime.fromisoformat(at), UserId(by))
            for made_id, kind, year, content, sha, signer, at, by in rows
        ]

    def assessed_since(self, year: int) -> bool:
        """Whether there is an assessment of that data year or a later one, finished or not."""
        row = self._database.one(
            "SELECT EXISTS (SELECT 1 FROM assessment WHERE assessed_on >= ? OR codebook_year >= ?)",
            (f"{year:04}-01-01", year),
        )
        return bool(row and row[0])
