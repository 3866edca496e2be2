from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kpr_desktop.codebook.places import District, Municipality, Places
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import ResourceError

PLACES = Places()


@pytest.mark.parametrize(("year", "count"), [(2022, 356), (2023, 356), (2024, 357), (2025, 357), (2026, 357)])
def test_municipalities_of_a_year(year: int, count: int) -> None:
    found = PLACES.all_for(year)
    assert len(found) == len({m.number for m in found}) == count
    assert all(len(m.number) == 4 and m.number.isdigit() and m.name for m in found)
    labels = [PLACES.label(m, year) for m in found]
    assert len(labels) == len(set(labels))


def test_every_municipality_of_today_has_its_county() -> None:
    assert all(m.county for m in PLACES.all_for(2026))
    assert len({m.county for m in PLACES.all_for(2026)}) == 15


def test_a_number_belongs_to_its_years() -> None:
    assert PLACES.municipality("4201", 2026) == Municipality("4201", "Risør", "Agder", 0, None)
    assert PLACES.municipality("1507", 2023) is not None
    assert PLACES.municipality("1507", 2024) is None
    assert PLACES.municipality("1508", 2023) is None
    assert PLACES.municipality("1508", 2024) is not None
    assert PLACES.municipality("9999", 2026) is None


def test_single_names_and_twice_used_names() -> None:
    def label(number: str, year: int) -> str:
        place = PLACES.municipality(number, year)
        assert place is not None
        return PLACES.label(place, year)

    assert label("0301", 2026) == "Oslo"
    assert (label("1515", 2026), label("1818", 2026)) == ("Herøy (Møre og Romsdal)", "Herøy (Nordland)")
    assert (label("3114", 2026), label("3419", 2026)) == ("Våler (Østfold)", "Våler (Innlandet)")
    assert (label("3018", 2023), label("3419", 2023)) == ("Våler (Viken)", "Våler (Innlandet)")


def test_norwegian_order() -> None:
    names = [m.name for m in PLACES.all_for(2026)]
    assert names[0].startswith("A")
    assert names[-1] == "Åsnes"
    assert names.index("Ørsta") < names.index("Ål")
    assert names.index("Øyer") > names.index("Vågå")


def test_districts() -> None:
    assert PLACES.districts("5001", 2026)[0] == District("01", "Midtbyen")
    assert {m: len(PLACES.districts(m, 2026)) for m in ("0301", "1103", "4601", "5001", "4201")} == {
        "0301": 18, "1103": 10, "4601": 9, "5001": 5, "4201": 0,
    }  # fmt: skip


@pytest.mark.parametrize("file", ["municipalities.csv", "municipality_years.csv", "districts.csv"])
@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda line: line, "duplicate"),
        (lambda line: line + ",x", "columns"),
        (lambda line: line.split(",")[0], "columns"),
    ],
)
def test_duplicates_and_ragged_lines_are_refused(
    file: str, spoil: object, message: str, tmp_path: Path
) -> None:
    shutil.copytree(resource("places"), tmp_path, dirs_exist_ok=True)
    lines = (tmp_path / file).read_text(encoding="utf-8").splitlines()
    lines.append(spoil(lines[-1]))  # type: ignore[operator]
    (tmp_path / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
    places = Places(tmp_path)
    with pytest.raises(ResourceError, match=message) as caught:
        _ = places.districts("0301", 2026), places.all_for(2026)
    assert (caught.value.file, caught.value.line) == (file, len(lines))
