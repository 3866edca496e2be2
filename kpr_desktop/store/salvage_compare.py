"""What the old seals, head and log say of the rows that were salvaged, before everything is sealed anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store import chain, watch
from kpr_desktop.store.anchors import Anchor
from kpr_desktop.store.check import differing, register
from kpr_desktop.store.database import Database
from kpr_desktop.store.ledger import Ledger
from kpr_desktop.store.seals import BOOK, NO_MAC, NOTHING, Head, Sums, unpacked
from kpr_desktop.usecases.salvage_ports import INCOMPLETE

SALVAGED = "vault.salvaged"
"""The log's word for it."""


@dataclass(frozen=True, slots=True)
class Old:
    """What is known of how far the damaged vault had come. `head` None: it is not there or not as it was written."""

    head: Head | None
    anchor: Anchor | None
    latest: bool

    @property
    def saves(self) -> int:
        """The highest number of a save that anything tells of."""
        return max(self.head.saves if self.head else 0, self.anchor.saves if self.anchor else 0)

    @property
    def log_seq(self) -> int:
        """The same of a log line."""
        return max(self.head.log_seq if self.head else 0, self.anchor.log_seq if self.anchor else 0)

    @property
    def saves_missing(self) -> int | None:
        """None where the head does not tell."""
        return self.saves - self.head.saves if self.head else None


def old(ledger: Ledger, anchor: Anchor | None) -> Old:
    """In the caller's transaction."""
    try:
        head = ledger.seals.head()
    except EnvironmentFault:
        return Old(None, anchor, latest=False)
    return Old(head, anchor, latest=ledger.seals.whole(head))


def register_holds(database: Database, ledger: Ledger) -> bool:
    """Whether users and roles are as their seal says."""
    try:
        register(database, ledger)
    except EnvironmentFault:
        return False
    return True


def marked_earlier(database: Database, ledger: Ledger) -> set[str] | None:
    """Persons whom an earlier salvage marked and nobody has accepted: its new seals make them look whole.

    None when there was one and its marks may be lost: then nobody is proved whole.
    """
    row = database.one("SELECT value FROM setting WHERE key = ?", (INCOMPLETE,))
    if row is not None:
        return set(row[0].split())
    if database.one("SELECT 1 FROM log WHERE action = ?", (SALVAGED,)) is None:
        return set()
    return None if list(differing(database, ledger, frozenset(("setting",)))) else set()


def sealed_persons(ledger: Ledger) -> dict[int, Sums]:
    """What each person's seal says, by row number; seals that do not open are left out."""
    found: dict[int, Sums] = {}
    for bucket, sealed in ledger.seals.each():
        if bucket != BOOK:
            try:
                found[bucket] = unpacked(ledger.seals.opened(bucket, sealed))
            except EnvironmentFault:
                continue
    return found


def whole_persons(database: Database, ledger: Ledger, sealed: dict[int, Sums]) -> set[int]:
    """Row numbers of the persons whose case file is as its seal says."""
    whole = set(sealed)
    for number, table in ledger.hasher.known.items():
        if not table.owner.where:
            continue
        found = ledger.hasher.totals(number, database.each(watch.of_all(table)))
        whole -= {each for each in whole if found.get(each, NOTHING) != sealed[each].get(number, NOTHING)}
    return whole


def log_breaks(database: Database, ledger: Ledger, end: int) -> list[tuple[int, int]]:
    """First and last number of lines that are missing before `end`, and of those that do not follow."""
    return list(_breaks(database, ledger, end))


def _breaks(database: Database, ledger: Ledger, end: int) -> Iterator[tuple[int, int]]:
    last, before = 0, NO_MAC
    lines = f"SELECT seq, {chain.NAMES}, mac FROM log ORDER BY seq"  # noqa: S608 - our own column names
    for seq, *values, mac in database.each(lines):
        if seq > last + 1:
            yield last + 1, seq - 1
        # After a gap nothing tells whether the line is as it was written, but that it was under the page's code.
        elif mac and mac != chain.line_mac(ledger.keys, seq, values, before):
            yield seq, seq
        last, before = seq, mac
    if end > last:
        yield last + 1, end
