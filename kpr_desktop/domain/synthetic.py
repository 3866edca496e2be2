"""Makes the numbers of practice persons and places: month +80, as the national test population has them.

Such a number can not belong to a living person, and the gate stops every file for the register that holds one.
Source: Skatteetaten, test-for-konsumenter (control digits are computed after the addition).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kpr_desktop.domain.identity import Fnr
from kpr_desktop.domain.organisation import OrganisationNumber

_K1 = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_K2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_ORGANISATION = (3, 2, 7, 6, 5, 4, 3, 2)
_NOT_ISSUED = 10


def synthetic_numbers(born: date, *, first_serial: int = 0) -> Iterator[Fnr]:
    """The synthetic numbers of a birth date, one for each serial from `first_serial` (0-499) that gives one."""
    head = f"{born.day:02}{born.month + 80:02}{born.year % 100:02}"
    # Serials 000-499 belong to 1900-1999, 500-999 to 2000-2039.
    base = 500 if born.year >= 2000 else 0
    for serial in range(first_serial, 500):
        nine = f"{head}{base + serial:03}"
        k1 = _control(_K1, nine)
        k2 = _control(_K2, f"{nine}{k1}")
        if _NOT_ISSUED not in (k1, k2):
            yield Fnr.parse(f"{nine}{k1}{k2}")


def synthetic_organisations() -> Iterator[OrganisationNumber]:
    """Organisation numbers of a series that is not issued (first digit 3, as the test units of the registers)."""
    eight = 31_000_000
    while True:
        control = _control(_ORGANISATION, str(eight))
        if control != _NOT_ISSUED:
            yield OrganisationNumber(f"{eight}{control}")
        eight += 1


def _control(weights: tuple[int, ...], digits: str) -> int:
    rest = sum(w * int(d) for w, d in zip(weights, digits, strict=False)) % 11
    return (11 - rest) % 11
