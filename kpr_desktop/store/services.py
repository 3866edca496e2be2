"""Care services with their pauses; every version that was replaced is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from kpr_desktop.domain.care_service import CareService, DecisionRow, Every, Outcome, Pause, ProviderChange
from kpr_desktop.domain.ids import DeviceId, PersonId, ServiceId, UserId
from kpr_desktop.errors import UserFault
from kpr_desktop.store.database import Database, Row, Value
from kpr_desktop.store.rows import Hand, day_or_none, marks, text_or_none
from kpr_desktop.usecases.submission_records import ServiceVersion

_PLAIN_PAUSE = 4
"""So many parts had a pause in the history before it had a kind."""
_CONTENT = (
    "type", "applied_on", "decided_on", "outcome", "start", "end", "week_minutes", "rolling", "subtype",
    "provider_number", "provider_name", "note", "working", "complained_on", "complaint_answered_on", "annulled",
    "version_reason",
)  # fmt: skip
_COLUMNS = tuple('"end"' if column == "end" else column for column in _CONTENT)
_NAMES = ", ".join(_COLUMNS)
_ADD = (
    f"INSERT INTO service (id, device_id, created_at, version, {_NAMES}, person)"  # noqa: S608 - our own column names
    f" SELECT {marks(4 + len(_CONTENT))}, row FROM person WHERE id = ?"
)
_KEEP_OLD = (
    f"INSERT INTO service_history (service, version, replaced_at, replaced_by, pauses, changes, {_NAMES})"  # noqa: S608 - as above
    " SELECT row, version, ?, ?,"
    " (SELECT json_group_array(json_array(id, from_date, to_date, reason, kind) ORDER BY place) FROM pause"
    " WHERE service = row),"
    " (SELECT json_group_array(json_array(id, since, number, name) ORDER BY place) FROM provider_change"
    f" WHERE service = row), {_NAMES} FROM service WHERE id = ? AND version = ?"
)
_UPDATE = (
    f"UPDATE service SET {', '.join(f'{column} = ?' for column in _COLUMNS)}, version = ?, replan = 0"  # noqa: S608 - as above
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
        self._add_parts(made.lastrowid or 0, service)

    def update(self, service: CareService) -> None:
        """Save a new version and keep the old one.

        Raises UserFault service.changed_elsewhere when `service.version` is not one ahead (or nothing is there).
        """
        values = (self._hand.now(), self._hand.user_id, service.id, service.version - 1)
        if self._database.run(_KEEP_OLD, values).rowcount != 1:
            raise UserFault("service.changed_elsewhere")
        row = self._database.rows(_UPDATE, (*_content(service), service.version, service.id))[0][0]
        self._database.run("DELETE FROM pause WHERE service = ?", (row,))
        self._database.run("DELETE FROM provider_change WHERE service = ?", (row,))
        self._add_parts(row, service)

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

    def between(self, first: int, last: int) -> dict[int, list[CareService]]:
        """The services of the persons with rows from `first` to `last`, by the person's row, oldest first."""
        own = "s.person BETWEEN ? AND ? AND s.version > 0"
        parts: dict[str, dict[int, list[Row]]] = {}
        for table, columns in (
            ("pause", "id, from_date, to_date, reason, kind"),
            ("provider_change", "id, since, number, name"),
        ):
            found = parts[table] = {}
            for number, *part in self._database.each(
                f"SELECT service, {columns} FROM {table} WHERE service IN"  # noqa: S608 - our own names
                f" (SELECT s.row FROM service s WHERE {own}) ORDER BY service, place",
                (first, last),
            ):
                found.setdefault(number, []).append(tuple(part))
        made: dict[int, list[CareService]] = {}
        sql = _GET.replace("SELECT", "SELECT s.person,", 1)
        for owner, number, *row in self._database.each(f"{sql} WHERE {own} ORDER BY s.row", (first, last)):
            service_id, person_id, device_id, created_at, version, *content = row
            head = (service_id, person_id, device_id, created_at, version)
            pauses, changes = (parts[name].get(number, ()) for name in ("pause", "provider_change"))
            made.setdefault(owner, []).append(_made(head, tuple(content), pauses, changes))
        return made

    def history(self, service_id: ServiceId) -> list[ServiceVersion]:
        """The versions that were replaced, newest first."""
        head = self._database.one("SELECT row, person FROM service WHERE id = ?", (service_id,))
        if head is None:
            return []
        owner = self._database.rows("SELECT id FROM person WHERE row = ?", (head[1],))[0][0]
        rows = self._database.rows(
            f"SELECT h.replaced_at, h.replaced_by, h.pauses, h.changes, s.id, s.device_id, s.created_at, h.version,"  # noqa: S608 - our own column names
            f" {', '.join(f'h.{c}' for c in _COLUMNS)} FROM service_history h JOIN service s ON s.row = h.service"
            " WHERE h.service = ? ORDER BY h.version DESC",
            (head[0],),
        )
        return [_version(owner, row) for row in rows]

    def to_plan(self, limit: int) -> list[CareService]:
        """Services whose events have to be planned anew; saving one, or `planned`, takes it off."""
        return [
            self._service(row)
            for row in self._database.rows(f"{_GET} WHERE s.replan = 1 ORDER BY s.row LIMIT ?", (limit,))
        ]

    def planned(self, service_id: ServiceId) -> None:
        """Its events agree with it again."""
        self._database.run("UPDATE service SET replan = 0 WHERE id = ?", (service_id,))

    def plan_all(self) -> None:
        """The events of every service have to be planned anew: another scope, another first day."""
        self._database.run("UPDATE service SET replan = 1 WHERE replan = 0 AND version > 0")

    def _add_parts(self, row: int, service: CareService) -> None:
        self._database.run_many(
            "INSERT INTO pause (service, place, id, from_date, to_date, reason, kind) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (row, place, p.id, p.from_date.isoformat(), text_or_none(p.to_date), p.reason, p.kind)
                for place, p in enumerate(service.pauses)
            ],
        )
        self._database.run_many(
            "INSERT INTO provider_change (service, place, id, since, number, name) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (row, place, c.id, c.since.isoformat(), c.number, c.name)
                for place, c in enumerate(service.changes)
            ],
        )

    def _service(self, row: Row) -> CareService:
        number, service_id, person_id, device_id, created_at, version, *content = row
        pauses = self._database.rows(
            "SELECT id, from_date, to_date, reason, kind FROM pause WHERE service = ? ORDER BY place",
            (number,),
        )
        changes = self._database.rows(
            "SELECT id, since, number, name FROM provider_change WHERE service = ? ORDER BY place", (number,)
        )
        head = (service_id, person_id, device_id, created_at, version)
        return _made(head, tuple(content), pauses, changes)


