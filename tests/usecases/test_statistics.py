from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from lxml import etree

from kpr_desktop.codebook.statistics_rule import load_statistics_rule
from kpr_desktop.domain.assessment import Answer
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.ids import AssessmentId, PersonId, ServiceId
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.outbox import FolderOutbox
from kpr_desktop.exports.place_kind import SystemPlaces
from kpr_desktop.exports.statistics import StatisticsFiles, workbook
from kpr_desktop.usecases.statistics import Statistics, StatisticsDesk, StatRow, StatTable
from kpr_desktop.usecases.written_files import FileWriter
from tests.exports.golden import check_golden
from tests.exports.samples import WINTER, assessment, guid, person, service
from tests.support.world import World, confirmed, make_world

FILES = StatisticsFiles()


def fill(world: World) -> None:
    """Forty persons: 6 with a place in a home, 34 with practical help, 3 with both a place and respite."""
    with world.session.work() as work:
        for n in range(40):
            born = None if n == 39 else date(1930 + n % 4 * 12, 5, 1)
            who = PersonId(guid(10_000 + n))
            work.persons.add(
                replace(
                    person(identity=None, birth_date=born, household="1" if n % 3 else "2"),
                    id=who, user_number=f"S-{n}",
                )
            )  # fmt: skip
            care = [service_of(who, n, "19" if n < 6 else "1")]
            if n < 3:
                care.append(service_of(who, 100 + n, "9"))
            care.append(replace(service_of(who, 200 + n, "15"), annulled=True))
            care.append(service_of(who, 300 + n, "15", start=date(2027, 1, 1)))
            care.append(service_of(who, 400 + n, "15", start=None))
            care.append(service_of(who, 500 + n, "15", start=date(2020, 1, 1), end=date(2021, 1, 1)))
            for each in care:
                work.services.add(each)
            if n < 30:
                answers = {f"v{i:02}": Answer(f"v{i:02}", str(n % 5 + 1)) for i in range(1, 18)}
                if n < 3:
                    answers.pop("v13")
                if n >= 4:
                    answers.pop("v14")
                made = assessment(id=AssessmentId(guid(20_000 + n)), series_id=guid(30_000 + n), entries=())
                work.assessments.add(replace(made, person_id=who, answers=answers))
        nobody = replace(person(identity=None), id=PersonId(guid(10_900)), user_number="S-900")
        work.persons.add(nobody)
        work.commit()


def service_of(who: PersonId, number: int, kind: str, **changes: object) -> CareService:
    made = service(
        id=ServiceId(guid(40_000 + number)),
        type=kind,
        provider_number="",
        pauses=(),
        week_minutes=None,
        **changes,
    )
    return replace(made, person_id=who)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path)
    fill(made)
    yield made
    made.close()


def cells(made: Statistics, name: str) -> dict[str, tuple[int | str | None, ...]]:
    found = next(t for t in made.tables if t.id == name)
    return {row.code: row.cells for row in found.rows}


def test_they_are_told_in_three_languages(world: World) -> None:
    told = {each: world.services.statistics.make(2026, each) for each in ("nb", "nn", "en")}
    labels = {language: {row.label for t in made.tables for row in t.rows} for language, made in told.items()}
    assert labels["nb"] != labels["nn"] != labels["en"]
    assert {language: cells(made, "profile")["social"] for language, made in told.items()} == {
        "nb": (30, "3,0"),
        "nn": (30, "3,0"),
        "en": (30, "3.0"),
    }
    heads = {language: FILES.csv(made).decode("utf-8-sig") for language, made in told.items()}
    assert len(set(heads.values())) == 3


def test_who_is_counted(world: World) -> None:
    made = world.services.statistics.make(2026)
    assert cells(made, "services") == {"1": (34,), "9": (None,), "19": (6,)}
    assert cells(made, "ages")["total"] == (40,)
    assert cells(made, "ages")["unknown"] == (None,)
    assert cells(made, "households")["1"] == (26,)
    assert cells(made, "households")["unknown"] == (0,)
    by_age = cells(made, "services_by_age")
    assert by_age["9"] == (None,) * 8
    assert by_age["1"][-1] == 34
    profile = cells(made, "profile")
    assert profile["social"] == (30, "3,0")
    assert profile["senses"] == (None, None)  # one person alone has both
    assert profile["more"] == (0, None)
    assert all(
        row.label
        for t in made.tables
        if t.id != "ages"
        for row in t.rows
        if row.code not in ("total", "unknown")
    )


def test_no_small_number_is_anywhere(world: World) -> None:
    for year in world.services.statistics.years():
        made = world.services.statistics.make(year)
        assert made.tables
        for table in made.tables:
            for row in table.rows:
                assert not any(isinstance(cell, int) and 0 < cell < 5 for cell in row.cells)


