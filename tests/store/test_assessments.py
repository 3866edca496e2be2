from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlcipher3 import dbapi2

from kpr_desktop.domain.assessment import Answer, Cursor, Entry, Reason, State
from kpr_desktop.domain.ids import AssessmentId
from kpr_desktop.errors import UserFault
from kpr_desktop.store.unit_of_work import Work
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.ports import Assessments
from tests.support.steady import NOW
from tests.support.vaults import answered, assessment, person, uid

OLA = person(1)
DRAFT = answered(1, OLA)


@pytest.fixture
def begun(vault: UnlockedVault) -> UnlockedVault:
    with vault.work() as work:
        work.persons.add(OLA)
        work.assessments.add(DRAFT)
        work.commit()
    return vault


def summary(work: Work) -> tuple[date | None, bool]:
    found = work.persons.find_by_user_number("B1")
    return found.last_assessed, found.has_draft


def test_a_draft_comes_back_as_it_was(begun: UnlockedVault) -> None:
    with begun.work() as work:
        assert work.assessments.get(DRAFT.id) == DRAFT
        assert work.assessments.of_person(OLA.id) == [DRAFT]
        assert work.assessments.draft_of(OLA.id) == DRAFT.id
        assert summary(work) == (None, True)


def test_nothing_there(vault: UnlockedVault) -> None:
    with vault.work() as work:
        assert work.assessments.of_person(OLA.id) == []
        assert work.assessments.draft_of(OLA.id) is None
        with pytest.raises(UserFault, match=r"^assessment\.unknown$"):
            work.assessments.get(DRAFT.id)
        with pytest.raises(UserFault, match=r"^person\.unknown$"):
            work.assessments.add(DRAFT)


def test_one_draft_a_person(begun: UnlockedVault) -> None:
    with begun.work() as work, pytest.raises(UserFault, match=r"^assessment\.draft_exists$"):
        work.assessments.add(assessment(2, OLA))
    with begun.work() as work, pytest.raises(dbapi2.IntegrityError):
        work.assessments.add(replace(DRAFT, state=State.FINISHED))


def test_answers_cursor_entries_and_head(begun: UnlockedVault) -> None:
    with begun.work() as work:
        work.assessments.save_answer(DRAFT.id, Answer("v01", "4", "", NOW))
        work.assessments.save_answer(DRAFT.id, Answer("v03", "1"))
        work.assessments.save_cursor(DRAFT.id, Cursor("v03", "score", 0))
        work.assessments.save_entry(DRAFT.id, Entry(uid(1), "diagnosis", {"code": "P71"}))
        work.assessments.save_entry(DRAFT.id, Entry(uid(3), "diagnosis", {"code": "L89"}))
        work.assessments.remove_entry(DRAFT.id, uid(2))
        head = replace(
            DRAFT, assessed_on=date(2026, 10, 1), reason=Reason.CHANGE, version_reason="skrivefeil"
        )
        work.assessments.save_head(head)
        work.commit()
    with begun.work() as work:
        found = work.assessments.get(DRAFT.id)
    assert found.answers == {
        "v01": Answer("v01", "4", "", NOW),
        "v02": Answer("v02", "", "bare et notat"),
        "v03": Answer("v03", "1"),
    }
    assert found.cursor == Cursor("v03", "score", 0)
    assert found.entries == (
        Entry(uid(1), "diagnosis", {"code": "P71"}),
        Entry(uid(3), "diagnosis", {"code": "L89"}),
    )
    assert (found.assessed_on, found.reason, found.version_reason) == (
        date(2026, 10, 1),
        Reason.CHANGE,
        "skrivefeil",
    )


CHANGES: list[Callable[[Assessments], None]] = [
    lambda table: table.save_answer(DRAFT.id, Answer("v01", "4")),
    lambda table: table.save_cursor(DRAFT.id, Cursor("v01")),
    lambda table: table.save_entry(DRAFT.id, Entry(uid(1), "diagnosis", {})),
    lambda table: table.remove_entry(DRAFT.id, uid(1)),
    lambda table: table.save_head(DRAFT),
    lambda table: table.finish(DRAFT.id, NOW),
    lambda table: table.discard(DRAFT.id),
]


@pytest.mark.parametrize("change", CHANGES, ids=range(len(CHANGES)))
def test_a_finished_one_is_locked(begun: UnlockedVault, change: Callable[[Assessments], None]) -> None:
    with begun.work() as work:
        work.assessments.finish(DRAFT.id, NOW)
        before = work.assessments.get(DRAFT.id)
        with pytest.raises(UserFault, match=r"^assessment\.locked$"):
            change(work.assessments)
        assert (
            work.assessments.get(DRAFT.id) == before == replace(DRAFT, state=State.FINISHED, finished_at=NOW)
        )


def test_finishing_renews_when_the_person_was_assessed(begun: UnlockedVault) -> None:
    with begun.work() as work:
        work.assessments.finish(DRAFT.id, NOW)
        assert summary(work) == (date(2026, 11, 1), False)
        assert work.assessments.draft_of(OLA.id) is None
        older = assessment(2, OLA, assessed_on=date(2025, 1, 1))
        work.assessments.add(older)
        assert summary(work) == (date(2026, 11, 1), True)
        work.assessments.finish(older.id, NOW)
        assert summary(work) == (date(2026, 11, 1), False)


def test_a_new_version_replaces_the_day_of_the_old(begun: UnlockedVault) -> None:
    with begun.work() as work:
        work.assessments.finish(DRAFT.id, NOW)
        second = assessment(2, OLA, series_id=DRAFT.series_id, version=2, assessed_on=date(2026, 9, 1))
        work.assessments.add(second)
        assert summary(work) == (date(2026, 11, 1), True)
        work.assessments.finish(second.id, NOW)
        assert summary(work) == (date(2026, 9, 1), False)
        assert [each.id for each in work.assessments.of_person(OLA.id)] == [DRAFT.id, second.id]


def test_a_finished_one_can_be_added(begun: UnlockedVault) -> None:
    done = assessment(
        2, OLA, state=State.FINISHED, finished_at=NOW + timedelta(days=1), assessed_on=date(2026, 11, 5)
    )
    with begun.work() as work:
        work.assessments.add(done)
        assert summary(work) == (date(2026, 11, 5), True)
        assert work.assessments.get(done.id) == done


def test_discarding_leaves_nothing(begun: UnlockedVault) -> None:
    with begun.work() as work:
        work.assessments.discard(DRAFT.id)
        assert summary(work) == (None, False)
        for table in ("assessment", "answer", "entry"):
            assert begun._database.rows(f"SELECT count(*) FROM {table}") == [(0,)]
        with pytest.raises(UserFault, match=r"^assessment\.locked$"):
            work.assessments.discard(AssessmentId("nothing"))
