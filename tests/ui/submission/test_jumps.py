"""Where a finding leads: the field itself has the focus, in the real page."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.prove.rehearsal import jumps
from tests.prove.rehearsal_plants import Plant, clean, field_plants, rule_plants
from tests.support.world import World

LED_TO = (
    "person.sex_unknown",
    "service.hours_not_wanted",
    "assessment.old",
    "assessment.not_a_date",
    "service.change_number_missing",
)
_FIELDS = ("Kontaktperson.meldEpost1", "Kommune.kommuneNr", "Bruker.bydel")
PLANTS = [
    *(plant for plant in rule_plants() if plant.code in LED_TO),
    *(plant for plant in field_plants() if plant.of in _FIELDS),
]


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.of or plant.code)
def test_the_focus_is_in_the_field(qtbot: QtBot, world: World, plant: Plant) -> None:
    clean(world)
    assert list(jumps(world, [plant])) == []


def test_every_kind_of_place_is_tried() -> None:
    assert len(PLANTS) == len(LED_TO) + len(_FIELDS)
