"""Identity numbers of a person: kind, synthetic or not, possible or not; and a type that keeps them hidden.

Sources: code list 9032 (kinds); Skatteetaten, "nytt fødselsnummer fra 2032" (both check rules);
kpr-formats.md section 3.
Sex and birth date are never taken from a number as truth: they are fields of their own.
"""

from __future__ import annotations

import unicodedata
from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import Never, Self, final

from kpr_desktop.errors import UserFault

_REMOVED = dict.fromkeys(map(ord, " \t\r\n\u00a0\u2009\u202f.-\u2010\u2011\u2013"))
"""Blanks, dots and hyphens people write inside a number (ordinary, non-breaking and thin)."""
_K1_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_K2_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_DUF_WEIGHTS = (4, 6, 3, 2, 4, 6, 3, 2, 7, 5)
_BULLETS = "•••••"
_OTHER_MAX = 20
"""Attribute `fid` of KPR message 56.0.0 takes at most 20 characters."""


class IdKind(StrEnum):
    """Kind of identity number (code list 9032)."""

    FNR = "fnr"
    D = "d"
    H = "h"
    FH = "fh"
    DUF = "duf"
    PASSPORT = "passport"
    SWEDISH = "swedish"
    DANISH = "danish"
    SSN = "ssn"
    INSURANCE = "insurance"
    OTHER = "other"

    @property
    def type_code(self) -> str:
        """The code in list 9032, as written in `typeID`."""
        return _TYPE_CODES[self]

    @property
    def gives_kpr_identity(self) -> bool:
        """Whether KPR can make its own person id from it: types 1, 2 and 10; others come back as a defect."""
        return self in (IdKind.FNR, IdKind.D, IdKind.DUF)

    @property
    def is_free_text(self) -> bool:
        """Types 4-9: made by `Fnr.other`, not checked; all others are made by `Fnr.parse`."""
        return self not in (IdKind.FNR, IdKind.D, IdKind.H, IdKind.FH, IdKind.DUF)

    @property
    def has_date(self) -> bool:
        """Whether the first six digits are a birth date (with or without offsets)."""
        return self in (IdKind.FNR, IdKind.D, IdKind.H)

    @classmethod
    def of_type_code(cls, code: str) -> IdKind:
        """The kind of a code in list 9032. Raises ValueError for an unknown code."""
        for kind in cls:
            if kind.type_code == code:
                return kind
        raise ValueError("not a code of list 9032")


_TYPE_CODES = {
    IdKind.FNR: "1",
    IdKind.D: "2",
    IdKind.H: "3",
    IdKind.PASSPORT: "4",
    IdKind.SWEDISH: "5",
    IdKind.DANISH: "6",
    IdKind.SSN: "7",
    IdKind.INSURANCE: "8",
    IdKind.OTHER: "9",
    IdKind.DUF: "10",
    IdKind.FH: "12",
}