def _version(owner: str, row: Row) -> ServiceVersion:
    replaced_at, replaced_by, pauses, changes, service_id, device_id, created_at, version, *content = row
    head = (service_id, owner, device_id, created_at, version)
    # Pauses kept by an older form have no kind.
    found = [(*pause, "") if len(pause) == _PLAIN_PAUSE else tuple(pause) for pause in json.loads(pauses)]
    service = _made(head, tuple(content), found, [tuple(change) for change in json.loads(changes)])
    return ServiceVersion(service, datetime.fromisoformat(replaced_at), UserId(replaced_by))


def _made(head: Row, content: Row, pauses: Sequence[Row], changes: Sequence[Row]) -> CareService:
    service_id, person_id, device_id, created_at, version = head
    (kind, applied, decided, outcome, start, end, minutes, rolling, subtype, provider_number, provider_name, note,
     working, complained, answered, annulled, reason) = content  # fmt: skip
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
        changes=tuple(
            ProviderChange(change_id, date.fromisoformat(since), number, name)
            for change_id, since, number, name in changes
        ),
        pauses=tuple(
            Pause(pause_id, date.fromisoformat(from_date), day_or_none(to_date), why, pause_kind)
            for pause_id, from_date, to_date, why, pause_kind in pauses
        ),
        note=note,
        version=version,
        working=_rows(working),
        complained_on=day_or_none(complained),
        complaint_answered_on=day_or_none(answered),
        annulled=bool(annulled),
        version_reason=reason,
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
        service.note,
        _working(service),
        text_or_none(service.complained_on),
        text_or_none(service.complaint_answered_on),
        int(service.annulled),
        service.version_reason,
    )


def _working(service: CareService) -> str:
    """The rows as JSON; empty for none."""
    rows = [[each.what, each.times, each.every.value, each.minutes] for each in service.working]
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def _rows(text: str) -> tuple[DecisionRow, ...]:
    found = json.loads(text) if text else []
    return tuple(DecisionRow(what, times, Every(every), minutes) for what, times, every, minutes in found)
