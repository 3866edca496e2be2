"""Consents to ask others about a person: recorded, listed, withdrawn. What they say stays in the vault."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kpr_desktop.codebook.model import Code
from kpr_desktop.domain.consent import Consent, Giver, Signature, Strokes, Way
from kpr_desktop.domain.dates import in_table, months_after, parse_date
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.person import Person, PersonSummary
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import closed_persons
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.session import Session

MONTHS = 12
"""How long a consent is proposed to hold. Our choice, no rule of the register; the user may change the day."""
REMIND_DAYS = 30
"""How long before it ends a consent is on the work list."""
FEWEST_POINTS, MOST_POINTS = 3, 20_000
"""Of a drawn signature."""
NAME_LIMIT = 100
WORDS_LIMIT = 500
FIELDS = ("given_by", "giver_name", "sources", "purpose", "way", "given_on", "expires_on")
"""The form's fields, in the order of the screen. An empty `expires_on` holds until the consent is withdrawn."""


@dataclass(frozen=True, slots=True)
class ExpiringConsent:
    """A consent that ends soon. `days`: until the first day on which it holds no more."""

    consent: Consent
    person: PersonSummary
    days: int


class ConsentDesk:
    """Everything that is done with consents."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_person(self, person_id: PersonId) -> list[Consent]:
        """The person's consents, newest first, those that hold no more too."""
        with self._session.work() as work:
            self._session.admit(work, "person.read", person_id)
            found = work.consents.of_person(person_id)
            self._session.shown(work, "consent.list", person_id, covered=True)
        return found

    def givers(self) -> tuple[Code, ...]:
        """Who may consent, in the code book's order."""
        return self._codes("consent_giver")

    def ways(self) -> tuple[Code, ...]:
        """How a consent may be given, in the code book's order."""
        return self._codes("consent_way")

    def today(self) -> date:
        """Today's date where the user is."""
        return self._session.today()

    def may_write(self) -> bool:
        """Whether the user may add and withdraw consents."""
        return self._session.may("consent.write")

    def blank(self, given_by: str = "") -> dict[str, str]:
        """The form of a new consent: given today, by the person unless another kind of giver is asked for."""
        today = self.today()
        form = dict.fromkeys(FIELDS, "")
        form["given_by"] = given_by or Giver.PERSON.value
        form["way"] = Way.SPOKEN.value
        form["given_on"] = in_table(today)
        form["expires_on"] = in_table(proposed_end(today))
        return form

    def state(self, consent: Consent) -> str:
        """`holds`, `withdrawn` or `expired`, as of today."""
        return consent.state_on(self.today())

    def add(self, person_id: PersonId, form: Mapping[str, str]) -> Consent:
        """Record a consent. Raises FormRefused with one fault a field."""
        session = self._session
        with session.work() as work:
            session.admit(work, "consent.write", person_id)
            person = work.persons.get(person_id)
            reader = _Reader(form, session.today())
            consent = Consent(
                id=session.new_id(),
                person_id=person_id,
                device_id=session.vault.device_id,
                created_at=session.now(),
                created_by=session.user.id,
                given_by=reader.giver(),
                giver_name=reader.giver_name(),
                sources=reader.words("sources", UserFault("consent.sources_missing", "sources")),
                purpose=reader.words("purpose", UserFault("consent.purpose_missing", "purpose")),
                way=reader.way(),
                given_on=reader.given_on(person),
                expires_on=reader.day("expires_on"),
            )
            if consent.expires_on is not None and consent.expires_on <= consent.given_on:
                reader.refuse(UserFault("consent.ends_before_start", "expires_on"))
            reader.check()
            work.consents.save(consent)
            session.log(work, "consent.add", person=person_id, subject=consent.id)
            work.commit()
        return consent

    def withdraw(self, consent: Consent, day: date) -> Consent:
        """Record that a consent was taken back; from `day` on it holds no more.

        Raises UserFault date.future | consent.withdrawn_early (before it was given) | consent.withdrawn_before.
        """
        session = self._session
        session.require("consent.write")
        if day > session.today():
            raise UserFault("date.future", "withdrawn_on")
        with session.work() as work:
            session.admit(work, "consent.write", consent.person_id)
            found = next(c for c in work.consents.of_person(consent.person_id) if c.id == consent.id)
            if found.withdrawn_on is not None:
                raise UserFault("consent.withdrawn_before", "withdrawn_on")
            if day < found.given_on:
                raise UserFault("consent.withdrawn_early", "withdrawn_on")
            withdrawn = replace(found, withdrawn_on=day)
            work.consents.save(withdrawn)
            session.log(work, "consent.withdraw", person=consent.person_id, subject=consent.id)
            work.commit()
        return withdrawn

    def sign(self, consent: Consent, strokes: Strokes, name: str = "") -> Consent:
        """Keep what was drawn on the screen, once; it counts as written. `name` empty: the one who consents.

        Raises UserFault consent.signature_empty | consent.signature_odd (signature), form.too_long (signed_by),
        consent.signed_already, consent.not_in_force.
        """
        session = self._session
        drawn = checked_strokes(strokes)
        said = unicodedata.normalize("NFC", " ".join(name.split()))
        if len(said) > NAME_LIMIT:
            raise UserFault("form.too_long", "signed_by", limit=NAME_LIMIT)
        with session.work() as work:
            session.admit(work, "consent.write", consent.person_id)
            person = work.persons.get(consent.person_id)
            found = next(c for c in work.consents.of_person(consent.person_id) if c.id == consent.id)
            if found.signature is not None:
                raise UserFault("consent.signed_already")
            if found.state_on(session.today()) != "holds":
                raise UserFault("consent.not_in_force")
            signer = said or found.giver_name or person.name
            signed = replace(found, way=Way.WRITTEN, signature=Signature(signer, session.now(), drawn))
            work.consents.save(signed)
            session.log(work, "consent.sign", person=consent.person_id, subject=consent.id)
            work.commit()
        return signed

    def expiring(self, days: int = REMIND_DAYS) -> list[ExpiringConsent]:
        """Consents that end within `days`, the soonest first, for the work list; closed persons are left out."""
        session = self._session
        session.require("person.find")
        today = session.today()
        with session.work() as work:
            closed = closed_persons(session, work)
            found = [
                c
                for c in work.consents.expiring(today + timedelta(days=1), today + timedelta(days=days))
                if c.person_id not in closed
            ]
            persons = work.persons.summaries({c.person_id for c in found})
        return [
            ExpiringConsent(c, persons[c.person_id], (c.expires_on - today).days)
            for c in found
            if c.expires_on is not None and not persons[c.person_id].dead
        ]

    def _codes(self, name: str) -> tuple[Code, ...]:
        return self._session.books.for_year(self.today().year).lists[name].codes


