"""Care services with their pauses; every version that was replaced is kept."""

from __future__ import annotations

import json
from datetime import date, datetime

from kpr_desktop.domain.care_service import CareService, DecisionRow, Every, Outcome, Pause
from kpr_desktop.domain.ids import DeviceId, PersonId, ServiceId
from kpr_desktop.errors import UserFault
from kpr_desktop.store.database import Database, Row, Value
from kpr_desktop.store.rows import Hand, day_or_none, marks, text_or_none

_CONTENT = (
    "type", "applied_on", "decided_on", "outcome", "start", "end", "week_minutes", "rolling", "subtype",
    "provider_number", "provider_name", "provider_since", "note",
    "working",
)  # fmt: skip
_COLUMNS = tuple('"end"' if column == "end" else column for column in _CONTENT)
_NAMES = ", ".join(_COLUMNS)
_ADD = (
    f"INSERT INTO service (id, device_id, created_at, version, {_NAMES}, person)"  # noqa: S608 - our own column names
    f" SELECT {marks(4 + len(_CONTENT))}, row FROM person WHERE id = ?"
)
_KEEP_OLD = (
    f"INSERT INTO service_history (service, version, replaced_at, replaced_by, pauses, {_NAMES})"  # noqa: S608 - as above
    " SELECT row, version, ?, ?, (SELECT json_group_array(json_array(id, from_date, to_date, reason) ORDER BY place)"
    f" FROM pause WHERE service = row), {_NAMES} FROM service WHERE id = ? AND version = ?"
)
_UPDATE = (
    f"UPDATE service SET {', '.join(f'{column} = ?' for column in _COLUMNS)}, version = ?"  # noqa: S608 - as above
    " WHERE id = ? RETURNING row"
)
_GET = (
    f"SELECT s.row, s.id, p.id, s.device_id, s.created_at, s.version, {', '.join(f's.{c}' for c in _COLUMNS)}"  # noqa: S608 - as above
    " FROM service s JOIN person p ON p.row = s.person"
)


class ServiceTable:
    """Services of the ports."""

    def __init__(self, database: Database, hand: Hand) -> None:
        self._database = database
        self._hand = hand

    def add(self, service: CareService) -> None:
        """Raises UserFault person.unknown."""
        head = (service.id, service.device_id, service.created_at.isoformat(), service.version)
        made = self._database.run(_ADD, (*head, *_content(service), service.person_id))
        if made.rowcount != 1:
            raise UserFault("person.unknown")
        self._add_pauses(made.lastrowid or 0, service)

    def update(self, service: CareService) -> None:
        """Save a new version and keep the old one.

        Raises UserFault service.changed_elsewhere when `service.version` is not one ahead (or nothing is there).
        """
        values = (self._hand.now(), self._hand.user_id, service.id, service.version - 1)
        if self._database.run(_KEEP_OLD, values).rowcount != 1:
            raise UserFault("service.changed_elsewhere")
        row = self._database.rows(_UPDATE, (*_content(service), service.version, service.id))[0][0]
        self._database.run("DELETE FROM pause WHERE service = ?", (row,))
        self._add_pauses(row, service)

    def get(self, service_id: ServiceId) -> CareService:
        """Raises UserFault service.unknown."""
        row = self._database.one(f"{_GET} WHERE s.id = ? AND s.version > 0", (service_id,))
        if row is None:
            raise UserFault("service.unknown")
        return self._service(row)

    def of_person(self, person_id: PersonId) -> list[CareService]:
        """All services of a person, newest start first; those without a start come first of all."""
        sql = (
            f"{_GET} WHERE p.id = ? AND s.version > 0 ORDER BY s.start IS NOT NULL, s.start DESC, s.row DESC"
        )
        return [self._service(row) for row in self._database.rows(sql, (person_id,))]

    def _add_pauses(self, row: int, service: CareService) -> None:
        self._database.run_many(
            "INSERT INTO pause (service, place, id, from_date, to_date, reason) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (row, place, pause.id, pause.from_date.isoformat(), text_or_none(pause.to_date), pause.reason)
                for place, pause in enumerate(service.pauses)
            ],
        )

    def _service(self, row: Row) -> CareService:
        (number, service_id, person_id, device_id, created_at, version, kind, applied, decided, outcome, start, end,
         minutes, rolling, subtype, provider_number, provider_name, provider_since, note, working) = row  # fmt: skip
        pauses = self._database.rows(
            "SELECT id, from_date, to_date, reason FROM pause WHERE service = ? ORDER BY place", (number,)
        )
        return CareService(
            id=ServiceId(service_id),
            person_id=PersonId(person_id),
            device_id=DeviceId(device_id),
            created_at=datetime.fromisoformat(created_at),
            type=kind,
            applied_on=day_or_none(applied),
            decided_on=day_or_none(decided),
            outcome=Outcome(outcome) if outcome else None,
            start=day_or_none(start),
            end=day_or_none(end),
            week_minutes=minutes,
            rolling=None if rolling is None else bool(rolling),
            subtype=subtype,
            provider_number=provider_number,
            provider_name=provider_name,
            provider_since=day_or_none(provider_since),
            pauses=tuple(
                Pause(pause_id, date.fromisoformat(from_date), day_or_none(to_date), reason)
                for pause_id, from_date, to_date, reason in pauses
            ),
            note=note,
            version=version,
            working=_rows(working),
        )


def _content(service: CareService) -> tuple[Value, ...]:
    return (
        service.type,
        text_or_none(service.applied_on),
        text_or_none(service.decided_on),
        service.outcome.value if service.outcome else None,
        text_or_none(service.start),
        text_or_none(service.end),
        service.week_minutes,
        None if service.rolling is None else int(service.rolling),
        service.subtype,
        service.provider_number,
        service.provider_name,
        text_or_none(service.provider_since),
        service.note,
        _working(service),
    )


def _working(service: CareService) -> str:
    """The rows as JSON; empty for none."""
    rows = [[each.what, each.times, each.every.value, each.minutes] for each in service.working]
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def _rows(text: str) -> tuple[DecisionRow, ...]:
    found = json.loads(text) if text else []
    return tuple(DecisionRow(what, times, Every(every), minutes) for what, times, every, minutes in found)
