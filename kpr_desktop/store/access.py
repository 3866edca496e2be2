"""Who may open what: the authorisation register, assignments, blocks (sperring) and emergency access."""

from __future__ import annotations

from datetime import date, datetime

from kpr_desktop.domain.access import Standing
from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.store.database import Database, Row, Value
from kpr_desktop.store.rows import Hand, assessment_or_none, day_or_none, marks, text_or_none, time_or_none
from kpr_desktop.usecases.vault_records import Assignment, Authorisation, Block, Emergency

VALID = "a.ended_at IS NULL AND a.from_date <= ? AND (a.to_date IS NULL OR a.to_date >= ?)"
"""Whether an authorisation `a` holds on a day; the day is asked for twice."""
_ASSIGNED = "from_date <= ? AND (to_date IS NULL OR to_date >= ?)"
_AUTHORISATION = (
    "id, user_id, role, unit, from_date, to_date, why, given_by, given_at, ended_by, ended_at, end_why, reviewed_by,"
    " reviewed_on"
)
_ASSIGNMENT = "id, person_id, user_id, basis, from_date, to_date, given_by, given_at"
_BLOCK = (
    "id, person_id, against, target, why, wished_by, set_by, set_at, assessment_id, item, lifted_by, lifted_at,"
    " lift_why"
)
_EMERGENCY = (
    "id, user_id, person_id, purpose, why, from_time, to_time, ended_at, outcome, decided_by, decided_at,"
    " decided_why"
)
_STANDING = (
    "SELECT p.responsible, (SELECT id FROM assignment WHERE person_id = p.id AND user_id = ? AND"  # noqa: S608 - our own text
    f" {_ASSIGNED} ORDER BY row LIMIT 1), EXISTS (SELECT 1 FROM assignment WHERE person_id = p.id AND {_ASSIGNED}),"
    " EXISTS (SELECT 1 FROM assessment a WHERE a.row = p.draft AND a.assessor_id = ?) FROM person p WHERE p.id = ? AND"
    " p.version > 0"
)
_OWN = (
    "SELECT p.id FROM person p WHERE p.row IN (SELECT row FROM person WHERE responsible = ? AND hidden = 0 UNION"  # noqa: S608 - as above
    " SELECT q.row FROM assignment s JOIN person q ON q.id = s.person_id WHERE s.user_id = ? AND"
    f" s.{_ASSIGNED.replace('to_date', 's.to_date')} AND q.hidden = 0 UNION SELECT a.person FROM assessment a"
    " WHERE a.assessor_id = ? AND a.state = 'draft') ORDER BY p.sort_name LIMIT ?"
)


