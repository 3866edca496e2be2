from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from kpr_desktop.domain.ids import DeviceId, PersonId
from kpr_desktop.domain.person import Person, Residence

BLANK = Person(PersonId("p"), DeviceId("d"), datetime(2026, 11, 23, tzinfo=UTC), "1", "Blid", "Fjellbekk")


def test_name() -> None:
    assert BLANK.name == "Blid Fjellbekk"
    assert replace(BLANK, given_name="").name == "Fjellbekk"


def test_residence_on_a_day() -> None:
    old, new = Residence(date(2020, 1, 1), "4201"), Residence(date(2024, 1, 1), "0301", "04")
    moved = replace(BLANK, residences=(new, old))
    assert BLANK.residence_on(date(2026, 1, 1)) is None
    assert moved.residence_on(date(2019, 12, 31)) == old
    assert moved.residence_on(date(2023, 12, 31)) == old
    assert moved.residence_on(date(2024, 1, 1)) == new
