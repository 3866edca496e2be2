"""Rows of a repeating item that are still being typed: kept at every gesture, never more than a draft."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from kpr_desktop.domain.assessment import Cursor, Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.problems import Severity
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.interview import Interview
from kpr_desktop.usecases.interview_values import NOTE_LIMIT
from kpr_desktop.usecases.records import YearlyExtract
from tests.support.world import TODAY, World

HALF = {"from": "1. okt"}
WHOLE = {"kind": "24", "from": "01.10.2026"}
"""A decision on coercion: type and first day are what it must have."""


@pytest.fixture
def person(training: World) -> PersonId:
    return training.services.persons.register(training.form()).id


@pytest.fixture
def interview(training: World, person: PersonId) -> Interview:
    return training.services.interviews.start(person, TODAY, Reason.PERIODIC)


def typed(interview: Interview) -> dict[str, str] | None:
    row = interview.unfinished("coercion")
    return row.typed if row else None


def actions(world: World) -> Counter[str]:
    with world.session.work() as work:
        return Counter(e.action for e in work.records.log_entries(limit=100))


def unfinished(interview: Interview) -> list[str]:
    return [p.target for p in interview.problems() if p.code == "assessment.row_unfinished"]


def test_a_half_row_is_there_after_opening_again(training: World, interview: Interview) -> None:
    for end in range(1, len("1. okt") + 1):
        interview.type_row("coercion", {"from": "1. okt"[:end]}, "", "from", end)
    training.reopen()
    again = training.services.interviews.resume(interview.assessment.id)
    assert typed(again) == HALF
    assert again.cursor == Cursor("coercion", "row.from", 6)
    assert again.assessment == interview.assessment
    assert actions(training)["interview.entry_begun"] == 1


def test_a_half_row_is_no_row(interview: Interview) -> None:
    interview.type_row("coercion", HALF)
    assert interview.entries("coercion") == ()
    assert "coercion" not in interview.values
    (told,) = (p for p in interview.problems() if p.code == "assessment.row_unfinished")
    assert (told.target, told.severity) == ("coercion", Severity.SOFT)
    assert interview.unfinished("diagnosis") is None


def test_a_row_that_is_saved_takes_the_place_of_the_half_one(training: World, interview: Interview) -> None:
    interview.type_row("coercion", HALF)
    with pytest.raises(UserFault, match=r"interview\.entry_incomplete"):
        interview.save_entry("coercion", HALF)
    assert typed(interview) == HALF
    row = interview.save_entry("coercion", WHOLE)
    again = training.services.interviews.resume(interview.assessment.id)
    for each in (interview, again):
        assert typed(each) is None
        assert each.entries("coercion") == (row,)
    assert unfinished(interview) == []


def test_emptied_fields_and_second_thoughts_leave_nothing(training: World, interview: Interview) -> None:
    interview.type_row("coercion", HALF)
    interview.type_row("coercion", {"from": "", "unknown": "x"})
    assert typed(interview) is None
    interview.drop_row("coercion")
    interview.type_row("coercion", HALF)
    interview.drop_row("coercion")
    assert training.services.interviews.resume(interview.assessment.id).assessment.entries == ()
    assert actions(training)["interview.entry_given_up"] == 2


def test_a_change_of_a_row_is_kept_beside_the_row(training: World, interview: Interview) -> None:
    row = interview.save_entry("coercion", WHOLE)
    other = interview.save_entry("coercion", WHOLE | {"from": "02.10.2026"})
    interview.type_row("coercion", {"kind": "24", "from": ""}, row.id, "from", 0)
    again = training.services.interviews.resume(interview.assessment.id)
    kept = again.unfinished("coercion")
    assert kept is not None
    assert (kept.changes, kept.typed) == (row.id, {"kind": "24"})
    assert again.entries("coercion") == (row, other)
    again.remove_entry(other.id)
    assert again.unfinished("coercion") == kept
    again.remove_entry(row.id)
    assert again.assessment.entries == ()
    assert training.services.interviews.resume(interview.assessment.id).assessment.entries == ()


def test_a_text_that_is_too_long_is_refused_whole(interview: Interview) -> None:
    with pytest.raises(UserFault) as told:
        interview.type_row("coercion", {"from": "x" * (NOTE_LIMIT + 1)})
    assert (told.value.code, told.value.field) == ("interview.note_too_long", "coercion.from")
    assert typed(interview) is None


def test_finishing_leaves_a_half_row_out_of_everything(training: World, interview: Interview) -> None:
    interview.save_entry("coercion", WHOLE)
    interview.type_row("coercion", HALF)
    interview.type_row("diagnosis", {"code": "P"})
    done = interview.finish()
    assert [e.item for e in done.entries] == ["coercion"]
    with training.session.work() as work:
        assert work.assessments.get(done.id).entries == done.entries
        extract: YearlyExtract = training.services.submission.yearly_extract(work, TODAY.year)
    assert [len(p.assessments[0].entries) for p in extract.persons] == [1]
    revised = training.services.interviews.revise(done.id, "Skrev feil")
    assert typed(revised) is None


def test_a_draft_that_is_thrown_away_takes_its_half_rows_along(training: World, interview: Interview) -> None:
    interview.type_row("coercion", HALF)
    interview.discard()
    fresh = training.services.interviews.start(interview.person.id, date(2026, 11, 1), Reason.CHANGE)
    assert typed(fresh) is None
