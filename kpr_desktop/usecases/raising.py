"""Keeping the events of a service true to it, in the transaction of the change (kpr-notification-spec, triggers)."""

from __future__ import annotations

from datetime import date

from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.events import FIRST_DAY, plan_events
from kpr_desktop.domain.identity import Fnr
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.notification import Notification
from kpr_desktop.domain.person import Person
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session

FIRST_DAY_SETTING = "submission.first_day"
SCOPE_SETTING = "submission.scope"
"""The types of service that events were last raised by; before there is one, those of the first year of reporting."""
_BATCH = 500


def raise_events(session: Session, work: UnitOfWork, service: CareService, *, erased: bool = False) -> None:
    """Bring the events of a service up to date with it; the caller saves the service in the same unit of work.

    `erased`: the service is about to be deleted for good, and everything the register was told of it is called back.
    """
    told = work.events.told_of(service.id)
    moved: frozenset[str] = frozenset()
    if told:
        moved = _told_of_another(told, work.persons.get(service.person_id))
    types = session.books.for_year(session.today().year).services
    plan = plan_events(
        service,
        work.events.of_service(service.id),
        in_scope=not erased and types[service.type].in_message,
        now=session.now(),
        new_id=session.new_id,
        since=first_day(work),
        other_person=moved,
    )
    for event in plan.save:
        work.events.save(event)
    for event_id in plan.remove:
        work.events.remove(event_id)


def raise_events_of(session: Session, work: UnitOfWork, person_id: PersonId) -> None:
    """The same for all services of a person: the identity was corrected, and what was told is told again."""
    for service in work.services.of_person(person_id):
        raise_events(session, work, service)


def call_back(
    session: Session, work: UnitOfWork, person_id: PersonId, service_id: ServiceId | None = None
) -> None:
    """What the register was told of a service (None: of all the person's) is called back, before it is deleted."""
    for service in work.services.of_person(person_id):
        if service_id in (None, service.id):
            raise_events(session, work, service, erased=True)


def scope_is_another(session: Session, work: UnitOfWork) -> bool:
    """Whether the message takes other types of service than the ones that events were last raised by."""
    known = work.records.setting(SCOPE_SETTING) or _scope(session, FIRST_DAY.year)
    return _scope(session, session.today().year) != known


def follow_scope(session: Session, work: UnitOfWork) -> bool:
    """Mark every service when the scope is another: a type that was added is told of without anybody touching it."""
    if not scope_is_another(session, work):
        return False
    work.services.plan_all()
    work.records.save_setting(SCOPE_SETTING, _scope(session, session.today().year))
    return True


def catch_up(session: Session, work: UnitOfWork) -> int:
    """Plan the events of the services that are marked for it, and tell how many there were.

    The mark is set by the rise to a newer form, by another first day of the reporting and by another scope.
    """
    follow_scope(session, work)
    done = 0
    while batch := work.services.to_plan(_BATCH):
        for service in batch:
            raise_events(session, work, service)
            work.services.planned(service.id)
        done += len(batch)
    return done


def _scope(session: Session, year: int) -> str:
    types = session.books.for_year(year).services
    return " ".join(sorted(code for code, each in types.items() if each.in_message))


def first_day(work: UnitOfWork) -> date:
    """The agreed first day of the reporting."""
    text = work.records.setting(FIRST_DAY_SETTING)
    return date.fromisoformat(text) if text else FIRST_DAY


def identity_told(person: Person) -> Fnr | None:
    """The identity as a message tells it: without a number of any kind, the birth date as type 9 (facts page 2.1)."""
    if person.identity is None and person.birth_date is not None:
        return Fnr.birth_date(person.birth_date)
    return person.identity


def told_as(person: Person) -> tuple[Fnr | None, str]:
    """Everything that a message tells a person by: another value means that what was told has to be told again."""
    return identity_told(person), person.user_number


def _told_of_another(told: list[Notification], person: Person) -> frozenset[str]:
    now = identity_told(person)
    if now is None:
        # There is nothing better to tell; the rehearsal asks for a number.
        return frozenset()
    return frozenset(
        n.event.id for n in told if (n.subject.identity, n.subject.user_number) != (now, person.user_number)
    )
