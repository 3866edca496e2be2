"""What a commit does beside saving: it brings the seals, the head and the anchors forward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpr_desktop.store import chain, watch
from kpr_desktop.store.anchors import Anchors
from kpr_desktop.store.database import Database, Value
from kpr_desktop.store.seals import Changes, Hasher, Head, Seals, Sums
from kpr_desktop.usecases.key_ports import IntegrityKeys


class Ledger:
    """The Books of one connection. Head and seals are read anew in each transaction: another connection may write."""

    def __init__(self, database: Database, keys: IntegrityKeys, anchors: Anchors | None = None) -> None:
        self.keys = keys
        self.anchors = anchors
        self.hasher = Hasher(keys, watch.tables(database))
        self.seals = Seals(database, keys)
        self.at_least = 0
        """The next save gets a higher number than this (after a restore: than any anchor has seen)."""
        self.database = database
        self._changes = Changes(self.hasher)
        self._line: tuple[int, bytes] | None = None
        self._spoilt = False
        self._head: Head | None = None
        self._written: tuple[int, bytes] | None = None
        """Number of the save and its anchor, once the books are closed."""

    def watch(self) -> None:
        """Note every change of this connection from now on, and close the books at each commit."""
        self.database.books = self
        watch.install(self.database, self.hasher.known, self._changes.note)

    def next_line(self, values: Sequence[Value]) -> tuple[int, bytes]:
        """Number and code of the log line that says `values` (chain.COLUMNS); it must be written at once."""
        if self._line is None:
            self._head = self.seals.head()
            self._line = self._head.log_seq, self._head.log_mac
        seq, before = self._line
        mac = chain.line_mac(self.keys, seq + 1, values, before)
        self._line = seq + 1, mac
        return self._line

    def pending(self, bucket: int) -> Sums:
        """What this transaction has changed in a bucket and not sealed yet."""
        return self._changes.all().get(bucket, {})

    def begin_anchors(self) -> None:
        """Tell in the anchors where the book ends now, whatever was told before; between transactions."""
        if self.anchors is not None:
            self.database.begin()
            try:
                head = self.seals.head()
            finally:
                self.database.rollback()
            self.anchors.begin(head)

    def close_anchors(self) -> None:
        """Make them durable and let them go."""
        if self.anchors is not None:
            self.anchors.close()

    # --- Books

    def forget(self) -> None:
        """Nothing of the transaction came to be, or a new one begins."""
        self._changes.clear()
        self._line = self._head = self._written = None
        self._spoilt = False

    def next_statement(self) -> None:
        """The one before was done."""
        self._changes.settle()

    def take_back(self) -> None:
        """The statement failed, and SQLite took it back."""
        self._changes.drop()

    def spoil(self) -> None:
        """A batch failed in the middle: what came of it is not known, so that nothing of it may be saved."""
        self._spoilt = True

    def bring_forward(self) -> None:
        """Before COMMIT. Raises RuntimeError after a batch that failed; EnvironmentFault vault.tampered."""
        if self._spoilt:
            raise RuntimeError("a batch failed in this transaction")
        changes = self._changes.all()
        if not changes and self._line is None:
            return
        head = self._head or self.seals.head()
        for bucket, change in changes.items():
            head = self.seals.apply(bucket, change, head)
        log_seq, log_mac = self._line or (head.log_seq, head.log_mac)
        saves = max(head.saves, self.at_least) + 1
        head = self.seals.save_head(Head(saves, log_seq, log_mac, head.total, head.seals))
        if self.anchors is not None:
            self._written = saves, self.anchors.record(head)

    def committed(self) -> None:
        """After COMMIT: it is on the disk."""
        if self._written is not None and self.anchors is not None:
            self.anchors.forward(*self._written)
        self.forget()


def renew(database: Database, keys: IntegrityKeys) -> None:
    """Seal everything as it is there, in the caller's transaction: after a new form or a new key."""
    row = database.one("SELECT saves FROM head")
    saves = row[0] if row else 0
    database.run("DELETE FROM seal")
    database.run("DELETE FROM head")
    known = watch.tables(database)
    hasher, seals = Hasher(keys, known), Seals(database, keys)
    made: dict[int, Sums] = {}
    for number, table in known.items():
        for bucket, total in hasher.totals(number, database.each(watch.of_all(table))).items():
            made.setdefault(bucket, {})[number] = total
    head = seals.add(sorted(made.items()), Head(saves=saves + 1))
    log_seq, log_mac = chain.rewritten(database, keys, head)
    seals.save_head(replace(head, log_seq=log_seq, log_mac=log_mac))
