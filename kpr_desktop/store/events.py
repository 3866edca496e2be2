"""Events that wait, and the chain of numbered notifications of each municipality."""

from __future__ import annotations

from datetime import date, datetime

from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.notification import FIRST_PREVIOUS, Event, EventKind, Notification
from kpr_desktop.store.database import Database, Row
from kpr_desktop.store.rows import Hand

_GET = (
    "SELECT id, kind, person_id, service_id, service_type, happened_on, registered_at, provider_number, pause_id,"
    " notified_by, overtaken FROM event"
)
_SAVE = (
    "INSERT INTO event (id, kind, person_id, service_id, service_type, happened_on, registered_at, provider_number,"
    " pause_id, notified_by, overtaken, device_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET service_type = excluded.service_type, happened_on = excluded.happened_on,"
    " provider_number = excluded.provider_number, pause_id = excluded.pause_id, notified_by = excluded.notified_by,"
    " overtaken = excluded.overtaken"
)


class EventTable:
    """Events of the ports."""

    def __init__(self, database: Database, hand: Hand) -> None:
        self._database = database
        self._hand = hand

    def of_service(self, service_id: ServiceId) -> list[Event]:
        """In the order they were registered."""
        return self._events("WHERE service_id = ? ORDER BY row", service_id)

    def save(self, event: Event) -> None:
        """Put in, or replace what may change: the facts, who carried it, whether it was overtaken."""
        self._database.run(
            _SAVE,
            (
                event.id, event.kind.value, event.person_id, event.service_id, event.service_type,
                event.happened_on.isoformat(), event.registered_at.isoformat(), event.provider_number, event.pause_id,
                event.notified_by, int(event.overtaken), self._hand.device_id,
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

    def overtaken(self) -> list[Event]:
        """Events that were reported and no longer hold."""
        return self._events("WHERE overtaken = 1 ORDER BY row")

    def last(self, municipality: str) -> tuple[int, str]:
        """Number and GUID of the chain's last notification; (0, all-zero GUID) when there is none."""
        row = self._database.one(
            "SELECT number, id FROM notification WHERE municipality = ? ORDER BY number DESC LIMIT 1",
            (municipality,),
        )
        return (row[0], row[1]) if row else (0, FIRST_PREVIOUS)

    def add_notification(self, municipality: str, notification: Notification, export_id: str) -> None:
        """Add a link to the chain and mark its event. Raises LookupError when it does not follow the last link."""
        if (notification.number - 1, notification.previous) != self.last(municipality):
            raise LookupError("the notification does not follow the last one")
        subject = notification.subject
        number = subject.identity.reveal("saved in the vault")
        self._database.run(
            "INSERT INTO notification (id, municipality, number, previous, made_at, event_id, status, export_id,"
            " device_id, user_number, number_kind, number_sealed, district)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                notification.id, municipality, notification.number, notification.previous,
                notification.made_at.isoformat(), notification.event.id, notification.status, export_id,
                self._hand.device_id, subject.user_number, subject.identity.kind.value,
                self._hand.fields.seal(subject.person_id, number), subject.district,
            ),
        )  # fmt: skip
        self._database.run(
            "UPDATE event SET notified_by = ? WHERE id = ?", (notification.id, notification.event.id)
        )

    def _events(self, where: str, *values: str) -> list[Event]:
        return [_event(row) for row in self._database.rows(f"{_GET} {where}", values)]


def _event(row: Row) -> Event:
    (event_id, kind, person_id, service_id, service_type, happened_on, registered_at, provider, pause_id, notified_by,
     overtaken) = row  # fmt: skip
    return Event(
        id=event_id,
        kind=EventKind(kind),
        person_id=PersonId(person_id),
        service_id=ServiceId(service_id),
        service_type=service_type,
        happened_on=date.fromisoformat(happened_on),
        registered_at=datetime.fromisoformat(registered_at),
        provider_number=provider,
        pause_id=pause_id,
        notified_by=notified_by,
        overtaken=bool(overtaken),
    )
