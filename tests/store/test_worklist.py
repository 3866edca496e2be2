from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kpr_desktop.domain.ids import UserId
from kpr_desktop.store import worklist
from kpr_desktop.store.unit_of_work import Work
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.records import WorkRow
from tests.support.steady import NOW
from tests.support.vaults import USER, assessment, person

TODAY, DUE, SOON = date(2026, 11, 23), date(2025, 11, 23), date(2025, 12, 24)
FRESH = date(2026, 6, 1)
OTHER = UserId("33333333-3333-4333-8333-333333333333")


@pytest.fixture
def work(shared: UnlockedVault) -> Iterator[Work]:
    with shared.work() as work:
        yield work


def add(
    work: Work,
    number: int,
    *,
    assessed: date | None = None,
    lacking: int = 0,
    draft: UserId | None = None,
    **more: Any,
) -> None:
    made = person(number, f"Rask Bekk{number}", **more)
    work.persons.add(made)
    if assessed:
        done = assessment(number, made, assessed_on=assessed)
        work.assessments.add(done)
        work.assessments.finish(done.id, NOW, lacking=lacking)
    if draft:
        work.assessments.add(assessment(500 + number, made, assessor_id=draft))


def found(work: Work, limit: int = 120) -> list[WorkRow]:
    return work.work.rows(user=USER, today=TODAY, due_before=DUE, soon_before=SOON, limit=limit)


def rows(work: Work, limit: int = 120) -> list[tuple[str, str, date | None, bool]]:
    return [
        (row.person.name.removeprefix("Rask Bekk"), row.why, row.day, row.own) for row in found(work, limit)
    ]


def test_each_reason_once_a_person_and_own_first(work: Work) -> None:
    late = date(2025, 11, 22)
    add(work, 1, assessed=FRESH, planned_visit=TODAY)
    add(work, 2, assessed=FRESH, planned_visit=TODAY, responsible=USER)
    add(work, 3, assessed=late)
    add(work, 4, assessed=late, responsible=USER)
    add(work, 5)
    add(work, 6, responsible=USER)
    add(work, 7, draft=USER, assessed=late)
    add(work, 8, assessed=FRESH, draft=OTHER)
    add(work, 9, assessed=FRESH, planned_visit=date(2026, 11, 20), responsible=OTHER)
    add(work, 10, assessed=DUE)
    add(work, 11, assessed=date(2025, 12, 23), responsible=USER, lacking=2)
    add(work, 12, assessed=SOON, lacking=3)
    add(work, 13, assessed=FRESH, lacking=1, responsible=OTHER)
    add(work, 14, assessed=SOON, lacking=7, responsible=USER)
    assert rows(work) == [
        ("2", "visit", TODAY, True),
        ("9", "visit", date(2026, 11, 20), False),
        ("1", "visit", TODAY, False),
        ("7", "draft", date(2026, 11, 1), True),
        ("4", "due", late, True),
        ("3", "due", late, False),
        ("11", "soon", date(2025, 12, 23), True),
        ("10", "soon", DUE, False),
        ("14", "lacking", SOON, True),
        ("13", "lacking", FRESH, False),
        ("12", "lacking", SOON, False),
        ("6", "never", None, True),
        ("5", "never", None, False),
    ]
    assert {row.person.name[9:]: row.lacking for row in found(work) if row.lacking} == {
        "11": 2,
        "14": 7,
        "13": 1,
        "12": 3,
    }


def test_the_draft_itself_is_named_also_beside_a_visit(work: Work) -> None:
    add(work, 1, draft=USER)
    add(work, 2, draft=USER, planned_visit=TODAY)
    add(work, 3, draft=OTHER, planned_visit=TODAY)
    named = {row.person.name[-1]: row for row in found(work)}
    assert {name: row.why for name, row in named.items()} == {"1": "draft", "2": "visit", "3": "visit"}
    assert named["3"].assessment_id is None
    for name in "12":
        draft = named[name].assessment_id
        assert draft is not None
        assert work.assessments.get(draft).person_id == named[name].person.id


def test_a_newer_assessment_that_lacks_nothing_takes_the_person_away(work: Work) -> None:
    add(work, 1, assessed=date(2026, 5, 1), lacking=3)
    assert rows(work) == [("1", "lacking", date(2026, 5, 1), False)]
    newer = assessment(99, work.persons.get(found(work)[0].person.id), assessed_on=FRESH)
    work.assessments.add(newer)
    work.assessments.finish(newer.id, NOW)
    assert rows(work) == []


def test_what_is_not_due_hidden_or_dead_is_left_out(work: Work) -> None:
    add(work, 1, assessed=SOON)
    add(work, 2, assessed=SOON, planned_visit=date(2026, 11, 24))
    for number, day in ((3, None), (4, date(2020, 1, 1)), (5, DUE), (6, FRESH)):
        add(work, number, assessed=day, lacking=1, hidden=True, planned_visit=TODAY, draft=USER)
        add(work, number + 10, assessed=day, lacking=1, death_date=TODAY, planned_visit=TODAY)
    assert rows(work) == []


def test_each_reason_has_its_share_and_own_ones_fill_it_first(work: Work) -> None:
    for number in range(1, 6):
        add(work, number, planned_visit=TODAY, assessed=FRESH)
    for number in range(6, 9):
        add(work, number, planned_visit=TODAY, responsible=USER, assessed=FRESH)
    add(work, 9)
    assert [row[1:4:2] for row in rows(work, 12)] == [("visit", True), ("visit", True), ("never", False)]
    assert [row[1:4:2] for row in rows(work, 24)] == [("visit", True)] * 3 + [
        ("visit", False),
        ("never", False),
    ]


def test_who_is_there_for_another_reason_takes_nobodys_place(work: Work) -> None:
    for number in range(1, 4):
        add(work, number, draft=USER, responsible=USER)
    for number in range(4, 8):
        add(work, number, responsible=USER)
    assert [(name, why) for name, why, *_ in rows(work, 12)] == [
        ("1", "draft"),
        ("2", "draft"),
        ("3", "never"),
        ("4", "never"),
    ]
    assert [why for _, why, *_ in rows(work, 24)] == ["draft"] * 3 + ["never"] * 4


INDEXES = {
    "visit": "person_visit",
    "due": "person_due",
    "soon": "person_due",
    "lacking": "person_lacking",
    "never": "person_due",
}


def test_every_query_goes_through_its_index(shared: UnlockedVault, work: Work) -> None:
    def plan(sql: str) -> list[str]:
        return [row[3] for row in shared._database.rows(f"EXPLAIN QUERY PLAN {sql.replace('?', '1')}")]

    assert plan(worklist._DRAFTS) == [
        "SEARCH a USING INDEX assessment_own_draft (assessor_id=?)",
        "SEARCH p USING INTEGER PRIMARY KEY (rowid=?)",
    ]
    assert [part.why for part in worklist._PARTS] == list(INDEXES)
    for part in worklist._PARTS:
        for own in (True, False):
            (step,) = plan(part.sql(own=own))
            index = INDEXES[part.why] + ("_own" if own else "")
            assert step.startswith((f"SEARCH p USING INDEX {index} (", f"SCAN p USING INDEX {index}")), (
                part.why,
                step,
            )


def test_the_plan_would_show_a_scan(shared: UnlockedVault, work: Work) -> None:
    steps = shared._database.rows("EXPLAIN QUERY PLAN SELECT id FROM person p WHERE household = '1'")
    assert steps[0][3] == "SCAN p"
