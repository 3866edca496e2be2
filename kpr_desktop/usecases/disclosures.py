"""Who has been given something about a person: one register, composed of what the vault knows and what was typed in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kpr_desktop.domain.assessment import State
from kpr_desktop.domain.care_service import of_year
from kpr_desktop.domain.consent import Consent
from kpr_desktop.domain.dates import parse_date
from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.domain.rights import Disclosure
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import Delivery, ExportRecord, LetterStep, LogQuery
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.session import Session

HOWS = ("phone", "meeting", "letter", "digital", "other")
"""How something is told by hand."""
FIELDS = ("recipient", "what", "consent_id", "basis", "how", "day")
NAME_LIMIT = 100
WORDS_LIMIT = 500
TO_PERSON = ("post", "citizen")
"""Purposes of a written file that mean the person; any other is a recipient of its own."""
_PRINTED = ("printed", "reprinted")
_YEAR = re.compile(r"yearly\d+-(\d{4})_")


@dataclass(frozen=True, slots=True)
class Given:
    """One time that something was given. Codes where the program knows, words where somebody wrote them.

    `source`: letter | case | message | yearly | told. `to`: person | register | a purpose of a written file | told;
    `to_words`: who, in words. `what`: the letter's kind, else the source; `what_words` where it was told. `basis`:
    person (the person's own right) | law | consent | words | purpose; `basis_words` with it. `how`: a way of delivery,
    printed, saved, file, or how it was told. `receipt`: what the register answered, empty = nothing yet. `id`: of the
    record behind it. `by`: who, by name.
    """

    day: date
    source: str
    to: str
    what: str
    basis: str
    how: str
    id: str
    by: str
    to_words: str = ""
    what_words: str = ""
    basis_words: str = ""
    receipt: str = ""


def register_of(session: Session, work: UnitOfWork, person_id: PersonId) -> list[Given]:
    """Everything, the oldest first; nothing twice. The caller has let the user in."""
    return sorted(
        _Register(session, work, person_id).all(), key=lambda given: (given.day, given.id, given.how)
    )


def recipients(given: list[Given]) -> list[Given]:
    """Everybody but the person, each once: the latest time something was given to them."""
    latest = {(each.to, each.to_words.casefold()): each for each in given if each.to != "person"}
    return list(latest.values())


class _Register:
    def __init__(self, session: Session, work: UnitOfWork, person_id: PersonId) -> None:
        self._session, self._work, self._person = session, work, person_id
        self._users = {user.id: user.name for user in work.records.users()}

    def all(self) -> Iterator[Given]:
        letters = {each.id: each for each in self._work.letters.of_person(self._person)}
        saved = list(self._saved(letters))
        yield from self._letters(letters, saved)
        yield from self._files(letters, saved)
        yield from self._messages()
        yield from self._yearly()
        yield from self._told()

    def _name(self, user_id: str) -> str:
        return self._users.get(UserId(user_id), "")

    def _letters(self, letters: Mapping[str, Delivery], saved: list[_Saved]) -> Iterator[Given]:
        """A letter that was delivered, in each way once; else one that was printed and not shredded, or saved."""
        steps: dict[str, list[LetterStep]] = {own_id: [] for own_id in letters}
        for step in self._work.letters.steps(self._person):
            steps[step.delivery_id].append(step)
        for own_id, letter in letters.items():
            own = steps[own_id]
            delivered = {s.what: s for s in own if s.what not in (*_PRINTED, "shredded")}
            if not delivered and letter.settled != "shredded":
                delivered = dict([("printed", s) for s in own if s.what in _PRINTED][-1:])
            for way, step in delivered.items():
                yield self._letter(letter, step.day, way, step.by)
            to_person = [s for s in saved if s.made_id == own_id and s.purpose in TO_PERSON]
            if to_person and not delivered:
                yield self._letter(letter, to_person[-1].day, "saved", to_person[-1].by)

    def _letter(self, letter: Delivery, day: date, how: str, by: str) -> Given:
        return Given(day, "letter", "person", letter.kind, "person", how, letter.id, self._name(by))

    def _files(self, letters: Mapping[str, Delivery], saved: list[_Saved]) -> Iterator[Given]:
        """Cases as files, to whomever; and letters that were written out for somebody else than the person."""
        once: dict[tuple[str, str, str], Given] = {}
        for each in saved:
            letter = letters.get(each.made_id)
            if letter is not None and each.purpose in TO_PERSON:
                continue
            source = "case" if letter is None else "letter"
            to = "person" if each.purpose in TO_PERSON else each.purpose
            once[each.made_id, to, each.words] = Given(
                each.day, source, to, letter.kind if letter else source, "purpose", "file", each.made_id,
                self._name(each.by), to_words=each.words, basis_words=each.purpose,
            )  # fmt: skip
        yield from once.values()

    def _saved(self, letters: Mapping[str, Delivery]) -> Iterator[_Saved]:
        """Files with this person alone in them, the oldest first; without those that were not written after all."""
        log = self._work.records
        failed = {entry.subject for entry in log.log_matching(LogQuery(actions=("file.not_written",)))}
        cases = log.log_matching(LogQuery(self._person, actions=("exchange.save",)))
        own = letters.keys() | {entry.subject.partition(" ")[0] for entry in cases}
        for file in reversed(self._work.oversight.written_files()):
            if file.made_id in own and file.id not in failed:
                purpose, _, words = file.purpose.partition(":")
                yield _Saved(file.made_id, purpose, words.strip(), file.written_at.date(), file.written_by)

    def _messages(self) -> Iterator[Given]:
        """The files for the register that told of the person, each once, with its receipt."""
        work = self._work
        files = {export_id for sent in work.events.links_of(self._person) for export_id in sent.exports}
        latest = work.sendings.latest() if files else {}
        for export in self._exports():
            if export.id in files:
                state = latest[export.id].state.value if export.id in latest else "made"
                yield self._to_register(export, "message", state)

    def _yearly(self) -> Iterator[Given]:
        """The extracts of the years in which something of the person was there when they were made."""
        assessments = [a for a in self._work.assessments.of_person(self._person) if a.state is State.FINISHED]
        services = self._work.services.of_person(self._person)
        for export in self._exports():
            found = _YEAR.match(export.file_name)
            if found is None:
                continue
            year = int(found[1])
            held = any(
                a.assessed_on.year == year and a.finished_at is not None and a.finished_at <= export.made_at
                for a in assessments
            )
            if held or any(of_year(s, year) and s.created_at <= export.made_at for s in services):
                yield self._to_register(export, "yearly", "file")

    def _exports(self) -> list[ExportRecord]:
        return self._work.records.exports(limit=_ALL)

    def _to_register(self, export: ExportRecord, source: str, how: str) -> Given:
        receipts = self._work.sendings.receipts(export.id)
        receipt = receipts[0].outcome if receipts else ""
        return Given(
            export.made_at.date(), source, "register", source, "law", how, export.id, self._name(export.made_by),
            receipt=receipt,
        )  # fmt: skip

    def _told(self) -> Iterator[Given]:
        consents = {each.id: each for each in self._work.consents.of_person(self._person)}
        for each in in_force(self._work.rights.disclosures(self._person)):
            consent = consents.get(each.consent_id)
            yield Given(
                each.day, "told", "told", "told", "consent" if each.consent_id else "words", each.how, each.id,
                self._name(each.made_by), each.recipient, each.what, consent.purpose if consent else each.basis,
            )  # fmt: skip


_ALL = 100_000


@dataclass(frozen=True, slots=True)
class _Saved:
    """A file that was written. `words` stand behind the purpose `other`."""

    made_id: str
    purpose: str
    words: str
    day: date
    by: str


def in_force(entered: list[Disclosure]) -> list[Disclosure]:
    """Without those that another one has replaced."""
    replaced = {each.replaces for each in entered}
    return [each for each in entered if each.id not in replaced]


class DisclosureDesk:
    """The register of a person, and what is entered in it by hand."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_person(self, person_id: PersonId) -> list[Given]:
        """Everything that was given to anybody, the oldest first; logged."""
        session = self._session
        with session.work() as work:
            session.admit(work, "disclosure.read", person_id)
            found = register_of(session, work, person_id)
            session.shown(work, "disclosure.list", person_id)
        return found

    def blank(self) -> dict[str, str]:
        """The form of a new entry."""
        return dict.fromkeys(FIELDS, "") | {"how": HOWS[0], "day": self._session.today().strftime("%d.%m.%Y")}

    def consents(self, person_id: PersonId) -> list[Consent]:
        """What an entry can rest on: every consent that there was; the day decides which."""
        with self._session.work() as work:
            self._session.admit(work, "disclosure.write", person_id)
            found = work.consents.of_person(person_id)
            self._session.shown(work, "consent.list", person_id, covered=True)
        return found

    def add(self, person_id: PersonId, form: Mapping[str, str], *, replaces: str = "") -> Disclosure:
        """Enter what was told by hand; one that was mistaken is kept, and this one stands for it.

        Raises FormRefused with disclosure.* faults (a consent must hold on the day), disclosure.unknown for `replaces`.
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "disclosure.write", person_id)
            if replaces and replaces not in {d.id for d in in_force(work.rights.disclosures(person_id))}:
                raise UserFault("disclosure.unknown")
            reader = _Reader(form, session.today(), work.consents.of_person(person_id))
            made = Disclosure(
                id=session.new_id(),
                person_id=person_id,
                recipient=reader.words(
                    "recipient", NAME_LIMIT, UserFault("disclosure.recipient_missing", "recipient")
                ),
                consent_id=reader.consent(),
                basis=reader.basis(),
                what=reader.words("what", WORDS_LIMIT, UserFault("disclosure.what_missing", "what")),
                day=reader.day,
                how=reader.how(),
                made_at=session.now(),
                made_by=session.user.id,
                replaces=replaces,
            )
            reader.check()
            work.rights.add_disclosure(made)
            session.log(work, "disclosure.add", person=person_id, subject=made.id)
            work.commit()
        return made


class _Reader:
    """Reads the form's texts and gathers what is wrong with them."""

    def __init__(self, form: Mapping[str, str], today: date, consents: list[Consent]) -> None:
        self._form, self._faults = form, list[UserFault]()
        self._consents = {each.id: each for each in consents}
        self.day = self._day(today)

    def check(self) -> None:
        """Raises FormRefused when there is a fault."""
        if self._faults:
            raise FormRefused(sorted(self._faults, key=lambda fault: FIELDS.index(str(fault.field))))

    def words(self, field: str, limit: int, missing: UserFault | None) -> str:
        text = self._raw(field)
        if not text and missing is not None:
            self._faults.append(missing)
        if len(text) > limit:
            self._faults.append(UserFault("form.too_long", field, limit=limit))
        return text

    def consent(self) -> str:
        chosen = self._raw("consent_id")
        consent = self._consents.get(chosen)
        if chosen and (consent is None or not consent.holds_on(self.day)):
            self._faults.append(UserFault("disclosure.consent_not_valid", "consent_id"))
        return chosen

    def basis(self) -> str:
        missing = None if self._raw("consent_id") else UserFault("disclosure.basis_missing", "basis")
        return self.words("basis", WORDS_LIMIT, missing)

    def how(self) -> str:
        how = self._raw("how")
        if how not in HOWS:
            self._faults.append(UserFault("form.not_in_list", "how"))
        return how

    def _day(self, today: date) -> date:
        try:
            day = parse_date(self._raw("day"), field="day", today=today)
        except UserFault as fault:
            self._faults.append(fault)
            return today
        if day is None:
            self._faults.append(UserFault("disclosure.day_missing", "day"))
        elif day > today:
            self._faults.append(UserFault("date.future", "day"))
        return day or today

    def _raw(self, field: str) -> str:
        return unicodedata.normalize("NFC", self._form.get(field, "")).strip()
