"""Who is let in to a person's data: the decision with its facts, what a session has brought with it, what is closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NoReturn

from kpr_desktop.domain.access import Asked, Outcome, Standing, Verdict, bites, decide
from kpr_desktop.domain.assessment import Answer, Assessment
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.one_line import REASON_LIMIT
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.tries import verify_again
from kpr_desktop.usecases.vault_records import Block, Emergency

if TYPE_CHECKING:
    from kpr_desktop.usecases.session import Session

CONFIRMED_FOR = timedelta(minutes=5)
"""How long a passphrase that was given again counts."""


class BlockedFault(UserFault):
    """A block stops it. `emergency_possible`: emergency access would open it for this user."""

    def __init__(self, code: str, *, emergency_possible: bool, person_id: PersonId | None = None) -> None:
        super().__init__(code)
        self.emergency_possible, self.person_id = emergency_possible, person_id


class ReasonFault(UserFault):
    """A reason is asked for before this person is opened: `AccessDesk.give_reason` takes it."""

    def __init__(self, code: str, person_id: PersonId) -> None:
        super().__init__(code)
        self.person_id = person_id


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person outside the own list was opened: a code of the table's purposes, its basis word, and own words."""

    purpose: str
    basis: str
    text: str


@dataclass
class Grants:
    """What a session has brought with it; gone when the session ends (at the lock, at the latest after 12 hours)."""

    reasons: dict[PersonId, Reason] = field(default_factory=dict)
    emergencies: dict[PersonId, Emergency] = field(default_factory=dict)
    admissions: dict[PersonId, Admission] = field(default_factory=dict)
    opened: set[PersonId] = field(default_factory=set)
    confirmed_at: datetime | None = None

    def confirmed(self, now: datetime) -> bool:
        """Whether the passphrase was given again, less than five minutes ago."""
        return self.confirmed_at is not None and now - self.confirmed_at < CONFIRMED_FOR

    def running(self, now: datetime) -> list[Emergency]:
        """The emergency accesses that hold now: what the red banner tells of."""
        return [e for e in self.emergencies.values() if e.ended_at is None and now < e.to_time]


@dataclass(frozen=True, slots=True)
class Sight:
    """What blocks close to a user of one person who is open: whole assessments, and what is written on single items.

    A block holds for every version of the assessment it was set on.
    """

    assessments: frozenset[AssessmentId] = frozenset()
    notes: frozenset[tuple[AssessmentId, str]] = frozenset()

    def of(self, history: Sequence[Assessment]) -> list[Assessment]:
        """The assessments that are open, without the texts that are not. `history` is everything of the person."""
        if not self.assessments and not self.notes:
            return list(history)
        closed = {a.series_id for a in history if a.id in self.assessments}
        return [self._without(a, history) for a in history if a.series_id not in closed]

    def closed_items(self, assessment: Assessment, history: Iterable[Assessment]) -> frozenset[str]:
        """Items of the assessment whose texts are closed."""
        if not self.notes:
            return frozenset()
        series = {a.id for a in (*history, assessment) if a.series_id == assessment.series_id}
        return frozenset(item for own_id, item in self.notes if own_id in series)

    def _without(self, assessment: Assessment, history: Sequence[Assessment]) -> Assessment:
        items = self.closed_items(assessment, history)
        answers = {i: without_texts(a) if i in items else a for i, a in assessment.answers.items()}
        return replace(assessment, answers=answers) if items else assessment


@dataclass(frozen=True, slots=True)
class Admission:
    """That a user was let in to a person, and on what: the words of the log, and what stays closed even so."""

    basis: str
    purpose: str = ""
    decision_ref: str = ""
    sight: Sight = Sight()


def without_texts(answer: Answer) -> Answer:
    """The answer without what somebody has written about it. Scores and codes stay."""
    return replace(
        answer,
        note="",
        reason="",
        evidence=replace(answer.evidence, reason=""),
        opinion=replace(answer.opinion, words=""),
    )


def with_texts(answer: Answer, hidden: Answer) -> Answer:
    """The answer with the texts of `hidden`, which the user does not see and must not lose.

    Raises UserFault access.blocked when something was written instead.
    """
    if without_texts(answer) != answer:
        raise UserFault("access.blocked", answer.item)
    return replace(
        answer,
        note=hidden.note,
        reason=hidden.reason,
        evidence=replace(answer.evidence, reason=hidden.evidence.reason),
        opinion=replace(answer.opinion, words=hidden.opinion.words),
    )


def admit(session: Session, work: UnitOfWork, action: str, person_id: PersonId | None) -> Admission:
    """Decide, remember the answer for the log, or refuse. The first thing a use case does in its unit of work.

    A refusal is on disk before it is told. Raises UserFault rights.not_allowed, access.reason_needed,
    access.passphrase_needed, access.emergency_no_export, person.unknown, and BlockedFault access.blocked.
    """
    grants, now = session.grants, session.now()
    blocks: list[Block] = []
    standing: Standing | None = None
    if person_id is not None:
        standing = work.access.standing(person_id, session.user.id, session.today())
        blocks = [b for b in work.access.blocks(person_id=person_id) if holds(session, b)]
    running = {e.person_id: e for e in grants.running(now)}
    emergency = running.get(person_id) if person_id is not None else None
    reason = grants.reasons.get(person_id) if person_id is not None else None
    verdict = decide(
        session.rights.actions[action],
        session.rights.clinical,
        session.user.roles,
        Asked(
            standing=standing,
            blocked=any(b.assessment_id is None for b in blocks),
            reason=reason.basis if reason else "",
            emergency=emergency is not None,
            in_emergency=bool(running),
            confirmed=grants.confirmed(now),
        ),
    )
    if verdict.outcome is not Outcome.ALLOWED:
        _refuse(session, work, action, person_id, verdict)
    if person_id is None:
        return Admission(verdict.basis)
    if standing is None:
        raise UserFault("person.unknown")
    if not session.rights.actions[action].emergency:
        emergency = None
    admission = _admission(verdict, standing, reason, emergency, blocks)
    grants.admissions[person_id] = admission
    return admission


