"""Letters that were made, with their very bytes: the encrypted outbox."""

from __future__ import annotations

from datetime import date, datetime

from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.errors import UserFault
from kpr_desktop.store.database import Database, Row
from kpr_desktop.store.rows import Hand, day_or_none, marks, text_or_none, time_or_none
from kpr_desktop.usecases.records import Delivery, LetterStep

_COLUMNS = (
    "id, person_id, kind, language, made_at, made_by, sha256, way, delivered_on, number, pages, subject, collect_by,"
    " printed_at, settled, settled_on, shielded"
)
_GET = f"SELECT {_COLUMNS} FROM delivery"  # noqa: S608 - our own column names
_ADD = f"INSERT INTO delivery ({_COLUMNS}, device_id) VALUES ({marks(18)})"  # noqa: S608 - as above
_STEP = "id, delivery_id, person_id, what, day, at, by"
_ADD_STEP = f"INSERT INTO letter_step ({_STEP}, device_id) VALUES ({marks(8)})"  # noqa: S608 - as above
_PRINTED = "UPDATE delivery SET printed_at = ?, settled = '', settled_on = NULL WHERE id = ?"
_SHREDDED = "UPDATE delivery SET settled = ?, settled_on = ? WHERE id = ?"
_DELIVERED = "UPDATE delivery SET way = ?, delivered_on = ?, settled = ?, settled_on = ? WHERE id = ?"
_NUMBER = "letters.number.{year}"


class LetterTable:
    """LetterFiles of the ports."""

    def __init__(self, database: Database, hand: Hand) -> None:
        self._database = database
        self._hand = hand

    def number(self, year: int) -> str:
        """The next print number of a year; one that was deleted with its letter is not given again."""
        key = _NUMBER.format(year=year)
        row = self._database.one("SELECT value FROM setting WHERE key = ?", (key,))
        number = int(row[0]) + 1 if row else 1
        self._database.run("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (key, str(number)))
        return f"{year:04}-{number:06}"

    def get(self, delivery_id: str) -> Delivery:
        """Raises UserFault letter.unknown."""
        row = self._database.one(f"{_GET} WHERE id = ?", (delivery_id,))
        if row is None:
            raise UserFault("letter.unknown")
        return _delivery(row)

    def of_person(self, person_id: PersonId) -> list[Delivery]:
        """The newest first."""
        return self._letters("WHERE person_id = ? ORDER BY row DESC", person_id)

    def keep(self, delivery: Delivery, data: bytes) -> None:
        """The record and the bytes together."""
        self._database.run(
            _ADD,
            (
                delivery.id, delivery.person_id, delivery.kind, delivery.language, delivery.made_at.isoformat(),
                delivery.made_by, delivery.sha256, delivery.way, text_or_none(delivery.delivered_on),
                delivery.number, delivery.pages, delivery.subject, text_or_none(delivery.collect_by),
                text_or_none(delivery.printed_at), delivery.settled, text_or_none(delivery.settled_on),
                int(delivery.shielded),
                self._hand.device_id,
            ),
        )  # fmt: skip
        self._database.run(
            "INSERT INTO letter_file (delivery_id, person_id, data) VALUES (?, ?, ?)",
            (delivery.id, delivery.person_id, data),
        )

    def data(self, delivery_id: str) -> bytes | None:
        """The bytes as they were made; None when there are none any more, or never were."""
        row = self._database.one("SELECT data FROM letter_file WHERE delivery_id = ?", (delivery_id,))
        return bytes(row[0]) if row else None

    def step(self, step: LetterStep) -> None:
        """Add what happened; the record tells the newest."""
        self._database.run(
            _ADD_STEP,
            (
                step.id, step.delivery_id, step.person_id, step.what, step.day.isoformat(), step.at.isoformat(),
                step.by, self._hand.device_id,
            ),
        )  # fmt: skip
        day = step.day.isoformat()
        if step.what in ("printed", "reprinted"):
            self._database.run(_PRINTED, (step.at.isoformat(), step.delivery_id))
        elif step.what == "shredded":
            self._database.run(_SHREDDED, (step.what, day, step.delivery_id))
        else:
            self._database.run(_DELIVERED, (step.what, day, step.what, day, step.delivery_id))

    def steps(self, person_id: PersonId) -> list[LetterStep]:
        """The oldest first."""
        rows = self._database.rows(
            f"SELECT {_STEP} FROM letter_step WHERE person_id = ? ORDER BY row",  # noqa: S608 - our own column names
            (person_id,),
        )
        return [_step(row) for row in rows]

    def open(self, *, limit: int) -> list[Delivery]:
        """Papers that lie somewhere; the earliest `collect_by` first."""
        return self._letters(
            "WHERE printed_at IS NOT NULL AND settled = '' ORDER BY collect_by, row LIMIT ?", limit
        )

    def _letters(self, where: str, value: str | int) -> list[Delivery]:
        return [_delivery(row) for row in self._database.rows(f"{_GET} {where}", (value,))]


def _delivery(row: Row) -> Delivery:
    (own_id, person, kind, language, made_at, made_by, sha256, way, delivered_on, number, pages, subject, collect_by,
     printed_at, settled, settled_on, shielded) = row  # fmt: skip
    return Delivery(
        id=own_id,
        person_id=PersonId(person),
        kind=kind,
        language=language,
        made_at=datetime.fromisoformat(made_at),
        made_by=UserId(made_by),
        sha256=sha256,
        way=way,
        delivered_on=day_or_none(delivered_on),
        number=number,
        pages=pages,
        subject=subject,
        collect_by=day_or_none(collect_by),
        printed_at=time_or_none(printed_at),
        settled=settled,
        settled_on=day_or_none(settled_on),
        shielded=bool(shielded),
    )


def _step(row: Row) -> LetterStep:
    own_id, delivery, person, what, day, at, by = row
    return LetterStep(
        own_id,
        delivery,
        PersonId(person),
        what,
        date.fromisoformat(day),
        datetime.fromisoformat(at),
        UserId(by),
    )
