"""One person's case to another program and back, as a file: nothing of it is for the register."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kpr_desktop.codebook.context import check_context
from kpr_desktop.domain import navigation
from kpr_desktop.domain.assessment import Assessment, State, valid_on
from kpr_desktop.domain.checks import evaluate
from kpr_desktop.domain.consent import why_not
from kpr_desktop.domain.identity import Fnr
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.domain.names import fold
from kpr_desktop.domain.person import Person
from kpr_desktop.domain.problems import Severity
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.case_records import Case, Line, ReadAssessment, ReadCase, ReadPerson, Refused
from kpr_desktop.usecases.interview import check_day
from kpr_desktop.usecases.output_ports import CaseFormat
from kpr_desktop.usecases.person_form import read_form, to_form
from kpr_desktop.usecases.persons import empty_person, free_user_number
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.talk_settings import interval_of
from kpr_desktop.usecases.written_files import FileWriter, Leaving

_FOREIGN = uuid.UUID("5b1d8f0e-6f0a-4c1e-9a55-3f0f6d2c7c11")
"""Ids of other programs become ids of ours in this name space, the same every time."""
_OURS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_CONFLICTS = (("birth_date", "fhir.birth_date_differs"), ("sex", "fhir.sex_differs"))


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would give. `data` are its bytes; `person` whom it is about, as the vault has her or will have her.

    Everything or nothing is taken: with one line `refused` nothing is.
    """

    data: bytes
    lines: tuple[Line, ...]
    person: Person | None
    new_person: bool
    taken: tuple[Assessment, ...]

    @property
    def refusals(self) -> int:
        """How many lines stand in the way."""
        return sum(1 for line in self.lines if line.state == "refused")

    @property
    def nothing_new(self) -> bool:
        """Whether the vault has everything already."""
        return not self.taken and not self.new_person


@dataclass(frozen=True, slots=True)
class Taken:
    """What has been taken in."""

    person_id: PersonId
    new_person: bool
    assessments: tuple[AssessmentId, ...]


class ExchangeDesk:
    """Save a case as a file, look at a file, take it in."""

    def __init__(self, session: Session, form: CaseFormat, files: FileWriter) -> None:
        self._session, self._form, self._files = session, form, files

    # --- out

    def save(self, person_id: PersonId, folder: Path, *, purpose: str, reason: str = "") -> tuple[Path, int]:
        """The person and the newest version of each finished assessment that is open to the user; path and count.

        Raises UserFault fhir.nothing_finished, gate.synthetic_person, written.*, outbox.*.
        """
        session = self._session
        with session.work() as work:
            sight = session.admit(work, "exchange.out", person_id).sight
            person = work.persons.get(person_id)
            found = _newest(sight.of(work.assessments.of_person(person_id)))
            if not found:
                raise UserFault("fhir.nothing_finished")
            if not session.training and person.identity is not None and person.identity.synthetic:
                raise UserFault("gate.synthetic_person", count=1)
            case = Case(person, found, work.records.office().name, session.now(), session.training)
            data = self._form.write(case)
            session.shown(work, "exchange.out", person_id, subject=str(len(found)), reason=reason)

        def log(work: UnitOfWork, subject: str) -> None:
            session.admit(work, "exchange.out", person_id)
            session.log(work, "exchange.save", person=person_id, subject=subject, reason=purpose)

        leaving = Leaving(
            "case", session.new_id(), self._form.file_name(case), data, purpose, session.training
        )
        return self._files.put(session, folder, leaving, log), len(found)

    def save_questionnaire(self, year: int, folder: Path) -> Path:
        """The code book of a data year as a Questionnaire: no person data."""
        book = self._session.books.for_year(year)
        return self._files.plain(folder, self._form.questionnaire_name(book), self._form.questionnaire(book))

    # --- in

    def read_file(self, path: Path) -> Preview:
        """Look at a file. Raises EnvironmentFault fhir.cannot_read, and what `preview` raises."""
        self._session.require_role("exchange.in")
        return self.preview(_bytes_of(path, self._form.largest))

    def preview(self, data: bytes) -> Preview:
        """What the file would give; nothing is kept.

        Raises UserFault fhir.* for what is no such file at all, and what `Session.admit` raises of the person it is
        about.
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "exchange.in")
            read = self._form.read(data)
            found = _Plan(session, work, read).preview(data)
            if found.person is not None and not found.new_person:
                session.shown(work, "exchange.look", found.person.id)
        return found

    def take(self, preview: Preview, reason: str = "") -> Taken:
        """Take the file in, whole or not at all. What has changed since the preview is seen again first.

        Raises UserFault fhir.refused (count), fhir.nothing_new.
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "exchange.in")
            read = self._form.read(preview.data)
            found = _Plan(session, work, read).preview(preview.data)
            person = found.person
            if found.refusals or person is None:
                raise UserFault("fhir.refused", count=found.refusals)
            if found.nothing_new:
                raise UserFault("fhir.nothing_new")
            if found.new_person:
                work.persons.add(person)
                session.log(work, "person.register", person=person.id)
            for each in found.taken:
                lacking = _lacking(session, each)
                work.assessments.add(each, lacking=lacking)
                session.log(work, "exchange.in", person=person.id, subject=each.id, reason=reason)
            _household(session, work, person, found.taken)
            work.commit()
        return Taken(person.id, found.new_person, tuple(a.id for a in found.taken))


