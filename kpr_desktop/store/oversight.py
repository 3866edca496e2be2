"""What is kept so that others can look over the work: controls of the log, wishes to delete, files written out."""

from __future__ import annotations

from datetime import datetime

from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.store.database import Database, Row, Value
from kpr_desktop.store.rows import Hand, marks, text_or_none, time_or_none
from kpr_desktop.usecases.vault_records import Control, Deletion, WrittenFile

_CONTROL = "id, month, made_at, made_by, hits, anchor, signed_at, note"
_DELETION = (
    "id, person_id, kind, target_id, ground, why, asked_by, asked_at, state, decided_by, decided_at,"
    " decided_why"
)
_WRITTEN = (
    "id, kind, made_id, file_name, folder, warned, purpose, sha256, written_at, written_by, gone_at, gone_by"
)


class OversightTable:
    """Oversight of the ports."""

    def __init__(self, database: Database, hand: Hand) -> None:
        self._database = database
        self._hand = hand

    def controls(self) -> list[Control]:
        """The newest first."""
        rows = self._database.rows(f"SELECT {_CONTROL} FROM control ORDER BY month DESC, row DESC")  # noqa: S608 - our own column names
        return [_control(row) for row in rows]

    def save_control(self, made: Control) -> None:
        """New, made again before it was signed, or signed. A signed one never changes."""
        self._save(
            "control",
            _CONTROL,
            (
                made.id, made.month, made.made_at.isoformat(), made.made_by, made.hits, made.anchor,
                text_or_none(made.signed_at), made.note,
            ),
            ("made_at", "made_by", "hits", "anchor", "signed_at", "note"),
            "control.signed_at IS NULL",
        )  # fmt: skip

    def deletions(self) -> list[Deletion]:
        """Everything that was ever asked, the newest first."""
        rows = self._database.rows(f"SELECT {_DELETION} FROM deletion ORDER BY row DESC")  # noqa: S608 - as above
        return [_deletion(row) for row in rows]

    def save_deletion(self, made: Deletion) -> None:
        """New, or decided. What was decided never changes."""
        self._save(
            "deletion",
            _DELETION,
            (
                made.id, made.person_id, made.kind, made.target_id, made.ground, made.why, made.asked_by,
                made.asked_at.isoformat(), made.state, made.decided_by, text_or_none(made.decided_at),
                made.decided_why,
            ),
            ("state", "decided_by", "decided_at", "decided_why"),
            "deletion.state = 'asked'",
        )  # fmt: skip

    def written_files(self, *, left: bool = False) -> list[WrittenFile]:
        """The newest first; with `left` those that nobody has confirmed to be gone."""
        where = "WHERE gone_at IS NULL " if left else ""
        rows = self._database.rows(f"SELECT {_WRITTEN} FROM written_file {where}ORDER BY row DESC")  # noqa: S608 - as above
        return [_written(row) for row in rows]

    def save_written_file(self, made: WrittenFile) -> None:
        """New, or confirmed to be gone."""
        self._save(
            "written_file",
            _WRITTEN,
            (
                made.id, made.kind, made.made_id, made.file_name, made.folder, made.warned, made.purpose, made.sha256,
                made.written_at.isoformat(), made.written_by, text_or_none(made.gone_at), made.gone_by,
            ),
            ("gone_at", "gone_by"),
            "written_file.gone_at IS NULL",
        )  # fmt: skip

    def _save(
        self, table: str, columns: str, values: tuple[Value, ...], may_change: tuple[str, ...], while_: str
    ) -> None:
        """Raises LookupError for a row that is closed."""
        changes = ", ".join(f"{column} = excluded.{column}" for column in may_change)
        done = self._database.run(
            f"INSERT INTO {table} ({columns}, device_id) VALUES ({marks(len(values) + 1)})"  # noqa: S608 - as above
            f" ON CONFLICT (id) DO UPDATE SET {changes} WHERE {while_}",
            (*values, self._hand.device_id),
        )
        if done.rowcount != 1:
            raise LookupError("it is closed")


def _control(row: Row) -> Control:
    own_id, month, at, by, hits, anchor, signed, note = row
    return Control(
        own_id, month, datetime.fromisoformat(at), UserId(by), hits, anchor, time_or_none(signed), note
    )


def _deletion(row: Row) -> Deletion:
    own_id, person, kind, target, ground, why, by, at, state, decided_by, decided_at, words = row
    return Deletion(
        own_id,
        PersonId(person),
        kind,
        target,
        ground,
        why,
        UserId(by),
        datetime.fromisoformat(at),
        state,
        UserId(decided_by) if decided_by else None,
        time_or_none(decided_at),
        words,
    )


def _written(row: Row) -> WrittenFile:
    own_id, kind, made_id, name, folder, warned, purpose, sha256, at, by, gone_at, gone_by = row
    return WrittenFile(
        own_id,
        kind,
        made_id,
        name,
        folder,
        warned,
        purpose,
        sha256,
        datetime.fromisoformat(at),
        UserId(by),
        time_or_none(gone_at),
        UserId(gone_by) if gone_by else None,
    )
