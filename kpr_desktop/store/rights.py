"""What citizens ask for, who is told of a correction, what was told by hand, and guidance on reservation."""

from __future__ import annotations

from datetime import date, datetime

from kpr_desktop.domain.consent import Giver
from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.domain.rights import (
    CorrectionNotice,
    Disclosure,
    Outcome,
    RequestKind,
    ReservationTalk,
    RightsRequest,
)
from kpr_desktop.errors import UserFault
from kpr_desktop.store.database import Database, Row
from kpr_desktop.store.rows import Hand, day_or_none, marks, text_or_none

_REQUEST = (
    "id, person_id, kind, received_on, received_by, asked_by, asker_name, words, due_on, extended_to, extended_why,"
    " extended_on, answered_on, outcome, answer, delivery_id, made_at, made_by"
)
_SAVE_REQUEST = (
    f"INSERT INTO rights_request ({_REQUEST}, device_id) VALUES ({marks(19)})"  # noqa: S608 - our own column names
    " ON CONFLICT (id) DO UPDATE SET extended_to = excluded.extended_to, extended_why = excluded.extended_why,"
    " extended_on = excluded.extended_on, answered_on = excluded.answered_on, outcome = excluded.outcome,"
    " answer = excluded.answer, delivery_id = excluded.delivery_id"
    " WHERE rights_request.answered_on IS NULL AND (rights_request.extended_to IS NULL"
    " OR (rights_request.extended_to, rights_request.extended_why, rights_request.extended_on)"
    " = (excluded.extended_to, excluded.extended_why, excluded.extended_on))"
)
_NOTICE = "id, request_id, person_id, recipient, what, given_on, told_on, told_by, told_how"
_SAVE_NOTICE = (
    f"INSERT INTO correction_notice ({_NOTICE}) VALUES ({marks(9)})"  # noqa: S608 - as above
    " ON CONFLICT (id) DO UPDATE SET told_on = excluded.told_on, told_by = excluded.told_by,"
    " told_how = excluded.told_how WHERE correction_notice.told_on IS NULL"
)
_DISCLOSURE = "id, person_id, recipient, consent_id, basis, what, day, how, made_at, made_by, replaces"
_TALK = "id, person_id, day, what, words, made_at, made_by"


