"""Real deletion: asked by one, decided by another, with a backup before and a tombstone after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kpr_desktop.codebook.deletion_grounds import Ground
from kpr_desktop.domain.assessment import Answer
from kpr_desktop.domain.ids import AssessmentId, PersonId, ServiceId, UserId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.one_line import one_line
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.raising import call_back
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault_records import Deletion

KINDS = ("note", "assessment", "service", "person")
SHORTEST_REASON = 15
"""Characters."""


@dataclass(frozen=True, slots=True)
class DeletionLine:
    """One wish on the list, without content. `day` is that of the assessment or the start of the service.

    `own`: asked by whoever is logged in, who cannot decide it. `erased`: the whole person is gone.
    """

    deletion: Deletion
    asked_by: str
    decided_by: str
    user_number: str
    day: date | None
    own: bool
    erased: bool


class DeletionDesk:
    """Everything about real deletion. `before_risk` makes a verified backup, and raises when it cannot."""

    def __init__(
        self, session: Session, grounds: Mapping[str, Ground], before_risk: Callable[[], object]
    ) -> None:
        self._session = session
        self._before_risk = before_risk
        self.grounds = grounds

    def ask(self, person_id: PersonId, kind: str, target: str, ground: str, why: str) -> Deletion:
        """Ask for it. `target`: the assessment's or the service's id, `<assessment id> <item>` for a note, else empty.

        Raises UserFault deletion.kind_unknown (kind), deletion.ground_missing (ground), deletion.reason_short
        (reason), form.too_long (reason), deletion.nothing_there, deletion.asked_already, deletion.nobody_else.
        """
        session = self._session
        if kind not in KINDS:
            raise UserFault("deletion.kind_unknown", "kind")
        if ground not in self.grounds:
            raise UserFault("deletion.ground_missing", "ground")
        words = _words(why)
        with session.work() as work:
            session.admit(work, "deletion.ask", person_id)
            if not _is_there(work, person_id, kind, target):
                raise UserFault("deletion.nothing_there")
            if any(
                (d.person_id, d.kind, d.target_id, d.state) == (person_id, kind, target, "asked")
                for d in work.oversight.deletions()
            ):
                raise UserFault("deletion.asked_already")
            if not self._others(work):
                raise UserFault("deletion.nobody_else")
            made = Deletion(
                id=session.new_id(),
                person_id=person_id,
                kind=kind,
                target_id=target,
                ground=ground,
                why=words,
                asked_by=session.user.id,
                asked_at=session.now(),
            )
            work.oversight.save_deletion(made)
            session.log(work, "deletion.ask", person=person_id, subject=made.id, reason=words)
            work.commit()
        return made

    def others(self) -> list[str]:
        """Who else could decide, by name."""
        with self._session.work() as work:
            return self._others(work)

    def asked(self) -> list[DeletionLine]:
        """Everything that was ever asked, the newest first; the log has it that it was shown."""
        session = self._session
        with session.work() as work:
            session.admit(work, "deletion.list")
            users = {user.id: user.name for user in work.records.users()}
            found = [self._line(work, users, each) for each in work.oversight.deletions()]
            if session.vault.writable:
                session.log(work, "deletion.list", subject=str(len(found)))
                work.commit()
        return found

    def waiting(self) -> int:
        """How many wishes wait for somebody else than the one who asked, for the work list."""
        session = self._session
        if not session.may("deletion.decide"):
            return 0
        with session.work() as work:
            return sum(
                1
                for each in work.oversight.deletions()
                if each.state == "asked" and each.asked_by != session.user.id
            )

    def refuse(self, deletion_id: str, why: str) -> Deletion:
        """Say no; nothing is deleted. Raises what `carry_out` raises of the wish and the words."""
        words = _words(why)
        with self._session.work() as work:
            asked = self._asked(work, deletion_id)
            return self._decide(work, asked, "refused", words, "deletion.refuse")

    def carry_out(self, deletion_id: str, why: str) -> Deletion:
        """Back up, then delete for good and leave the tombstone, in one transaction.

        Raises UserFault deletion.not_waiting, deletion.own, deletion.reason_short (reason), deletion.nothing_there,
        access.passphrase_needed, and what the backup raises; then nothing is deleted.
        """
        session = self._session
        words = _words(why)
        with session.work() as work:
            self._asked(work, deletion_id)
        self._before_risk()
        with session.work() as work:
            asked = self._asked(work, deletion_id)
            _erase(session, work, asked)
            done = self._decide(work, asked, "done", words, "deletion.done")
        session.grants.opened.discard(asked.person_id)
        return done

    def to_cancel(self) -> list[str]:
        """Annulments that wait for the next file, by id: the register still has what is deleted here."""
        self._session.require("export.rehearse")
        with self._session.work() as work:
            return work.erasing.to_cancel()

    def _asked(self, work: UnitOfWork, deletion_id: str) -> Deletion:
        session = self._session
        session.require("deletion.decide")
        found = next((d for d in work.oversight.deletions() if d.id == deletion_id), None)
        if found is None or found.state != "asked":
            raise UserFault("deletion.not_waiting")
        if found.asked_by == session.user.id:
            raise UserFault("deletion.own")
        if not work.erasing.is_erased(found.person_id):
            session.admit(work, "deletion.decide", found.person_id)
        return found

    def _decide(self, work: UnitOfWork, asked: Deletion, state: str, why: str, action: str) -> Deletion:
        session = self._session
        decided = replace(
            asked,
            state=state,
            decided_by=session.user.id,
            decided_at=session.now(),
            decided_why=why,
        )
        work.oversight.save_deletion(decided)
        session.log(work, action, person=asked.person_id, subject=asked.id, reason=why)
        work.commit()
        return decided

    def _others(self, work: UnitOfWork) -> list[str]:
        session = self._session
        return [
            user.name
            for user in work.records.users()
            if user.id != session.user.id
            and user.revoked_at is None
            and session.rights.allows(user.roles, "deletion.decide")
        ]

    def _line(self, work: UnitOfWork, users: Mapping[UserId, str], each: Deletion) -> DeletionLine:
        erased = work.erasing.is_erased(each.person_id)
        return DeletionLine(
            deletion=each,
            asked_by=users[each.asked_by],
            decided_by=users[each.decided_by] if each.decided_by else "",
            user_number=work.persons.get(each.person_id).user_number,
            day=_day(work, each),
            own=each.asked_by == self._session.user.id,
            erased=erased,
        )


def _words(why: str) -> str:
    short = UserFault("deletion.reason_short", "reason", minimum=SHORTEST_REASON)
    return one_line(why, "reason", short, least=SHORTEST_REASON)


def _is_there(work: UnitOfWork, person_id: PersonId, kind: str, target: str) -> bool:
    if kind == "person":
        return not target
    if kind == "service":
        return any(service.id == target for service in work.services.of_person(person_id))
    own_id, _, item = target.partition(" ")
    found = next((a for a in work.assessments.of_person(person_id) if a.id == own_id), None)
    if found is None or kind == "assessment":
        return found is not None and not item
    return _written(found.answers.get(item))


def _written(answer: Answer | None) -> bool:
    return answer is not None and any(
        (answer.note, answer.reason, answer.evidence.reason, answer.opinion.words)
    )


def _erase(session: Session, work: UnitOfWork, asked: Deletion) -> None:
    own_id, _, item = asked.target_id.partition(" ")
    if asked.kind == "person":
        call_back(session, work, asked.person_id)
        work.erasing.person(asked.person_id)
    elif asked.kind == "service":
        call_back(session, work, asked.person_id, ServiceId(own_id))
        work.erasing.service(ServiceId(own_id))
    elif asked.kind == "assessment":
        work.erasing.assessment(AssessmentId(own_id))
    else:
        work.erasing.note(AssessmentId(own_id), item)


def _day(work: UnitOfWork, each: Deletion) -> date | None:
    """The day that tells which one it is, as long as it is there."""
    own_id = each.target_id.partition(" ")[0]
    if each.kind == "service":
        return next((s.start for s in work.services.of_person(each.person_id) if s.id == own_id), None)
    found = work.assessments.of_person(each.person_id) if own_id else []
    return next((a.assessed_on for a in found if a.id == own_id), None)