def checked_strokes(strokes: Strokes) -> Strokes:
    """Raises UserFault consent.signature_empty for a dot or nothing, consent.signature_odd for what no hand draws."""
    points = [point for stroke in strokes for point in stroke]
    if len(set(points)) < FEWEST_POINTS:
        raise UserFault("consent.signature_empty", "signature")
    if len(points) > MOST_POINTS or not all(0 <= x <= 1 and 0 <= y <= 1 for x, y in points):
        raise UserFault("consent.signature_odd", "signature")
    return tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes if stroke)


def proposed_end(given_on: date) -> date:
    """The day from which a consent given on `given_on` is proposed to hold no more."""
    return months_after(given_on, MONTHS)


class _Reader:
    """Reads the form's texts and gathers what is wrong with them."""

    def __init__(self, form: Mapping[str, str], today: date) -> None:
        self._form, self._today = form, today
        self._faults: list[UserFault] = []

    def refuse(self, fault: UserFault) -> None:
        """One more fault; the first one of a field counts."""
        if all(fault.field != each.field for each in self._faults):
            self._faults.append(fault)

    def check(self) -> None:
        """Raises FormRefused when there is a fault."""
        if self._faults:
            raise FormRefused(sorted(self._faults, key=lambda fault: FIELDS.index(str(fault.field))))

    def giver(self) -> Giver:
        try:
            return Giver(self._raw("given_by"))
        except ValueError:
            self.refuse(UserFault("form.not_in_list", "given_by"))
            return Giver.PERSON

    def way(self) -> Way:
        try:
            return Way(self._raw("way"))
        except ValueError:
            self.refuse(UserFault("form.not_in_list", "way"))
            return Way.SPOKEN

    def giver_name(self) -> str:
        """The giver's name; empty when the person gave it, whatever the form holds."""
        if self._raw("given_by") == Giver.PERSON.value:
            return ""
        name = self.words("giver_name", UserFault("consent.giver_missing", "giver_name"), NAME_LIMIT)
        if "\n" in name or "\r" in name:
            self.refuse(UserFault("form.one_line", "giver_name"))
        return name

    def words(self, field: str, missing: UserFault, limit: int = WORDS_LIMIT) -> str:
        text = self._raw(field)
        if not text:
            self.refuse(missing)
        if len(text) > limit:
            self.refuse(UserFault("form.too_long", field, limit=limit))
        return text

    def given_on(self, person: Person) -> date:
        day = self.day("given_on")
        if day is None:
            self.refuse(UserFault("consent.given_on_missing", "given_on"))
            return self._today
        if day > self._today:
            self.refuse(UserFault("date.future", "given_on"))
        if person.birth_date is not None and day < person.birth_date:
            self.refuse(UserFault("consent.before_birth", "given_on"))
        return day

    def day(self, field: str) -> date | None:
        try:
            return parse_date(self._raw(field), field=field, today=self._today)
        except UserFault as fault:
            self.refuse(fault)
            return None

    def _raw(self, field: str) -> str:
        return unicodedata.normalize("NFC", self._form.get(field, "")).strip()
