"""Organisation numbers of providers and senders (Brønnøysundregistrene; kpr-formats.md section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from kpr_desktop.errors import UserFault

_REMOVED = dict.fromkeys(map(ord, " \t\r\n\u00a0\u2009\u202f.-\u2010\u2011\u2013"))
_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True, order=True)
class OrganisationNumber:
    """Nine digits, the last a check digit; always valid. Public: may be shown, logged and stored in clear.

    Raises UserFault on field "organisation": organisation.empty, organisation.not_digits,
    organisation.length, organisation.check_digit.
    """

    value: str

    def __post_init__(self) -> None:
        if not self.value:
            raise UserFault("organisation.empty", field="organisation")
        if not (self.value.isascii() and self.value.isdecimal()):
            raise UserFault("organisation.not_digits", field="organisation")
        if len(self.value) != 9:
            raise UserFault("organisation.length", field="organisation")
        if sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, self.value, strict=True)) % 11:
            raise UserFault("organisation.check_digit", field="organisation")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read nine digits as people write them, or ten ending in 0 (allowed in KPR 56, `tjenesteOrgNr`)."""
        digits = text.translate(_REMOVED)
        return cls(digits[:9] if len(digits) == 10 and digits.endswith("0") else digits)

    @property
    def synthetic(self) -> bool:
        """Not of the issued series 8 and 9: test units begin with 2 or 3, the dummy is 777777777."""
        return self.value[0] not in "89"

    def grouped(self) -> str:
        """For screens and letters: three groups of three with non-breaking spaces."""
        return "\u00a0".join((self.value[:3], self.value[3:6], self.value[6:]))

    def __str__(self) -> str:
        return self.value
