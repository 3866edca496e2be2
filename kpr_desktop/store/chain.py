"""The log as one chain: each line's code covers the line and the code before it (security page 4.6)."""

from __future__ import annotations

from collections.abc import Sequence

from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store.database import Database, Row, Value
from kpr_desktop.store.seals import NO_MAC, Head, canonical
from kpr_desktop.usecases.key_ports import IntegrityKeys
from kpr_desktop.usecases.vault_records import LogReport

COLUMNS = (
    "at", "user_id", "device_id", "action", "person_id", "subject", "reason", "result", "user_name", "roles", "unit",
    "basis", "purpose", "decision_ref", "program",
)  # fmt: skip
"""What a line says, beside its number and its code."""
NAMES = ", ".join(COLUMNS)
_HEAD = canonical(("log", "seq", *COLUMNS)) + b"\0"
_WALK = f"SELECT seq, {NAMES}, mac FROM log WHERE seq >= ? ORDER BY seq"  # noqa: S608 - our own column names
_BEFORE = "(SELECT p.mac FROM log p WHERE p.seq < log.seq ORDER BY p.seq DESC LIMIT 1)"
SHOWN = f"SELECT seq, {NAMES}, mac, {_BEFORE} FROM log"  # noqa: S608 - as above
"""Lines to be shown, each with its own code and the one before."""
_SHORT_GROUPS = 4


def line_mac(keys: IntegrityKeys, seq: int, values: Sequence[Value], before: bytes) -> bytes:
    """The code of a line."""
    return keys.mac("log", _HEAD + canonical((seq, *values)) + before)


def holds(keys: IntegrityKeys, row: Row) -> bool:
    """Whether a row of SHOWN is as it was written, after the line before it."""
    seq, *values, mac, before = row
    return bool(mac == line_mac(keys, seq, values, before or NO_MAC))


def check_shown(keys: IntegrityKeys, rows: Sequence[Row]) -> None:
    """`rows`: newest first. Raises EnvironmentFault vault.tampered (where=log, seq) for the oldest that is wrong."""
    for row in reversed(rows):
        if not holds(keys, row):
            raise EnvironmentFault("vault.tampered", where="log", seq=row[0])


def end_holds(database: Database, keys: IntegrityKeys, head: Head) -> bool:
    """Whether the log's last line is the one the head names."""
    row = database.one(f"{SHOWN} ORDER BY seq DESC LIMIT 1")
    if row is None:
        return (head.log_seq, head.log_mac) == (0, NO_MAC)
    return (row[0], row[-2]) == (head.log_seq, head.log_mac) and holds(keys, row)


def walked(database: Database, keys: IntegrityKeys, head: Head) -> LogReport:
    """Read the log from its first line to its last. What is told of is the first line that does not follow."""
    before, count, last = NO_MAC, 0, 0
    for seq, *values, mac in database.each(_WALK, (0,)):
        if mac != line_mac(keys, seq, values, before):
            return LogReport(count, seq)
        before, last = mac, seq
        count += 1
    if (last, before) != (head.log_seq, head.log_mac):
        return LogReport(count, last + 1)
    return LogReport(count, None, short(head))


def rewritten(database: Database, keys: IntegrityKeys, head: Head) -> tuple[int, bytes]:
    """Give every line its code anew (a new form of the table); gives the last line's number and code."""
    before, last = NO_MAC, 0
    made: list[tuple[bytes, int]] = []
    for seq, *values, _ in database.each(_WALK, (0,)):
        before, last = line_mac(keys, seq, values, before), seq
        made.append((before, seq))
    database.run_many("UPDATE log SET mac = ? WHERE seq = ?", made)
    return (last, before) if made else (0, head.log_mac)


def short(head: Head) -> str:
    """The chain's end for a printed page: `10492 · 7F3A-91C2-0B11-58DE`."""
    digits = head.log_mac.hex().upper()
    return f"{head.log_seq} · " + "-".join(digits[i * 4 : i * 4 + 4] for i in range(_SHORT_GROUPS))
