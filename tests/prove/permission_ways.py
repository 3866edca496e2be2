"""Every way to a person's data that the use cases have, under the word of the golden table."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.domain.person import PersonSummary
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.blocking import NewBlock
from kpr_desktop.usecases.letters import MadeLetter
from kpr_desktop.usecases.records import Delivery
from kpr_desktop.usecases.results import results
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.session import Session
from tests.prove.permission_oversight import LONG_WHY, wish
from tests.prove.permission_rights import RightsWays
from tests.prove.permission_scene import ITEM, NOTE, OTHER, Subject, letter_of, tried
from tests.prove.permission_services import ServiceWays

Way = Callable[[], object]


class Ways:
    """What can be tried on one person in one session. `beside` is another one whom the user may write on."""

    def __init__(
        self, session: Session, services: Services, subject: Subject, folder: Path, beside: PersonId
    ) -> None:
        self.services = services
        self.subject = subject
        self._session = session
        self._folder = folder
        self._another = beside

    def all(self) -> Mapping[str, Mapping[str, Way]]:
        """Word of the table -> name of the way -> the call."""
        services, subject = self.services, self.subject
        person = subject.id
        care = ServiceWays(self._session, services, subject, self._another)
        rights = RightsWays(self._session, services, subject)
        found: dict[str, dict[str, Way]] = {
            "read": {
                "open": lambda: services.persons.open(person),
                "assessments": lambda: services.interviews.of_person(person),
                "draft": lambda: services.interviews.draft_of(person),
                "assessment": lambda: services.interviews.read(subject.finished),
                **care.reading(),
                "consents": lambda: services.consents.of_person(person),
                "letters": lambda: services.letters.of_person(person),
                "reservations": lambda: services.reservations.of_person(person),
                "assignments": lambda: services.assignments.of_person(person),
            },
            "reveal": {"reveal": lambda: services.persons.reveal(person, "Sjekker legitimasjon")},
            "write": {
                "change": self._change,
                "resume": lambda: services.interviews.resume(subject.draft or AssessmentId("")),
                "revise": lambda: services.interviews.revise(subject.finished, "Feil dato"),
                "consent": self._consent,
                "sign": rights.sign,
                "request": rights.add_request,
                "answer": rights.answer,
                "disclosure": rights.add_disclosure,
                "reservation": lambda: services.reservations.add(person, "informed", self._session.today()),
            },
            "service": care.writing(),
            "take_in": {"preview": care.case_in},
            "case_out": {"save": lambda: care.case_out(self._folder)},
            "told_of": {"story": lambda: services.desk.of_person(person)},
            "letter": self._letters(),
            "block": {"set": self._block, "list": lambda: services.blocks.of_person(person)},
            "assign": {"give": self._assign},
            "who_saw": {
                "list": lambda: services.audit.of_person(person),
                "requests": lambda: services.requests.of_person(person),
                "given": lambda: services.disclosures.of_person(person),
            },
            "ask_deletion": {"ask": self._ask_deletion},
            "decide_deletion": {"refuse": self._decide_deletion},
        }
        return found

    def _letters(self) -> Mapping[str, Way]:
        """A letter that is made, and everything that is done with one that was made before."""
        services, person, letter = self.services, self.subject.id, self._letter()
        return {
            "make": lambda: services.letters.make(person, "information", "nb", "Bedt om"),
            "print": lambda: services.letters.printed(letter),
            "copy": lambda: services.letters.save_copy(
                letter, self._folder, f"{self._session.new_id()}.pdf", purpose="citizen"
            ),
            "again": lambda: services.letters.reprint(letter.delivery.id),
            "deliver": lambda: services.letters.deliver(letter.delivery, "posted", self._session.today()),
            "shred": lambda: services.letters.shredded(letter.delivery, self._session.today()),
        }

    def finds(self) -> Mapping[str, Callable[[], Iterable[PersonSummary]]]:
        """Every list and search that could hold the person."""
        services = self.services
        with self._session.work() as work:
            person = work.persons.get(self.subject.id)
        return {
            "name": lambda: services.persons.find(person.family_name),
            "number": lambda: services.persons.find(self.subject.number),
            "user_number": lambda: services.persons.find(person.user_number),
            "birth_date": lambda: services.persons.find("14.03.1942"),
            "browse": lambda: services.persons.find(""),
            "hidden": lambda: services.persons.find("", hidden=True),
            "work_list": lambda: [row.person for row in services.work_lists.view().rows],
            "own_list": services.assignments.own,
            "batch": lambda: services.letter_batch.offered([self.subject.id]),
            "batch_all": services.letter_batch.everybody,
            "papers": lambda: [paper.person for paper in services.letters.open_papers()],
            "due": lambda: [due.person for due in services.requests.due()],
            "to_tell": lambda: [each.person for each in services.requests.to_tell()],
            "expiring": lambda: [each.person for each in services.consents.expiring()],
        }

    # --- parts of a person

    def parts(self) -> Mapping[str, str]:
        """The letters of one person's rows in permissions_parts.csv."""
        return {
            "list": self._listed(),
            "open": tried(lambda: self.services.interviews.read(self.subject.finished)),
            "revise": tried(self._revise),
            "beside": self._beside(),
            "text": self._text(),
        }

    def _listed(self) -> str:
        try:
            found = self.services.interviews.of_person(self.subject.id)
        except UserFault as fault:
            return letter_of(fault)
        return "+" if any(a.id == self.subject.finished for a in found) else "."

    def _revise(self) -> None:
        interview = self.services.interviews.revise(self.subject.finished, "Feil dato")
        try:
            interview.answer(ITEM, "2")  # what the user may not see is kept all the same
            with self._session.work() as work:
                kept = work.assessments.get(interview.assessment.id).answer(ITEM)
            assert (kept.value, kept.note) == ("2", NOTE)
        finally:
            interview.discard()

    def _beside(self) -> str:
        try:
            interview = self.services.interviews.start(self.subject.id, date(2026, 11, 22), Reason.CHANGE)
        except UserFault as fault:
            return letter_of(fault)
        interview.discard()
        before = interview.previous
        return "+" if before is not None and before.id == self.subject.finished else "."

    def _text(self) -> str:
        """Seen anywhere: where the assessment is read, in its results, and in the version that revises it."""
        seen = []
        try:
            found = self.services.interviews.of_person(self.subject.id)
        except UserFault as fault:
            return letter_of(fault)
        seen += [a.answer(ITEM).note for a in found]
        try:
            reading = self.services.interviews.read(self.subject.finished)
        except UserFault:
            pass
        else:
            book = self._session.books.edition(reading.assessment.codebook_year)
            seen += [reading.assessment.answer(ITEM).note, repr(results(book, reading.assessment, None))]
        if self._session.may("interview.write"):
            try:
                interview = self.services.interviews.revise(self.subject.finished, "Feil dato")
            except UserFault:
                pass
            else:
                told = [interview.note(ITEM), interview.assessment.answer(ITEM).note]
                interview.discard()
                # Writing goes by the rule of writing: an emergency access does not show more there.
                assert not self._subject_blocks_note or NOTE not in told
        return "+" if any(NOTE in text for text in seen) else "."

    # --- single ways

    @property
    def _subject_blocks_note(self) -> bool:
        with self._session.work() as work:
            return any(b.item for b in work.access.blocks(person_id=self.subject.id))

    def _change(self) -> None:
        with self._session.work() as work:  # somebody opened the form: reading is asked by other ways
            found = work.persons.get(self.subject.id)
        phone = "22000001" if found.phone != "22000001" else "22000002"
        self.services.persons.change(found, self.services.persons.form(found) | {"phone": phone})

    def _consent(self) -> None:
        form = self.services.consents.blank() | {"sources": "Datteren", "purpose": "Kartlegging"}
        self.services.consents.add(self.subject.id, form)

    def _block(self) -> None:
        new = NewBlock(self.subject.id, "user", OTHER, "Ønsker det ikke", "person")
        self.services.blocks.set(new)

    def _ask_deletion(self) -> None:
        self.services.deletion.ask(self.subject.id, "person", "", "wrong_person", LONG_WHY)

    def _decide_deletion(self) -> None:
        """Once the passphrase has been given again: that it is asked for is the duties' to show."""
        grants = self._session.grants
        grants.confirmed_at = self._session.now()
        try:
            self.services.deletion.refuse(wish(self._session, self.subject.id).id, LONG_WHY)
        finally:
            grants.confirmed_at = None

    def _assign(self) -> None:
        self.services.assignments.give(self.subject.id, OTHER, from_date=date(2027, 1, 1))

    def _letter(self) -> MadeLetter:
        """A letter that was made before, so that printing is asked by itself."""
        session = self._session
        data = b"%PDF-1.4\n%%EOF\n"
        made = Delivery(
            session.new_id(),
            PersonId(self.subject.id),
            "information",
            "nb",
            session.now(),
            session.user.id,
            hashlib.sha256(data).hexdigest(),
            printed_at=session.now(),
        )
        with session.work() as work:
            work.letters.keep(made, data)
            work.commit()
        return MadeLetter(made, data)
