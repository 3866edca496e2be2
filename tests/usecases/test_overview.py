"""The unit's own work: what is counted, what is said of it, and what may leave the program."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import etree

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Answer, Contributor, State
from kpr_desktop.domain.ids import AssessmentId, PersonId, ServiceId, UserId
from kpr_desktop.domain.suppression import is_small
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.overview import OverviewFiles
from kpr_desktop.usecases import overview as desk_module
from kpr_desktop.usecases import overview_figures as figures
from kpr_desktop.usecases.overview_records import FIGURES, Figure, Line, WorkOverview, taken
from kpr_desktop.usecases.overview_words import OverviewWords
from kpr_desktop.usecases.worklist import first_due_from
from tests.exports.samples import assessment, guid, person, service
from tests.support.overview import nothing_done, overview
from tests.support.world import TODAY, World, make_world

BOOK = CodeBooks().for_year(2026)
WORDS = OverviewWords(Texts.load("nb"))


def fill(world: World) -> None:
    """Thirty persons with an assessment in March or June; ten of those in June were assessed in February too."""
    with world.session.work() as work:
        for n in range(32):
            who = PersonId(guid(10_000 + n))
            work.persons.add(replace(person(identity=None), id=who, user_number=f"S-{n}"))
            if n >= 30:
                continue  # never assessed
            day = date(2026, 3, 2) if n < 20 else date(2026, 6, 2)
            values = {f"v{i:02}": str(n % 5 + 1) for i in range(1, 21)} | {"doctor_date": "2026-01-02"}
            values |= (
                {"work_help_need": "1", "work_help_received": "2"} if n < 12 else {"work_help_need": "2"}
            )
            if n in (3, 4, 5, 6, 7):
                values.pop("work_help_received")
            if n == 8:
                values["v01"] = "9"
            put(world, work, n, day, values, seconds=60 * (10 + n))
            if n >= 20:
                put(world, work, 100 + n, date(2026, 2, 3), {"v01": "5"}, who=who)
            work.services.add(replace(service(id=ServiceId(guid(40_000 + n))), person_id=who))
        # A corrected one counts once, with the time of both; a draft does not count; last year's are last year's.
        put(world, work, 0, date(2026, 3, 2), {"v01": "2"}, version=2, seconds=60 * 60)
        put(world, work, 200, date(2025, 5, 5), {"v01": "1"}, who=PersonId(guid(10_000)))
        put(world, work, 201, date(2026, 3, 9), {"v01": "1"}, who=PersonId(guid(10_001)), state=State.DRAFT)
        work.commit()


def put(
    world: World, work: object, n: int, day: date, values: dict[str, str], *, who: PersonId | None = None,
    version: int = 1, seconds: int = 0, state: State = State.FINISHED,
) -> None:  # fmt: skip
    made = assessment(
        id=AssessmentId(guid(20_000 + n + 1000 * version)),
        series_id=guid(30_000 + n),
        person_id=who or PersonId(guid(10_000 + n)),
        assessed_on=day,
        version=version,
        state=state,
        entries=(),
        answers={item: Answer(item, value) for item, value in values.items()},
        contributors=(Contributor(UserId(guid(900 + n % 4)), "Rask", seconds),) if seconds else (),
    )
    work.assessments.add(made)  # type: ignore[attr-defined]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path)
    fill(made)
    yield made
    made.close()


def made_of(world: World, year: int = 2026, month: int = 0, language: str = "nb") -> WorkOverview:
    made = world.services.overview.make(year, month, language)
    assert made is not None
    return made


def cells(figure: Figure) -> dict[str, tuple[int, ...]]:
    return {each.code: each.cells for each in figure.lines}


def test_what_is_counted_in_a_year(world: World) -> None:
    made = made_of(world)
    assert tuple(each.id for each in made.figures) == FIGURES
    months = cells(made.figure("assessments"))
    assert (months["2026-02"], months["2026-03"], months["2026-06"]) == ((10,), (20,), (10,))
    assert list(months)[-1] == "2026-11"  # as far as the year has come
    assert len(made.figure("assessments").bars) == 12
    needs = cells(made.figure("needs"))
    assert needs["v01"] == (5, 7, 6, 5, 6, 1)  # each person once, by the newest: thirty
    assert sum(needs["v02"]) == 29  # the corrected one holds one answer alone
    assert made.figure("needs").facts == {"persons": 30}
    assert cells(made.figure("services")) == {"15": (30,)}


def test_an_item_under_a_condition_is_missed_only_where_it_is_asked(world: World) -> None:
    done = cells(made_of(world).figure("completeness"))
    assert done["v01"] == (40, 0)
    assert done["v02"] == (29, 11)  # the ten of February and the corrected one
    assert done["work_help_received"] == (6, 5)  # eleven need help; nobody else is asked
    assert "leisure_help_received" not in done  # nobody is asked
    assert "diagnosis" not in done
    assert "doctor_date" not in done  # may rightly stand open


def test_a_month_is_counted_by_itself(world: World) -> None:
    made = made_of(world, 2026, 2)
    assert made.figure("assessments").facts == {"count": 10}
    months = cells(made.figure("assessments"))
    assert (months["2026-02"], months["2026-06"]) == ((10,), (10,))  # the others of the year stand beside
    assert cells(made.figure("needs"))["v01"] == (0, 0, 0, 0, 10, 0)
    assert (made.first, made.last) == (date(2026, 2, 1), date(2026, 2, 28))
    assert cells(made.figure("services")) == {"15": (30,)}  # it runs from 1 February
    assert cells(made_of(world, 2026, 1).figure("services")) == {}
    assert made_of(world, 2026, 11).last == TODAY


@pytest.mark.parametrize(("year", "month"), [(2027, 0), (2018, 0), (2026, 12), (2026, 13), (2026, -1)])
def test_a_period_that_is_none_is_refused(world: World, year: int, month: int) -> None:
    with pytest.raises(UserFault, match=r"^overview\.period$"):
        world.services.overview.make(year, month)
    assert world.services.overview.years()[0] == 2026


def test_time_is_the_units_and_never_of_a_few(world: World) -> None:
    made = made_of(world)
    time = made.figure("time")
    assert time.facts == {"measured": 30, "shown": 1, "median": 26}
    assert cells(time) == {
        "0-15": (4,),
        "15-30": (15,),
        "30-45": (10,),
        "45-60": (0,),
        "60-90": (1,),
        "90+": (0,),
    }
    assert "26 minutter" in WORDS.sentence(made, time)
    june = made_of(world, 2026, 6).figure("time")
    assert june.facts["shown"] == 1
    rule, least = world.services.overview._rule, 5
    found = [figures.Finished(n, n, TODAY, 600) for n in range(5)]
    assert figures.time_used(found, 3, rule, least).facts["shown"] == 1
    for few, staff in ((found[:4], 3), (found, 2)):
        hidden = figures.time_used(few, staff, rule, least)
        assert hidden.facts["shown"] == 0
        assert hidden.lines == ()
        assert "minutter" not in WORDS.sentence(made, hidden)
        assert taken(hidden, 5).lines == ()
        assert hidden.empty


def test_who_is_due_is_who_the_work_list_has(world: World) -> None:
    figure = made_of(world).figure("due")
    assert figure.facts == {"overdue": 0, "soon": 0, "never": 2, "drafts": 1}
    assert cells(figure)["2027-03"] == (20,)
    assert cells(figure)["later"] == (10,)
    last = {TODAY - timedelta(days=at): 1 for at in range(330, 400)}
    told = figures.due({**last, None: 3}, TODAY, 12, 0, 2)
    with world.session.work() as work:
        for at, day in enumerate(last):
            who = PersonId(guid(50_000 + at))
            work.persons.add(replace(person(identity=None), id=who, user_number=f"D-{at}"))
            put(world, work, 60_000 + at, day, {"v01": "1"}, who=who)
        work.commit()
    with world.session.work() as work:
        rows = work.work.rows(
            user=world.session.user.id, today=TODAY, due_before=first_due_from(TODAY, 12),
            soon_before=first_due_from(TODAY + timedelta(days=31), 12), limit=2000,
        )  # fmt: skip
    added = {guid(50_000 + at) for at in range(len(last))}
    why = [row.why for row in rows if row.person.id in added]
    assert (told.facts["overdue"], told.facts["soon"]) == (why.count("due"), why.count("soon"))
    assert sum(each.cells[0] for each in told.lines) == 73


def test_what_leaves_tells_of_no_few(world: World, tmp_path: Path) -> None:
    made = made_of(world)
    assert is_small(made.figure("time").lines[0].cells[0], 5)  # the screen tells it
    for figure in made.figures:
        for line in taken(figure, made.least).lines:
            assert not any(cell is not None and is_small(cell, 5) for cell in line.cells)
    text = world.services.overview.copy(made, "needs")
    head, first, *_ = text.splitlines()
    assert head.split("\t") == ["Variabel", "1", "2", "3", "4", "5", "9", "I alt"]
    assert first.split("\t") == ["Sosial deltakelse", "..", "7", "6", "5", "6", "..", "30"]
    assert "0–15 min\t..\n" in world.services.overview.copy(made, "time")


def test_a_file_and_a_copy_are_in_the_log(world: World, tmp_path: Path) -> None:
    desk, made = world.services.overview, made_of(world, 2026, 3)
    desk.copy(made, "due")
    path = desk.save(made, tmp_path, purpose="archive")
    assert path.name.startswith("ovelse-oversikt-2026-03_4201_")
    assert [each.file.kind for each in world.services.written_files.left()] == ["statistics"]
    with world.session.work() as work:
        lines = {e.action: e.subject for e in work.records.log_entries(limit=5)}
    assert lines["overview.copy"] == "due 2026-03"
    assert "overview.save" in lines
    assert desk_module.file_name(replace(made, practice=False, month=0)).startswith("oversikt-2026_4201_")


def test_the_workbook_has_a_sheet_for_each_and_runs_nothing() -> None:
    bad = Figure("services", ("count",), (Line("1", '=HYPERLINK("x")\tb', (34,)),), ())
    for practice in (True, False):
        data = OverviewFiles().xlsx(overview(bad, practice=practice))
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            sheets = [n for n in pack.namelist() if n.startswith("xl/worksheets/")]
            together = "".join(pack.read(name).decode() for name in sheets)
            for name in pack.namelist():
                etree.fromstring(pack.read(name))
        assert len(sheets) == 1 + len(FIGURES)
        assert "<f>" not in together
        assert "'=HYPERLINK" in together
        assert ("ØVELSE" in together) is practice
    assert OverviewFiles().tsv(overview(bad), "services") == 'Tjeneste\tPersoner\n\'=HYPERLINK("x") b\t34\n'


def test_the_sentence_of_each_in_each_language(world: World) -> None:
    for language in LANGUAGES:
        words = OverviewWords(Texts.load(language))
        for made in (made_of(world, language=language), made_of(world, 2026, 3, language), nothing_done()):
            for figure in made.figures:
                assert words.sentence(made, figure)
                assert words.title(figure.id)
                assert all(words.line(line.code, line.label) for line in figure.lines)
    full = Figure("completeness", ("answered", "missing"), (Line("v01", "x", (3, 0)),), ())
    assert WORDS.sentence(nothing_done(), full) == "Alt som skal besvares, er besvart i 2026."
    assert WORDS.line("90+", "") == "90 min eller mer"
    assert WORDS.period(overview(month=4)) == "april 2026"


def test_counting_stops_when_it_is_asked_to_and_tells_how_far_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "AT_A_TIME", 7)
    far: list[tuple[int, int]] = []
    made = world.services.overview.make(2026, told=lambda done, total: far.append((done, total)))
    assert made == made_of(world)
    assert far[-1] == (40, 40)
    assert len(far) > 4
    assert world.services.overview.make(2026, stop=lambda: True) is None


def test_who_may_see_and_who_may_take(world: World, tmp_path: Path) -> None:
    desk, made, user = world.services.overview, made_of(world), world.session.user

    def may(act: Callable[[], object]) -> bool:
        try:
            act()
        except UserFault as fault:
            assert fault.code == "rights.not_allowed"
            return False
        return True

    for role, sees, takes in (
        ("case_worker", True, False),
        ("leader", True, True),
        ("auditor", False, False),
    ):
        world.session.vault.user = replace(user, roles=frozenset((role,)))  # type: ignore[misc]
        assert may(lambda: desk.make(2026)) is sees
        assert may(lambda: desk.copy(made, "due")) is takes
        assert may(lambda: desk.save(made, tmp_path, purpose="archive")) is takes
    world.session.vault.user = user  # type: ignore[misc]


def test_a_vault_that_is_read_only_shows_and_gives_nothing_out(world: World) -> None:
    vault = world.session.vault.beside()
    try:
        session = replace(world.session, vault=vault)
        desk = world.services.overview.on(session)
        made = desk.make(2026)
        assert made == made_of(world)
        with pytest.raises(UserFault, match=r"^access\.read_only$"):
            desk.copy(made, "due")
    finally:
        vault.close()


def test_a_service_that_the_book_does_not_know_and_a_group_without_variables() -> None:
    found = figures.services(BOOK, {"15": 2, "999": 3}, 4, "en")
    assert (found.lines[0].code, found.lines[0].label) == ("999", "999")
    assert len(figures.needs(BOOK, {}, 0, "nb").bars) == 7
    assert figures.completeness(BOOK, {}, {}, 0, "nb").lines == ()