@final
class Fnr:
    """An identity number of any kind: always valid, immutable, and masked everywhere but in `reveal`.

    Equal when kind and digits are equal. Copying gives the same object; pickling is refused.
    """

    __slots__ = ("__kind", "__synthetic", "__value")
    __kind: IdKind
    __synthetic: bool
    __value: str

    def __init__(self) -> None:
        raise TypeError("use Fnr.parse, Fnr.other or Fnr.birth_date")

    @classmethod
    def _make(cls, kind: IdKind, value: str, *, synthetic: bool) -> Self:
        made = cls.__new__(cls)
        object.__setattr__(made, "_Fnr__kind", kind)
        object.__setattr__(made, "_Fnr__synthetic", synthetic)
        object.__setattr__(made, "_Fnr__value", value)
        return made

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read 11 digits (fødselsnummer, D, H, FH) or 12 (DUF); blanks, dots and hyphens are removed.

        Raises UserFault on field "identity": identity.empty, identity.not_digits (Unicode digits too),
        identity.length, identity.check_digits, identity.impossible_date.
        """
        digits = text.translate(_REMOVED)
        if not digits:
            raise UserFault("identity.empty", field="identity")
        if not (digits.isascii() and digits.isdecimal()):
            raise UserFault("identity.not_digits", field="identity")
        if len(digits) == 12:
            return cls._make(IdKind.DUF, digits, synthetic=False)
        if len(digits) != 11:
            raise UserFault("identity.length", field="identity")
        kind, synthetic, day, month = _classify(digits)
        if not _check_digits_hold(kind, digits):
            raise UserFault("identity.check_digits", field="identity")
        if kind.has_date and not _possible_dates(digits, day, month):
            raise UserFault("identity.impossible_date", field="identity")
        return cls._make(kind, digits, synthetic=synthetic)

    @classmethod
    def other(cls, kind: IdKind, text: str) -> Self:
        """Take a number of types 4-9 as it is written, 1-20 characters after trimming.

        A test number is synthetic under these kinds too.

        Raises UserFault identity.other_length or
        identity.other_characters (control and direction marks);
        ValueError when `kind` has rules of its own and belongs to `parse`.
        """
        if not kind.is_free_text:
            raise ValueError("this kind is read by Fnr.parse")
        value = text.strip()
        if not 1 <= len(value) <= _OTHER_MAX:
            raise UserFault("identity.other_length", field="identity")
        if any(unicodedata.category(char) in _REFUSED_CATEGORIES for char in value):
            raise UserFault("identity.other_characters", field="identity")
        return cls._make(kind, value, synthetic=_is_test_number(value))

    @classmethod
    def birth_date(cls, born: date) -> Self:
        """A person without any number: type 9 with the birth date as ddmmyy (XPR 56, `fid`)."""
        return cls._make(IdKind.OTHER, f"{born.day:02}{born.month:02}{born.year % 100:02}", synthetic=False)

    @property
    def kind(self) -> IdKind:
        """Which kind of number."""
        return self.__kind

    @property
    def synthetic(self) -> bool:
        """Whether it is a test number: month +80 (Tenor) or +65. Says nothing about kinds without a date."""
        return self.__synthetic

    @property
    def warnings(self) -> tuple[str, ...]:
        """Codes of doubts that refuse nothing: "identity.duf_check" (the rule for DUF is not official)."""
        if self.__kind is not IdKind.DUF:
            return ()
        check = _weighted(_DUF_WEIGHTS, self.__value[:10]) % 11
        return () if int(self.__value[10:]) == check else ("identity.duf_check",)

    def birth_date_hints(self) -> tuple[date, ...]:
        """Every birth date the number may stand for, oldest first; for a soft comparison, never as truth.

        Numbers issued from 2032 no longer tell the century, so both 19yy and 20yy are given.
        Empty for kinds without a date.
        """
        if not self.__kind.has_date:
            return ()
        _, _, day, month = _classify(self.__value)
        return _possible_dates(self.__value, day, month)

    def masked(self) -> str:
        """For screens: "140342 •••••"; only bullets where the number holds no birth date."""
        return f"{self.__value[:6]} {_BULLETS}" if self.__kind.has_date else _BULLETS

    def reveal(self, reason: str) -> str:
        """The number itself, without blanks; the caller logs the reason. Without one: ValueError."""
        if not reason.strip():
            raise ValueError("a number is revealed for a reason only")
        return self.__value

    def __repr__(self) -> str:
        return f"Fnr(kind={self.__kind.name}, masked)"

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Fnr):
            return NotImplemented
        return self.__kind is other.__kind and self.__value == other.__value

    def __hash__(self) -> int:
        return hash((self.__kind, self.__value))

    def __setattr__(self, name: str, value: object) -> Never:
        raise AttributeError("an Fnr does not change")

    def __delattr__(self, name: str) -> Never:
        raise AttributeError("an Fnr does not change")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self

    def __getstate__(self) -> Never:  # every pickle protocol asks for it
        raise TypeError("an Fnr is not serialised")


_REFUSED_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Control, format (direction marks), surrogate, private, unassigned; line and paragraph separators."""


def _classify(digits: str) -> tuple[IdKind, bool, int, int]:
    """Kind, synthetic, day and month without offsets (day and month have no meaning for FH).

    Day +40 is D, month +40 is H, month +65 or +80 is synthetic. Both day and month +40 counts as H:
    a number made within one enterprise must not leave it, whatever it was made from.
    """
    day, month = int(digits[:2]), int(digits[2:4])
    kind, synthetic = IdKind.FNR, False
    if day >= 80:
        return IdKind.FH, False, day, month
    if day >= 40:
        kind, day = IdKind.D, day - 40
    if 41 <= month <= 52:
        kind, month = IdKind.H, month - 40
    elif 66 <= month <= 77:
        synthetic, month = True, month - 65
    elif 81 <= month <= 92:
        synthetic, month = True, month - 80
    return kind, synthetic, day, month


def _weighted(weights: tuple[int, ...], digits: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))


def _check_digits_hold(kind: IdKind, digits: str) -> bool:
    """The second leaves remainder 0; the first 0 (today) or 0-3 (issued from 2032, which FH is no part of)."""
    allowed = 0 if kind is IdKind.FH else 3
    return _weighted(_K1_WEIGHTS, digits[:10]) % 11 <= allowed and _weighted(_K2_WEIGHTS, digits) % 11 == 0


def _is_test_number(text: str) -> bool:
    """Whether the text is a synthetic fødselsnummer or D-number, whatever kind it is said to be."""
    digits = text.translate(_REMOVED)
    if len(digits) != 11 or not (digits.isascii() and digits.isdecimal()):
        return False
    kind, synthetic, _, _ = _classify(digits)
    return synthetic and _check_digits_hold(kind, digits)


def _possible_dates(digits: str, day: int, month: int) -> tuple[date, ...]:
    """The dates of all centuries; 18yy only in the series used for it (1854-1899, individual 500-749)."""
    if not 1 <= month <= 12:
        return ()
    year = int(digits[4:6])
    years = [1900 + year, 2000 + year]
    if year >= 54 and 500 <= int(digits[6:9]) <= 749:
        years.insert(0, 1800 + year)
    return tuple(date(each, month, day) for each in years if 1 <= day <= monthrange(each, month)[1])
