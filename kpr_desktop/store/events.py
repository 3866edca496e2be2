"""Events that wait, and the chain of numbered notifications of each municipality."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from itertools import islice

from kpr_desktop.domain.identity import IdKind
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.notification import FIRST_PREVIOUS, Event, EventKind, Notification, Status, Subject
from kpr_desktop.store.database import Database, Row, Value
from kpr_desktop.store.persons import number_of
from kpr_desktop.store.rows import Hand, marks
from kpr_desktop.usecases.submission_records import SendFilter, Sent

_COLUMNS = (
    "id, kind, person_id, service_id, service_type, happened_on, registered_at, provider_number, part_id, notified_by,"
    " status, refers_to"
)
_GET = f"SELECT {_COLUMNS} FROM event"  # noqa: S608 - our own column names
_SAVE = (
    f"INSERT INTO event ({_COLUMNS}, device_id) VALUES ({marks(13)})"  # noqa: S608 - as above
    " ON CONFLICT (id) DO UPDATE SET service_type = excluded.service_type, happened_on = excluded.happened_on,"
    " registered_at = excluded.registered_at, provider_number = excluded.provider_number,"
    " part_id = excluded.part_id, notified_by = excluded.notified_by, status = excluded.status,"
    " refers_to = excluded.refers_to"
)
_ADD = (
    "INSERT INTO notification (id, municipality, number, previous, made_at, event_id, status, device_id, user_number,"  # noqa: S608 - as above
    f" number_kind, number_sealed, district, reference) VALUES ({marks(13)})"
)
_LINKS = (
    "SELECT n.id, n.number, n.previous, n.made_at, n.status, n.reference, n.user_number, n.number_kind,"  # noqa: S608 - as above
    " n.number_sealed, n.district, n.municipality, (SELECT json_group_array(x.export_id) FROM (SELECT f.export_id FROM"
    " export_notification f JOIN export m ON m.id = f.export_id WHERE f.notification_id = n.id ORDER BY m.row) x),"
    f" {', '.join('e.' + c.strip() for c in _COLUMNS.split(','))}"
    " FROM notification n JOIN event e ON e.id = n.event_id"
)
_OWN = 12
"""So many columns of a link are its own; its event's follow."""
_TOGETHER = 500
"""Links that are added in one go."""
_END = "submission.end_elsewhere."
"""Setting, the municipality's number behind it: number and GUID that the chain is continued from."""
_REMEMBERED = 2_000
"""Texts, days and times that are not made anew: the events of one person and one day follow each other."""


