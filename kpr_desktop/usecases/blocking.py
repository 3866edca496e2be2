"""Blocking (sperring): a person's wish that somebody, a role or all shall not see the case, an assessment or a note."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import closed_persons
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault_records import Block

AGAINST = ("user", "role", "all")
WISHED_BY = ("person", "guardian", "parent", "representative", "municipality")
"""Who wished it. Codes; their words stand in the texts (blocking.by_*)."""
WHY_LIMIT = 500


@dataclass(frozen=True, slots=True)
class NewBlock:
    """What the form asks for. Without `assessment_id` it is the whole person; with `item` the texts on that item."""

    person_id: PersonId
    against: str
    target: str
    why: str
    wished_by: str
    assessment_id: AssessmentId | None = None
    item: str = ""


@dataclass(frozen=True, slots=True)
class BlockLine:
    """One block for a list. `name` is empty for whom opening would refuse; the user number is enough to lift it."""

    block: Block
    name: str
    user_number: str
    set_by: str
    lifted_by: str


class BlockDesk:
    """Everything that is done with blocks. Nothing of a person is shown by setting or lifting one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def set(self, new: NewBlock) -> Block:
        """Set a block; it holds from now on, against whoever is logged in too.

        Raises UserFault blocking.against_unknown (against), blocking.target_unknown (target), blocking.why_missing
        (why), blocking.wished_by_missing (wished_by), blocking.no_such_assessment (assessment), form.too_long (why).
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "block.set", new.person_id)
            self._check(work, new)
            made = Block(
                id=session.new_id(),
                person_id=new.person_id,
                against=new.against,
                target="" if new.against == "all" else new.target,
                why=_words(new.why),
                wished_by=new.wished_by,
                set_by=session.user.id,
                set_at=session.now(),
                assessment_id=new.assessment_id,
                item=new.item,
            )
            work.access.save_block(made)
            session.log(work, "block.set", person=made.person_id, subject=made.id, reason=made.why)
            work.commit()
        return made

    def lift(self, block_id: str, why: str) -> Block:
        """Lift a block; that it was there, and who lifted it and why, is kept.

        Raises UserFault blocking.unknown, blocking.lifted, blocking.why_missing (why), access.passphrase_needed.
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "block.lift")
            block = next((b for b in work.access.blocks(lifted=True) if b.id == block_id), None)
            if block is None:
                raise UserFault("blocking.unknown")
            session.admit(work, "block.lift", block.person_id)
            if block.lifted_at is not None:
                raise UserFault("blocking.lifted")
            words = _words(why)
            lifted = replace(block, lifted_by=session.user.id, lifted_at=session.now(), lift_why=words)
            work.access.save_block(lifted)
            session.log(work, "block.lift", person=block.person_id, subject=block.id, reason=words)
            work.commit()
        return lifted

    def of_person(self, person_id: PersonId) -> list[BlockLine]:
        """The person's blocks, those that were lifted too, once the log has it that they were shown."""
        session = self._session
        with session.work() as work:
            session.admit(work, "block.set", person_id)
            found = self._lines(work, work.access.blocks(person_id=person_id, lifted=True))
            session.shown(work, "block.list", person_id, covered=True)
        return found

    def holding(self) -> list[BlockLine]:
        """All blocks that hold, for whoever lifts them. The log has it that they were shown."""
        session = self._session
        with session.work() as work:
            session.admit(work, "block.list")
            found = self._lines(work, work.access.blocks())
            session.log(work, "block.list", subject=str(len(found)))
            work.commit()
        return found

    def _check(self, work: UnitOfWork, new: NewBlock) -> None:
        session = self._session
        if new.against not in AGAINST:
            raise UserFault("blocking.against_unknown", "against")
        targets: dict[str, list[str]] = {
            "user": [u.id for u in work.records.users()],
            "role": list(session.rights.roles),
            "all": [new.target],
        }
        if new.target not in targets[new.against]:
            raise UserFault("blocking.target_unknown", "target")
        if new.wished_by not in WISHED_BY:
            raise UserFault("blocking.wished_by_missing", "wished_by")
        known = {a.id: a for a in work.assessments.of_person(new.person_id)} if new.assessment_id else {}
        assessment = known.get(new.assessment_id) if new.assessment_id else None
        if (new.assessment_id or new.item) and assessment is None:
            raise UserFault("blocking.no_such_assessment", "assessment")
        if assessment is not None and new.item:
            book = session.books.edition(assessment.codebook_year)
            if new.item not in book.items:
                raise UserFault("blocking.no_such_assessment", "assessment")

    def _lines(self, work: UnitOfWork, blocks: list[Block]) -> list[BlockLine]:
        closed = closed_persons(self._session, work)
        users = {user.id: user.name for user in work.records.users()}
        lines = []
        for block in blocks:
            person = work.persons.get(block.person_id)
            lines.append(
                BlockLine(
                    block=block,
                    name="" if block.person_id in closed else person.name,
                    user_number=person.user_number,
                    set_by=users[block.set_by],
                    lifted_by=users[block.lifted_by] if block.lifted_by else "",
                )
            )
        return lines


def _words(why: str) -> str:
    words = why.strip()
    if not words:
        raise UserFault("blocking.why_missing", "why")
    if len(words) > WHY_LIMIT:
        raise UserFault("form.too_long", "why", limit=WHY_LIMIT)
    return words