class _Plan:
    """From what was read to what would be done, with a line for everything."""

    def __init__(self, session: Session, work: UnitOfWork, read: ReadCase) -> None:
        self._session, self._work, self._read = session, work, read
        self._lines = [Line("refused", "file", r.where, r.code, r.params) for r in read.refused]
        self._lines += [Line("passed_over", "file", where, "fhir.passed_over") for where in read.passed_over]
        self._history: list[Assessment] = []

    def preview(self, data: bytes) -> Preview:
        read = self._read
        if read.practice and not self._session.training:
            self._stop("file", "/", "fhir.practice_in_real")
        if not read.practice and self._session.training:
            self._stop("file", "/", "fhir.real_in_practice")
        person, new = self._person(read.person) if read.person is not None else (None, False)
        taken = []
        for each in read.assessments:
            made = self._assessment(each, person) if person is not None else None
            if made is not None:
                taken.append(made)
        if any(line.state == "refused" for line in self._lines):
            taken = []
        return Preview(data, tuple(self._lines), person, new and person is not None, tuple(taken))

    def _stop(self, what: str, where: str, code: str, **params: str | int) -> None:
        self._lines.append(Line("refused", what, where, code, params))

    # --- the person

    def _person(self, read: ReadPerson) -> tuple[Person | None, bool]:
        identity = self._identity(read)
        held = self._existing(read, identity)
        if held is None:
            return self._new(read), True
        session, work = self._session, self._work
        session.admit(work, "interview.write", held)
        person = work.persons.get(held)
        self._history = work.assessments.of_person(held)
        self._lines.append(Line("exists", "person", read.where, "fhir.person_exists"))
        self._compare(read, person, identity)
        return person, False

    def _identity(self, read: ReadPerson) -> Fnr | None:
        """The number of the file when it is one; what is wrong with it is told by the form."""
        text, kind = read.form.get("identity", ""), read.form.get("kind", "")
        if not text:
            return None
        try:
            found = Fnr.parse(text)
        except UserFault:
            return None
        if read.form.get("id_kind") == "auto" and found.kind.value != kind:
            self._stop("person", read.places["identity"], "fhir.number_of_another_kind")
        return found

    def _existing(self, read: ReadPerson, identity: Fnr | None) -> PersonId | None:
        work = self._work
        if identity is not None and (found := work.persons.find_by_number(identity.reveal("a case file"))):
            return found.id
        own = PersonId(_own_id(read.id)) if read.id else None
        if own is not None and own in work.persons.summaries([own]):
            return own
        return None

    def _compare(self, read: ReadPerson, person: Person, identity: Fnr | None) -> None:
        form = to_form(person)
        # By a number it is her, whatever else is said. By an id alone (another program's «1») she may be somebody else.
        state = "differs" if identity is not None and identity == person.identity else "refused"
        names = ("given_name", "family_name")
        told = [name for name in names if read.form.get(name)]
        if any(fold(read.form[name]) != fold(form[name]) for name in told):
            self._lines.append(Line(state, "person", read.places["given_name"], "fhir.name_differs"))
        for field, code in _CONFLICTS:
            theirs = read.form.get(field, "")
            if theirs not in ("", "0") and form[field] not in ("", "0") and theirs != form[field]:
                self._lines.append(Line(state, "person", read.places.get(field, read.where), code))
        if identity is not None and person.identity is not None and identity != person.identity:
            self._stop("person", read.places["identity"], "fhir.number_differs")

    def _new(self, read: ReadPerson) -> Person | None:
        session, work = self._session, self._work
        session.admit(work, "person.register")
        if not read.form.get("family_name") and not read.form.get("given_name"):
            self._stop("person", read.where, "fhir.person_unknown")
            return None
        person = replace(empty_person(session), id=PersonId(_own_id(read.id or session.new_id())))
        form = to_form(person) | {k: v for k, v in read.form.items() if k != "kind"}
        form |= {"municipality": work.records.office().municipality, "responsible": session.user.id}
        try:
            made = read_form(form, person, today=session.today(), training=session.training)
        except FormRefused as refused:
            for fault in refused.faults:
                place = read.places.get(fault.field or "", read.where)
                self._lines.append(Line("refused", "person", place, fault.code, fault.params))
            return None
        self._lines.append(Line("new", "person", read.where, "fhir.person_new"))
        born = made.birth_date
        alike = work.persons.find_by_birth_date(born, limit=30, hidden=True) if born else []
        if any(fold(each.name) == fold(made.name) for each in alike):
            self._lines.append(Line("differs", "person", read.where, "fhir.somebody_alike"))
        return replace(made, user_number=free_user_number(work, made.id))

    # --- the assessments

    def _assessment(self, read: ReadAssessment, person: Person) -> Assessment | None:
        session, told = self._session, read.assessment
        made = replace(
            told,
            id=AssessmentId(_own_id(told.id, person.id)),
            series_id=_own_id(told.series_id, person.id),
            person_id=person.id,
            device_id=session.vault.device_id,
            created_at=session.now(),
            assessor_id=session.user.id,
            assessor_name=told.assessor_name or session.user.name,
            entries=tuple(replace(e, id=_own_id(e.id, told.id)) for e in told.entries),
        )
        where, day = read.where or "/", {"date": made.assessed_on.isoformat()}
        held = next((a for a in self._history if a.id == made.id), None)
        if held is not None:
            self._lines.append(self._known(held, made, where))
            return None
        before = len(self._lines)
        self._lines += list(self._consents(made, person, read))
        self._lines += [replace(line, what="assessment") for line in self._faults(made, person, where)]
        self._lines += list(self._rules(made, person, read))
        if len(self._lines) > before:
            return None
        code = "fhir.draft_new" if made.state is State.DRAFT else "fhir.assessment_new"
        count = sum(1 for a in made.answers.values() if a.value)
        self._lines.append(Line("new", "assessment", where, code, {**day, "count": count}))
        return made

    def _known(self, held: Assessment, made: Assessment, where: str) -> Line:
        same = (held.answers, held.assessed_on, held.state) == (made.answers, made.assessed_on, made.state)
        day = {"date": made.assessed_on.isoformat()}
        if same:
            return Line("exists", "assessment", where, "fhir.assessment_exists", day)
        return Line("refused", "assessment", where, "fhir.assessment_differs", day)

    def _faults(self, made: Assessment, person: Person, where: str) -> Iterator[Line]:
        try:
            check_day(made.assessed_on, person, self._session.today())
        except UserFault as fault:
            yield Line("refused", "", f"{where.rstrip('/')}/authored", fault.code)
        if any(a.series_id == made.series_id and a.version >= made.version for a in self._history):
            yield Line("refused", "", where, "fhir.version_taken")
        if self._elsewhere(made):
            yield Line("refused", "", where, "fhir.of_another_person")
        drafts = [a for a in self._history if a.state is State.DRAFT]
        if made.state is State.DRAFT and drafts:
            yield Line("refused", "", where, "assessment.draft_exists")

    def _elsewhere(self, made: Assessment) -> bool:
        """Whether the vault has the assessment with another person."""
        try:
            self._work.assessments.get(made.id)
        except UserFault:
            return False
        return True

    def _consents(self, made: Assessment, person: Person, read: ReadAssessment) -> Iterator[Line]:
        """What others told rests on a consent that this vault knows, and that may be rested on today."""
        held = {c.id: c for c in self._work.consents.of_person(person.id)}
        for item, answer in made.answers.items():
            consent_id, basis = answer.evidence.consent_id, answer.evidence.basis
            why = why_not(held.get(consent_id), basis, made.assessed_on, self._session.today())
            if consent_id and why:
                yield Line("refused", item, read.places.get(item, read.where or "/"), f"fhir.consent_{why}")

    def _rules(self, made: Assessment, person: Person, read: ReadAssessment) -> Iterator[Line]:
        """The hard rules that stand in the way of a finished one, as at the end of a talk.

        What is named of consents has been looked at already, in a draft too.
        """
        if made.state is not State.FINISHED:
            return
        work, session = self._work, self._session
        book = session.books.edition(made.codebook_year)
        context = check_context(
            book,
            today=session.today(),
            person=person,
            assessment=made,
            previous=valid_on((a for a in self._history if a.series_id != made.series_id), made.assessed_on),
            services=tuple(work.services.of_person(person.id)) if self._history else (),
            consents=frozenset(a.evidence.consent_id for a in made.answers.values()),
            reminder_months=interval_of(work),
        )
        rules = [r for r in book.rules.values() if r.scope == "assessment" and r.severity is Severity.HARD]
        for problem in evaluate(rules, context):
            item = (problem.target or "").partition(".")[0]
            where = read.places.get(item, read.where or "/")
            yield Line("refused", item or "assessment", where, "fhir.rule", {}, book.rules[problem.code].text)


