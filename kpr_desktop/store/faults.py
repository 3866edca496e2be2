"""What errors of SQLite and of the file system mean to a person. Their own texts go no further than here."""

from __future__ import annotations

from sqlcipher3 import dbapi2

from kpr_desktop.errors import EnvironmentFault

_CODES = {
    5: "vault.in_use",  # SQLITE_BUSY
    6: "vault.in_use",  # SQLITE_LOCKED
    8: "vault.no_access",  # SQLITE_READONLY
    10: "vault.disk_error",  # SQLITE_IOERR
    11: "vault.damaged",  # SQLITE_CORRUPT
    13: "vault.disk_full",  # SQLITE_FULL
    14: "vault.disk_error",  # SQLITE_CANTOPEN
    23: "vault.no_access",  # SQLITE_AUTH
    26: "vault.damaged",  # SQLITE_NOTADB: the key file has vouched for the key already
}

_WORDS = {
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
    "file is not a database": 26,
}
"""SQLite's words for the same: an error of its backup interface comes without a code, one of sqlcipher_export as 1."""
_ANY = 1
NO_TEXT = "text"
"""Where the damage is: in a text that is not UTF-8."""
_NO_TEXT = "Could not decode"
"""The driver's own words for a text that is not UTF-8; nothing that the program has written."""


FAILURES = (dbapi2.Error, MemoryError)
"""What a statement may raise. MemoryError: after a page that could not be read, SQLCipher writes nothing more."""


def translated(error: Exception) -> Exception:
    """The fault to raise in place of `error`; the error itself when it is our own mistake (SQL, constraints)."""
    if isinstance(error, MemoryError):
        return EnvironmentFault("vault.open_again")
    if str(error).startswith(_NO_TEXT):
        return EnvironmentFault("vault.damaged", where=NO_TEXT)
    number = getattr(error, "sqlite_errorcode", _ANY) & 0xFF
    code = _CODES.get(_WORDS.get(str(error), 0) if number == _ANY else number)
    return EnvironmentFault(code) if code else error
