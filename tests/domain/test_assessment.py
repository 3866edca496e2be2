from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.domain.assessment import Answer, Assessment, Cursor, Entry, Reason, State, valid_on
from kpr_desktop.domain.ids import AssessmentId, DeviceId, PersonId, UserId

NOW = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
DAY = date(2026, 11, 20)
FIRST = Assessment(
    AssessmentId("a"), "s1", PersonId("p"), DeviceId("d"), NOW, DAY, Reason.CHANGE, UserId("u"), "Rolig Elvemo", 2026,
    state=State.FINISHED, finished_at=NOW,
)  # fmt: skip


def test_values_notes_and_rows() -> None:
    entries = (
        Entry("1", "diagnosis", {"code": "P70"}),
        Entry("2", "coercion", {}),
        Entry("3", "diagnosis", {}),
    )
    made = replace(FIRST, answers={"v01": Answer("v01", "3", "et notat")}, entries=entries)
    assert (made.value("v01"), made.note("v01")) == ("3", "et notat")
    assert (made.value("v02"), made.note("v02")) == ("", "")
    assert [e.id for e in made.entries_of("diagnosis")] == ["1", "3"]
    assert made.cursor == Cursor("", "score", 0)


def test_a_draft_is_never_valid() -> None:
    assert valid_on([replace(FIRST, state=State.DRAFT)], DAY) is None
    assert valid_on([], DAY) is None


def test_the_latest_by_the_day_is_valid() -> None:
    later = replace(FIRST, id=AssessmentId("b"), series_id="s2", assessed_on=DAY + timedelta(days=2))
    assert valid_on([FIRST, later], DAY - timedelta(days=1)) is None
    assert valid_on([FIRST, later], DAY) == FIRST
    assert valid_on([FIRST, later], DAY + timedelta(days=1)) == FIRST
    assert valid_on([later, FIRST], DAY + timedelta(days=2)) == later


def test_only_the_newest_version_counts() -> None:
    second = replace(FIRST, id=AssessmentId("b"), version=2, version_reason="Feil skår")
    for order in ([FIRST, second], [second, FIRST]):
        assert valid_on(order, DAY) == second
    moved = replace(second, assessed_on=DAY + timedelta(days=5))
    assert valid_on([FIRST, moved], DAY) is None


def test_of_two_on_one_day_the_one_finished_last() -> None:
    other = replace(FIRST, id=AssessmentId("b"), series_id="s2", finished_at=NOW + timedelta(minutes=1))
    assert valid_on([other, FIRST], DAY) == other
    without = replace(
        FIRST, id=AssessmentId("c"), series_id="s3", finished_at=None, created_at=NOW + timedelta(hours=1)
    )
    assert valid_on([without, other], DAY) == without


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3), st.integers(0, 20), st.booleans()), max_size=12)
)
def test_what_is_valid_is_finished_and_not_of_a_later_day(rows: list[tuple[int, int, int, bool]]) -> None:
    made = [
        replace(
            FIRST,
            id=AssessmentId(str(n)),
            series_id=f"s{series}",
            version=version,
            assessed_on=DAY + timedelta(days=day),
            state=State.FINISHED if done else State.DRAFT,
        )
        for n, (series, version, day, done) in enumerate(rows)
    ]
    day = DAY + timedelta(days=10)
    found = valid_on(made, day)
    if found is not None:
        assert found.state is State.FINISHED
        assert found.assessed_on <= day
        same = [a for a in made if a.series_id == found.series_id and a.state is State.FINISHED]
        assert found.version == max(a.version for a in same)
