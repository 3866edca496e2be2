"""The smaller records: users, office, log, exports, settings."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import date, datetime
from io import BytesIO

from kpr_desktop.domain.ids import DeviceId, PersonId, UserId
from kpr_desktop.domain.notification import ContactPerson
from kpr_desktop.domain.person import Address
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store import chain
from kpr_desktop.store.access import VALID, user_values
from kpr_desktop.store.database import Database, Row, Value
from kpr_desktop.store.ledger import Ledger
from kpr_desktop.store.rows import Hand, marks, text_or_none, time_or_none
from kpr_desktop.usecases.records import ExportRecord, LogEntry, LogQuery, Office, User

_LOG = f"INSERT INTO log (seq, {chain.NAMES}, mac) VALUES ({marks(len(chain.COLUMNS) + 2)})"  # noqa: S608 - our own column names
_USERS = (
    "SELECT u.id, u.login, u.name, u.hpr, u.revoked_at, (SELECT json_group_array(a.role) FROM authorisation a WHERE"  # noqa: S608 - as above
    f" a.user_id = u.id AND {VALID}), coalesce((SELECT max(a.unit) FROM authorisation a WHERE a.user_id = u.id AND"
    f" {VALID}), '') FROM user u"
)
_OFFICE = (
    "municipality, name, unit, address_line1, address_line2, postal_code, place, phone, email, web, contacts, logo,"
    " logo_alt, logo_right, windowed, exempt"
)

_LARGE = 1_000_000
"""Octets; a file that is longer is kept packed."""
_PACKED = b"\0zlib\0"
"""What a packed file begins with, and no other: none of ours begins with a zero."""
_GIVE_WAY = "PRAGMA shrink_memory"
"""The pages that SQLite keeps of the vault give way to a large file; they are read again when they are asked for."""


class RecordTable:
    """Records of the ports."""

    def __init__(self, database: Database, hand: Hand, ledger: Ledger) -> None:
        self._database = database
        self._hand = hand
        self._ledger = ledger

    def users(self) -> list[User]:
        """By name."""
        today = self._hand.clock().date()
        rows = self._database.rows(f"{_USERS} ORDER BY u.name, u.id", user_values(today))
        return [user_of(row) for row in rows]

    def add_user(self, user: User) -> None:
        """The roles are held from today. The slot in the key file is made by whoever gives the passphrase."""
        now = self._hand.now()
        self._database.run(
            "INSERT INTO user (id, login, name, hpr, device_id, created_at) VALUES (?, ?, ?, ?, ?, ?)",
            (user.id, user.login, user.name, user.hpr, self._hand.device_id, now),
        )
        self._database.run_many(
            "INSERT INTO authorisation (id, user_id, role, unit, from_date, why, given_by, given_at, end_why,"
            " device_id) VALUES (lower(hex(randomblob(16))), ?, ?, ?, ?, '', ?, ?, '', ?)",
            [
                (user.id, role, user.unit, self._hand.clock().date().isoformat(), self._hand.user_id, now,
                 self._hand.device_id)
                for role in sorted(user.roles)
            ],
        )  # fmt: skip

    def save_user(self, user: User) -> None:
        """Name, number in the register of health personnel, and when the user was revoked. Roles stand elsewhere."""
        revoked = text_or_none(user.revoked_at)
        by = self._hand.user_id if revoked else None
        self._database.run(
            "UPDATE user SET name = ?, hpr = ?, revoked_at = ?, revoked_by = ? WHERE id = ?",
            (user.name, user.hpr, revoked, by, user.id),
        )

    def office(self) -> Office:
        """The sender."""
        row = self._database.rows(f"SELECT {_OFFICE} FROM office")[0]  # noqa: S608 - our own column names
        municipality, name, unit, line1, line2, code, place, phone, email, web, contacts, logo, alt, *ways = (
            row
        )
        people = tuple(ContactPerson(*each) for each in json.loads(contacts))
        address = Address(line1, line2, code, place)
        right, window, exempt = (bool(each) for each in ways)
        return Office(
            municipality,
            name,
            unit,
            address,
            phone,
            email,
            web,
            people,
            bytes(logo),
            alt,
            right,
            window,
            exempt,
        )

    def save_office(self, office: Office) -> None:
        """Put in or replace."""
        contacts = json.dumps(
            [[c.kind, c.name, c.email, c.phone] for c in office.contacts], ensure_ascii=False
        )
        address = office.address
        self._database.run(
            f"INSERT OR REPLACE INTO office (one, {_OFFICE}) VALUES (1, {marks(16)})",  # noqa: S608 - as above
            (
                office.municipality, office.name, office.unit, address.line1, address.line2, address.postal_code,
                address.place, office.phone, office.email, office.web, contacts, office.logo, office.logo_alt,
                int(office.logo_right), int(office.window), int(office.exempt),
            ),
        )  # fmt: skip

    def log(self, entry: LogEntry) -> None:
        """Add one line to the chain; nothing here changes or removes one."""
        values = (
            entry.at.isoformat(), entry.user_id, entry.device_id, entry.action, entry.person_id, entry.subject,
            entry.reason, entry.result, entry.user_name, entry.roles, entry.unit, entry.basis, entry.purpose,
            entry.decision_ref, entry.program,
        )  # fmt: skip
        seq, mac = self._ledger.next_line(values)
        self._database.run(_LOG, (seq, *values, mac))

    def log_entries(self, *, limit: int, person_id: PersonId | None = None) -> list[LogEntry]:
        """The newest first. Raises EnvironmentFault vault.tampered when one of them is not as it was written."""
        return self.log_matching(LogQuery(person_id), limit=limit)

    def log_matching(self, query: LogQuery, *, limit: int | None = None) -> list[LogEntry]:
        """As `log_entries`, of what is asked for. Days are those of the clock that wrote the line."""
        asked: list[tuple[str, Value]] = [
            ("person_id = ?", query.person_id),
            ("user_id = ?", query.user_id),
            (
                "action IN (SELECT value FROM json_each(?))",
                json.dumps(query.actions) if query.actions else None,
            ),
            ("substr(at, 1, 10) >= ?", text_or_none(query.since)),
            ("substr(at, 1, 10) <= ?", text_or_none(query.until)),
            ("result <> ?", "ok" if query.denied else None),
            ("seq < ?", query.before),
        ]
        used = [(sql, value) for sql, value in asked if value is not None]
        where = f"WHERE {' AND '.join(sql for sql, _ in used)} " if used else ""
        rows = self._database.rows(
            f"{chain.SHOWN} {where}ORDER BY seq DESC LIMIT ?",
            (*(value for _, value in used), -1 if limit is None else limit),
        )
        chain.check_shown(self._ledger.keys, rows)
        return [_entry(row) for row in rows]

    def log_first(self) -> date:
        """The day of the log's first line; today for an empty one."""
        row = self._database.one("SELECT at FROM log ORDER BY seq LIMIT 1")
        return datetime.fromisoformat(row[0]).date() if row else self._hand.clock().date()

    def log_mark(self) -> str:
        """The chain's end in short, for a printed page: `10492 · 7F3A-91C2-0B11-58DE`."""
        return chain.short(self._ledger.seals.head())

    def add_export(self, export: ExportRecord, data: bytes) -> None:
        """The record and the file's bytes together, so that the file can be written again.

        A large file is kept packed: SQLite has it in memory three times while it is saved.
        """
        if len(data) > _LARGE:
            self._database.outside(_GIVE_WAY)
            data = _PACKED + zlib.compress(data, 1)
        self._database.run(
            "INSERT INTO export (id, format, made_at, made_by, device_id, file_name, sha256, notifications, persons,"
            " envelope, message_id, chosen, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                export.id, export.format, export.made_at.isoformat(), export.made_by, self._hand.device_id,
                export.file_name, export.sha256, export.notifications, export.persons, export.envelope,
                export.message_id, export.chosen, data,
            ),
        )  # fmt: skip

    def export_data(self, export_id: str) -> bytes:
        """The bytes of a file that was made. Raises LookupError for one that was not."""
        row = self._database.one("SELECT data FROM export WHERE id = ?", (export_id,))
        if row is None:
            raise LookupError("no such export")
        kept = memoryview(row[0])
        if bytes(kept[: len(_PACKED)]) != _PACKED:
            return bytes(kept)
        self._database.outside(_GIVE_WAY)
        return _unpacked(kept[len(_PACKED) :])

    def exports(self, *, limit: int) -> list[ExportRecord]:
        """The newest first."""
        rows = self._database.rows(
            "SELECT id, format, made_at, made_by, file_name, sha256, notifications, persons, envelope, message_id,"
            " chosen FROM export ORDER BY row DESC LIMIT ?",
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

    def sealed(self, key: str) -> str:
        """What was kept under the field key, or an empty text; also when another key sealed it."""
        kept = self.setting(key)
        if not kept:
            return ""
        try:
            return self._hand.fields.open(PersonId(f"setting/{key}"), base64.b64decode(kept))
        except (EnvironmentFault, ValueError):
            return ""

    def save_sealed(self, key: str, text: str) -> None:
        """Keep a text under the field key, bound to its name: it may hold an identity number. Empty = remove it."""
        if text:
            sealed = self._hand.fields.seal(PersonId(f"setting/{key}"), text)
            self.save_setting(key, base64.b64encode(sealed).decode())
        else:
            self._database.run("DELETE FROM setting WHERE key = ?", (key,))


def _unpacked(packed: memoryview) -> bytes:
    """What was packed, a part at a time: done in one go it would be in memory twice. Raises zlib.error."""
    out, parts = BytesIO(), zlib.decompressobj()
    for start in range(0, len(packed), _LARGE):
        out.write(parts.decompress(packed[start : start + _LARGE]))
    if not parts.eof:
        raise zlib.error("the end is missing")
    return out.getvalue()


def _entry(row: Row) -> LogEntry:
    """A line from the columns of chain.SHOWN."""
    seq, at, user, device, action, person, *texts, _mac, _before = row
    subject, reason, result, name, roles, unit, basis, purpose, ref, program = texts
    return LogEntry(
        at=datetime.fromisoformat(at),
        user_id=UserId(user),
        device_id=DeviceId(device),
        action=action,
        person_id=PersonId(person) if person else None,
        subject=subject,
        reason=reason,
        result=result,
        user_name=name,
        roles=roles,
        unit=unit,
        basis=basis,
        purpose=purpose,
        decision_ref=ref,
        program=program,
        seq=seq,
    )


def user_named(database: Database, user_id: UserId, today: date) -> User | None:
    """One user with the roles of `today`."""
    row = database.one(f"{_USERS} WHERE u.id = ?", (*user_values(today), user_id))
    return user_of(row) if row else None


def user_of(row: Row) -> User:
    """A user from the columns of _USERS."""
    user_id, login, name, hpr, revoked, roles, unit = row
    return User(UserId(user_id), login, name, frozenset(json.loads(roles)), hpr, unit, time_or_none(revoked))
