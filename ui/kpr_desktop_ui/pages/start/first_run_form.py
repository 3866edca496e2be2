"""What the first run asks for, and what is wrong with it: no window in here."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kpr_desktop.errors import UserFault

_IN_LOGIN = frozenset("abcdefghijklmnopqrstuvwxyzæøå0123456789._-")


class FirstRunForm(NamedTuple):
    """The fields as typed. `municipality` is a number, empty while none is chosen."""

    municipality: str
    unit: str
    user_name: str
    login: str
    path: str

    def faults(self) -> list[UserFault]:
        """One fault for each of these fields that can not be taken, in the form's order."""
        found: list[UserFault] = []
        if not self.municipality:
            found.append(UserFault("start.municipality_missing", "municipality"))
        if not self.user_name.strip():
            found.append(UserFault("start.user_name_missing", "user_name"))
        if not self.login.strip():
            found.append(UserFault("start.login_missing", "login"))
        if not self.path.strip() or not Path(self.path.strip()).is_absolute():
            found.append(UserFault("start.path_missing", "path"))
        return found


def suggested_login(name: str) -> str:
    """A user name made from a name: small letters, words joined by full stops, 40 characters at most."""
    words = ("".join(filter(_IN_LOGIN.__contains__, word)) for word in name.lower().split())
    return ".".join(word for word in words if word)[:40].strip(".")
