from __future__ import annotations

from collections.abc import Iterator

import pytest

from kpr_desktop.store.unit_of_work import Work
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.records import CodeEdition


@pytest.fixture
def work(shared: UnlockedVault) -> Iterator[Work]:
    with shared.work() as work:
        yield work


def test_a_file_replaces_its_own_edition_only(work: Work) -> None:
    codes = work.diagnosis_codes
    assert codes.editions() == []
    codes.replace("icpc-2", 2025, {"P70": "Gammel", "P71": "Borte"})
    codes.replace("icpc-2", 2026, {"P70": "Ny"})
    codes.replace("icd-10", 2025, {"P70": "Annet", "P701": "Mer"})
    assert codes.editions() == [
        CodeEdition("icd-10", 2025, 2),
        CodeEdition("icpc-2", 2026, 1),
        CodeEdition("icpc-2", 2025, 2),
    ]
    codes.replace("icpc-2", 2025, {"P70": "Rettet"})
    assert codes.text("icpc-2", 2025, "P70") == "Rettet"
    assert codes.text("icpc-2", 2025, "P71") is None
    assert codes.text("icpc-2", 2026, "P70") == "Ny"
    assert codes.text("icd-10", 2025, "P70") == "Annet"


def test_the_edition_of_a_year(work: Work) -> None:
    codes = work.diagnosis_codes
    for year in (2020, 2024):
        codes.replace("icpc-2", year, {"P70": "x"})
    assert [codes.edition_for("icpc-2", y) for y in (2019, 2020, 2023, 2024, 2030)] == [
        None, 2020, 2020, 2024, 2024,
    ]  # fmt: skip
    assert codes.edition_for("icd-10", 2030) is None
