"""Care services of a person: saving one raises its events in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kpr_desktop.codebook.context import check_context
from kpr_desktop.domain.assessment import valid_on
from kpr_desktop.domain.care_service import CareService, Outcome
from kpr_desktop.domain.checks import evaluate
from kpr_desktop.domain.events import in_chain_order, in_force
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop.domain.service_changes import corrects
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import Sight
from kpr_desktop.usecases.one_line import one_line
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.raising import raise_events
from kpr_desktop.usecases.refusal import RulesRefused
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.submission_records import RegisterStory, ServiceVersion


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
        """An id for a new pause or change of provider; it stays through corrections (midlertidigStoppID)."""
        return self._session.new_id()

    def problems(self, service: CareService) -> list[Problem]:
        """What the rules find in the service as it stands; targets are `service.<field>`."""
        with self._session.work() as work:
            sight = self._session.admit(work, "person.read", service.person_id).sight
            found = self._problems(work, service, sight)
            self._session.shown(work, "service.check", service.person_id, covered=True)
        return found

    def save(self, service: CareService, reason: str = "") -> CareService:
        """Save a new or changed service; its events follow in the same transaction.

        `reason`: why something that was registered is said differently. Raises RulesRefused while a hard rule stands in
        the way; UserFault service.reason_missing (reason) for a correction without one, form.too_long (reason),
        service.annulled for one that was registered by mistake.
        """
        with self._session.work() as work:
            saved = self.keep(work, service, reason)
            work.commit()
        return saved

    def annul(self, service_id: ServiceId, reason: str) -> CareService:
        """Registered by mistake: the register is asked to take back what it was told.

        Raises UserFault service.reason_missing (reason), form.too_long (reason), service.annulled.
        """
        with self._session.work() as work:
            service = self._standing(work, service_id)
            saved = self._keep(work, replace(service, annulled=True), read_reason(reason), "service.annul")
            work.commit()
        return saved

    def move(self, service_id: ServiceId, to: PersonId, reason: str) -> CareService:
        """Registered on the wrong person: annulled there, and the same service anew on the right one.

        The specification allows this beside sending all again with another person (identity corrections); this way the
        first person's case keeps saying what was once registered in it, and the other's shows nothing of the first.
        Raises what `save` raises, and service.same_person (person).
        """
        session = self._session
        words = read_reason(reason)
        with session.work() as work:
            service = self._standing(work, service_id)
            if to == service.person_id:
                raise UserFault("service.same_person", "person")
            self._keep(work, replace(service, annulled=True), words, "service.move")
            made = replace(
                service,
                id=ServiceId(session.new_id()),
                person_id=to,
                device_id=session.vault.device_id,
                created_at=session.now(),
                pauses=tuple(replace(p, id=session.new_id()) for p in service.pauses),
                changes=tuple(replace(c, id=session.new_id()) for c in service.changes),
                version=0,
                version_reason="",
            )
            saved = self.keep(work, made, "")
            work.commit()
        return saved

    def history(self, service_id: ServiceId) -> list[ServiceVersion]:
        """The versions that were replaced, newest first."""
        with self._session.work() as work:
            person_id = work.services.get(service_id).person_id
            self._session.admit(work, "person.read", person_id)
            found = work.services.history(service_id)
            self._session.shown(work, "service.history", person_id, subject=service_id, covered=True)
        return found

    def story(self, service_id: ServiceId) -> RegisterStory:
        """What the register was told of the service, and what waits to be told."""
        with self._session.work() as work:
            person_id = work.services.get(service_id).person_id
            self._session.admit(work, "person.read", person_id)
            events = work.events.of_service(service_id)
            told = work.events.told_of(service_id)
            self._session.shown(work, "service.read", person_id, subject=service_id, covered=True)
        waiting = in_chain_order(e for e in events if e.notified_by is None)
        return RegisterStory(tuple(waiting), tuple(told), len(in_force(events)))

    def keep(self, work: UnitOfWork, service: CareService, reason: str) -> CareService:
        """The same in a unit of work of the caller's, who commits it."""
        session = self._session
        sight = session.admit(work, "service.write", service.person_id).sight
        hard = [p for p in self._problems(work, service, sight) if p.severity is Severity.HARD]
        if hard:
            raise RulesRefused(hard)
        if service.version == 0:
            saved = replace(service, version=1)
            work.services.add(saved)
            raise_events(session, work, saved)
            session.log(work, "service.add", person=saved.person_id, subject=saved.id)
            return saved
        before = self._standing(work, service.id)
        needed = service.annulled or corrects(before, service)
        action = "service.annul" if service.annulled else "service.change"
        return self._keep(work, service, read_reason(reason, needed=needed), action)

    def _standing(self, work: UnitOfWork, service_id: ServiceId) -> CareService:
        """The service as it is saved, when the user may change it and it was not registered by mistake."""
        service = work.services.get(service_id)
        self._session.admit(work, "service.write", service.person_id)
        if service.annulled:
            raise UserFault("service.annulled")
        return service

    def _keep(self, work: UnitOfWork, service: CareService, reason: str, action: str) -> CareService:
        saved = replace(service, version=service.version + 1, version_reason=reason)
        work.services.update(saved)
        raise_events(self._session, work, saved)
        self._session.log(work, action, person=saved.person_id, subject=saved.id)
        return saved

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


def read_reason(typed: str, *, needed: bool = True) -> str:
    """The reason on one line. Raises UserFault service.reason_missing (reason), form.too_long (reason)."""
    return one_line(typed, "reason", UserFault("service.reason_missing", "reason") if needed else None)
