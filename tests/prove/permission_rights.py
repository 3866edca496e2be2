"""Every way to what a person has asked for, consented to and had told: parts of the ways to the person's data."""

from __future__ import annotations

from datetime import date, timedelta

from kpr_desktop.domain.consent import Consent, Giver, Way
from kpr_desktop.domain.rights import CorrectionNotice, RequestKind, RightsRequest, due_after
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.session import Session
from tests.prove.permission_scene import Subject

STROKES = (((0.1, 0.5), (0.4, 0.2), (0.9, 0.6)),)


class RightsWays:
    """What can be tried on one person in one session. Each has its own record, put into the vault past the desk."""

    def __init__(self, session: Session, services: Services, subject: Subject) -> None:
        self._session, self._services, self._person = session, services, subject.id
        self._kept()

    def sign(self) -> None:
        """A consent on the screen."""
        self._services.consents.sign(self._consent(), STROKES)

    def add_request(self) -> None:
        """A new request, put off."""
        desk = self._services.requests
        made = desk.add(self._person, desk.blank("access") | {"words": "Vil se alt"})
        desk.extend(made.id, made.longest, "Mange papirer", self._session.today())

    def answer(self) -> None:
        """Another's request, and the first who is to be told."""
        desk = self._services.requests
        answered = desk.answer(self._request().id, "granted", "", self._session.today())
        told = self._notice(answered)
        desk.told(told, self._session.today(), "Brev")

    def add_disclosure(self) -> None:
        """Told on the telephone."""
        desk = self._services.disclosures
        desk.add(
            self._person, desk.blank() | {"recipient": "Fastlegen", "what": "Medisiner", "basis": "Loven"}
        )

    def _kept(self) -> None:
        """Something that every list could show."""
        self._consent(ends=self._session.today() + timedelta(days=9))
        self._notice(self._request())

    def _consent(self, ends: date | None = None) -> Consent:
        session = self._session
        made = Consent(
            session.new_id(), self._person, session.vault.device_id, session.now(), session.user.id, Giver.PERSON, "",
            "Datteren", "Kartlegging", Way.SPOKEN, session.today(), ends,
        )  # fmt: skip
        with session.work() as work:
            work.consents.save(made)
            work.commit()
        return made

    def _request(self) -> RightsRequest:
        session = self._session
        today, user = session.today(), session.user.id
        made = RightsRequest(
            session.new_id(), self._person, RequestKind.CORRECTION, today, user, Giver.PERSON, "", "Feil adresse",
            due_after(today), session.now(), user,
        )  # fmt: skip
        with session.work() as work:
            work.rights.save_request(made)
            work.commit()
        return made

    def _notice(self, request: RightsRequest) -> CorrectionNotice:
        session = self._session
        made = CorrectionNotice(session.new_id(), request.id, self._person, "Fastlegen", "Adressen")
        with session.work() as work:
            work.rights.save_notice(made)
            work.commit()
        return made
