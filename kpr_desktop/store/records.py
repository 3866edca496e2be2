"""The smaller records: users, office, log, deliveries, exports, settings."""

from __future__ import annotations

import json
from datetime import datetime

from kpr_desktop.domain.ids import DeviceId, PersonId, UserId
from kpr_desktop.domain.notification import ContactPerson
from kpr_desktop.domain.person import Address
from kpr_desktop.store.database import Database, Value
from kpr_desktop.store.rows import Hand, day_or_none, text_or_none
from kpr_desktop.usecases.records import Delivery, ExportRecord, LogEntry, Office, User

_LOG = (
    "INSERT INTO log (at, user_id, device_id, action, person_id, subject, reason, result)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_LOG_COLUMNS = "SELECT at, user_id, device_id, action, person_id, subject, reason, result FROM log"
_OFFICE = (
    "municipality, name, unit, address_line1, address_line2, postal_code, place, phone, email, web, contacts"
)


class RecordTable:
    """Records of the ports."""

    def __init__(self, database: Database, hand: Hand) -> None:
        self._database = database
        self._hand = hand

    def users(self) -> list[User]:
        """By name."""
        rows = self._database.rows("SELECT id, login, name, roles FROM user ORDER BY name, id")
        return [User(UserId(row[0]), row[1], row[2], frozenset(json.loads(row[3]))) for row in rows]

    def add_user(self, user: User) -> None:
        """The slot in the key file is made by whoever gives the passphrase."""
        self._database.run(
            "INSERT INTO user (id, login, name, roles, device_id, created_at) VALUES (?, ?, ?, ?, ?, ?)",
            (
                user.id,
                user.login,
                user.name,
                json.dumps(sorted(user.roles)),
                self._hand.device_id,
                self._hand.now(),
            ),
        )

    def office(self) -> Office:
        """The sender."""
        row = self._database.rows(f"SELECT {_OFFICE} FROM office")[0]  # noqa: S608 - our own column names
        municipality, name, unit, line1, line2, code, place, phone, email, web, contacts = row
        people = tuple(ContactPerson(*each) for each in json.loads(contacts))
        return Office(municipality, name, unit, Address(line1, line2, code, place), phone, email, web, people)

    def save_office(self, office: Office) -> None:
        """Put in or replace."""
        contacts = json.dumps(
            [[c.kind, c.name, c.email, c.phone] for c in office.contacts], ensure_ascii=False
        )
        address = office.address
        self._database.run(
            f"INSERT OR REPLACE INTO office (one, {_OFFICE}) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - as above
            (
                office.municipality, office.name, office.unit, address.line1, address.line2, address.postal_code,
                address.place, office.phone, office.email, office.web, contacts,
            ),
        )  # fmt: skip

    def log(self, entry: LogEntry) -> None:
        """Add one line; nothing here changes or removes one."""
        self._database.run(
            _LOG,
            (
                entry.at.isoformat(), entry.user_id, entry.device_id, entry.action, entry.person_id, entry.subject,
                entry.reason, entry.result,
            ),
        )  # fmt: skip

    def log_entries(self, *, limit: int, person_id: PersonId | None = None) -> list[LogEntry]:
        """The newest first."""
        values: tuple[Value, ...] = (limit,) if person_id is None else (person_id, limit)
        where = "" if person_id is None else "WHERE person_id = ? "
        rows = self._database.rows(f"{_LOG_COLUMNS} {where}ORDER BY seq DESC LIMIT ?", values)
        return [
            LogEntry(
                at=datetime.fromisoformat(at),
                user_id=UserId(user_id),
                device_id=DeviceId(device_id),
                action=action,
                person_id=PersonId(person) if person else None,
                subject=subject,
                reason=reason,
                result=result,
            )
            for at, user_id, device_id, action, person, subject, reason, result in rows
        ]

    def add_delivery(self, delivery: Delivery) -> None:
        """A letter that was made."""
        self._database.run(
            "INSERT INTO delivery (id, person_id, kind, language, made_at, made_by, device_id, sha256, way,"
            " delivered_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                delivery.id, delivery.person_id, delivery.kind, delivery.language, delivery.made_at.isoformat(),
                delivery.made_by, self._hand.device_id, delivery.sha256, delivery.way,
                text_or_none(delivery.delivered_on),
            ),
        )  # fmt: skip

    def update_delivery(self, delivery: Delivery) -> None:
        """How and when it was delivered; nothing else changes. Raises LookupError for one that was never made."""
        done = self._database.run(
            "UPDATE delivery SET way = ?, delivered_on = ? WHERE id = ?",
            (delivery.way, text_or_none(delivery.delivered_on), delivery.id),
        )
        if done.rowcount != 1:
            raise LookupError("no such delivery")

    def deliveries(self, person_id: PersonId) -> list[Delivery]:
        """The newest first."""
        rows = self._database.rows(
            "SELECT id, person_id, kind, language, made_at, made_by, sha256, way, delivered_on FROM delivery"
            " WHERE person_id = ? ORDER BY row DESC",
            (person_id,),
        )
        return [
            Delivery(row[0], PersonId(row[1]), row[2], row[3], datetime.fromisoformat(row[4]), UserId(row[5]),
                     row[6], row[7], day_or_none(row[8]))
            for row in rows
        ]  # fmt: skip

    def add_export(self, export: ExportRecord, data: bytes) -> None:
        """The record and the file's bytes together, so that the file can be written again."""
        self._database.run(
            "INSERT INTO export (id, format, made_at, made_by, device_id, file_name, sha256, notifications, persons,"
            " data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                export.id, export.format, export.made_at.isoformat(), export.made_by, self._hand.device_id,
                export.file_name, export.sha256, export.notifications, export.persons, data,
            ),
        )  # fmt: skip

    def export_data(self, export_id: str) -> bytes:
        """The bytes of a file that was made. Raises LookupError for one that was not."""
        row = self._database.one("SELECT data FROM export WHERE id = ?", (export_id,))
        if row is None:
            raise LookupError("no such export")
        return bytes(row[0])

    def exports(self, *, limit: int) -> list[ExportRecord]:
        """The newest first."""
        rows = self._database.rows(
            "SELECT id, format, made_at, made_by, file_name, sha256, notifications, persons FROM export"
            " ORDER BY row DESC LIMIT ?",
            (limit,),
        )
        return [
            ExportRecord(row[0], row[1], datetime.fromisoformat(row[2]), UserId(row[3]), *row[4:])
            for row in rows
        ]

    def setting(self, key: str) -> str | None:
        """A setting of this vault, or None."""
        row = self._database.one("SELECT value FROM setting WHERE key = ?", (key,))
        return str(row[0]) if row else None

    def save_setting(self, key: str, value: str) -> None:
        """Put in or replace."""
        self._database.run("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (key, value))