def test_a_year_that_runs_is_counted_today_and_an_old_one_at_its_end(world: World) -> None:
    desk = world.services.statistics
    assert desk.make(2026).day == world.session.today()
    assert desk.make(2021).day == date(2021, 12, 31)
    assert cells(desk.make(2021), "services") == {"15": (40,)}
    assert desk.years()[0] == 2026
    for year in (2018, 2027):
        with pytest.raises(UserFault, match=r"^statistics\.year$"):
            desk.make(year)


def test_nobody_is_named_in_a_file(world: World, tmp_path: Path) -> None:
    made = world.services.statistics.make(2026)
    for data in (FILES.csv(made), FILES.xlsx(made)):
        for word in (b"Fjellbekk", guid(10_000).encode(), b"S-1", b"1930"):
            assert word not in data


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_logged_and_marked_as_practice(world: World, tmp_path: Path, kind: str) -> None:
    desk = world.services.statistics
    path = desk.save(desk.make(2026), tmp_path, kind, purpose="other: til ledermøtet")
    assert path.name.startswith("ovelse-statistikk-2026_4201_")
    assert [f.file.kind for f in world.services.written_files.left()] == ["statistics"]
    with world.session.work() as work:
        actions = [e.action for e in work.records.log_entries(limit=5)]
    assert {"statistics.make", "statistics.save"} <= set(actions)
    real = replace(desk.make(2026), practice=False)
    assert desk.save(real, tmp_path, kind, purpose="archive").name.startswith("statistikk-2026")
    with pytest.raises(UserFault, match=r"^statistics\.format$"):
        desk.save(real, tmp_path, "ods", purpose="archive")


def test_whoever_has_no_such_role_counts_nothing(world: World) -> None:
    world.session.vault.user = replace(world.session.user, roles=frozenset(("case_worker",)))  # type: ignore[misc]
    with pytest.raises(UserFault, match=r"^rights\.not_allowed$"):
        world.services.statistics.make(2026)


def test_the_same_on_a_workers_session(world: World) -> None:
    vault = world.session.vault.beside(write=True)
    try:
        session = replace(world.session, vault=vault)
        confirmed(session)
        assert world.services.statistics.on(session).make(2026).year == 2026
    finally:
        vault.close()


def test_an_edition_without_an_overview_and_a_service_it_does_not_know(world: World) -> None:
    class Books:
        def for_year(self, year: int) -> object:
            book = world.session.books.for_year(year)
            return replace(book, overview=None, services={k: v for k, v in book.services.items() if k != "1"})

    session = replace(world.session, books=Books())  # type: ignore[arg-type]
    desk = StatisticsDesk(session, load_statistics_rule(), FILES, FileWriter(FolderOutbox(), SystemPlaces()))
    made = desk.make(2026)
    assert next(t for t in made.tables if t.id == "profile").rows == ()
    assert next(t for t in made.tables if t.id == "services").rows[0].label == "1"


def sample(*, practice: bool = True) -> Statistics:
    tables = (
        StatTable("services", ("total",), (StatRow("1", "=HYPERLINK(1)", (34,)), StatRow("9", "Avlastning", (None,)))),
        StatTable(
            "ages", ("total",),
            (StatRow("0-17", "", (0,)), StatRow("unknown", "", (7,)), StatRow("total", "", (7,))),
        ),
        StatTable("services_by_age", ("0-17", "total"), (StatRow("1", "Hjelp & <mat>", (None, 34)),)),
        StatTable("profile", ("persons", "mean"), (StatRow("social", "Sosial fungering", (30, "2,7")),)),
    )  # fmt: skip
    at = datetime(2026, 11, 23, 9, 5, tzinfo=WINTER)
    return Statistics(2026, date(2026, 11, 23), "4201", at, practice, 5, tables)


def test_golden_files() -> None:
    check_golden("statistics.csv", FILES.csv(sample()))
    rows = list(csv.reader(io.StringIO(FILES.csv(sample(practice=False)).decode("utf-8-sig")), delimiter=";"))
    assert ["1", "'=HYPERLINK(1)", "34"] in rows
    assert ["9", "Avlastning", ".."] in rows
    assert ["", "0-17", "0"] in rows


def test_the_workbook_holds_plain_cells_only() -> None:
    data = FILES.xlsx(sample())
    assert data == FILES.xlsx(sample())
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        names = pack.namelist()
        texts = {name: pack.read(name).decode() for name in names}
    assert names[0] == "[Content_Types].xml"
    for text in texts.values():
        etree.fromstring(text.encode())
    assert len([n for n in names if n.startswith("xl/worksheets/")]) == 5
    together = "".join(texts.values())
    assert "<f>" not in together
    assert "'=HYPERLINK(1)" in texts["xl/worksheets/sheet2.xml"]
    assert "<v>34</v>" in texts["xl/worksheets/sheet2.xml"]
    assert "Hjelp &amp; &lt;mat&gt;" in texts["xl/worksheets/sheet4.xml"]


def test_a_long_sheet_name_is_cut_to_what_programs_take() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook([('"' + "a" * 40, [["x"]])]))) as pack:
        assert f'name="&quot;{"a" * 30}"' in pack.read("xl/workbook.xml").decode()
