"""Consents to ask others. None is ever removed."""

from __future__ import annotations

from datetime import date, datetime

from kpr_desktop.domain.consent import Consent, Giver, Way
from kpr_desktop.domain.ids import DeviceId, PersonId, UserId
from kpr_desktop.store.database import Database, Row
from kpr_desktop.store.rows import day_or_none, marks, text_or_none

_COLUMNS = (
    "id", "person_id", "device_id", "created_at", "created_by", "given_by", "giver_name", "sources", "purpose", "way",
    "given_on", "expires_on", "withdrawn_on",
)  # fmt: skip
_NAMES = ", ".join(_COLUMNS)
_CHANGING = ("giver_name", "sources", "purpose", "way", "given_on", "expires_on", "withdrawn_on")
_SAVE = (
    f"INSERT INTO consent ({_NAMES}) VALUES ({marks(len(_COLUMNS))})"  # noqa: S608 - our own column names
    f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{each} = excluded.{each}' for each in _CHANGING)}"
)


class ConsentTable:
    """Consents of the ports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, consent: Consent) -> None:
        """New or changed; person, giver's role and who recorded it stay as they were."""
        self._database.run(
            _SAVE,
            (
                consent.id, consent.person_id, consent.device_id, consent.created_at.isoformat(), consent.created_by,
                consent.given_by.value, consent.giver_name, consent.sources, consent.purpose, consent.way.value,
                consent.given_on.isoformat(), text_or_none(consent.expires_on), text_or_none(consent.withdrawn_on),
            ),
        )  # fmt: skip

    def of_person(self, person_id: PersonId) -> list[Consent]:
        """Newest first, those that hold no more too."""
        rows = self._database.rows(
            f"SELECT {_NAMES} FROM consent WHERE person_id = ? ORDER BY given_on DESC, row DESC",  # noqa: S608 - as above
            (person_id,),
        )
        return [_consent(row) for row in rows]

    def between(self, first: int, last: int) -> dict[PersonId, list[Consent]]:
        """Those of the persons with rows from `first` to `last`, by person."""
        found: dict[PersonId, list[Consent]] = {}
        names = ", ".join(f"c.{name}" for name in _COLUMNS)
        for row in self._database.each(
            f"SELECT {names} FROM person p JOIN consent c ON c.person_id = p.id WHERE p.row BETWEEN ? AND ?",  # noqa: S608 - as above
            (first, last),
        ):
            found.setdefault(PersonId(row[1]), []).append(_consent(row))
        return found


def _consent(row: Row) -> Consent:
    return Consent(
        id=row[0],
        person_id=PersonId(row[1]),
        device_id=DeviceId(row[2]),
        created_at=datetime.fromisoformat(row[3]),
        created_by=UserId(row[4]),
        given_by=Giver(row[5]),
        giver_name=row[6],
        sources=row[7],
        purpose=row[8],
        way=Way(row[9]),
        given_on=date.fromisoformat(row[10]),
        expires_on=day_or_none(row[11]),
        withdrawn_on=day_or_none(row[12]),
    )
