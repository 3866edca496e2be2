from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.care_service import CareService, of_year
from kpr_desktop.errors import EnvironmentFault, UserFault
from tests.exports.samples import service
from tests.support.world import World, make_world


@pytest.fixture
def real(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path / "w", training=False)
    person = made.services.persons.register(made.form())
    interview = made.services.interviews.start(person.id, date(2026, 3, 1), Reason.PERIODIC)
    interview.answer("v07", "4")
    interview.finish()
    yield made
    made.close()


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_identity_and_content_are_written_together_and_again_byte_for_byte(
    real: World, tmp_path: Path
) -> None:
    desk = real.services.submission
    made = desk.make_yearly(2026, tmp_path)
    first = files(made.path)
    who, what = json.loads(first["identitet.json"]), json.loads(first["innhold.json"])
    assert [p["key"] for p in who["persons"]] == [p["key"] for p in what["persons"]]
    other = tmp_path / "again"
    other.mkdir()
    assert files(desk.write_again(made.record.id, other)) == first
    second = (
        desk.make_yearly(2026, other / ".." / "again2") if (tmp_path / "again2").mkdir() is None else None
    )
    assert second is not None
    keys = {json.loads(f["identitet.json"])["persons"][0]["key"] for f in (first, files(second.path))}
    assert len(keys) == 2  # two extracts can not be joined by the key


def test_the_folder_is_on_the_reminder_list_until_it_is_gone(real: World, tmp_path: Path) -> None:
    made = real.services.submission.make_yearly(2026, tmp_path)
    [line] = real.services.written_files.left()
    assert (line.file.kind, line.there) == ("yearly", True)
    for each in made.path.iterdir():
        each.unlink()
    made.path.rmdir()
    real.services.written_files.confirm_gone(line.file.id)
    assert real.services.written_files.left() == []


def test_nothing_is_left_when_the_folder_fails(real: World, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"^outbox\.cannot_write$"):
        real.services.submission.make_yearly(2026, tmp_path / "none")
    assert real.services.written_files.left() == []


def test_no_bytes_of_a_training_vault_are_kept(tmp_path: Path) -> None:
    training = make_world(tmp_path / "t")
    try:
        training.demo(2)
        with pytest.raises(UserFault, match=r"^gate\.training_vault$"):
            training.services.submission.make_yearly(2026, tmp_path)
        assert training.services.submission.made() == []
    finally:
        training.close()


def ended(**changes: object) -> CareService:
    return service(
        applied_on=date(2024, 1, 1), decided_on=date(2024, 1, 1), start=date(2024, 1, 1), end=date(2025, 1, 1),
        **changes,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("made", "years"),
    [
        (service(start=date(2024, 1, 1), end=None), {2024, 2025, 2026}),
        (ended(), {2024, 2025}),
        (
            ended(complained_on=date(2025, 12, 30), complaint_answered_on=date(2026, 1, 20)),
            {2024, 2025, 2026},
        ),
        (
            service(start=date(2026, 1, 1), end=None, applied_on=date(2025, 1, 1), decided_on=None),
            {2025, 2026},
        ),
        (
            service(start=None, end=None, applied_on=date(2025, 1, 1), decided_on=date(2026, 1, 1)),
            {2025, 2026},
        ),
        (service(start=None, end=None, applied_on=None, decided_on=None), set()),
        (replace(service(start=date(2024, 1, 1), end=None), annulled=True), set()),
    ],
)
def test_which_years_a_service_belongs_to(made: CareService, years: set[int]) -> None:
    assert {year for year in (2024, 2025, 2026) if of_year(made, year)} == years


def test_stays_in_hospital_of_the_year_are_in_it(real: World, tmp_path: Path) -> None:
    with real.session.work() as work:
        [person] = work.persons.ids()
    desk = real.services.breaks
    for first, last in (
        (date(2024, 12, 1), date(2025, 1, 2)),
        (date(2025, 12, 30), date(2026, 1, 4)),
        (date(2026, 5, 1), date(2026, 5, 8)),
    ):
        desk.admit(replace(desk.blank(person), from_date=first, to_date=last), ())
    content = files(real.services.submission.make_yearly(2026, tmp_path).path)["innhold.json"]
    [one] = json.loads(content)["persons"]
    assert [(s["from"], s["to"]) for s in one["hospitalStays"]] == [
        ("2025-12-30", "2026-01-04"),
        ("2026-05-01", "2026-05-08"),
    ]
