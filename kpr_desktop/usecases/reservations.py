"""Guidance on reservation, recorded as informed or helped. One reserves at the register: nothing is dropped here."""

from __future__ import annotations

import unicodedata
from datetime import date

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.rights import ReservationTalk
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.session import Session

INFORMED, HELPED = "informed", "helped"
KINDS = (INFORMED, HELPED)
WORDS_LIMIT = 500


class ReservationDesk:
    """Talks on what can be reserved against."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_person(self, person_id: PersonId) -> list[ReservationTalk]:
        """The newest first."""
        session = self._session
        with session.work() as work:
            session.admit(work, "person.read", person_id)
            found = work.rights.talks(person_id)
            session.shown(work, "reservation.list", person_id, covered=True)
        return found

    def add(self, person_id: PersonId, what: str, day: date, words: str = "") -> ReservationTalk:
        """Record that the person was told, or was helped to reserve.

        Raises UserFault form.not_in_list (what), date.future (day), form.too_long (words).
        """
        session = self._session
        said = unicodedata.normalize("NFC", words).strip()
        if what not in KINDS:
            raise UserFault("form.not_in_list", "what")
        if day > session.today():
            raise UserFault("date.future", "day")
        if len(said) > WORDS_LIMIT:
            raise UserFault("form.too_long", "words", limit=WORDS_LIMIT)
        with session.work() as work:
            session.admit(work, "request.write", person_id)
            now, user = session.now(), session.user.id
            talk = ReservationTalk(session.new_id(), person_id, day, what, said, now, user)
            work.rights.add_talk(talk)
            session.log(work, "reservation.add", person=person_id, subject=talk.id)
            work.commit()
        return talk
