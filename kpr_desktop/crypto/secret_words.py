"""What can be told of a passphrase or a recovery code before a key file has it."""

from __future__ import annotations

from collections.abc import Iterable

from kpr_desktop.crypto import recovery
from kpr_desktop.crypto.passphrase import accepted, wipe
from kpr_desktop.crypto.words import FIVE, SIX, generated


class CheckedWords:
    """SecretWords of the ports."""

    def suggest(self, *, strong: bool) -> str:
        """Five generated words, or six for who administers the vault."""
        return generated(SIX if strong else FIVE)

    def check(self, passphrase: bytearray, around: Iterable[str] = ()) -> None:
        """Raises UserFault vault.passphrase_* for one that a key file would refuse; it stays as it is."""
        wipe(accepted(passphrase, around))

    def check_group(self, number: int, typed: str) -> None:
        """Raises UserFault vault.recovery_group."""
        recovery.check_group(number, typed)
