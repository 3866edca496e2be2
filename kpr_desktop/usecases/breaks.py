"""What changes several services of a person at once: a stay in hospital, and the end of everything."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kpr_desktop.domain.care_service import CareService, Pause
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.service_changes import ended, runs_after
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.care_services import CareServices, read_reason
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.submission_records import HospitalStay

IN_HOSPITAL = "hospital"
"""The code of list pause_reason that a stay in hospital gives its pauses."""


@dataclass(frozen=True, slots=True)
class StayLine:
    """One service that runs when the stay begins. `stops`: as the register's rule has it (facts page 3, Stops)."""

    service: CareService
    stops: bool


class ServiceBreaks:
    """Everything the dialogs for hospital and for the end of all services do."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def stays(self, person_id: PersonId) -> list[HospitalStay]:
        """The person's stays, newest first."""
        with self._session.work() as work:
            self._session.admit(work, "person.read", person_id)
            found = work.hospital.of_person(person_id)
            self._session.shown(work, "hospital.list", person_id, covered=True)
        return found

    def blank(self, person_id: PersonId) -> HospitalStay:
        """A new stay from today, not saved yet."""
        self._session.require("service.write")
        return HospitalStay(self._session.new_id(), person_id, self._session.today())

    def plan(self, person_id: PersonId, day: date) -> list[StayLine]:
        """Which services run on the day, and which of them a stay in hospital stops."""
        session = self._session
        types = session.books.for_year(day.year).services
        with session.work() as work:
            session.admit(work, "person.read", person_id)
            running = [
                s for s in work.services.of_person(person_id) if s.runs_on(day) and not _paused(s, day)
            ]
            session.shown(work, "service.list", person_id, covered=True)
        return [StayLine(s, not types[s.type].runs_in_hospital) for s in running]

    def admit(self, stay: HospitalStay, stops: Collection[ServiceId]) -> HospitalStay:
        """Keep a stay and pause the services that stop with it, all in one transaction.

        A service that has ended stops no longer than it lasted; one that is to end later stands still until somebody
        says when the stay was over. Raises UserFault hospital.in_future (from_date, to_date), hospital.ends_before
        (to_date), hospital.two_at_once (from_date); RulesRefused.
        """
        session = self._session
        _check(stay, session.today())
        with session.work() as work:
            session.admit(work, "service.write", stay.person_id)
            if any(_meet(stay, other) for other in work.hospital.of_person(stay.person_id)):
                raise UserFault("hospital.two_at_once", "from_date")
            desk = CareServices(session)
            made = []
            for service in work.services.of_person(stay.person_id):
                if service.id in stops:
                    until = _within(service, stay.to_date, session.today())
                    pause = Pause(session.new_id(), stay.from_date, until, kind=IN_HOSPITAL)
                    pauses = sorted((*service.pauses, pause), key=lambda p: p.from_date)
                    desk.keep(work, replace(service, pauses=tuple(pauses)), "")
                    made.append(pause.id)
            kept = replace(stay, pauses=tuple(made))
            work.hospital.save(kept)
            session.log(work, "hospital.add", person=stay.person_id, subject=stay.id)
            work.commit()
        return kept

    def discharge(self, stay: HospitalStay, day: date) -> HospitalStay:
        """The stay ended on `day`: its pauses end with it, but those that somebody has ended before then stay so.

        Raises what `admit` raises.
        """
        session = self._session
        kept = replace(stay, to_date=day)
        _check(kept, session.today())
        with session.work() as work:
            session.admit(work, "service.write", stay.person_id)
            desk = CareServices(session)
            for service in _stopped(work, stay):
                until = _within(service, day, session.today())
                pauses = tuple(
                    replace(p, to_date=until) if p.id in stay.pauses and not _over(p, stay, day) else p
                    for p in service.pauses
                )
                if pauses != service.pauses:
                    desk.keep(work, replace(service, pauses=pauses), "")
            work.hospital.save(kept)
            session.log(work, "hospital.change", person=stay.person_id, subject=stay.id)
            work.commit()
        return kept

    def withdraw(self, stay: HospitalStay, reason: str) -> None:
        """Registered by mistake: the stay and its pauses go. Raises UserFault service.reason_missing (reason)."""
        session = self._session
        words = read_reason(reason)
        with session.work() as work:
            session.admit(work, "service.write", stay.person_id)
            desk = CareServices(session)
            for service in _stopped(work, stay):
                pauses = tuple(p for p in service.pauses if p.id not in stay.pauses)
                desk.keep(work, replace(service, pauses=pauses), words)
            work.hospital.save(replace(stay, withdrawn=True))
            session.log(work, "hospital.withdraw", person=stay.person_id, subject=stay.id)
            work.commit()

    def to_end(self, person_id: PersonId, day: date) -> list[CareService]:
        """The services that run after `day`: what a death on that day has to end. Nothing is changed."""
        with self._session.work() as work:
            self._session.admit(work, "person.read", person_id)
            found = runs_after(work.services.of_person(person_id), day)
            self._session.shown(work, "service.list", person_id, covered=True)
        return found

    def end_all(self, services: Sequence[CareService], day: date, reason: str) -> list[CareService]:
        """End them on `day`, all in one transaction. Raises what saving a service raises."""
        session = self._session
        with session.work() as work:
            desk = CareServices(session)
            done = [desk.keep(work, ended(service, day), reason) for service in services]
            work.commit()
        return done


def _paused(service: CareService, day: date) -> bool:
    return any(p.from_date <= day and (p.to_date is None or day < p.to_date) for p in service.pauses)


def _within(service: CareService, day: date | None, today: date) -> date | None:
    """The day, or the service's end when that comes first. An end to come ends nothing yet."""
    if day is None:
        return service.end if service.end is not None and service.end <= today else None
    return min(day, service.end or day)


def _over(pause: Pause, stay: HospitalStay, day: date) -> bool:
    """Whether a pause of a stay that goes on has an end of its own already."""
    return stay.to_date is None and pause.to_date is not None and pause.to_date <= day


def _stopped(work: UnitOfWork, stay: HospitalStay) -> list[CareService]:
    """The services that still have a pause which the stay made."""
    return [
        service
        for service in work.services.of_person(stay.person_id)
        if not service.annulled and any(p.id in stay.pauses for p in service.pauses)
    ]


def _meet(one: HospitalStay, other: HospitalStay) -> bool:
    """Whether two stays have more in common than the day of a transfer."""
    last = min(one.to_date or date.max, other.to_date or date.max)
    return max(one.from_date, other.from_date) < last


def _check(stay: HospitalStay, today: date) -> None:
    if stay.from_date > today:
        raise UserFault("hospital.in_future", "from_date")
    if stay.to_date is not None and stay.to_date > today:
        raise UserFault("hospital.in_future", "to_date")
    if stay.to_date is not None and stay.to_date < stay.from_date:
        raise UserFault("hospital.ends_before", "to_date")
