"""What makes a vault again of the rows that could be read: what they belong to, and what is worked out of them.

The caller has a transaction open on a database that nobody watches yet, and seals everything afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpr_desktop.domain.ids import DeviceId, UserId
from kpr_desktop.domain.names import search_keys, sort_key
from kpr_desktop.store import search
from kpr_desktop.store.database import Database, Value
from kpr_desktop.store.rows import marks
from kpr_desktop.usecases.ports import NewId
from kpr_desktop.usecases.records import VaultInfo

NAME = "Berget"
"""What a person, or a user, is called whose own row is lost."""
_BY_ROW = ("assessment", "service", "residence", "person_history")
"""Tables that name their person by row number."""
_ID_OF = (
    "SELECT l.person_id FROM assessment a JOIN log l ON l.subject = a.id WHERE a.person = ? AND l.person_id NOT NULL",
    "SELECT l.person_id FROM service s JOIN log l ON l.subject = s.id WHERE s.person = ? AND l.person_id NOT NULL",
    "SELECT e.person_id FROM service s JOIN event e ON e.service_id = s.id WHERE s.person = ?",
)
"""The id of a person whose row is lost, from what was logged or reported of an assessment or a service."""


@dataclass(frozen=True, slots=True)
class Mender:
    """`now`: the time as text; `last`: the highest row number of a person that the seals know."""

    database: Database
    info: VaultInfo
    new_id: NewId
    now: str
    device: DeviceId
    last: int

    def frame(self) -> None:
        """Vault, office and users, as far as they are lost. A user is known by her slot, or by what names her."""
        base = self.database
        if base.one("SELECT 1 FROM vault") is None:
            values: dict[str, Value] = {
                "one": 1,
                "vault_id": self.info.vault_id,
                "training": self.info.training,
            }
            self._insert("vault", values)
        if base.one("SELECT 1 FROM office") is None:
            self._insert("office", {"one": 1, "name": self.info.name, "contacts": "[]"})
        known = {row[0] for row in base.rows("SELECT id FROM user")}
        for user_id, login in zip(self.info.user_ids, self.info.logins, strict=True):
            if user_id not in known:
                base.run("DELETE FROM user WHERE login = ?", (login,))  # an earlier one of that name
                self._insert("user", {"id": user_id, "login": login, "name": self._name_of(user_id) or login})
        for table, column in self._pointing_at("user"):
            missing = (
                f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" NOT IN (SELECT id FROM user)'  # noqa: S608 - from the schema
            )
            for (user_id,) in base.rows(missing):
                name = self._name_of(user_id) or NAME
                gone: dict[str, Value] = {"login": f"-{user_id}", "name": name, "revoked_at": self.now}
                self._insert("user", {"id": user_id, **gone})

    def make_administrator(self, user_id: UserId, role: str) -> None:
        """Who came by the sheet, when the register can not be trusted to tell."""
        self._insert(
            "authorisation",
            {"id": self.new_id(), "user_id": user_id, "role": role, "from_date": self.now[:10], "given_by": user_id,
             "given_at": self.now},
        )  # fmt: skip

    def persons(self) -> int:
        """A row for every person who has lost it and has anything else left: nothing may hang in the air.

        How many of them have another row number than before: what is left knows them by their id alone.
        """
        base = self.database
        rows = " UNION ".join(f"SELECT person FROM {table}" for table in _BY_ROW)  # noqa: S608 - our own names
        for (row,) in base.rows(f"SELECT * FROM ({rows}) WHERE person NOT IN (SELECT row FROM person)"):  # noqa: S608 - as above
            self._stub(row, self._id_of(row))
        free = base.rows("SELECT coalesce(max(row), 0) FROM person")[0][0]
        first = free = max(free, self.last) + 1
        for table, column in self._pointing_at("person", "id"):
            missing = (
                f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" NOT IN (SELECT id FROM person)'  # noqa: S608 - from the schema
            )
            for (person_id,) in base.rows(missing):
                self._stub(free, person_id)
                free += 1
        return int(free - first)

    def loose(self) -> int:
        """Take out what still belongs to nothing (answers of a lost assessment); how many rows."""
        base, taken, again = self.database, 0, True
        while again:
            again = False
            for table, column, parent, key in list(self._links()):
                gone = base.run(
                    f'DELETE FROM "{table}" WHERE "{column}" NOT IN (SELECT "{key}" FROM "{parent}")'  # noqa: S608 - from the schema
                ).rowcount
                taken += gone
                again = again or bool(gone)
        return taken

    def derived(self) -> None:
        """What is worked out of other rows: the count of persons, and what they are found by."""
        base = self.database
        base.run(
            "INSERT OR REPLACE INTO tally (one, persons, hidden)"
            " SELECT 1, count(*), coalesce(sum(hidden), 0) FROM person"
        )
        base.run("DELETE FROM person_search")
        base.run_many("INSERT INTO person_search (rank, key, person) VALUES (?, ?, ?)", self._search_rows())

    def _search_rows(self) -> Iterator[tuple[int, str, int]]:
        for row, given, family, hidden in self.database.rows(
            "SELECT row, given_name, family_name, hidden FROM person"
        ):
            yield from search.rows_of(row, search_keys(f"{given} {family}".strip()), hidden=bool(hidden))

    def _stub(self, row: int, person_id: str) -> None:
        name = f"{NAME} {row}"
        self._insert(
            "person",
            {"row": row, "id": person_id, "user_number": f"{NAME}-{row}", "family_name": name, "version": 1,
             "sort_name": sort_key(name, str(row))},
        )  # fmt: skip

    def _id_of(self, row: int) -> str:
        known = "SELECT 1 FROM person WHERE id = ?"
        for sql in _ID_OF:
            found = self.database.one(f"{sql} LIMIT 1", (row,))
            if found and self.database.one(known, (found[0],)) is None:
                return str(found[0])
        return self.new_id()

    def _name_of(self, user_id: str) -> str:
        row = self.database.one(
            "SELECT user_name FROM log WHERE user_id = ? AND user_name <> '' ORDER BY seq DESC LIMIT 1",
            (user_id,),
        )
        return str(row[0]) if row else ""

    def _insert(self, table: str, values: dict[str, Value]) -> None:
        """A row with these values; what must stand there beside them is empty."""
        times = {"created_at": self.now, "given_at": self.now, "device_id": self.device}
        made: dict[str, Value] = {}
        for _, column, kind, needed, default, _ in self.database.rows(f"PRAGMA table_info({table})"):
            if column in values:
                made[column] = values[column]
            elif needed and default is None:
                made[column] = times.get(column, 0 if kind == "INTEGER" else "")
        self.database.run(
            f"INSERT INTO {table} ({', '.join(made)}) VALUES ({marks(len(made))})",  # noqa: S608 - our own names
            tuple(made.values()),
        )

    def _links(self) -> Iterator[tuple[str, str, str, str]]:
        """Table and column, and the table and column that they point at."""
        for (table,) in self.database.rows(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        ):
            for link in self.database.rows(f'PRAGMA foreign_key_list("{table}")'):
                yield table, link[3], link[2], link[4]

    def _pointing_at(self, parent: str, key: str = "id") -> list[tuple[str, str]]:
        return [link[:2] for link in self._links() if link[2:] == (parent, key)]
