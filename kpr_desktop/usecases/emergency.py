"""Emergency access: a way past a block when life or health asks for it, seen by all and followed up by a leader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from kpr_desktop.codebook.rights import Purpose
from kpr_desktop.domain.access import Relation
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import holds
from kpr_desktop.usecases.one_line import REASON_LIMIT, one_line
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault_records import Emergency

LASTS = timedelta(hours=4)
"""At most; it ends at the lock, whichever comes first (security page 1.4)."""
SHORTEST_REASON = 15
"""Characters."""
OUTCOMES = ("justified", "deviation")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One emergency access on the leader's list: who, and whom by user number alone."""

    emergency: Emergency
    user: str
    user_number: str
    own: bool


class EmergencyDesk:
    """Everything that is done with emergency access."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def purposes(self) -> Mapping[str, Purpose]:
        """What may be chosen, by code."""
        return {code: p for code, p in self._session.rights.purposes.items() if p.emergency}

    def may_begin(self) -> bool:
        """Whether the button is there: clinical roles only."""
        return self._session.may("emergency.begin")

    def begin(self, number: str, purpose: str, why: str, passphrase: bytearray) -> Emergency:
        """Open a person by whole identity number or user number, for reading, for four hours at most.

        The passphrase is wiped. The log and the follow-up list have it before this returns. Raises UserFault
        emergency.purpose_missing (purpose), emergency.reason_short (reason), form.too_long (reason),
        vault.wrong_passphrase, vault.wait, emergency.unknown (number), emergency.not_needed, rights.not_allowed.
        """
        session = self._session
        try:
            session.require("emergency.begin")
            words = self._checked(purpose, why)
            session.confirm_passphrase(passphrase)
        finally:
            passphrase[:] = bytes(len(passphrase))
        with session.work() as work:
            person_id = self._found(work, number)
            session.admit(work, "emergency.begin", person_id)
            self._check_need(work, person_id)
            now = session.now()
            made = Emergency(session.new_id(), session.user.id, person_id, purpose, words, now, now + LASTS)
            work.access.save_emergency(made)
            before = session.grants.emergencies.get(person_id)
            if before is not None and before.ended_at is None:
                work.access.save_emergency(replace(before, ended_at=min(now, before.to_time)))
            session.grants.emergencies[person_id] = made
            try:
                session.admit(work, "person.read", person_id)
                session.log(work, "emergency.begin", person=person_id, subject=made.id, reason=words)
                work.commit()
            except BaseException:
                del session.grants.emergencies[person_id]
                raise
        return made

    def running(self) -> list[Emergency]:
        """Those that hold now: while there is one, the red banner stands."""
        return self._session.grants.running(self._session.now())

    def end(self) -> None:
        """End all of this session's; called at the lock too."""
        session = self._session
        held = [e for e in session.grants.emergencies.values() if e.ended_at is None]
        if not held:
            return
        session.grants.emergencies.clear()  # whatever the disk says: nothing is open any more
        with session.work() as work:
            for each in held:
                ended = replace(each, ended_at=min(session.now(), each.to_time))
                work.access.save_emergency(ended)
                session.log(work, "emergency.end", person=each.person_id, subject=each.id)
            work.commit()

    def follow_up(self) -> list[FollowUp]:
        """Those that nobody has decided yet, the newest first."""
        session = self._session
        with session.work() as work:
            session.admit(work, "emergency.decide")
            users = {user.id: user.name for user in work.records.users()}
            return [
                FollowUp(
                    each,
                    users[each.user_id],
                    work.persons.get(each.person_id).user_number,
                    each.user_id == session.user.id,
                )
                for each in work.access.emergencies(undecided=True)
            ]

    def decide(self, emergency_id: str, outcome: str, why: str) -> Emergency:
        """Decide whether it was justified or a deviation. Nobody decides her own.

        Raises UserFault emergency.not_waiting, emergency.own, emergency.outcome_missing (outcome),
        emergency.words_missing (why), form.too_long (why).
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "emergency.decide")
            waiting = work.access.emergencies(undecided=True)
            found = next((e for e in waiting if e.id == emergency_id), None)
            if found is None:
                raise UserFault("emergency.not_waiting")
            if found.user_id == session.user.id:
                raise UserFault("emergency.own")
            if outcome not in OUTCOMES:
                raise UserFault("emergency.outcome_missing", "outcome")
            words = why.strip()
            if not words:
                raise UserFault("emergency.words_missing", "why")
            if len(words) > REASON_LIMIT:
                raise UserFault("form.too_long", "why", limit=REASON_LIMIT)
            decided = replace(
                found,
                outcome=outcome,
                decided_by=session.user.id,
                decided_at=session.now(),
                decided_why=words,
            )
            work.access.save_emergency(decided)
            session.log(work, "emergency.decide", person=found.person_id, subject=found.id, reason=words)
            work.commit()
        return decided

    def _checked(self, purpose: str, why: str) -> str:
        if purpose not in self.purposes():
            raise UserFault("emergency.purpose_missing", "purpose")
        short = UserFault("emergency.reason_short", "reason", minimum=SHORTEST_REASON)
        return one_line(why, "reason", short, least=SHORTEST_REASON)

    def _found(self, work: UnitOfWork, number: str) -> PersonId:
        typed = number.strip()
        digits = "".join(c for c in typed if c.isdigit())
        found = work.persons.find_by_number(digits) if len(digits) == 11 else None
        found = found or work.persons.find_by_user_number(typed)
        if found is None:
            self._session.log(work, "emergency.begin", result="denied")
            work.commit()
            raise UserFault("emergency.unknown", "number")
        return found.id

    def _check_need(self, work: UnitOfWork, person_id: PersonId) -> None:
        session = self._session
        standing = work.access.standing(person_id, session.user.id, session.today())
        blocked = any(holds(session, b) for b in work.access.blocks(person_id=person_id))
        if standing is not None and standing.relation is not Relation.OUTSIDE and not blocked:
            raise UserFault("emergency.not_needed")
