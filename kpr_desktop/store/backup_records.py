"""The backups that were made and the drills that were held."""

from __future__ import annotations

from datetime import datetime

from kpr_desktop.domain.ids import UserId
from kpr_desktop.store.database import Database
from kpr_desktop.store.rows import Hand, text_or_none, time_or_none
from kpr_desktop.usecases.vault_records import BackupRecord, Drill

_BACKUP = "id, kind, made_at, made_by, file_name, sha256, persons, verified_at"
_DRILL = "id, held_at, held_by, way, backup_name, seconds, persons, sound"


class BackupTable:
    """Backups of the ports."""

    def __init__(self, database: Database, hand: Hand) -> None:
        self._database = database
        self._hand = hand

    def add(self, made: BackupRecord) -> None:
        """A backup that was read back whole."""
        self._database.run(
            f"INSERT INTO backup ({_BACKUP}, device_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
            (
                made.id, made.kind, made.made_at.isoformat(), made.made_by, made.file_name, made.sha256,
                made.persons, text_or_none(made.verified_at), self._hand.device_id,
            ),
        )  # fmt: skip

    def newest(self, *, limit: int) -> list[BackupRecord]:
        """The newest first."""
        rows = self._database.rows(
            f"SELECT {_BACKUP} FROM backup ORDER BY row DESC LIMIT ?",  # noqa: S608 - our own names
            (limit,),
        )
        return [
            BackupRecord(
                made_id, kind, datetime.fromisoformat(at), UserId(by), name, sha, persons, time_or_none(read)
            )
            for made_id, kind, at, by, name, sha, persons, read in rows
        ]

    def add_drill(self, held: Drill) -> None:
        """A restore that was tried."""
        self._database.run(
            f"INSERT INTO drill ({_DRILL}, device_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
            (
                held.id, held.held_at.isoformat(), held.held_by, held.way, held.backup_name, held.seconds,
                held.persons, int(held.sound), self._hand.device_id,
            ),
        )  # fmt: skip

    def drills(self, *, limit: int) -> list[Drill]:
        """The newest first."""
        rows = self._database.rows(
            f"SELECT {_DRILL} FROM drill ORDER BY row DESC LIMIT ?",  # noqa: S608 - our own names
            (limit,),
        )
        return [
            Drill(
                held_id,
                datetime.fromisoformat(at),
                UserId(by),
                way,
                name,
                seconds,
                persons,
                sound=bool(sound),
            )
            for held_id, at, by, way, name, seconds, persons, sound in rows
        ]
