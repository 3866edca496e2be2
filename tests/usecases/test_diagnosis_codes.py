"""Reading in a register: whole or not at all, one edition at a time, and the texts it then gives."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from kpr_desktop.codebook.diagnoses import LARGEST, LeftOut
from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from kpr_desktop.usecases.diagnosis_codes import EXAMPLES, DiagnosisCodeDesk
from kpr_desktop.usecases.records import CodeEdition
from tests.support.world import World, without_right

DAY = date(2026, 11, 23)


def written(folder: Path, text: str | bytes, name: str = "koder.txt") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture
def desk(training: World) -> DiagnosisCodeDesk:
    return training.services.diagnosis_codes


def test_a_preview_keeps_nothing(desk: DiagnosisCodeDesk, tmp_path: Path) -> None:
    text = "Kapittel\tP\n" + "".join(f"P{n}\tØvd {n}\n" for n in range(10, 30))
    found = desk.preview(written(tmp_path, text, "ICPC-2_2025.txt"), "icpc-2")
    assert (found.count, found.year, found.left_out) == (20, 2025, (LeftOut(1, "no_code"),))
    assert found.examples == tuple((f"P{n}", f"Øvd {n}") for n in range(10, 10 + EXAMPLES))
    assert desk.editions() == []
    for name in ("nr12345.txt", "icpc1950.txt", "icpc.txt"):
        assert desk.preview(written(tmp_path, text, name), "icpc-2").year == 2026


def test_a_file_becomes_an_edition_and_is_logged(
    training: World, desk: DiagnosisCodeDesk, tmp_path: Path
) -> None:
    path = written(tmp_path, "P70\tØvd glemsel\nP71\tØvd annet\n")
    assert desk.import_file(path, "icpc-2", 2026) == CodeEdition("icpc-2", 2026, 2)
    desk.import_file(written(tmp_path, "P70\tGammel glemsel\n", "gammel.txt"), "icpc-2", 2024)
    assert desk.import_file(path, "icpc-2", 2026).codes == 2
    assert desk.editions() == [CodeEdition("icpc-2", 2026, 2), CodeEdition("icpc-2", 2024, 1)]
    with training.session.work() as work:
        entry = work.records.log_entries(limit=1)[0]
    assert (entry.action, entry.subject, entry.person_id) == ("codes.import", "icpc-2 2026", None)
    training.reopen()
    assert training.services.diagnosis_codes.text_of("icpc-2", "p70", DAY) == "Øvd glemsel"


def test_the_text_is_that_of_the_year_or_the_newest_before(desk: DiagnosisCodeDesk, tmp_path: Path) -> None:
    for year in (2020, 2024):
        desk.import_file(written(tmp_path, f"P70\tFra {year}\n"), "icpc-2", year)
    days = [date(y, 1, 1) for y in (2019, 2020, 2023, 2024, 2026)]
    assert [desk.text_of("icpc-2", "P70", day) for day in days] == [
        "", "Fra 2020", "Fra 2020", "Fra 2024", "Fra 2024",
    ]  # fmt: skip
    assert [desk.is_unknown("icpc-2", "P99", day) for day in days] == [False, True, True, True, True]
    assert not desk.is_unknown("icpc-2", "P70", DAY)


def test_codes_as_people_write_them(desk: DiagnosisCodeDesk, tmp_path: Path) -> None:
    desk.import_file(written(tmp_path, "F00.1*\tStjerne\nG301\tUten merke\nG302+\tKors\n"), "icd-10", 2026)
    typed = {"f00.1": "Stjerne", "F001*": "Stjerne", "G30.1*": "Uten merke", " g 302": "Kors", "F00": ""}
    assert {code: desk.text_of("icd-10", code, DAY) for code in typed} == typed
    assert desk.is_unknown("icd-10", "F00", DAY)
    for system, code in (("icd-10", ""), ("icd-10", "F0"), ("icd-10", "hva"), ("icpc-2", "P70"), ("", "F00")):
        assert desk.text_of(system, code, DAY) == ""
        assert not desk.is_unknown(system, code, DAY)


def test_the_systems_are_those_of_the_code_book(desk: DiagnosisCodeDesk) -> None:
    assert [each.code for each in desk.systems()] == ["icpc-2", "icd-10"]


BAD = {
    "empty": (b"", "diagnoses.no_codes"),
    "binary": (b"P70\tx\n\0\1\2", "diagnoses.not_text"),
    "code page": ("P70\tØvd\n".encode("cp850"), "diagnoses.encoding"),
    "cut": (b"P70\tx\nP7", "diagnoses.cut"),
    "twice": (b"P70\tx\nP70\ty\n", "diagnoses.twice"),
    "other system": (b"P70\tx\nP701\ty\nP702\tz\n", "diagnoses.other_file"),
    "too large": (b"P70\tx\n" * (LARGEST // 6 + 2), "diagnoses.too_large"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_leaves_everything_as_it_was(desk: DiagnosisCodeDesk, tmp_path: Path, name: str) -> None:
    desk.import_file(written(tmp_path, "P70\tSom før\n"), "icpc-2", 2026)
    data, code = BAD[name]
    path = written(tmp_path, data)
    for act in (lambda: desk.preview(path, "icpc-2"), lambda: desk.import_file(path, "icpc-2", 2026)):
        with pytest.raises(UserFault) as caught:
            act()
        assert caught.value.code == code
    assert desk.editions() == [CodeEdition("icpc-2", 2026, 1)]
    assert desk.text_of("icpc-2", "P70", DAY) == "Som før"


def test_a_fault_in_the_middle_takes_everything_back(
    training: World, desk: DiagnosisCodeDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.import_file(written(tmp_path, "P70\tSom før\n"), "icpc-2", 2026)

    def fail(*_: object, **__: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    monkeypatch.setattr("kpr_desktop.usecases.session.Session.log", fail)
    with pytest.raises(EnvironmentFault):
        desk.import_file(written(tmp_path, "P71\tNy\n"), "icpc-2", 2026)
    assert desk.text_of("icpc-2", "P70", DAY) == "Som før"
    assert desk.text_of("icpc-2", "P71", DAY) == ""


@pytest.mark.parametrize("year", [1995, 2028])
def test_a_year_that_can_not_be(desk: DiagnosisCodeDesk, tmp_path: Path, year: int) -> None:
    path = written(tmp_path, "P70\tx\n")
    with pytest.raises(UserFault) as caught:
        desk.import_file(path, "icpc-2", year)
    assert (caught.value.code, caught.value.field) == ("diagnoses.year", "year")
    assert caught.value.params == {"first": 1996, "last": 2027}
    assert desk.import_file(path, "icpc-2", 2027).year == 2027


def test_what_is_no_file_is_not_read(desk: DiagnosisCodeDesk, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "name\udcff").write_bytes(b"P70\tx\n")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "nowhere", tmp_path / ("x" * 300)):
        with pytest.raises(EnvironmentFault, match=r"diagnoses\.cannot_read"):
            desk.preview(path, "icpc-2")
    assert desk.preview(tmp_path / "name\udcff", "icpc-2").count == 1


def test_only_an_administrator_reads_in(training: World, tmp_path: Path) -> None:
    assert training.session.rights.actions["codes.import"].roles == {"administrator"}
    other = without_right(training.session, "codes.import")
    desk = training.services.diagnosis_codes.on(other)
    path = written(tmp_path, "P70\tx\n")
    for act in (lambda: desk.preview(path, "icpc-2"), lambda: desk.import_file(path, "icpc-2", 2026)):
        with pytest.raises(Fault, match=r"rights\.not_allowed"):
            act()
    assert desk.editions() == []
    assert desk.text_of("icpc-2", "P70", DAY) == ""
