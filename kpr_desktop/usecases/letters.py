"""Letters to a person: made, kept as the very bytes they are, printed, delivered or shredded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kpr_desktop.codebook.letters import LetterTexts
from kpr_desktop.domain.consent import Consent
from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.domain.person import PersonSummary
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.access import closed_persons
from kpr_desktop.usecases.letter_content.consent import refuse_ended
from kpr_desktop.usecases.letter_making import (
    COLLECT_FEWEST,
    COLLECT_MOST,
    COLLECT_SETTING,
    Wanted,
    collect_days,
    days_in,
    recipe_of,
    request_for,
)
from kpr_desktop.usecases.output_ports import LetterMaker
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import Delivery, LetterStep, PageImage
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.written_files import FileWriter, Leaving

WAYS = ("handed_over", "posted", "read_aloud", "digital_by_others")
"""How a letter can reach the person."""
SHREDDED = "shredded"
PAPERS_LIMIT = 100_000
"""More than ever lie open at once: a batch is thousands, and the number that is told is the true one."""


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """A letter that has been made and recorded. `pdf` is what the vault keeps, in memory.

    `window`: the receiver stands where a window envelope shows it; False when it did not fit, or was not asked for.
    """

    delivery: Delivery
    pdf: bytes
    window: bool = True


@dataclass(frozen=True, slots=True)
class OpenPaper:
    """A paper that was printed and not reported delivered or shredded. `overdue`: its collect-by day is over."""

    delivery: Delivery
    person: PersonSummary
    own: bool
    overdue: bool


class LetterDesk:
    """Makes letters and keeps record of them."""

    def __init__(
        self, session: Session, maker: LetterMaker, writer: FileWriter, texts: LetterTexts | None = None
    ) -> None:
        self._session = session
        self._maker = maker
        self._writer = writer
        self.texts = texts or LetterTexts()

    def on(self, session: Session) -> LetterDesk:
        """The same on another session: a worker's, with a connection of its own."""
        return LetterDesk(session, self._maker, self._writer, self.texts)

    def make(
        self,
        person_id: PersonId,
        kind: str,
        language: str,
        reason: str = "",
        *,
        filled: Mapping[str, str] | None = None,
        about: str = "",
        fillable: bool = False,
    ) -> MadeLetter:
        """Make a letter; record and file are on disk before it is shown. A protected address is left out.

        What `filled`, `about` and an empty `language` mean: `letter_making.Wanted`. `reason` is kept in the log.
        Raises UserFault letter.*, person.unknown, and what the kind's gatherer raises.
        """
        return self.make_wanted(person_id, Wanted(kind, language, filled or {}, about, fillable), reason)

    def make_wanted(self, person_id: PersonId, wanted: Wanted, reason: str = "") -> MadeLetter:
        """As `make`."""
        session = self._session
        with session.work() as work:
            session.admit(work, "letter.make", person_id)
            person = work.persons.get(person_id)
            made_id = session.new_id()
            request, gathered = request_for(session, work, self.texts, wanted, person, made_id)
            made = self._maker.make(request)
            delivery = Delivery(
                id=made_id,
                person_id=person_id,
                kind=wanted.kind,
                language=request.language,
                made_at=session.now(),
                made_by=session.user.id,
                sha256=hashlib.sha256(made.data).hexdigest(),
                number=request.number,
                pages=made.pages,
                subject=gathered.subject,
                collect_by=request.collect_by,
                shielded=person.protected,
            )
            work.letters.keep(delivery, made.data)
            if recipe_of(wanted.kind).consent and gathered.subject:
                self._name_in_consent(work, delivery)
            session.shown(work, "letter.make", person_id, subject=wanted.kind, reason=reason)
        return MadeLetter(delivery, made.data, made.window)

    def reprint(self, delivery_id: str, reason: str = "") -> MadeLetter:
        """The very same bytes once more, from the vault; logged before they are shown.

        Raises UserFault letter.unknown, letter.no_file (made before files were kept, or deleted since),
        letter.address_protected, letter.closed_since; EnvironmentFault letter.not_the_same.
        """
        session = self._session
        with session.work() as work:
            delivery = work.letters.get(delivery_id)
            self._admit(work, delivery)
            data = work.letters.data(delivery_id)
            if data is None:
                raise UserFault("letter.no_file")
            if hashlib.sha256(data).hexdigest() != delivery.sha256:
                raise EnvironmentFault("letter.not_the_same")
            session.shown(work, "letter.reprint", delivery.person_id, subject=delivery_id, reason=reason)
        return MadeLetter(delivery, data)

    def pages(self, letter: MadeLetter, width: int) -> list[PageImage]:
        """The letter's pages as pictures for the preview."""
        return self._maker.pages(letter.pdf, width)

    def file_name(self, letter: MadeLetter) -> str:
        """A name that tells nothing about the person: `brev_2026-11-23_7F3A.pdf`."""
        return f"brev_{letter.delivery.made_at.date().isoformat()}_{letter.delivery.id[:4].upper()}.pdf"

    def save_copy(self, letter: MadeLetter, folder: Path, name: str = "", *, purpose: str) -> Path:
        """Write the letter to a folder the user chose; logged, and on the reminder list, before the file exists.

        `purpose` as `written_files.purpose_of` gives it. Raises UserFault written.purpose_missing, outbox.*, and what
        `printed` raises of a letter that may not leave any more.
        """
        session, delivery = self._session, letter.delivery

        def log(work: UnitOfWork, subject: str) -> None:
            self._admit(work, delivery)
            self._holds(work, delivery)
            if not session.vault.writable:
                raise UserFault("access.read_only")
            session.log(work, "letter.save_copy", person=delivery.person_id, subject=subject, reason=purpose)

        leaving = Leaving("letter", delivery.id, name or self.file_name(letter), letter.pdf, purpose)
        return self._writer.put(session, folder, leaving, log)

    def printed(self, letter: MadeLetter) -> None:
        """Log that the letter goes to a printer; called before the first page does. The paper is open from now on.

        Raises what `reprint` raises, and UserFault letter.consent_withdrawn | letter.consent_expired.
        """
        session, delivery = self._session, letter.delivery
        with session.work() as work:
            self._admit(work, delivery)
            self._holds(work, delivery)
            again = work.letters.get(delivery.id).printed_at is not None
            self._step(work, delivery, "reprinted" if again else "printed", session.today())
            session.shown(work, "letter.print", delivery.person_id, subject=delivery.id)

    def deliver(self, delivery: Delivery, way: str, on: date) -> Delivery:
        """Record that the letter reached the person.

        Raises UserFault letter.unknown_way (way), letter.before_made, date.future (delivered_on).
        """
        if way not in WAYS:
            raise UserFault("letter.unknown_way", "way")
        return self._settle(delivery, way, on, "delivered_on", "letter.deliver")

    def shredded(self, delivery: Delivery, on: date) -> Delivery:
        """Record that the paper was destroyed. Raises UserFault letter.no_paper (never printed), else as `deliver`."""
        return self._settle(delivery, SHREDDED, on, "shredded_on", "letter.shred")

    def of_person(self, person_id: PersonId) -> list[Delivery]:
        """The letters made for a person, newest first."""
        with self._session.work() as work:
            self._session.admit(work, "person.read", person_id)
            found = work.letters.of_person(person_id)
            self._session.shown(work, "letter.list", person_id, covered=True)
        return found

    def makers(self) -> dict[UserId, str]:
        """Who can have made a letter, by name."""
        with self._session.work() as work:
            return {user.id: user.name for user in work.records.users()}

    # --- papers

    def open_papers(self) -> list[OpenPaper]:
        """What was printed and has not been reported delivered or shredded, for the start page; overdue first.

        Persons whom a block closes to the user are left out.
        """
        session = self._session
        session.require("person.find")
        with session.work() as work:
            closed, today = closed_persons(session, work), session.today()
            found = [d for d in work.letters.open(limit=PAPERS_LIMIT) if d.person_id not in closed]
            persons = work.persons.summaries({d.person_id for d in found})
        return [
            OpenPaper(d, persons[d.person_id], d.made_by == session.user.id, _is_over(d, today))
            for d in found
        ]

    def collect_days(self) -> int:
        """Days a paper may lie before it must be fetched or shredded."""
        with self._session.work() as work:
            return collect_days(work)

    def set_collect_days(self, typed: str) -> None:
        """Raises UserFault letter.collect_range (collect_days) unless it is a whole number from 1 to 60."""
        session = self._session
        session.require("office.write")
        days = days_in(typed.strip())
        if not days:
            raise UserFault("letter.collect_range", "collect_days", first=COLLECT_FEWEST, last=COLLECT_MOST)
        with session.work() as work:
            work.records.save_setting(COLLECT_SETTING, str(days))
            session.log(work, "settings.collect_days")
            work.commit()

    # --- inside

    def _settle(self, delivery: Delivery, way: str, on: date, field: str, action: str) -> Delivery:
        session = self._session
        session.require("letter.make")
        if on > session.today():
            raise UserFault("date.future", field)
        with session.work() as work:
            session.admit(work, "letter.make", delivery.person_id)
            kept = work.letters.get(delivery.id)
            if way == SHREDDED and kept.printed_at is None:
                raise UserFault("letter.no_paper")
            if on < kept.made_at.date():
                raise UserFault("letter.before_made", field)
            self._step(work, delivery, way, on)
            session.log(work, action, person=delivery.person_id, subject=delivery.id)
            settled = work.letters.get(delivery.id)
            work.commit()
        return settled

    def _admit(self, work: UnitOfWork, delivery: Delivery) -> None:
        """Let in to a letter that was made; what has been protected or closed since does not leave again."""
        recipe = recipe_of(delivery.kind)
        sight = self._session.admit(work, "letter.make", delivery.person_id).sight
        for action in recipe.needs:
            self._session.admit(work, action, delivery.person_id)
        if work.persons.get(delivery.person_id).protected and not delivery.shielded:
            raise UserFault("letter.address_protected")
        if recipe.case and (sight.assessments or sight.notes):
            raise UserFault("letter.closed_since")

    def _holds(self, work: UnitOfWork, delivery: Delivery) -> None:
        """The form of a consent that holds no more stays to be seen; nobody else is asked with it."""
        if recipe_of(delivery.kind).consent and delivery.subject:
            refuse_ended(self._consent_of(work, delivery), self._session.today())

    def _step(self, work: UnitOfWork, delivery: Delivery, what: str, day: date) -> None:
        session = self._session
        now, user = session.now(), session.user.id
        work.letters.step(LetterStep(session.new_id(), delivery.id, delivery.person_id, what, day, now, user))

    def _name_in_consent(self, work: UnitOfWork, delivery: Delivery) -> None:
        work.consents.save(replace(self._consent_of(work, delivery), letter=delivery.id))

    def _consent_of(self, work: UnitOfWork, delivery: Delivery) -> Consent:
        return next(c for c in work.consents.of_person(delivery.person_id) if c.id == delivery.subject)


def _is_over(delivery: Delivery, today: date) -> bool:
    return delivery.collect_by is not None and delivery.collect_by < today