class EventTable:
    """Events of the ports."""

    def __init__(self, database: Database, hand: Hand) -> None:
        self._database = database
        self._hand = hand

    def of_service(self, service_id: ServiceId) -> list[Event]:
        """In the order they were registered."""
        return self._events("WHERE service_id = ? ORDER BY row", service_id)

    def save(self, event: Event) -> None:
        """Put in, or replace what may change: the facts, who carried it, what it refers to."""
        self._database.run(
            _SAVE,
            (
                event.id, event.kind.value, event.person_id, event.service_id, event.service_type,
                event.happened_on.isoformat(), event.registered_at.isoformat(), event.provider_number, event.part_id,
                event.notified_by, event.status.value, event.refers_to, self._hand.device_id,
            ),
        )  # fmt: skip

    def remove(self, event_id: str) -> None:
        """Take back an event that was never numbered. Raises LookupError for any other."""
        done = self._database.run("DELETE FROM event WHERE id = ? AND notified_by IS NULL", (event_id,))
        if done.rowcount != 1:
            raise LookupError("no such event waits")

    def waiting(self) -> list[Event]:
        """Unnumbered events, in the order they were registered."""
        return self._events("WHERE notified_by IS NULL ORDER BY row")

    def waiting_of(self, person_id: PersonId) -> list[Event]:
        """Unnumbered events of one person, in the order they were registered."""
        return self._events("WHERE person_id = ? AND notified_by IS NULL ORDER BY row", person_id)

    def last(self, municipality: str) -> tuple[int, str]:
        """Number and GUID of the chain's last notification; (0, all-zero GUID) when there is none.

        Where the chain is continued from elsewhere, that end counts until this vault is past it.
        """
        own = self.last_own(municipality)
        elsewhere = self.end_elsewhere(municipality)
        return own if elsewhere is None or elsewhere[0] <= own[0] else elsewhere

    def last_own(self, municipality: str) -> tuple[int, str]:
        """The same, of the notifications that this vault has numbered."""
        row = self._database.one(
            "SELECT number, id FROM notification WHERE municipality = ? ORDER BY number DESC LIMIT 1",
            (municipality,),
        )
        return (row[0], row[1]) if row else (0, FIRST_PREVIOUS)

    def end_elsewhere(self, municipality: str) -> tuple[int, str] | None:
        """Number and GUID of the last notification that another vault or program gave, as far as it was told."""
        row = self._database.one("SELECT value FROM setting WHERE key = ?", (_END + municipality,))
        if row is None:
            return None
        number, _, guid = str(row[0]).partition(" ")
        return int(number), guid

    def save_end_elsewhere(self, municipality: str, number: int, guid: str) -> None:
        """Put in or replace."""
        self._database.run(
            "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)",
            (_END + municipality, f"{number} {guid}"),
        )

    def add_notifications(
        self, municipality: str, notifications: Iterable[Notification], export_id: str
    ) -> None:
        """Add links to the chain and mark their events. Raises LookupError when one does not follow the one before."""
        end, left = self.last(municipality), iter(notifications)
        while some := list(islice(left, _TOGETHER)):
            for each in some:
                if (each.number - 1, each.previous) != end:
                    raise LookupError("the notification does not follow the last one")
                end = each.number, each.id
            self._database.run_many(_ADD, (self._link_row(municipality, each) for each in some))
            self._database.run_many(
                "UPDATE event SET notified_by = ? WHERE id = ?", ((each.id, each.event.id) for each in some)
            )
            self.send_in(export_id, (each.id for each in some))

    def _link_row(self, municipality: str, link: Notification) -> tuple[Value, ...]:
        subject = link.subject
        number = subject.identity.reveal("saved in the vault")
        return (
            link.id, municipality, link.number, link.previous, link.made_at.isoformat(), link.event.id, link.status,
            self._hand.device_id, subject.user_number, subject.identity.kind.value,
            self._hand.fields.seal(subject.person_id, number), subject.district, link.reference,
        )  # fmt: skip

    def send_in(self, export_id: str, notification_ids: Iterable[str]) -> None:
        """Links go in a file, for the first time or again."""
        self._database.run_many(
            "INSERT INTO export_notification (export_id, notification_id) VALUES (?, ?)",
            ((export_id, each) for each in notification_ids),
        )

    def link(self, notification_id: str) -> Sent | None:
        """One link of a chain, or None."""
        found = self._links("WHERE n.id = ?", notification_id)
        return found[0] if found else None

    def links(self, chosen: SendFilter) -> list[Sent]:
        """The links that a filter asks for, by number; without a municipality those of every chain."""
        where, values = ["true"], list[str]()
        if chosen.ids:
            where.append(f"n.id IN ({marks(len(chosen.ids))})")
            values += chosen.ids
        for sql, value in (
            ("n.municipality = ?", chosen.municipality),
            ("substr(n.made_at, 1, 10) >= ?", chosen.since and chosen.since.isoformat()),
            ("substr(n.made_at, 1, 10) <= ?", chosen.until and chosen.until.isoformat()),
            ("n.number >= (SELECT number FROM notification WHERE id = ?)", chosen.from_id),
            ("n.number <= (SELECT number FROM notification WHERE id = ?)", chosen.to_id),
            ("e.person_id = ?", chosen.person),
            ("n.id IN (SELECT notification_id FROM export_notification WHERE export_id = ?)", chosen.export),
        ):
            if value:
                where.append(sql)
                values.append(value)
        return self._links(f"WHERE {' AND '.join(where)} ORDER BY n.municipality, n.number", *values)

    def links_of(self, person_id: PersonId) -> list[Sent]:
        """Every link that tells of a person, in the order they were made, of every municipality the vault was."""
        return self._links("WHERE e.person_id = ? ORDER BY n.made_at, n.number", person_id)

    def told_of(self, service_id: ServiceId) -> list[Notification]:
        """Every link that tells of a service, by number."""
        return [s.notification for s in self._links("WHERE e.service_id = ? ORDER BY n.number", service_id)]

    def _links(self, where: str, *values: str) -> list[Sent]:
        return [self._sent(row) for row in self._database.rows(f"{_LINKS} {where}", values)]

    def _sent(self, row: Row) -> Sent:
        (link_id, number, previous, made_at, status, reference, user_number, kind, sealed, district,
         municipality, files) = row[:_OWN]  # fmt: skip
        event = _event(row[_OWN:])
        identity = number_of(IdKind(kind), self._hand.fields.open(event.person_id, sealed))
        subject = Subject(event.person_id, user_number, identity, district)
        made = datetime.fromisoformat(made_at)
        notification = Notification(link_id, number, previous, made, event, subject, status, reference)
        return Sent(notification, municipality, tuple(json.loads(files)))

    def _events(self, where: str, *values: str) -> list[Event]:
        return [_event(row) for row in self._database.each(f"{_GET} {where}", values)]


@lru_cache(maxsize=_REMEMBERED)
def _same(text: str) -> str:
    return text


@lru_cache(maxsize=_REMEMBERED)
def _day(text: str) -> date:
    return date.fromisoformat(text)


@lru_cache(maxsize=_REMEMBERED)
def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _event(row: Row) -> Event:
    (event_id, kind, person_id, service_id, service_type, happened_on, registered_at, provider, part_id, notified_by,
     status, refers_to) = row  # fmt: skip
    # What many events share is there once: a hundred thousand of them wait in memory together.
    return Event(
        id=event_id,
        kind=EventKind(kind),
        person_id=PersonId(_same(person_id)),
        service_id=ServiceId(_same(service_id)),
        service_type=_same(service_type),
        happened_on=_day(happened_on),
        registered_at=_time(registered_at),
        provider_number=_same(provider),
        part_id=part_id,
        notified_by=notified_by,
        status=Status(status),
        refers_to=refers_to,
    )
