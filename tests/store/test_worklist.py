from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kpr_desktop.domain.assessment import State
from kpr_desktop.domain.ids import UserId
from kpr_desktop.store.unit_of_work import Work
from kpr_desktop.store.vault import UnlockedVault
from tests.support.steady import NOW
from tests.support.vaults import USER, assessment, person

TODAY, DUE = date(2026, 11, 23), date(2025, 11, 23)
OTHER = UserId("33333333-3333-4333-8333-333333333333")


@pytest.fixture
def work(shared: UnlockedVault) -> Iterator[Work]:
    with shared.work() as work:
        yield work


def add(
    work: Work, number: int, *, assessed: date | None = None, draft: UserId | None = None, **more: Any
) -> None:
    made = person(number, f"Rask Bekk{number}", **more)
    work.persons.add(made)
    if assessed:
        done = assessment(number, made, assessed_on=assessed, state=State.FINISHED, finished_at=NOW)
        work.assessments.add(done)
    if draft:
        work.assessments.add(assessment(500 + number, made, assessor_id=draft))


def rows(work: Work, limit: int = 100) -> list[tuple[str, str, date | None, bool]]:
    found = work.work.rows(user=USER, today=TODAY, due_before=DUE, limit=limit)
    return [(row.person.name[-1], row.why, row.day, row.own) for row in found]


def test_each_reason_once_a_person_and_own_first(work: Work) -> None:
    fresh = date(2026, 6, 1)
    add(work, 1, assessed=fresh, planned_visit=TODAY)
    add(work, 2, assessed=fresh, planned_visit=TODAY, responsible=USER)
    add(work, 3, assessed=date(2025, 11, 22))
    add(work, 4, assessed=date(2025, 11, 22), responsible=USER)
    add(work, 5)
    add(work, 6, responsible=USER)
    add(work, 7, draft=USER, planned_visit=TODAY, responsible=USER)
    add(work, 8, assessed=fresh, draft=OTHER)
    add(work, 9, assessed=fresh, planned_visit=date(2026, 11, 20), responsible=OTHER)
    assert rows(work) == [
        ("7", "draft", date(2026, 11, 1), True),
        ("2", "visit", TODAY, True),
        ("9", "visit", date(2026, 11, 20), False),
        ("1", "visit", TODAY, False),
        ("4", "due", date(2025, 11, 22), True),
        ("3", "due", date(2025, 11, 22), False),
        ("6", "never", None, True),
        ("5", "never", None, False),
    ]


def test_the_draft_itself_is_named(work: Work) -> None:
    add(work, 1, draft=USER)
    (row,) = work.work.rows(user=USER, today=TODAY, due_before=DUE, limit=9)
    assert work.assessments.get(row.assessment_id).person_id == row.person.id


def test_what_is_not_due_hidden_or_dead_is_left_out(work: Work) -> None:
    add(work, 1, assessed=DUE)
    add(work, 2, assessed=DUE, planned_visit=date(2026, 11, 24))
    add(work, 3, hidden=True, planned_visit=TODAY, draft=USER)
    add(work, 4, death_date=TODAY, planned_visit=TODAY)
    assert rows(work) == []


def test_each_reason_has_its_share_and_own_ones_fill_it_first(work: Work) -> None:
    for number in range(1, 6):
        add(work, number, planned_visit=TODAY, assessed=date(2026, 6, 1))
    for number in range(6, 9):
        add(work, number, planned_visit=TODAY, responsible=USER, assessed=date(2026, 6, 1))
    add(work, 9)
    assert [row[1:4:2] for row in rows(work, 8)] == [("visit", True), ("visit", True), ("never", False)]
    assert [row[1:4:2] for row in rows(work, 16)] == [("visit", True)] * 3 + [
        ("visit", False),
        ("never", False),
    ]


def test_every_query_goes_through_an_index(shared: UnlockedVault, work: Work) -> None:
    from kpr_desktop.store import worklist

    queries = [worklist._DRAFTS.replace("?", "1")]
    queries += [
        sql.format(own=own).replace("?", "1")
        for _, sql in worklist._PARTS
        for own in ("", "p.responsible = 1 AND")
    ]
    for sql in queries:
        plan = [row[3] for row in shared._database.rows(f"EXPLAIN QUERY PLAN {sql}")]
        assert any("USING INDEX" in step for step in plan), sql
        assert not any(
            ("SCAN p" in step and "INDEX" not in step) or "TEMP B-TREE" in step for step in plan
        ), plan
