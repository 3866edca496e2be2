"""What citizens ask for: received, put off, answered; and who is told when something was mended."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from kpr_desktop.domain.consent import Giver
from kpr_desktop.domain.dates import in_table, parse_date
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.person import PersonSummary
from kpr_desktop.domain.rights import (
    CorrectionNotice,
    Outcome,
    RequestKind,
    RequestState,
    RightsRequest,
    due_after,
)
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import closed_persons
from kpr_desktop.usecases.disclosures import recipients, register_of
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.session import Session

FIELDS = ("kind", "asked_by", "asker_name", "received_on", "words")
NAME_LIMIT = 100
WORDS_LIMIT = 2_000
DEED_LIMIT = 300


@dataclass(frozen=True, slots=True)
class DueRequest:
    """A request that waits, for the work list. `days`: until it is due, negative when that is over."""

    request: RightsRequest
    person: PersonSummary
    state: RequestState
    days: int


@dataclass(frozen=True, slots=True)
class WaitingNotice:
    """Somebody who has not been told yet of a correction."""

    notice: CorrectionNotice
    person: PersonSummary


class RequestDesk:
    """Everything that is done with requests."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_person(self, person_id: PersonId) -> list[RightsRequest]:
        """The newest first."""
        session = self._session
        with session.work() as work:
            session.admit(work, "request.read", person_id)
            found = work.rights.requests(person_id)
            session.shown(work, "request.list", person_id, covered=True)
        return found

    def notices(self, request: RightsRequest) -> list[CorrectionNotice]:
        """Who is told of the correction, and who has been."""
        session = self._session
        with session.work() as work:
            session.admit(work, "request.read", request.person_id)
            found = work.rights.notices(request.id)
            session.shown(work, "request.list", request.person_id, covered=True)
        return found

    def state(self, request: RightsRequest) -> RequestState:
        """How it stands today."""
        return request.state_on(self._session.today())

    def blank(self, kind: str = RequestKind.ACCESS.value) -> dict[str, str]:
        """The form of a new request: received today, from the person."""
        today = in_table(self._session.today())
        return dict.fromkeys(FIELDS, "") | {
            "kind": kind,
            "asked_by": Giver.PERSON.value,
            "received_on": today,
        }

    def add(self, person_id: PersonId, form: Mapping[str, str]) -> RightsRequest:
        """Record a request; the clock runs from the day it was received. Raises FormRefused."""
        session = self._session
        with session.work() as work:
            session.admit(work, "request.write", person_id)
            reader = _Reader(form, session.today())
            received_on = reader.received_on()
            request = RightsRequest(
                id=session.new_id(),
                person_id=person_id,
                kind=reader.kind(),
                received_on=received_on,
                received_by=session.user.id,
                asked_by=reader.asked_by(),
                asker_name=reader.asker_name(),
                words=reader.words("words", WORDS_LIMIT),
                due_on=due_after(received_on),
                made_at=session.now(),
                made_by=session.user.id,
            )
            reader.check()
            work.rights.save_request(request)
            session.log(work, "request.add", person=person_id, subject=request.id)
            work.commit()
        return request

    def extend(self, request_id: str, to: date, why: str, told_on: date) -> RightsRequest:
        """Put the answer off, once, at most two months; `told_on`: the day the citizen was told of it and why.

        Raises UserFault rights.answered_already, rights.extended_already, rights.extend_late (told after it was due),
        rights.extend_range (to), rights.why_missing, form.too_long (why), date.future, rights.told_early (told_on).
        """
        session = self._session
        words = _said(why, "why", UserFault("rights.why_missing", "why"))
        with session.work() as work:
            request = self._open(work, request_id)
            if request.extended_to is not None:
                raise UserFault("rights.extended_already")
            _check_day(told_on, request, session.today(), "told_on")
            if told_on > request.due_on:
                raise UserFault("rights.extend_late", "told_on")
            if not request.due_on < to <= request.longest:
                raise UserFault("rights.extend_range", "to", last=in_table(request.longest))
            extended = replace(request, extended_to=to, extended_why=words, extended_on=told_on)
            work.rights.save_request(extended)
            session.log(work, "request.extend", person=request.person_id, subject=request.id)
            work.commit()
        return extended

    def answer(
        self, request_id: str, outcome: str, words: str, answered_on: date, delivery_id: str = ""
    ) -> RightsRequest:
        """Record the answer, once. `delivery_id`: the letter that carries it.

        A correction that is granted, or partly, lists everybody who was given something before, to be told (GDPR
        art. 19); what stood before stays as the older version. Raises UserFault rights.answered_already,
        form.not_in_list (outcome), rights.words_missing (words, of a refusal or a part), form.too_long (words),
        date.future, rights.answered_early (answered_on), letter.unknown.
        """
        session = self._session
        if outcome not in tuple(Outcome):
            raise UserFault("form.not_in_list", "outcome")
        chosen = Outcome(outcome)
        missing = None if chosen is Outcome.GRANTED else UserFault("rights.words_missing", "words")
        said = _said(words, "words", missing)
        with session.work() as work:
            request = self._open(work, request_id)
            _check_day(answered_on, request, session.today(), "answered_on")
            if delivery_id and work.letters.get(delivery_id).person_id != request.person_id:
                raise UserFault("letter.unknown")
            answered = replace(
                request, answered_on=answered_on, outcome=chosen, answer=said, delivery_id=delivery_id
            )
            work.rights.save_request(answered)
            if request.kind is RequestKind.CORRECTION and chosen is not Outcome.REFUSED:
                self._list_recipients(work, request)
            session.log(work, "request.answer", person=request.person_id, subject=request.id)
            work.commit()
        return answered

    def told(self, notice: CorrectionNotice, on: date, how: str) -> CorrectionNotice:
        """Tick off somebody who has been told, or who cannot be (`how` says so).

        Raises UserFault rights.how_missing, form.too_long (how), date.future (told_on), rights.told_already.
        """
        session = self._session
        words = _said(how, "how", UserFault("rights.how_missing", "how"), DEED_LIMIT)
        if on > session.today():
            raise UserFault("date.future", "told_on")
        with session.work() as work:
            request = work.rights.request(notice.request_id)
            session.admit(work, "request.write", request.person_id)
            found = next((n for n in work.rights.notices(request.id) if n.id == notice.id), None)
            if found is None:
                raise UserFault("rights.request_unknown")
            if found.told_on is not None:
                raise UserFault("rights.told_already")
            told = replace(found, told_on=on, told_by=session.user.id, told_how=words)
            work.rights.save_notice(told)
            session.log(work, "request.notice", person=request.person_id, subject=notice.id)
            work.commit()
        return told

    def due(self) -> list[DueRequest]:
        """Everything that waits, the one that is due first at the top; persons closed to the user are left out."""
        session = self._session
        session.require("request.read")
        with session.work() as work:
            found = work.rights.open_requests()
            persons = self._visible(work, [each.person_id for each in found])
        today = session.today()
        return [
            DueRequest(each, persons[each.person_id], each.state_on(today), (each.due - today).days)
            for each in found
            if each.person_id in persons
        ]

    def to_tell(self) -> list[WaitingNotice]:
        """Those who have not been told of a correction yet; persons closed to the user are left out."""
        session = self._session
        session.require("request.read")
        with session.work() as work:
            found = work.rights.open_notices()
            persons = self._visible(work, [each.person_id for each in found])
        return [WaitingNotice(n, persons[n.person_id]) for n in found if n.person_id in persons]

    # --- inside

    def _visible(self, work: UnitOfWork, ids: list[PersonId]) -> dict[PersonId, PersonSummary]:
        return work.persons.summaries(set(ids) - closed_persons(self._session, work))

    def _open(self, work: UnitOfWork, request_id: str) -> RightsRequest:
        request = work.rights.request(request_id)
        self._session.admit(work, "request.write", request.person_id)
        if request.answered_on is not None:
            raise UserFault("rights.answered_already")
        return request

    def _list_recipients(self, work: UnitOfWork, request: RightsRequest) -> None:
        for given in recipients(register_of(self._session, work, request.person_id)):
            work.rights.save_notice(
                CorrectionNotice(
                    id=self._session.new_id(),
                    request_id=request.id,
                    person_id=request.person_id,
                    recipient=given.to_words or given.to,
                    what=given.what_words or given.what,
                    given_on=given.day,
                )
            )


