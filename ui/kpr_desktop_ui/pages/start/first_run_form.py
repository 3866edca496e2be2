"""What the first run asks for, and what is wrong with it: no window in here."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kpr_desktop.errors import UserFault

MIN_CHARACTERS = 15
"""The shortest passphrase that is taken; the vault's keys refuse shorter ones themselves."""
STRONG = 22
_MANY_KINDS = 6
_IN_LOGIN = frozenset("abcdefghijklmnopqrstuvwxyzæøå0123456789._-")


class FirstRunForm(NamedTuple):
    """The fields as typed. `municipality` is a number, empty while none is chosen."""

    municipality: str
    unit: str
    user_name: str
    login: str
    path: str
    passphrase: str
    again: str

    def faults(self) -> list[UserFault]:
        """One fault for each field that can not be taken, in the form's order."""
        found: list[UserFault] = []
        if not self.municipality:
            found.append(UserFault("start.municipality_missing", "municipality"))
        if not self.user_name.strip():
            found.append(UserFault("start.user_name_missing", "user_name"))
        if not self.login.strip():
            found.append(UserFault("start.login_missing", "login"))
        if len(self.passphrase) < MIN_CHARACTERS:
            found.append(UserFault("start.passphrase_short", "passphrase", minimum=MIN_CHARACTERS))
        elif self.passphrase != self.again:
            found.append(UserFault("start.passphrase_differs", "again"))
        if not self.path.strip() or not Path(self.path.strip()).is_absolute():
            found.append(UserFault("start.path_missing", "path"))
        return found


def suggested_login(name: str) -> str:
    """A user name made from a name: small letters, words joined by full stops, 40 characters at most."""
    words = ("".join(filter(_IN_LOGIN.__contains__, word)) for word in name.lower().split())
    return ".".join(word for word in words if word)[:40].strip(".")


def strength(passphrase: str) -> tuple[str, int]:
    """How strong a passphrase is: short, weak (few different characters), good or strong; and its length."""
    length = len(passphrase)
    if length < MIN_CHARACTERS:
        return "short", length
    if len(set(passphrase.casefold())) < _MANY_KINDS:
        return "weak", length
    return ("strong" if length >= STRONG else "good"), length