def holds(session: Session, block: Block) -> bool:
    """Whether the block holds against whoever is logged in."""
    return bites(block.against, block.target, session.user.id, session.user.roles)


def closed_persons(session: Session, work: UnitOfWork) -> frozenset[PersonId]:
    """Persons whom no list shows this user, because opening them would be refused."""
    running = {e.person_id for e in session.grants.running(session.now())}
    return frozenset(
        b.person_id
        for b in work.access.blocks()
        if b.assessment_id is None and b.person_id not in running and holds(session, b)
    )


def partly_closed(session: Session, work: UnitOfWork) -> dict[PersonId, Sight]:
    """What is closed to this user of persons that a list may show; whoever is left out has nothing closed."""
    running = {e.person_id for e in session.grants.running(session.now())}
    found: dict[PersonId, list[Block]] = {}
    for block in work.access.blocks():
        if block.assessment_id and block.person_id not in running and holds(session, block):
            found.setdefault(block.person_id, []).append(block)
    return {person_id: _sight(blocks) for person_id, blocks in found.items()}


def _sight(blocks: Sequence[Block]) -> Sight:
    return Sight(
        frozenset(b.assessment_id for b in blocks if b.assessment_id and not b.item),
        frozenset((b.assessment_id, b.item) for b in blocks if b.assessment_id and b.item),
    )


def _admission(
    verdict: Verdict,
    standing: Standing,
    reason: Reason | None,
    emergency: Emergency | None,
    blocks: Sequence[Block],
) -> Admission:
    """An emergency access opens what is closed inside the person too; it is then what the log says."""
    if emergency is not None and (verdict.basis == "emergency" or blocks):
        return Admission("emergency", emergency.purpose, emergency.id)
    sight = _sight(blocks)
    purpose = reason.purpose if reason and verdict.basis == reason.basis else ""
    ref = standing.assignment if verdict.basis == "assignment" else ""
    return Admission(verdict.basis, purpose, ref, sight)


_FAULTS: Mapping[Outcome, str] = {
    Outcome.REFUSED: "rights.not_allowed",
    Outcome.REASON_NEEDED: "access.reason_needed",
    Outcome.PASSPHRASE_NEEDED: "access.passphrase_needed",
    Outcome.NOT_IN_EMERGENCY: "access.emergency_no_export",
}


def _refuse(
    session: Session, work: UnitOfWork, action: str, person_id: PersonId | None, verdict: Verdict
) -> NoReturn:
    # What only asks for something more is no attempt yet; the opening that follows is logged.
    asking = verdict.outcome in (Outcome.REASON_NEEDED, Outcome.PASSPHRASE_NEEDED)
    if not asking and session.vault.writable:
        session.log(work, action, person=person_id, result="denied")
        work.commit()
    if verdict.outcome is Outcome.BLOCKED:
        raise BlockedFault(
            "access.blocked", emergency_possible=verdict.emergency_possible, person_id=person_id
        )
    code = _FAULTS[verdict.outcome]
    if verdict.outcome is Outcome.REASON_NEEDED and person_id is not None:
        raise ReasonFault(code, person_id)
    raise UserFault(code)


def refuse_part(
    session: Session, work: UnitOfWork, action: str, person_id: PersonId, assessment_id: AssessmentId
) -> NoReturn:
    """Tell that an assessment of a person who is open is blocked. Raises BlockedFault access.blocked."""
    session.log(work, action, person=person_id, subject=assessment_id, result="denied")
    work.commit()
    rights = session.rights
    clinical = not rights.clinical.isdisjoint(session.user.roles)
    possible = clinical and rights.actions[action].emergency
    raise BlockedFault("access.blocked", emergency_possible=possible, person_id=person_id)


class AccessDesk:
    """What a window asks for when it is told access.reason_needed or access.passphrase_needed."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def give_reason(self, person_id: PersonId, purpose: str, text: str) -> None:
        """Tell why a person outside the own list is opened; the log has it before anything opens.

        It counts for this person until the session ends. Raises UserFault access.purpose_unknown (field purpose),
        access.reason_missing (field reason), form.too_long, and what `admit` raises of blocks and roles.
        """
        session = self._session
        chosen = session.rights.purposes.get(purpose)
        if chosen is None:
            raise UserFault("access.purpose_unknown", "purpose")
        words = text.strip()
        if not words:
            raise UserFault("access.reason_missing", "reason")
        if len(words) > REASON_LIMIT:
            raise UserFault("form.too_long", "reason", limit=REASON_LIMIT)
        before = session.grants.reasons.get(person_id)
        session.grants.reasons[person_id] = Reason(purpose, chosen.basis, words)
        try:
            with session.work() as work:
                session.admit(work, "person.read", person_id)
                session.log(work, "access.reason", person=person_id, reason=words)
                work.commit()
        except BaseException:
            del session.grants.reasons[person_id]
            if before is not None:
                session.grants.reasons[person_id] = before
            raise

    def confirm_passphrase(self, passphrase: bytearray) -> None:
        """The passphrase once more; wiped. Counts for five minutes.

        Raises UserFault vault.wrong_passphrase, and vault.wait (seconds): it is slowed as the log-in is.
        """
        session = self._session
        try:
            verify_again(session, passphrase, "access.passphrase")
        finally:
            passphrase[:] = bytes(len(passphrase))
        session.grants.confirmed_at = session.now()