def _check_day(day: date, request: RightsRequest, today: date, field: str) -> None:
    if day > today:
        raise UserFault("date.future", field)
    if day < request.received_on:
        raise UserFault("rights.before_received", field)


def _said(text: str, field: str, missing: UserFault | None, limit: int = WORDS_LIMIT) -> str:
    words = unicodedata.normalize("NFC", text).strip()
    if not words and missing is not None:
        raise missing
    if len(words) > limit:
        raise UserFault("form.too_long", field, limit=limit)
    return words


class _Reader:
    """Reads the form's texts and gathers what is wrong with them."""

    def __init__(self, form: Mapping[str, str], today: date) -> None:
        self._form, self._today = form, today
        self._faults: list[UserFault] = []

    def check(self) -> None:
        """Raises FormRefused when there is a fault."""
        if self._faults:
            raise FormRefused(sorted(self._faults, key=lambda fault: FIELDS.index(str(fault.field))))

    def kind(self) -> RequestKind:
        try:
            return RequestKind(self._raw("kind"))
        except ValueError:
            self._faults.append(UserFault("form.not_in_list", "kind"))
            return RequestKind.ACCESS

    def asked_by(self) -> Giver:
        try:
            return Giver(self._raw("asked_by"))
        except ValueError:
            self._faults.append(UserFault("form.not_in_list", "asked_by"))
            return Giver.PERSON

    def asker_name(self) -> str:
        """The asker's name; empty when the person asked, whatever the form holds."""
        if self._raw("asked_by") == Giver.PERSON.value:
            return ""
        return self.words("asker_name", NAME_LIMIT, UserFault("rights.asker_missing", "asker_name"))

    def words(self, field: str, limit: int, missing: UserFault | None = None) -> str:
        try:
            return _said(self._raw(field), field, missing, limit)
        except UserFault as fault:
            self._faults.append(fault)
            return ""

    def received_on(self) -> date:
        try:
            day = parse_date(self._raw("received_on"), field="received_on", today=self._today)
        except UserFault as fault:
            self._faults.append(fault)
            return self._today
        if day is None:
            self._faults.append(UserFault("rights.received_missing", "received_on"))
        elif day > self._today:
            self._faults.append(UserFault("date.future", "received_on"))
        return day or self._today

    def _raw(self, field: str) -> str:
        return unicodedata.normalize("NFC", self._form.get(field, "")).strip()
