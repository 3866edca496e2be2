"""The person register."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from sqlcipher3 import dbapi2

from kpr_desktop.domain.identity import Fnr, IdKind
from kpr_desktop.domain.ids import DeviceId, PersonId, UserId
from kpr_desktop.domain.names import search_keys, sort_key
from kpr_desktop.domain.person import Address, Contact, Person, PersonSummary, Residence
from kpr_desktop.errors import UserFault
from kpr_desktop.store import search
from kpr_desktop.store.database import Database, Row, Value
from kpr_desktop.store.rows import Hand, day_or_none, marks, text_or_none
from kpr_desktop.usecases.records import PersonVersion

_CONTENT = (
    "user_number", "given_name", "family_name", "number_kind", "number_sealed", "number_index", "birth_date", "sex",
    "address_line1", "address_line2", "postal_code", "place", "protected", "phone", "language", "interpreter",
    "kin_name", "kin_relation", "kin_phone", "guardian_name", "guardian_relation", "guardian_phone",
    "practitioner_name", "practitioner_relation", "practitioner_phone", "responsible", "planned_visit", "household",
    "death_date", "hidden",
)  # fmt: skip
_HEAD = ("id", "device_id", "created_at")
_ADD = (
    f"INSERT INTO person ({', '.join(_HEAD + _CONTENT)}, version, sort_name)"  # noqa: S608 - our own column names
    f" VALUES ({marks(len(_HEAD) + len(_CONTENT) + 2)})"
)
_KEEP_OLD = (
    "INSERT INTO person_history (person, version, replaced_at, replaced_by, residences,"  # noqa: S608 - as above
    f" {', '.join(_CONTENT)}) SELECT row, version, ?, ?, (SELECT json_group_array(json_array(from_date,"
    f" municipality, district)) FROM residence WHERE person = row), {', '.join(_CONTENT)}"
    " FROM person WHERE id = ? AND version = ?"
)
_UPDATE = (
    f"UPDATE person SET {', '.join(f'{c} = ?' for c in _CONTENT)}, version = ?, sort_name = ? WHERE id = ?"  # noqa: S608 - as above
)
_GET = f"SELECT row, version, {', '.join(_HEAD + _CONTENT)} FROM person WHERE id = ?"  # noqa: S608 - as above
_BATCH = (
    f"SELECT row, version, {', '.join(_HEAD + _CONTENT)} FROM person"  # noqa: S608 - as above
    " WHERE row > ? AND version > 0 ORDER BY row LIMIT ?"
)
_HISTORY = (
    f"SELECT h.residences, h.replaced_at, h.replaced_by, p.row, h.version, {', '.join(f'p.{c}' for c in _HEAD)},"  # noqa: S608 - as above
    f" {', '.join(f'h.{c}' for c in _CONTENT)} FROM person_history h JOIN person p ON p.row = h.person"
    " WHERE p.id = ? ORDER BY h.version DESC"
)
SUMMARY = (
    "p.id, p.given_name, p.family_name, p.birth_date, p.protected, p.hidden, p.death_date IS NOT NULL,"
    " p.last_assessed, p.draft IS NOT NULL"
)
"""The columns that `summary` reads, of a person table called p."""
_TAKEN = {
    "person.user_number": UserFault("person.user_number_taken", field="user_number"),
    "person.number_index": UserFault("person.number_taken", field="identity"),
}


class PersonTable:
    """Persons of the ports. `hidden=True` in a search means: hidden persons too."""

    def __init__(self, database: Database, hand: Hand) -> None:
        self._database = database
        self._hand = hand

    def add(self, person: Person) -> None:
        """Raises UserFault person.user_number_taken | person.number_taken."""
        values = (person.id, person.device_id, person.created_at.isoformat(), *self._content(person))
        try:
            row = self._database.run(
                _ADD, (*values, person.version, sort_key(person.name, person.id))
            ).lastrowid
        except dbapi2.IntegrityError as error:
            raise _taken(error) from error
        self._add_parts(row or 0, person)

    def update(self, person: Person) -> None:
        """Save a new version and keep the old one.

        Raises what `add` raises, UserFault person.unknown, and person.changed_elsewhere when `person.version` is not
        one ahead.
        """
        old = self._database.one(
            "SELECT row, given_name, family_name, hidden FROM person WHERE id = ?", (person.id,)
        )
        if old is None:
            raise UserFault("person.unknown")
        kept = self._database.run(
            _KEEP_OLD, (self._hand.now(), self._hand.user_id, person.id, person.version - 1)
        ).rowcount
        if kept != 1:
            raise UserFault("person.changed_elsewhere")
        values = (*self._content(person), person.version, sort_key(person.name, person.id), person.id)
        try:
            self._database.run(_UPDATE, values)
        except dbapi2.IntegrityError as error:
            raise _taken(error) from error
        row, given, family, hidden = old
        self._database.run("DELETE FROM residence WHERE person = ?", (row,))
        self._database.run_many(
            "DELETE FROM person_search WHERE rank = ? AND key = ? AND person = ?",
            search.rows_of(row, search_keys(f"{given} {family}".strip()), hidden=bool(hidden)),
        )
        self._add_parts(row, person)

    def get(self, person_id: PersonId) -> Person:
        """Raises UserFault person.unknown."""
        row = self._database.one(_GET, (person_id,))
        if row is None:
            raise UserFault("person.unknown")
        residences = self._database.rows(
            "SELECT from_date, municipality, district FROM residence WHERE person = ? ORDER BY from_date",
            (row[0],),
        )
        return self._person(row, residences)

    def batch(self, after: int, limit: int) -> list[tuple[int, Person]]:
        """The next persons after a row, in the order they were registered, with their rows; hidden ones too."""
        rows = self._database.rows(_BATCH, (after, limit))
        if not rows:
            return []
        residences: dict[int, list[Row]] = {}
        for owner, *residence in self._database.each(
            "SELECT person, from_date, municipality, district FROM residence WHERE person BETWEEN ? AND ?"
            " ORDER BY person, from_date",
            (rows[0][0], rows[-1][0]),
        ):
            residences.setdefault(owner, []).append(tuple(residence))
        return [(row[0], self._person(row, residences.get(row[0], ()))) for row in rows]

    def history(self, person_id: PersonId) -> list[PersonVersion]:
        """The versions that were replaced, newest first."""
        return [
            PersonVersion(
                self._person(tuple(row), json.loads(residences)), datetime.fromisoformat(at), UserId(by)
            )
            for residences, at, by, *row in self._database.rows(_HISTORY, (person_id,))
        ]

    def find_by_number(self, number: str) -> PersonSummary | None:
        """By the whole identity number (keyed index); hidden persons too."""
        return self._first("p.number_index = ?", self._hand.fields.index(number))

    def find_by_user_number(self, user_number: str) -> PersonSummary | None:
        """By the municipality's own number; hidden persons too."""
        return self._first("p.user_number = ?", user_number)

    def find_by_name(self, typed: str, *, limit: int, hidden: bool = False) -> list[PersonSummary]:
        """By any part of the name, as typed; a hit at the beginning of a word first, then by name."""
        found = search.find(self._database, typed, limit=limit, hidden=hidden)
        rows = self._database.rows(
            f"SELECT {SUMMARY} FROM json_each(?) j CROSS JOIN person p ON p.row = j.value >> 1"  # noqa: S608 - as above
            " ORDER BY j.value & 1, p.sort_name",
            (json.dumps([row << 1 | rank for row, rank in found.items()]),),
        )
        return [summary(row) for row in rows]

    def find_by_birth_date(self, day: date, *, limit: int, hidden: bool = False) -> list[PersonSummary]:
        """Everybody born on `day`, by name."""
        return self._list(
            "p.birth_date = ? AND p.hidden <= ? ORDER BY p.sort_name", day.isoformat(), limit, hidden
        )

    def page(self, *, limit: int, after: str = "", hidden: bool = False) -> list[PersonSummary]:
        """Persons by name, beginning after `after`: `sort_key(name, id)` of the last one seen (domain.names)."""
        return self._list(
            "p.sort_name > ? AND p.hidden <= ? AND p.version > 0 ORDER BY p.sort_name", after, limit, hidden
        )

    def count(self, *, hidden: bool = False) -> int:
        """How many persons; with `hidden` the hidden ones too."""
        persons, out_of_sight = self._database.rows("SELECT persons, hidden FROM tally")[0]
        return int(persons) if hidden else int(persons) - int(out_of_sight)

    def ids(self) -> Iterator[PersonId]:
        """All persons, hidden ones too, in the order they were registered; nothing is held back in memory."""
        last = 0
        while chunk := self._database.rows(
            "SELECT row, id FROM person WHERE row > ? AND version > 0 ORDER BY row LIMIT 500", (last,)
        ):
            yield from (PersonId(row[1]) for row in chunk)
            last = chunk[-1][0]

    def summaries(self, ids: Iterable[PersonId]) -> dict[PersonId, PersonSummary]:
        """Rows for lists that begin elsewhere; unknown ids are left out."""
        rows = self._database.rows(
            f"SELECT {SUMMARY} FROM json_each(?) j CROSS JOIN person p ON p.id = j.value",  # noqa: S608 - as above
            (json.dumps(list(ids)),),
        )
        return {found.id: found for found in map(summary, rows)}

    def _first(self, where: str, value: Value) -> PersonSummary | None:
        row = self._database.one(
            f"SELECT {SUMMARY} FROM person p WHERE {where} AND p.version > 0 LIMIT 1",  # noqa: S608 - our own words
            (value,),
        )
        return summary(row) if row else None

    def _list(self, where: str, value: Value, limit: int, hidden: bool) -> list[PersonSummary]:  # noqa: FBT001 - private
        sql = f"SELECT {SUMMARY} FROM person p WHERE {where} LIMIT ?"  # noqa: S608 - as above
        return [summary(row) for row in self._database.rows(sql, (value, int(hidden), limit))]

    def _add_parts(self, row: int, person: Person) -> None:
        self._database.run_many(
            "INSERT INTO residence (person, from_date, municipality, district) VALUES (?, ?, ?, ?)",
            [
                (row, each.from_date.isoformat(), each.municipality, each.district)
                for each in person.residences
            ],
        )
        self._database.run_many(
            "INSERT INTO person_search (rank, key, person) VALUES (?, ?, ?)",
            search.rows_of(row, search_keys(person.name), hidden=person.hidden),
        )

    def _content(self, person: Person) -> tuple[Value, ...]:
        kind = sealed = index = None
        if person.identity is not None:
            number = person.identity.reveal("saved in the vault")
            kind = person.identity.kind.value
            sealed = self._hand.fields.seal(person.id, number)
            index = self._hand.fields.index(number)
        return (
            person.user_number, person.given_name, person.family_name, kind, sealed, index,
            text_or_none(person.birth_date), person.sex,
            person.address.line1, person.address.line2, person.address.postal_code, person.address.place,
            int(person.protected), person.phone, person.language, person.interpreter,
            *_contact_row(person.next_of_kin), *_contact_row(person.guardian), *_contact_row(person.practitioner),
            person.responsible, text_or_none(person.planned_visit), person.household,
            text_or_none(person.death_date), int(person.hidden),
        )  # fmt: skip

    def _person(self, row: Row, residences: Sequence[Row]) -> Person:
        (_, version, person_id, device_id, created_at, user_number, given, family, kind, sealed, _index, born, sex,
         line1, line2, code, place, protected, phone, language, interpreter,
         *contacts, responsible, visit, household, death, hidden) = row  # fmt: skip
        return Person(
            id=PersonId(person_id),
            device_id=DeviceId(device_id),
            created_at=datetime.fromisoformat(created_at),
            user_number=user_number,
            given_name=given,
            family_name=family,
            identity=number_of(IdKind(kind), self._hand.fields.open(PersonId(person_id), sealed))
            if kind
            else None,
            birth_date=day_or_none(born),
            sex=sex,
            address=Address(line1, line2, code, place),
            protected=bool(protected),
            phone=phone,
            language=language,
            interpreter=interpreter,
            next_of_kin=Contact(*contacts[:3]),
            guardian=Contact(*contacts[3:6]),
            practitioner=Contact(*contacts[6:]),
            responsible=UserId(responsible) if responsible else None,
            planned_visit=day_or_none(visit),
            household=household,
            residences=tuple(
                Residence(date.fromisoformat(day), town, district) for day, town, district in residences
            ),
            death_date=day_or_none(death),
            hidden=bool(hidden),
            version=version,
        )


def summary(row: Row) -> PersonSummary:
    """A list row from the columns of SUMMARY."""
    person_id, given, family, born, protected, hidden, dead, last_assessed, has_draft = row
    return PersonSummary(
        id=PersonId(person_id),
        name=f"{given} {family}".strip(),
        birth_date=day_or_none(born),
        protected=bool(protected),
        hidden=bool(hidden),
        dead=bool(dead),
        last_assessed=day_or_none(last_assessed),
        has_draft=bool(has_draft),
    )


def number_of(kind: IdKind, number: str) -> Fnr:
    """The identity number as it was before it was stored."""
    return Fnr.other(kind, number) if kind.is_free_text else Fnr.parse(number)


def _contact_row(contact: Contact) -> tuple[str, str, str]:
    return contact.name, contact.relation, contact.phone


def _taken(error: dbapi2.IntegrityError) -> Exception:
    """SQLite names the column that was not unique, never its value."""
    fault = next((fault for column, fault in _TAKEN.items() if str(error).endswith(column)), None)
    return UserFault(fault.code, field=fault.field) if fault else error