def _newest(history: Sequence[Assessment]) -> tuple[Assessment, ...]:
    finished = [a for a in history if a.state is State.FINISHED]
    newest = {a.series_id: a for a in sorted(finished, key=lambda a: a.version)}
    return tuple(sorted(newest.values(), key=lambda a: (a.assessed_on, a.id)))


def _own_id(told: str, within: str = "") -> str:
    """An id as it is when it is one of ours, else one made from it: the same file gives the same id again."""
    if _OURS.fullmatch(told):
        return told
    return str(uuid.uuid5(_FOREIGN, f"{within} {told}"))


def _lacking(session: Session, made: Assessment) -> int:
    if made.state is not State.FINISHED:
        return 0
    values = {item: answer.value for item, answer in made.answers.items()}
    return len(navigation.missing(session.books.edition(made.codebook_year).steps, values))


def _household(session: Session, work: UnitOfWork, person: Person, taken: Sequence[Assessment]) -> None:
    """What the latest finished assessment says of the household is the person's, as at the end of a talk."""
    latest = valid_on(work.assessments.of_person(person.id), session.today())
    held = latest.value("household") if latest is not None and latest.id in {a.id for a in taken} else ""
    if held and held != person.household:
        work.persons.update(replace(person, household=held, version=person.version + 1))


def _bytes_of(path: Path, largest: int) -> bytes:
    try:
        if not path.is_file():  # a pipe or a device would never end
            raise EnvironmentFault("fhir.cannot_read")
        with path.open("rb") as file:
            return file.read(largest + 1)
    except OSError:
        raise EnvironmentFault("fhir.cannot_read") from None


__all__ = ["ExchangeDesk", "Line", "Preview", "Refused", "Taken"]
