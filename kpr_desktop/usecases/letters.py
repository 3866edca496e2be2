"""Letters to a person: made in memory, recorded, delivered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.output_ports import LetterMaker
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import Delivery, LetterRequest, PageImage
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.written_files import FileWriter, Leaving

WAYS = ("handed_over", "posted", "read_aloud", "digital_by_others")
"""How a letter can reach the person."""


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """A letter that has been made and recorded. `pdf` lives in memory only until the user saves or prints it."""

    delivery: Delivery
    pdf: bytes


class LetterDesk:
    """Makes letters and keeps record of them."""

    def __init__(self, session: Session, maker: LetterMaker, writer: FileWriter) -> None:
        self._session = session
        self._maker = maker
        self._writer = writer

    def make(self, person_id: PersonId, kind: str, language: str, reason: str = "") -> MadeLetter:
        """Make a letter; the record is saved before the letter is shown. A protected address is left out.

        `reason` is kept in the log. Raises UserFault letter.unknown_kind | letter.no_such_language | person.unknown.
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "letter.make", person_id)
            person = work.persons.get(person_id)
            delivery_id = session.new_id()
            request = LetterRequest(
                kind=kind,
                language=language,
                office=work.records.office(),
                name=person.name,
                address=None if person.protected else person.address,
                day=session.today(),
                reference=delivery_id[:8].upper(),
                training=session.training,
            )
            pdf = self._maker.make(request)
            made = Delivery(
                id=delivery_id,
                person_id=person_id,
                kind=kind,
                language=language,
                made_at=session.now(),
                made_by=session.user.id,
                sha256=hashlib.sha256(pdf).hexdigest(),
            )
            work.records.add_delivery(made)
            session.shown(work, "letter.make", person_id, subject=kind, reason=reason)
        return MadeLetter(made, pdf)

    def pages(self, letter: MadeLetter, width: int) -> list[PageImage]:
        """The letter's pages as pictures for the preview."""
        return self._maker.pages(letter.pdf, width)

    def file_name(self, letter: MadeLetter) -> str:
        """A name that tells nothing about the person: `brev_2026-11-23_7F3A.pdf`."""
        return f"brev_{letter.delivery.made_at.date().isoformat()}_{letter.delivery.id[:4].upper()}.pdf"

    def save_copy(self, letter: MadeLetter, folder: Path, name: str = "", *, purpose: str) -> Path:
        """Write the letter to a folder the user chose; logged, and on the reminder list, before the file exists.

        `purpose` as `written_files.purpose_of` gives it. Raises UserFault written.purpose_missing, outbox.*.
        """
        session, person_id = self._session, letter.delivery.person_id

        def log(work: UnitOfWork, subject: str) -> None:
            session.admit(work, "letter.make", person_id)
            if not session.vault.writable:
                raise UserFault("access.read_only")
            session.log(work, "letter.save_copy", person=person_id, subject=subject, reason=purpose)

        leaving = Leaving("letter", letter.delivery.id, name or self.file_name(letter), letter.pdf, purpose)
        return self._writer.put(session, folder, leaving, log)

    def printed(self, letter: MadeLetter) -> None:
        """Log that the letter goes to a printer; called before the first page does."""
        session = self._session
        with session.work() as work:
            session.admit(work, "letter.make", letter.delivery.person_id)
            session.shown(work, "letter.print", letter.delivery.person_id, subject=letter.delivery.id)

    def deliver(self, delivery: Delivery, way: str, on: date) -> Delivery:
        """Record that the letter reached the person. Raises UserFault letter.unknown_way or date.future."""
        session = self._session
        session.require("letter.make")
        if way not in WAYS:
            raise UserFault("letter.unknown_way", "way")
        if on > session.today():
            raise UserFault("date.future", "delivered_on")
        delivered = replace(delivery, way=way, delivered_on=on)
        with session.work() as work:
            session.admit(work, "letter.make", delivery.person_id)
            work.records.update_delivery(delivered)
            session.log(work, "letter.deliver", person=delivery.person_id, subject=delivery.id)
            work.commit()
        return delivered

    def of_person(self, person_id: PersonId) -> list[Delivery]:
        """The letters made for a person, newest first."""
        with self._session.work() as work:
            self._session.admit(work, "person.read", person_id)
            found = work.records.deliveries(person_id)
            self._session.shown(work, "letter.list", person_id, covered=True)
        return found
