"""Requests for letters, with a sender and a receiver that nobody has."""

from __future__ import annotations

from datetime import date
from typing import Any

from kpr_desktop.domain.person import Address
from kpr_desktop.usecases.letter_records import LetterRequest
from kpr_desktop.usecases.records import Office

OFFICE = Office(
    municipality="4204",
    name="Sildrebekk kommune",
    unit="Helse og mestring, tildelingskontoret",
    address=Address("Rådhusgata 1", "Postboks 7", "4999", "Sildrebekk"),
    phone="38 00 00 00",
    email="post@sildrebekk.example",
    web="sildrebekk.example",
)


def letter_request(**changes: Any) -> LetterRequest:
    """The information letter to a practice person; `changes` are the request's own arguments."""
    plain: dict[str, Any] = {
        "kind": "information",
        "language": "nb",
        "office": OFFICE,
        "name": "Blid Fjellbekk",
        "address": Address("Stille vei 12 B", "", "4998", "Lyngmo"),
        "day": date(2026, 11, 23),
        "reference": "7F3A91C2",
    }
    return LetterRequest(**(plain | changes))