class RightsTable:
    """Rights of the ports."""

    def __init__(self, database: Database, hand: Hand) -> None:
        self._database = database
        self._hand = hand

    def save_request(self, request: RightsRequest) -> None:
        """New, extended or answered. Raises LookupError when what was said already would be changed."""
        self._once(
            _SAVE_REQUEST,
            request.id, request.person_id, request.kind.value, request.received_on.isoformat(), request.received_by,
            request.asked_by.value, request.asker_name, request.words, request.due_on.isoformat(),
            text_or_none(request.extended_to), request.extended_why, text_or_none(request.extended_on),
            text_or_none(request.answered_on), request.outcome.value if request.outcome else "", request.answer,
            request.delivery_id, request.made_at.isoformat(), request.made_by, self._hand.device_id,
        )  # fmt: skip

    def request(self, request_id: str) -> RightsRequest:
        """Raises UserFault rights.request_unknown."""
        found = self._requests("WHERE id = ?", request_id)
        if not found:
            raise UserFault("rights.request_unknown")
        return found[0]

    def requests(self, person_id: PersonId) -> list[RightsRequest]:
        """The newest first."""
        return self._requests("WHERE person_id = ? ORDER BY received_on DESC, row DESC", person_id)

    def open_requests(self) -> list[RightsRequest]:
        """Of everybody, the one that is due first at the top."""
        return self._requests("WHERE answered_on IS NULL ORDER BY coalesce(extended_to, due_on), row")

    def save_notice(self, notice: CorrectionNotice) -> None:
        """New, or told. Raises LookupError for one that was told already."""
        self._once(
            _SAVE_NOTICE,
            notice.id, notice.request_id, notice.person_id, notice.recipient, notice.what,
            text_or_none(notice.given_on), text_or_none(notice.told_on), notice.told_by, notice.told_how,
        )  # fmt: skip

    def notices(self, request_id: str) -> list[CorrectionNotice]:
        """In the order they were put in."""
        return self._notices("WHERE request_id = ? ORDER BY row", request_id)

    def open_notices(self) -> list[CorrectionNotice]:
        """Of everybody, those that nobody has told yet."""
        return self._notices("WHERE told_on IS NULL ORDER BY row")

    def add_disclosure(self, made: Disclosure) -> None:
        """Something told by hand."""
        self._once(
            f"INSERT INTO disclosure ({_DISCLOSURE}, device_id) VALUES ({marks(12)})",  # noqa: S608 - as above
            made.id, made.person_id, made.recipient, made.consent_id, made.basis, made.what, made.day.isoformat(),
            made.how, made.made_at.isoformat(), made.made_by, made.replaces, self._hand.device_id,
        )  # fmt: skip

    def disclosures(self, person_id: PersonId) -> list[Disclosure]:
        """Everything that was entered, mistaken ones too; the oldest first."""
        rows = self._database.rows(
            f"SELECT {_DISCLOSURE} FROM disclosure WHERE person_id = ? ORDER BY day, row",  # noqa: S608 - as above
            (person_id,),
        )
        return [_disclosure(row) for row in rows]

    def add_talk(self, talk: ReservationTalk) -> None:
        """Guidance that was given."""
        self._once(
            f"INSERT INTO reservation_talk ({_TALK}, device_id) VALUES ({marks(8)})",  # noqa: S608 - as above
            talk.id, talk.person_id, talk.day.isoformat(), talk.what, talk.words, talk.made_at.isoformat(),
            talk.made_by, self._hand.device_id,
        )  # fmt: skip

    def talks(self, person_id: PersonId) -> list[ReservationTalk]:
        """The newest first."""
        rows = self._database.rows(
            f"SELECT {_TALK} FROM reservation_talk WHERE person_id = ? ORDER BY day DESC, row DESC",  # noqa: S608 - as above
            (person_id,),
        )
        return [_talk(row) for row in rows]

    def _once(self, sql: str, *values: str | None) -> None:
        if self._database.run(sql, values).rowcount != 1:
            raise LookupError("it was said already")

    def _requests(self, where: str, *values: str) -> list[RightsRequest]:
        rows = self._database.rows(f"SELECT {_REQUEST} FROM rights_request {where}", values)  # noqa: S608 - as above
        return [_request(row) for row in rows]

    def _notices(self, where: str, *values: str) -> list[CorrectionNotice]:
        rows = self._database.rows(f"SELECT {_NOTICE} FROM correction_notice {where}", values)  # noqa: S608 - as above
        return [_notice(row) for row in rows]


def _request(row: Row) -> RightsRequest:
    (own_id, person, kind, received_on, received_by, asked_by, name, words, due_on, extended_to, why, extended_on,
     answered_on, outcome, answer, delivery, made_at, made_by) = row  # fmt: skip
    return RightsRequest(
        id=own_id,
        person_id=PersonId(person),
        kind=RequestKind(kind),
        received_on=date.fromisoformat(received_on),
        received_by=UserId(received_by),
        asked_by=Giver(asked_by),
        asker_name=name,
        words=words,
        due_on=date.fromisoformat(due_on),
        made_at=datetime.fromisoformat(made_at),
        made_by=UserId(made_by),
        extended_to=day_or_none(extended_to),
        extended_why=why,
        extended_on=day_or_none(extended_on),
        answered_on=day_or_none(answered_on),
        outcome=Outcome(outcome) if outcome else None,
        answer=answer,
        delivery_id=delivery,
    )


def _notice(row: Row) -> CorrectionNotice:
    own_id, request, person, recipient, what, given_on, told_on, told_by, how = row
    return CorrectionNotice(
        own_id,
        request,
        PersonId(person),
        recipient,
        what,
        day_or_none(given_on),
        day_or_none(told_on),
        told_by,
        how,
    )


def _disclosure(row: Row) -> Disclosure:
    own_id, person, recipient, consent, basis, what, day, how, made_at, made_by, replaces = row
    return Disclosure(
        own_id, PersonId(person), recipient, consent, basis, what, date.fromisoformat(day), how,
        datetime.fromisoformat(made_at), UserId(made_by), replaces,
    )  # fmt: skip


def _talk(row: Row) -> ReservationTalk:
    own_id, person, day, what, words, made_at, made_by = row
    return ReservationTalk(
        own_id, PersonId(person), date.fromisoformat(day), what, words, datetime.fromisoformat(made_at),
        UserId(made_by),
    )  # fmt: skip
