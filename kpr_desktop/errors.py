"""The two kinds of trouble the program tells a person about. Anything else that is raised is a bug.

Neither kind ever carries a name, a number or an answer: `code` points to a sentence in the message catalogue
(`resources/…/texts/<language>/`), `params` fill its gaps with limits, counts, dates and codes only.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import ClassVar

__all__ = ["EnvironmentFault", "Fault", "Param", "UserFault", "disk_fault"]

Param = str | int
"""What a message may be filled with: a limit, a count, a date, a code. Never personal data."""


class Fault(Exception):
    """Base of both kinds. `str()` gives the code alone, so that a log line or a traceback tells nothing personal."""

    kind: ClassVar[str] = "fault"

    def __init__(self, code: str, **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, Param] = params

    def __str__(self) -> str:
        return self.code


class UserFault(Fault):
    """Something the person can put right; shown beside the field named by `field` (None = the whole form)."""

    kind = "user"

    def __init__(self, code: str, field: str | None = None, **params: Param) -> None:
        super().__init__(code, **params)
        self.field = field


class EnvironmentFault(Fault):
    """The machine's or the file's fault: disk, wrong key, damaged or newer file. Shown with advice."""

    kind = "environment"


def disk_fault(error: OSError) -> EnvironmentFault:
    """What an error of the file system means to a person."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return EnvironmentFault("vault.disk_full")
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return EnvironmentFault("vault.no_access")
    return EnvironmentFault("vault.disk_error")
