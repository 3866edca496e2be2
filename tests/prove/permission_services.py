"""Every way to a person's services, stays in hospital, and case as a file: parts of the ways to the person's data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from kpr_desktop.domain.care_service import CareService, Outcome
from kpr_desktop.domain.ids import AssessmentId, PersonId, ServiceId
from kpr_desktop.usecases.case_records import Case
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.submission_records import HospitalStay
from tests.exports.fhir_samples import FORM, asked_openly
from tests.prove.permission_scene import Subject

Way = Callable[[], object]
WHY = "Ført på feil sted"
DAY = date(2026, 3, 2)


class ServiceWays:
    """What can be tried on one person's services in one session. `beside` is a person whom the user may write on."""

    def __init__(self, session: Session, services: Services, subject: Subject, beside: PersonId) -> None:
        self._session, self._services = session, services
        self._person, self._beside = subject.id, beside
        self._service = subject.service or ServiceId("")

    def reading(self) -> Mapping[str, Way]:
        """Shows something, changes nothing."""
        care, breaks = self._services.care_services, self._services.breaks
        person, service = self._person, self._service
        return {
            "services": lambda: care.of_person(person),
            "service": lambda: care.get(service),
            "service_check": self._check,
            "service_history": lambda: care.history(service),
            "service_story": lambda: care.story(service),
            "stays": lambda: breaks.stays(person),
            "stay_plan": lambda: breaks.plan(person, DAY),
            "to_end": lambda: breaks.to_end(person, DAY),
        }

    def writing(self) -> Mapping[str, Way]:
        """Changes services. Each has a service or a stay of its own, put into the vault past the desk."""
        care, breaks = self._services.care_services, self._services.breaks
        return {
            "save": self._save,
            "add": lambda: care.save(replace(self._new(self._person), version=0)),
            "annul": lambda: care.annul(self._made(self._person).id, WHY),
            "move_away": lambda: care.move(self._made(self._person).id, self._beside, WHY),
            "move_here": lambda: care.move(self._made(self._beside).id, self._person, WHY),
            "hospital": lambda: breaks.admit(self._stay(), ()),
            "discharge": lambda: breaks.discharge(self._kept_stay(), DAY),
            "withdraw": lambda: breaks.withdraw(self._kept_stay(), WHY),
            "end_all": lambda: breaks.end_all([self._made(self._person)], DAY, WHY),
        }

    def case_in(self) -> None:
        """A finished assessment from another program, of a person whom the vault has."""
        session = self._session
        with session.work() as work:
            person = work.persons.get(self._person)
        told = replace(
            asked_openly(),
            id=AssessmentId(session.new_id()),
            series_id=session.new_id(),
            person_id=person.id,
            assessed_on=DAY,
            entries=(),
        )
        data = FORM.write(Case(person, (told,), "Øvingsby kommune", session.now(), session.training))
        exchange = self._services.exchange
        found = exchange.preview(data)
        assert found.person is not None
        assert not found.new_person
        exchange.take(found)

    def case_out(self, folder: Path) -> object:
        """The person's case as a file."""
        target = folder / self._session.new_id()
        target.mkdir()
        return self._services.exchange.save(self._person, target, purpose="citizen")

    # --- single ways

    def _check(self) -> None:
        with self._session.work() as work:
            found = work.services.get(self._service)
        self._services.care_services.problems(found)

    def _save(self) -> None:
        with self._session.work() as work:
            found = work.services.get(self._service)
        self._services.care_services.save(replace(found, note=f"{found.version}"))

    def _new(self, person: PersonId) -> CareService:
        session = self._session
        return CareService(
            ServiceId(session.new_id()), person, session.vault.device_id, session.now(),
            type="2", outcome=Outcome.GRANTED, week_minutes=120, decided_on=DAY, start=DAY,
        )  # fmt: skip

    def _made(self, person: PersonId) -> CareService:
        made = self._new(person)
        with self._session.work() as work:
            work.services.add(made)
            work.commit()
        return made

    def _stay(self) -> HospitalStay:
        return HospitalStay(self._session.new_id(), self._person, DAY, DAY)

    def _kept_stay(self) -> HospitalStay:
        made = replace(self._stay(), to_date=None)
        with self._session.work() as work:
            work.hospital.save(made)
            work.commit()
        return made
