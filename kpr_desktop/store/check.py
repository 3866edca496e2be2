"""Reading a vault to tell whether all of it is there and as it was written: one case file, the frame, or everything."""

from __future__ import annotations

from collections.abc import Iterator

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store import chain, watch
from kpr_desktop.store.anchors import Anchor
from kpr_desktop.store.database import Database
from kpr_desktop.store.faults import NO_TEXT
from kpr_desktop.store.ledger import Ledger
from kpr_desktop.store.seals import BOOK, NOTHING, Head, Seals, added, unpacked_of
from kpr_desktop.usecases.key_ports import FieldCipher
from kpr_desktop.usecases.salvage_ports import INCOMPLETE
from kpr_desktop.usecases.vault_records import Trouble

MOST = 200
"""So many troubles are named; after them the reader has seen enough."""
_REGISTER = frozenset(("vault", "user", "authorisation"))
"""Who may do what: without these as they were written nobody gets in."""
_FRAME = frozenset(("office", "setting", "device"))
"""Tables that are compared at every opening too; small ones."""
_TAMPERED = "vault.tampered"


# --- one case file ----------------------------------------------------------------------------------------------------


def case_file(database: Database, ledger: Ledger, person_id: PersonId) -> None:
    """Compare one person's rows with their seal, in the caller's transaction; with what it has not saved yet.

    Raises EnvironmentFault vault.case_damaged, also for a person that is not there, and for one that was salvaged and
    is not whole, until somebody has accepted that.
    """
    row = database.one("SELECT row FROM person WHERE id = ?", (person_id,))
    if row is None or not _same(database, ledger, row[0]):
        raise EnvironmentFault("vault.case_damaged")
    if database.one("SELECT 1 FROM setting WHERE key = ? AND instr(value, ?)", (INCOMPLETE, person_id)):
        raise EnvironmentFault("vault.case_damaged")


def _same(database: Database, ledger: Ledger, bucket: int) -> bool:
    sealed = added(ledger.seals.sums(bucket), ledger.pending(bucket))
    for number, table in ledger.hasher.known.items():
        sql = watch.of_person(table)
        if sql and sealed.get(number, NOTHING) != ledger.hasher.total(number, database.each(sql, (bucket,))):
            return False
    return True


# --- the frame, at opening --------------------------------------------------------------------------------------------


def register(database: Database, ledger: Ledger) -> None:
    """Compare the register of users and their roles with its seal, in the caller's transaction.

    Raises EnvironmentFault vault.tampered (where): roles that somebody else has written open nothing.
    """
    if not ledger.seals.sums(BOOK):
        raise EnvironmentFault(_TAMPERED, where="seal")
    for table in differing(database, ledger, _REGISTER):
        raise EnvironmentFault(_TAMPERED, where=table)


def frame(database: Database, ledger: Ledger, anchor: Anchor | None) -> list[Trouble]:
    """Head, the log's end, the sum over all seals, the tables of the frame, the anchors; in the caller's transaction.

    `anchor` must have been read before the transaction began.
    """
    try:
        head = ledger.seals.head()
        found = list(_frame(database, ledger, head))
    except EnvironmentFault as fault:
        return [_finding(fault)]
    if anchor is None:
        if head.saves > 1:
            found.append(Trouble("vault.anchor_missing", "anchor"))
    elif anchor.saves > head.saves:
        found.append(Trouble("vault.saves_missing", "anchor", count=anchor.saves - head.saves))
    elif anchor.saves == head.saves and anchor.head != head.mac:
        found.append(Trouble(_TAMPERED, "anchor"))
    return found


def _frame(database: Database, ledger: Ledger, head: Head) -> Iterator[Trouble]:
    if not chain.end_holds(database, ledger.keys, head):
        yield Trouble(_TAMPERED, "log", seq=head.log_seq)
    if not ledger.seals.whole(head):
        yield Trouble(_TAMPERED, "seal")
    for name in differing(database, ledger, _FRAME):
        yield Trouble(_TAMPERED, name)


