"""The next links of a municipality's chain: what waits, whom it tells of, what is held back, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kpr_desktop.domain.events import in_chain_order
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.notification import (
    PRACTICE_LOCAL_ID,
    Event,
    EventKind,
    Message,
    Notification,
    Status,
    Subject,
)
from kpr_desktop.domain.person import Person, Residence, held_on
from kpr_desktop.usecases.output_ports import MessageWriter
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.raising import identity_told
from kpr_desktop.usecases.records import Finding
from kpr_desktop.usecases.session import Session

ACCEPTED = "none"
"""The consequence of a finding that the register takes as it is. Every other one stops what it concerns."""
HELD_WITH = "export.held_with"
_Pair = tuple[Event, Subject]


@dataclass(frozen=True, slots=True)
class EventFinding:
    """What the writer's check found in one event: whose it is, of which service, and what the register would do."""

    person_id: PersonId
    service_id: ServiceId
    finding: Finding
    kind: EventKind = EventKind.START


@dataclass(frozen=True, slots=True)
class Ready:
    """What the next message would hold, numbered in memory.

    `whole` are findings that stop the whole message, `stopped` events that are held back, `remarks` what the register
    would take but that looks wrong. `waiting`: how many events wait; `persons`: whose, in the order they come.
    """

    message: Message
    whole: tuple[Finding, ...]
    stopped: tuple[EventFinding, ...]
    remarks: tuple[EventFinding, ...]
    waiting: int
    persons: tuple[PersonId, ...]
    notes: tuple[Finding, ...] = ()
    """What the register would take but that looks wrong with the message itself."""


class Subjects:
    """Persons as a message tells of them: each is read once, and of each only that is kept."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._known: dict[PersonId, tuple[Subject | None, tuple[Residence, ...]]] = {}

    def take(self, person: Person) -> None:
        """One that has been read already, so that it is not read once more."""
        identity = identity_told(person)
        subject = Subject(person.id, person.user_number, identity) if identity is not None else None
        # The district is part of where somebody lives: of a protected person it is not told.
        told = not person.protected and any(r.district for r in person.residences)
        self._known[person.id] = subject, person.residences if told else ()

    def of(self, event: Event) -> Subject | None:
        """Whom the event tells of; None for a person with neither a number nor a birth date.

        An annulment names the person as the register was told, since that is the row it takes back.
        """
        if event.status is Status.ANNULS:
            told = self._work.events.told_of(event.service_id)
            key = (event.kind, event.part_id)
            return [n.subject for n in told if (n.event.kind, n.event.part_id) == key][-1]
        if event.person_id not in self._known:
            self.take(self._work.persons.get(event.person_id))
        subject, residences = self._known[event.person_id]
        residence = held_on(residences, event.happened_on)
        if subject is None or residence is None:
            return subject
        return replace(subject, district=residence.district)


def prepare(
    session: Session, work: UnitOfWork, writer: MessageWriter, subjects: Subjects | None = None
) -> Ready:
    """Number what waits, in memory, and hold back what the register would not take.

    `subjects`: with the persons that have been read already.

    One event of a service that is held back holds back the others of the service: an end without its start would be
    told of something that the register does not know.
    """
    office, subjects = work.records.office(), subjects or Subjects(work)
    waiting = in_chain_order(work.events.waiting())
    stopped: list[EventFinding] = []
    pairs: list[_Pair] = []
    for event in waiting:
        subject = subjects.of(event)
        if subject is None:
            stopped.append(of_event(event, Finding("export.no_identity", event.id, "fid", "message")))
        else:
            pairs.append((event, subject))
    local_id = PRACTICE_LOCAL_ID if session.training else ""
    head = Message(office.municipality, office.contacts, (), local_id)
    # The check takes one link at a time: of a long chain only what is kept is ever in memory.
    findings = list(writer.findings(head, _links(session, work, office.municipality, pairs)))
    concerned = {f.notification_id for f in findings}
    events = {event.id: event for event, _ in pairs if event.id in concerned}
    told = [of_event(events[f.notification_id], f) for f in findings if f.notification_id]
    stopped += [t for t in told if t.finding.consequence != ACCEPTED]
    stopped += _with_them(waiting, stopped)
    held = {t.finding.notification_id for t in stopped}
    kept = [pair for pair in pairs if pair[0].id not in held]
    return Ready(
        message=replace(head, notifications=tuple(_links(session, work, office.municipality, kept))),
        whole=tuple(f for f in findings if not f.notification_id and f.consequence != ACCEPTED),
        stopped=tuple(stopped),
        remarks=tuple(t for t in told if t.finding.notification_id not in held),
        waiting=len(waiting),
        persons=tuple(dict.fromkeys(e.person_id for e in waiting)),
        notes=tuple(f for f in findings if not f.notification_id and f.consequence == ACCEPTED),
    )


def of_event(event: Event, finding: Finding) -> EventFinding:
    """A finding beside whose event it is of."""
    return EventFinding(event.person_id, event.service_id, finding, event.kind)


def _with_them(waiting: Iterable[Event], stopped: Sequence[EventFinding]) -> list[EventFinding]:
    held = {s.finding.notification_id for s in stopped}
    services = {s.service_id for s in stopped}
    return [
        of_event(event, Finding(HELD_WITH, event.id, "tjenesteID", "schema"))
        for event in waiting
        if event.service_id in services and event.id not in held
    ]


def _links(
    session: Session, work: UnitOfWork, municipality: str, pairs: Iterable[_Pair]
) -> Iterator[Notification]:
    number, previous = work.events.last(municipality)
    now = session.now()
    for event, subject in pairs:
        number += 1
        status, refers_to = event.status.value, event.refers_to
        yield Notification(event.id, number, previous, now, event, subject, status, refers_to)
        previous = event.id
