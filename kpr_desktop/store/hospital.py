"""Stays in hospital."""

from __future__ import annotations

import json
from datetime import date

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.store.database import Database
from kpr_desktop.store.rows import Hand, day_or_none, text_or_none
from kpr_desktop.usecases.submission_records import HospitalStay


class HospitalTable:
    """HospitalStays of the ports."""

    def __init__(self, database: Database, hand: Hand) -> None:
        self._database = database
        self._hand = hand

    def save(self, stay: HospitalStay) -> None:
        """New or changed; one registered by mistake stays as withdrawn."""
        self._database.run(
            "INSERT INTO hospital_stay (id, person_id, from_date, to_date, hospital_number, hospital_name, pauses,"
            " withdrawn, made_at, made_by, device_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET from_date = excluded.from_date, to_date = excluded.to_date,"
            " hospital_number = excluded.hospital_number, hospital_name = excluded.hospital_name,"
            " pauses = excluded.pauses, withdrawn = excluded.withdrawn",
            (
                stay.id, stay.person_id, stay.from_date.isoformat(), text_or_none(stay.to_date), stay.number, stay.name,
                json.dumps(stay.pauses), int(stay.withdrawn), self._hand.now(), self._hand.user_id,
                self._hand.device_id,
            ),
        )  # fmt: skip

    def of_person(self, person_id: PersonId, *, withdrawn: bool = False) -> list[HospitalStay]:
        """Newest first; with `withdrawn` those registered by mistake too."""
        rows = self._database.rows(
            "SELECT id, person_id, from_date, to_date, hospital_number, hospital_name, pauses, withdrawn"
            " FROM hospital_stay WHERE person_id = ? AND withdrawn <= ? ORDER BY from_date DESC, row DESC",
            (person_id, int(withdrawn)),
        )
        return [
            HospitalStay(
                row[0], PersonId(row[1]), date.fromisoformat(row[2]), day_or_none(row[3]), row[4], row[5],
                tuple(json.loads(row[6])), bool(row[7]),
            )
            for row in rows
        ]  # fmt: skip
