"""What somebody writes in a field of one line: a reason, a note to a step."""

from __future__ import annotations

from typing import Final

from kpr_desktop.errors import UserFault

REASON_LIMIT: Final = 500
"""Characters of a reason."""


def one_line(
    typed: str, field: str, missing: UserFault | None = None, *, least: int = 1, limit: int = REASON_LIMIT
) -> str:
    """The words with single blanks between them.

    Raises `missing` where there are fewer than `least` characters (None: there may be none), and UserFault
    form.too_long (`field`) above `limit`.
    """
    words = " ".join(typed.split())
    if missing is not None and len(words) < least:
        raise missing
    if len(words) > limit:
        raise UserFault("form.too_long", field, limit=limit)
    return words
