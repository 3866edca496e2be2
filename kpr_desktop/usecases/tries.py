"""One user's tries at a passphrase on this machine: slowed, counted before they are judged, and told of once.

The log-in, the passphrase again and the way into a backup share one count: none is a way round the others' waits.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from kpr_desktop.domain import attempts
from kpr_desktop.domain.attempts import Book, Tries
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.backup_ports import Opening
from kpr_desktop.usecases.ports import Attempts, Clock
from kpr_desktop.usecases.records import VaultInfo

if TYPE_CHECKING:
    from kpr_desktop.usecases.session import Session

WRONG = "vault.wrong_passphrase"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class TryCounter:
    """The tries of one user of one vault. `key`: what the machine's own file calls that user."""

    attempts: Attempts
    clock: Clock
    key: str

    def wait(self) -> int:
        """Whole seconds until this user may try (again); 0 = now. Raises EnvironmentFault of the disk."""
        now = self.clock()
        held = self.attempts.change(lambda book: attempts.settled(book, now))
        return attempts.waiting(held, self.key, now)

    def judge(self, verify: Callable[[], _T]) -> _T:
        """Do `verify` as one try, which counts as wrong until `right` or `forget` is called.

        Raises UserFault vault.wait (seconds), and what `verify` raises: what was not judged by the passphrase does
        not count.
        """
        before = self._begin()
        try:
            return verify()
        except Fault as fault:
            if fault.code != WRONG:
                self.attempts.change(lambda book: attempts.taken_back(book, self.key, before))
            raise

    def untold(self) -> int:
        """Tries that no log has told of, the one that has been begun among them."""
        tries = self.attempts.change(lambda book: book).get(self.key)
        return tries.untold if tries is not None else 0

    def right(self) -> None:
        """The try was right. What no log has told of is left for the next log-in to tell."""
        self.attempts.change(lambda book: attempts.right(book, self.key))

    def told(self) -> None:
        """The log has the wrong try that was just made."""
        self.attempts.change(lambda book: attempts.told(book, self.key))

    def forget(self) -> None:
        """Nothing is left to wait for or to tell."""
        self.attempts.change(lambda book: attempts.without(book, self.key))

    def _begin(self) -> Tries | None:
        """Count a try. Gives what stood there before it; raises UserFault vault.wait."""
        now = self.clock()
        held: Book = {}
        left = 0

        def count(book: Book) -> Book:
            nonlocal held, left
            held = attempts.settled(book, now)
            left = attempts.waiting(held, self.key, now)
            return held if left else attempts.begun(held, self.key, now)

        self.attempts.change(count)
        if left:
            raise UserFault("vault.wait", seconds=left)
        return held.get(self.key)


def tries_key(vault_id: str, login: str) -> str:
    """What a user of a vault is called in the machine's own file: a login typed wrong may be a secret.

    However the name is written it is one user's: another way of writing it opens the same slot.
    """
    name = unicodedata.normalize("NFKC", login.strip()).casefold()
    return hashlib.sha256(f"{vault_id}\0{name}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def let_in(
    attempts: Attempts, clock: Clock, look: Callable[[], VaultInfo], opening: Opening, act: Callable[[], _T]
) -> _T:
    """Do what `opening` lets somebody do before any log-in, with the vault that `look` tells of. It is wiped.

    By the passphrase it is a try as at the log-in; nobody guesses the sheet's code. Raises UserFault vault.wait
    (seconds), and what `look` and `act` raise.
    """
    try:
        if opening.code:
            return act()
        counter = TryCounter(attempts, clock, tries_key(look().vault_id, opening.login))
        made = counter.judge(act)
        counter.right()
        return made
    finally:
        opening.passphrase[:] = bytes(len(opening.passphrase))


def verify_again(session: Session, passphrase: bytearray, action: str) -> None:
    """Whether the passphrase is the user's own, in an open session; the caller wipes it. Raises as `judged`."""
    judged(session, action, lambda: session.vault.verify_passphrase(passphrase))


def judged(session: Session, action: str, verify: Callable[[], _T]) -> _T:
    """Do what opens something by the user's passphrase, in an open session. A wrong one is in the log, under `action`.

    Raises UserFault vault.wait (seconds), vault.wrong_passphrase, and what `verify` raises else.
    """
    counter = session.counter
    try:
        found = counter.judge(verify)
    except UserFault as fault:
        if fault.code == WRONG and session.vault.writable:  # else the next log-in that writes tells of it
            with session.work() as work:
                session.log(work, action, result="denied")
                work.commit()
            counter.told()
        raise
    counter.right()
    return found
