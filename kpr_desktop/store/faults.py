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


def translated(error: dbapi2.Error) -> Exception:
    """The fault to raise in place of `error`; the error itself when it is our own mistake (SQL, constraints)."""
    code = _CODES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return EnvironmentFault(code) if code else error
