"""Every change of a row is noted while it happens, so that a commit can bring the sealed sums forward.

TEMP triggers call the SQL function `kpr_row`; they belong to this connection alone and are never in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpr_desktop.store.database import Database

FUNCTION = "kpr_row"


@dataclass(frozen=True, slots=True)
class Owner:
    """How a row leads to its person: `bucket` (of the row {r}), and the rows of one person (? = person.row)."""

    bucket: str
    where: str = ""


NOBODY = Owner("0")
_SELF = Owner("{r}.row", "row = ?")
_PERSON = Owner("{r}.person", "person = ?")
_FOUND_BY_SCAN = Owner("{r}.person")
_PERSON_ID = Owner(
    "(SELECT row FROM person WHERE id = {r}.person_id)", "person_id = (SELECT id FROM person WHERE row = ?)"
)
_ASSESSMENT = Owner(
    "(SELECT person FROM assessment WHERE row = {r}.assessment)",
    "assessment IN (SELECT row FROM assessment WHERE person = ?)",
)
_SERVICE = Owner(
    "(SELECT person FROM service WHERE row = {r}.service)",
    "service IN (SELECT row FROM service WHERE person = ?)",
)
_SERVICE_ID = Owner(
    "(SELECT person FROM service WHERE id = {r}.service_id)",
    "service_id IN (SELECT id FROM service WHERE person = ?)",
)
_EVENT_ID = Owner(
    "(SELECT s.person FROM event e JOIN service s ON s.id = e.service_id WHERE e.id = {r}.event_id)",
    "event_id IN (SELECT e.id FROM service s JOIN event e ON e.service_id = s.id WHERE s.person = ?)",
)
OWNERS: Mapping[str, tuple[int, Owner]] = {
    "person": (1, _SELF),
    "residence": (2, _PERSON),
    "person_search": (3, _FOUND_BY_SCAN),
    "person_history": (4, _PERSON),
    "assessment": (5, _PERSON),
    "answer": (6, _ASSESSMENT),
    "entry": (7, _ASSESSMENT),
    "contributor": (8, _ASSESSMENT),
    "service": (9, _PERSON),
    "pause": (10, _SERVICE),
    "service_history": (11, _SERVICE),
    "event": (12, _SERVICE_ID),
    "notification": (13, _EVENT_ID),
    "delivery": (14, _PERSON_ID),
    "consent": (15, _PERSON_ID),
    "assignment": (16, _PERSON_ID),
    "block": (17, _PERSON_ID),
    "emergency": (18, _PERSON_ID),
    "provider_change": (19, _SERVICE),
    "hospital_stay": (20, _PERSON_ID),
    "letter_file": (21, _PERSON_ID),
    "letter_step": (22, _PERSON_ID),
    "rights_request": (23, _PERSON_ID),
    "correction_notice": (24, _PERSON_ID),
    "disclosure": (25, _PERSON_ID),
    "reservation_talk": (26, _PERSON_ID),
    "vault": (30, NOBODY),
    "device": (31, NOBODY),
    "user": (32, NOBODY),
    "authorisation": (33, NOBODY),
    "office": (34, NOBODY),
    "setting": (35, NOBODY),
    "tally": (36, NOBODY),
    "export": (37, NOBODY),
    "diagnosis_code": (38, NOBODY),
    "practice_score": (39, NOBODY),
    "deletion": (40, NOBODY),  # it outlives its person
    "control": (41, NOBODY),
    "backup": (42, NOBODY),
    "drill": (43, NOBODY),
    "written_file": (44, NOBODY),
    "export_notification": (45, NOBODY),
    "export_step": (46, NOBODY),
    "receipt": (47, NOBODY),
    "receipt_error": (48, NOBODY),
    "approval": (49, NOBODY),
    "rehearsal": (50, NOBODY),
    "renewal": (51, NOBODY),
}
"""The number that stands for a table in a seal (never used anew), and whose its rows are."""
UNWATCHED = frozenset(("log", "seal", "head"))
"""These carry codes of their own."""
_MOVES = (
    ("person", "row"), ("person", "id"), ("assessment", "row"), ("assessment", "person"), ("service", "row"),
    ("service", "id"), ("service", "person"), ("event", "id"), ("event", "service_id"),
)  # fmt: skip
"""Columns that other rows find their person by. What hangs on them would change its owner unseen."""


@dataclass(frozen=True, slots=True)
class Table:
    """A watched table as this database has it."""

    name: str
    number: int
    owner: Owner
    columns: tuple[str, ...]

    @property
    def names(self) -> str:
        """The columns for a SELECT."""
        return ", ".join(f'"{column}"' for column in self.columns)

    def values(self, row: str) -> str:
        """The arguments after the sign: bucket and values of NEW, OLD or an alias."""
        return ", ".join((self.bucket(row), *(f'{row}."{column}"' for column in self.columns)))

    def bucket(self, row: str) -> str:
        """The person's row; 0 for nobody's, and for a row whose owner is not there."""
        return f"coalesce({self.owner.bucket.format(r=row)}, 0)"


def tables(database: Database) -> dict[int, Table]:
    """The watched tables that this database has, by number."""
    found: dict[str, list[str]] = {}
    for table, column in database.outside(
        "SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c"
        " WHERE t.schema = 'main' AND t.type = 'table' ORDER BY t.name, c.cid"
    ):
        found.setdefault(table, []).append(column)
    return {
        number: Table(name, number, owner, tuple(found[name]))
        for name, (number, owner) in OWNERS.items()
        if name in found
    }


def install(database: Database, known: Mapping[int, Table], note: Callable[..., None]) -> None:
    """Note every change that this connection makes from now on. Call it when the schema is the newest.

    `note` is given the table's number, a sign (1 came, -1 went), the bucket, and the row's values in their order.
    """
    database.function(FUNCTION, note)
    for sql in _triggers(known):
        database.outside(sql)


def _triggers(known: Mapping[int, Table]) -> list[str]:
    made = []
    for table in known.values():
        came = f"{FUNCTION}({table.number}, 1, {table.values('NEW')})"
        went = f"{FUNCTION}({table.number}, -1, {table.values('OLD')})"
        for act, calls in (("INSERT", came), ("DELETE", went), ("UPDATE", f"{went}, {came}")):
            made.append(
                f"CREATE TEMP TRIGGER kpr_{act}_{table.name} AFTER {act} ON main.{table.name}"
                f" BEGIN SELECT {calls}; END"
            )
    made.extend(
        f"CREATE TEMP TRIGGER kpr_keeps_{table}_{column} BEFORE UPDATE OF {column} ON main.{table}"
        f" WHEN NEW.{column} IS NOT OLD.{column} BEGIN SELECT RAISE(ABORT, 'its case file would move'); END"
        for table, column in _MOVES
    )
    return made


def of_person(table: Table) -> str:
    """SQL for the rows of one person (? = person.row); empty where only a scan finds them."""
    if not table.owner.where:
        return ""
    return f"SELECT {table.names} FROM {table.name} WHERE {table.owner.where}"  # noqa: S608 - our own names


def of_all(table: Table) -> str:
    """SQL for all rows, each with its bucket in front."""
    return f"SELECT {table.values('t')} FROM {table.name} t"  # noqa: S608 - our own names
