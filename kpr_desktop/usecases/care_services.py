"""Care services of a person: saving one raises its events in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kpr_desktop.codebook.context import check_context
from kpr_desktop.domain.assessment import valid_on
from kpr_desktop.domain.care_service import CareService, Outcome
from kpr_desktop.domain.checks import evaluate
from kpr_desktop.domain.events import plan_events
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop.usecases.access import Sight
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.refusal import RulesRefused
from kpr_desktop.usecases.session import Session


class CareServices:
    """Everything the service page does."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_person(self, person_id: PersonId) -> list[CareService]:
        """The person's services, running ones first, then by start."""
        today = self._session.today()
        with self._session.work() as work:
            self._session.admit(work, "person.read", person_id)
            found = work.services.of_person(person_id)
            self._session.shown(work, "service.list", person_id, covered=True)
        return sorted(found, key=lambda s: (not s.runs_on(today), s.start or date.max, s.type))

    def get(self, service_id: ServiceId) -> CareService:
        """One service."""
        with self._session.work() as work:
            found = work.services.get(service_id)
            self._session.admit(work, "person.read", found.person_id)
            self._session.shown(work, "service.read", found.person_id, subject=service_id, covered=True)
        return found

    def blank(self, person_id: PersonId) -> CareService:
        """A new service, not saved yet (version 0)."""
        session = self._session
        session.require("service.write")
        return CareService(
            ServiceId(session.new_id()),
            person_id,
            session.vault.device_id,
            session.now(),
            type="",
            outcome=Outcome.GRANTED,
            version=0,
        )

    def new_pause_id(self) -> str:
        """An id for a new pause; it stays the same through corrections (midlertidigStoppID)."""
        return self._session.new_id()

    def problems(self, service: CareService) -> list[Problem]:
        """What the rules find in the service as it stands; targets are `service.<field>`."""
        with self._session.work() as work:
            sight = self._session.admit(work, "person.read", service.person_id).sight
            found = self._problems(work, service, sight)
            self._session.shown(work, "service.check", service.person_id, covered=True)
        return found

    def save(self, service: CareService) -> CareService:
        """Save a new or changed service. Raises RulesRefused while a hard rule stands in the way."""
        session = self._session
        with session.work() as work:
            sight = session.admit(work, "service.write", service.person_id).sight
            hard = [p for p in self._problems(work, service, sight) if p.severity is Severity.HARD]
            if hard:
                raise RulesRefused(hard)
            new = service.version == 0
            saved = replace(service, version=service.version + 1)
            if new:
                work.services.add(saved)
            else:
                work.services.update(saved)
            self._raise_events(work, saved)
            session.log(
                work, "service.add" if new else "service.change", person=saved.person_id, subject=saved.id
            )
            work.commit()
        return saved

    def _raise_events(self, work: UnitOfWork, service: CareService) -> None:
        session = self._session
        types = session.books.for_year(session.today().year).services
        plan = plan_events(
            service,
            work.events.of_service(service.id),
            in_scope=types[service.type].in_message and service.outcome is not Outcome.REFUSED,
            now=session.now(),
            new_id=session.new_id,
        )
        for event in plan.save:
            work.events.save(event)
        for event_id in plan.remove:
            work.events.remove(event_id)

    def _problems(self, work: UnitOfWork, service: CareService, sight: Sight) -> list[Problem]:
        today = self._session.today()
        day = service.start or service.decided_on or today
        book = self._session.books.for_year(day.year)
        others = [s for s in work.services.of_person(service.person_id) if s.id != service.id]
        history = work.assessments.of_person(service.person_id)
        assessment = valid_on(sight.of(history), today)
        context = check_context(
            book,
            today=today,
            year=day.year,
            person=work.persons.get(service.person_id),
            assessment=assessment,
            service=service,
            services=(*others, service),
        )
        return evaluate([r for r in book.rules.values() if r.scope == "service"], context)