def differing(database: Database, ledger: Ledger, names: frozenset[str]) -> Iterator[str]:
    """Which of nobody's tables are not as their seal says."""
    sealed = ledger.seals.sums(BOOK)
    for number, table in ledger.hasher.known.items():
        if table.name in names:
            rows = database.each(f"SELECT {table.names} FROM {table.name}")  # noqa: S608 - our own names
            if sealed.get(number, NOTHING) != ledger.hasher.total(number, rows):
                yield table.name


# --- everything -------------------------------------------------------------------------------------------------------


def whole(database: Database, fields: FieldCipher, ledger: Ledger) -> list[Trouble]:
    """Every page, reference, identity number, row and log line; nothing when all is sound. At most MOST are named.

    vault.damaged: pages that can not be read or do not fit; vault.references_broken: rows without their owner;
    vault.numbers_damaged: identity numbers that were moved or changed; vault.tampered: rows or lines that are not as
    they were written.
    """
    found: list[Trouble] = []
    try:
        database.begin()
        if database.rows("PRAGMA integrity_check(1)") != [("ok",)]:
            return [Trouble("vault.damaged", "page")]
        for trouble in _everything(database, fields, ledger):
            found.append(trouble)
            if len(found) == MOST:
                break
    except EnvironmentFault as fault:
        found.append(_finding(fault))
    finally:
        database.rollback()
    return found


def sealed_rows(database: Database, ledger: Ledger) -> Iterator[Trouble]:
    """What is not as its seal, the head or the log's chain says; in the caller's transaction."""
    yield from _rows(database, ledger)
    try:
        head = ledger.seals.head()
    except EnvironmentFault as fault:
        yield _finding(fault)
        return
    if not ledger.seals.whole(head):
        yield Trouble(_TAMPERED, "seal")
    report = chain.walked(database, ledger.keys, head)
    if report.first_bad is not None:
        yield Trouble(_TAMPERED, "log", seq=report.first_bad)


def _everything(database: Database, fields: FieldCipher, ledger: Ledger) -> Iterator[Trouble]:
    for row in database.rows("PRAGMA foreign_key_check"):
        yield Trouble("vault.references_broken", row[0])
        break
    sealed = database.each("SELECT id, number_sealed FROM person WHERE number_sealed IS NOT NULL")
    for person_id, number in sealed:
        if not _opens(fields, PersonId(person_id), number):
            yield Trouble("vault.numbers_damaged", "person", PersonId(person_id))
    yield from sealed_rows(database, ledger)


def _rows(database: Database, ledger: Ledger) -> Iterator[Trouble]:
    """Table by table, all rows against all seals."""
    seals, bad = _opened(ledger.seals)
    yield from (_of(database, "seal", bucket) for bucket in sorted(bad))
    for number, table in ledger.hasher.known.items():
        try:
            found = ledger.hasher.totals(number, database.each(watch.of_all(table)))
        except EnvironmentFault as fault:
            if fault.params.get("where") != NO_TEXT:  # a page that cannot be read is no tampering
                raise
            yield Trouble(_TAMPERED, table.name)
            continue
        sealed = {b: total for b, plain in seals.items() if (total := unpacked_of(plain, number)) != NOTHING}
        if found == sealed:
            continue
        for bucket in sorted(found.keys() | sealed.keys()):
            if bucket not in bad and found.get(bucket) != sealed.get(bucket):
                yield _of(database, table.name, bucket)


def _opened(seals: Seals) -> tuple[dict[int, bytes], set[int]]:
    """The plain text of every seal, and the buckets whose seal does not open."""
    plain: dict[int, bytes] = {}
    bad: set[int] = set()
    for bucket, sealed in seals.each():
        try:
            plain[bucket] = seals.opened(bucket, sealed)
        except EnvironmentFault:
            bad.add(bucket)
    return plain, bad


def _of(database: Database, table: str, bucket: int) -> Trouble:
    """Named by the person, where it is still there."""
    row = database.one("SELECT id FROM person WHERE row = ?", (bucket,)) if bucket != BOOK else None
    return Trouble(_TAMPERED, table, PersonId(row[0]) if row else None)


def _opens(fields: FieldCipher, person_id: PersonId, sealed: bytes) -> bool:
    try:
        fields.open(person_id, sealed)
    except EnvironmentFault:
        return False
    return True


def _finding(fault: EnvironmentFault) -> Trouble:
    return Trouble(fault.code, str(fault.params.get("where", "page")))
