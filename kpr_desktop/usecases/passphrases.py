"""One's own passphrase: words suggested, and the one in use changed."""

from __future__ import annotations

from dataclasses import replace

from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.administrators import ADMINISTRATOR
from kpr_desktop.usecases.key_ports import SecretWords
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.tries import verify_again


class PassphraseDesk:
    """What the settings page does. Everybody changes one's own, in a training vault too."""

    def __init__(self, session: Session, words: SecretWords) -> None:
        self._session = session
        self._words = words

    def suggest(self) -> str:
        """Five generated words; six for who administers the vault."""
        return self._words.suggest(strong=ADMINISTRATOR in self._session.user.roles)

    def check(self, passphrase: bytearray) -> None:
        """Whether it would be taken; it stays as it is. Raises UserFault vault.passphrase_* (field passphrase)."""
        session = self._session
        self._words.check(passphrase, (session.user.login, session.user.name, session.vault.info.name))

    def check_for(self, passphrase: bytearray, login: str, name: str) -> None:
        """As `check`, for somebody else: the first passphrase of a new user."""
        self._words.check(passphrase, (login, name, self._session.vault.info.name))

    def change(self, old: bytearray, new: bytearray) -> None:
        """Another passphrase, from any thread. Both are wiped. The log has it before the key file.

        Raises UserFault vault.wrong_passphrase (field old; logged), vault.wait (old), vault.passphrase_* (passphrase),
        access.read_only; EnvironmentFault of the disk: then the old one still opens.
        """
        try:
            if not self._session.vault.writable:
                raise UserFault("access.read_only")
            beside = self._session.vault.beside(write=True)
            try:
                self._change(replace(self._session, vault=beside), old, new)
            finally:
                beside.close()
        finally:
            old[:] = bytes(len(old))
            new[:] = bytes(len(new))

    def _change(self, session: Session, old: bytearray, new: bytearray) -> None:
        try:
            verify_again(session, old, "passphrase.change")
        except UserFault as fault:
            raise UserFault(fault.code, "old", **fault.params) from None
        self.check(new)
        with session.work() as work:
            session.log(work, "passphrase.change")
            work.commit()
        session.vault.change_passphrase(old, new)