class AccessTable:
    """Access of the ports."""

    def __init__(self, database: Database, hand: Hand) -> None:
        self._database = database
        self._hand = hand

    # --- the authorisation register

    def authorisations(self, user_id: UserId | None = None) -> list[Authorisation]:
        """All that were ever given, or those of one user; the oldest first."""
        where, values = ("WHERE user_id = ? ", (user_id,)) if user_id else ("", ())
        rows = self._database.rows(f"SELECT {_AUTHORISATION} FROM authorisation {where}ORDER BY row", values)  # noqa: S608 - as above
        return [_authorisation(row) for row in rows]

    def save_authorisation(self, given: Authorisation) -> None:
        """New, or ended or reviewed; what was given is never written over."""
        self._save(
            "authorisation",
            _AUTHORISATION,
            (
                given.id, given.user_id, given.role, given.unit, given.from_date.isoformat(),
                text_or_none(given.to_date), given.why, given.given_by, given.given_at.isoformat(), given.ended_by,
                text_or_none(given.ended_at), given.end_why, given.reviewed_by, text_or_none(given.reviewed_on),
            ),
            ("ended_by", "ended_at", "end_why", "reviewed_by", "reviewed_on"),
        )  # fmt: skip

    # --- assignments

    def assignments(
        self, *, person_id: PersonId | None = None, user_id: UserId | None = None
    ) -> list[Assignment]:
        """Of a person, or of a user; the newest first, those that hold no more too."""
        column, value = ("person_id", person_id) if person_id else ("user_id", user_id)
        rows = self._database.rows(
            f"SELECT {_ASSIGNMENT} FROM assignment WHERE {column} = ? ORDER BY row DESC",  # noqa: S608 - as above
            (value,),
        )
        return [_assignment(row) for row in rows]

    def save_assignment(self, given: Assignment) -> None:
        """New, or with another last day."""
        self._save(
            "assignment",
            _ASSIGNMENT,
            (
                given.id, given.person_id, given.user_id, given.basis, given.from_date.isoformat(),
                text_or_none(given.to_date), given.given_by, given.given_at.isoformat(),
            ),
            ("to_date",),
        )  # fmt: skip

    def standing(self, person_id: PersonId, user_id: UserId, today: date) -> Standing | None:
        """How a user stands to a person; None for a person that is not there."""
        day = today.isoformat()
        row = self._database.one(_STANDING, (user_id, day, day, day, day, user_id, person_id))
        if row is None:
            return None
        responsible, assignment, anybody, draft = row
        return Standing(responsible == user_id, assignment or "", bool(responsible or anybody), bool(draft))

    def own_persons(self, user_id: UserId, today: date, *, limit: int) -> list[PersonId]:
        """Whom the user is responsible for, is assigned to, or has a draft of; by name."""
        day = today.isoformat()
        rows = self._database.rows(_OWN, (user_id, user_id, day, day, user_id, limit))
        return [PersonId(row[0]) for row in rows]

    # --- blocks

    def blocks(self, *, person_id: PersonId | None = None, lifted: bool = False) -> list[Block]:
        """Blocks that hold, of one person or of all; with `lifted` those that were lifted too. The oldest first."""
        where = [] if lifted else ["lifted_at IS NULL"]
        values: tuple[Value, ...] = ()
        if person_id is not None:
            where.append("person_id = ?")
            values = (person_id,)
        asked = f"WHERE {' AND '.join(where)} " if where else ""
        rows = self._database.rows(f"SELECT {_BLOCK} FROM block {asked}ORDER BY row", values)  # noqa: S608 - as above
        return [_block(row) for row in rows]

    def save_block(self, block: Block) -> None:
        """New, or lifted."""
        self._save(
            "block",
            _BLOCK,
            (
                block.id, block.person_id, block.against, block.target, block.why, block.wished_by, block.set_by,
                block.set_at.isoformat(), block.assessment_id or "", block.item, block.lifted_by,
                text_or_none(block.lifted_at), block.lift_why,
            ),
            ("lifted_by", "lifted_at", "lift_why"),
        )  # fmt: skip

    # --- emergency access

    def emergencies(self, *, undecided: bool = False) -> list[Emergency]:
        """The newest first; with `undecided` those that a leader has not looked at."""
        where = "WHERE outcome = '' " if undecided else ""
        rows = self._database.rows(f"SELECT {_EMERGENCY} FROM emergency {where}ORDER BY row DESC")  # noqa: S608 - as above
        return [_emergency(row) for row in rows]

    def save_emergency(self, made: Emergency) -> None:
        """New, ended or decided."""
        self._save(
            "emergency",
            _EMERGENCY,
            (
                made.id, made.user_id, made.person_id, made.purpose, made.why, made.from_time.isoformat(),
                made.to_time.isoformat(), text_or_none(made.ended_at), made.outcome, made.decided_by,
                text_or_none(made.decided_at), made.decided_why,
            ),
            ("ended_at", "outcome", "decided_by", "decided_at", "decided_why"),
        )  # fmt: skip

    def _save(self, table: str, columns: str, values: tuple[Value, ...], may_change: tuple[str, ...]) -> None:
        changes = ", ".join(f"{column} = excluded.{column}" for column in may_change)
        self._database.run(
            f"INSERT INTO {table} ({columns}, device_id) VALUES ({marks(len(values) + 1)})"  # noqa: S608 - as above
            f" ON CONFLICT (id) DO UPDATE SET {changes}",
            (*values, self._hand.device_id),
        )


def user_values(today: date) -> tuple[str, str, str, str]:
    """What a query with VALID in it twice asks for."""
    day = today.isoformat()
    return day, day, day, day


def _authorisation(row: Row) -> Authorisation:
    (
        own_id,
        user,
        role,
        unit,
        first,
        last,
        why,
        by,
        at,
        ended_by,
        ended_at,
        end_why,
        reviewed_by,
        reviewed_on,
    ) = row
    return Authorisation(
        id=own_id,
        user_id=UserId(user),
        role=role,
        unit=unit,
        from_date=date.fromisoformat(first),
        to_date=day_or_none(last),
        why=why,
        given_by=UserId(by),
        given_at=datetime.fromisoformat(at),
        ended_by=_user_or_none(ended_by),
        ended_at=time_or_none(ended_at),
        end_why=end_why,
        reviewed_by=_user_or_none(reviewed_by),
        reviewed_on=day_or_none(reviewed_on),
    )


def _assignment(row: Row) -> Assignment:
    own_id, person, user, basis, first, last, by, at = row
    return Assignment(
        own_id,
        PersonId(person),
        UserId(user),
        basis,
        date.fromisoformat(first),
        day_or_none(last),
        UserId(by),
        datetime.fromisoformat(at),
    )


def _block(row: Row) -> Block:
    (
        own_id,
        person,
        against,
        target,
        why,
        wished_by,
        by,
        at,
        assessment,
        item,
        lifted_by,
        lifted_at,
        lift_why,
    ) = row
    return Block(
        id=own_id,
        person_id=PersonId(person),
        against=against,
        target=target,
        why=why,
        wished_by=wished_by,
        set_by=UserId(by),
        set_at=datetime.fromisoformat(at),
        assessment_id=assessment_or_none(assessment),
        item=item,
        lifted_by=_user_or_none(lifted_by),
        lifted_at=time_or_none(lifted_at),
        lift_why=lift_why,
    )


def _emergency(row: Row) -> Emergency:
    own_id, user, person, purpose, why, begun, until, ended, outcome, by, at, decided_why = row
    return Emergency(
        own_id,
        UserId(user),
        PersonId(person),
        purpose,
        why,
        datetime.fromisoformat(begun),
        datetime.fromisoformat(until),
        time_or_none(ended),
        outcome,
        _user_or_none(by),
        time_or_none(at),
        decided_why,
    )


def _user_or_none(text: str | None) -> UserId | None:
    return UserId(text) if text else None
