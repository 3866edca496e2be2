"""Consents to ask others. None is ever removed."""

from __future__ import annotations

import json
from datetime import date, datetime

from kpr_desktop.domain.consent import Consent, Giver, Signature, Way
from kpr_desktop.domain.ids import DeviceId, PersonId, UserId
from kpr_desktop.store.database import Database, Row
from kpr_desktop.store.rows import day_or_none, marks, text_or_none

_COLUMNS = (
    "id", "person_id", "device_id", "created_at", "created_by", "given_by", "giver_name", "sources", "purpose", "way",
    "given_on", "expires_on", "withdrawn_on", "signature", "letter",
)  # fmt: skip
_NAMES = ", ".join(_COLUMNS)
_CHANGING = ("giver_name", "sources", "purpose", "way", "given_on", "expires_on", "withdrawn_on", "letter")
_SAVE = (
    f"INSERT INTO consent ({_NAMES}) VALUES ({marks(len(_COLUMNS))})"  # noqa: S608 - our own column names
    f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{each} = excluded.{each}' for each in _CHANGING)},"
    " signature = iif(signature = '', excluded.signature, signature)"  # what was signed is never signed over
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
                _signed(consent.signature), consent.letter,
            ),
        )  # fmt: skip

    def of_person(self, person_id: PersonId) -> list[Consent]:
        """Newest first, those that hold no more too."""
        rows = self._database.rows(
            f"SELECT {_NAMES} FROM consent WHERE person_id = ? ORDER BY given_on DESC, row DESC",  # noqa: S608 - as above
            (person_id,),
        )
        return [_consent(row) for row in rows]

    def expiring(self, first: date, last: date) -> list[Consent]:
        """Those that end from `first` to `last`, both included, and were not withdrawn; the soonest first."""
        rows = self._database.rows(
            f"SELECT {_NAMES} FROM consent WHERE withdrawn_on IS NULL AND expires_on IS NOT NULL"  # noqa: S608 - as above
            " AND expires_on BETWEEN ? AND ? ORDER BY expires_on, row",
            (first.isoformat(), last.isoformat()),
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
        signature=_signature(row[13]),
        letter=row[14],
    )


def _signed(made: Signature | None) -> str:
    if made is None:
        return ""
    return json.dumps([made.name, made.at.isoformat(), made.strokes], ensure_ascii=False)


def _signature(kept: str) -> Signature | None:
    if not kept:
        return None
    name, at, strokes = json.loads(kept)
    drawn = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes)
    return Signature(name, datetime.fromisoformat(at), drawn)
