"""What became of the files made for the register: steps, receipts and their errors, approvals, rehearsals."""

from __future__ import annotations

import json
from datetime import datetime

from kpr_desktop.domain.ids import UserId
from kpr_desktop.store.database import Database, Row
from kpr_desktop.store.rows import Hand, marks, text_or_none, time_or_none
from kpr_desktop.usecases.submission_records import (
    Approval,
    ReceiptFault,
    ReceiptRecord,
    RehearsalRecord,
    SendState,
    SendStep,
)


class SendingTable:
    """Sendings of the ports."""

    def __init__(self, database: Database, hand: Hand) -> None:
        self._database = database
        self._hand = hand

    def add_step(self, step: SendStep) -> None:
        """Something happened to a file."""
        self._add(
            "export_step",
            "id, export_id, state, at, by, note, device_id",
            (step.id, step.export_id, step.state.value, step.at.isoformat(), step.by, step.note),
        )

    def steps(self, export_id: str) -> list[SendStep]:
        """What happened to a file, oldest first."""
        rows = self._database.rows(
            "SELECT id, export_id, state, at, by, note FROM export_step WHERE export_id = ? ORDER BY row",
            (export_id,),
        )
        return [_step(row) for row in rows]

    def latest(self) -> dict[str, SendStep]:
        """The latest step of every file, by the file's id."""
        rows = self._database.rows(
            "SELECT id, export_id, state, at, by, note FROM export_step WHERE row IN"
            " (SELECT max(row) FROM export_step GROUP BY export_id)"
        )
        return {row[1]: _step(row) for row in rows}

    def by_message_id(self, message_id: str) -> str | None:
        """The file that went under a message id, or None."""
        row = self._database.one("SELECT id FROM export WHERE message_id = ?", (message_id,))
        return row[0] if row and message_id else None

    def add_receipt(self, receipt: ReceiptRecord, faults: list[ReceiptFault]) -> None:
        """An answer, with the errors it tells of."""
        self._add(
            "receipt",
            "id, export_id, ref, outcome, sha256, read_at, read_by, device_id",
            (
                receipt.id, receipt.export_id, receipt.ref, receipt.outcome, receipt.sha256,
                receipt.read_at.isoformat(), receipt.read_by,
            ),
        )  # fmt: skip
        self._database.run_many(
            "INSERT INTO receipt_error (id, receipt_id, notification_id, code, text, note)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [(f.id, f.receipt_id, f.notification_id, f.code, f.text, f.note) for f in faults],
        )

    def receipts(self, export_id: str | None = None) -> list[ReceiptRecord]:
        """All, or those of one file; newest first."""
        where, values = ("WHERE export_id = ?", (export_id,)) if export_id is not None else ("", ())
        rows = self._database.rows(
            "SELECT id, export_id, ref, outcome, sha256, read_at, read_by FROM receipt"  # noqa: S608 - our own words
            f" {where} ORDER BY row DESC",
            values,
        )
        return [
            ReceiptRecord(
                row[0], row[1], row[2], row[3], row[4], datetime.fromisoformat(row[5]), UserId(row[6])
            )
            for row in rows
        ]

    def faults(self, receipt_id: str | None = None) -> list[ReceiptFault]:
        """The errors of one receipt, or (None) every one that nobody has handled yet."""
        where, values = (
            ("receipt_id = ?", (receipt_id,)) if receipt_id is not None else ("handled_at IS NULL", ())
        )
        rows = self._database.rows(
            "SELECT id, receipt_id, notification_id, code, text, handled_at, handled_by, note FROM receipt_error"  # noqa: S608 - as above
            f" WHERE {where} ORDER BY row",
            values,
        )
        return [_fault(row) for row in rows]

    def handle(self, fault: ReceiptFault) -> None:
        """An error has been followed up: by whom, when, what was done."""
        self._database.run(
            "UPDATE receipt_error SET handled_at = ?, handled_by = ?, note = ? WHERE id = ?",
            (text_or_none(fault.handled_at), fault.handled_by, fault.note, fault.id),
        )

    def save_approval(self, approval: Approval) -> None:
        """New, or decided."""
        values = (
            approval.id, approval.asked_by, approval.asked_at.isoformat(), approval.decided_by,
            text_or_none(approval.decided_at), approval.way, self._hand.device_id,
        )  # fmt: skip
        self._database.run(
            "INSERT INTO approval (id, asked_by, asked_at, decided_by, decided_at, way, device_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET decided_by = excluded.decided_by,"
            " decided_at = excluded.decided_at, way = excluded.way",
            values,
        )

    def approval(self) -> Approval | None:
        """The latest one, or None."""
        row = self._database.one(
            "SELECT id, asked_by, asked_at, decided_by, decided_at, way FROM approval ORDER BY row DESC LIMIT 1"
        )
        if row is None:
            return None
        decided_by = UserId(row[3]) if row[3] else None
        asked_at = datetime.fromisoformat(row[2])
        return Approval(row[0], UserId(row[1]), asked_at, decided_by, time_or_none(row[4]), row[5])

    def add_rehearsal(self, record: RehearsalRecord) -> None:
        """How a rehearsal went."""
        self._add(
            "rehearsal",
            "id, at, by, persons, stopped, odd, counts, device_id",
            (
                record.id, record.at.isoformat(), record.by, record.persons, record.stopped, record.odd,
                json.dumps(dict(record.counts), sort_keys=True),
            ),
        )  # fmt: skip

    def rehearsals(self, limit: int) -> list[RehearsalRecord]:
        """The newest first."""
        rows = self._database.rows(
            "SELECT id, at, by, persons, stopped, odd, counts FROM rehearsal ORDER BY row DESC LIMIT ?",
            (limit,),
        )
        return [
            RehearsalRecord(
                row[0],
                datetime.fromisoformat(row[1]),
                UserId(row[2]),
                row[3],
                row[4],
                row[5],
                json.loads(row[6]),
            )
            for row in rows
        ]

    def _add(self, table: str, columns: str, values: tuple[str | int | None, ...]) -> None:
        self._database.run(
            f"INSERT INTO {table} ({columns}) VALUES ({marks(len(values) + 1)})",  # noqa: S608 - our own names
            (*values, self._hand.device_id),
        )


def _fault(row: Row) -> ReceiptFault:
    (fault_id, receipt_id, notification_id, code, text, handled_at, handled_by, note) = row
    by = UserId(handled_by) if handled_by else None
    return ReceiptFault(fault_id, receipt_id, notification_id, code, text, time_or_none(handled_at), by, note)


def _step(row: Row) -> SendStep:
    return SendStep(row[0], row[1], SendState(row[2]), datetime.fromisoformat(row[3]), UserId(row[4]), row[5])
