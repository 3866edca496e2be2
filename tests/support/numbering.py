"""Numbering what waits, as a file for the register does, without the file."""

from __future__ import annotations

from kpr_desktop.domain.notification import Event, Notification, Subject
from kpr_desktop.usecases.raising import identity_told
from kpr_desktop.usecases.records import ExportRecord
from kpr_desktop.usecases.session import Session

MUNICIPALITY = "4201"


def number_all(session: Session) -> list[Event]:
    """Give every waiting event its place in the chain; gives the events as they waited.

    Events of persons without any identity go on waiting.
    """
    now = session.now()
    with session.work() as work:
        waiting = work.events.waiting()
        events = [e for e in waiting if identity_told(work.persons.get(e.person_id)) is not None]
        export = ExportRecord(session.new_id(), "kpr-56", now, session.user.id, "f.xml", "0", len(events), 1)
        work.records.add_export(export, b"")
        for event in events:
            number, previous = work.events.last(MUNICIPALITY)
            person = work.persons.get(event.person_id)
            identity = identity_told(person)
            if identity is None:
                continue
            link = Notification(
                session.new_id(),
                number + 1,
                previous,
                now,
                event,
                Subject(person.id, person.user_number, identity),
                event.status.value,
                event.refers_to,
            )
            work.events.add_notifications(MUNICIPALITY, [link], export.id)
        work.commit()
    return events
