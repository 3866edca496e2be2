"""The work list's days: when a new assessment is suggested, and who is soon there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.dates import months_after
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.worklist import REASONS, ROW_LIMIT, SHARE, first_due_from
from tests.support.world import TODAY, World


def assessed(world: World, day: date) -> PersonId:
    made = world.services.persons.register(world.form(identity=""))
    interview = world.services.interviews.start(made.id, day, Reason.PERIODIC)
    interview.answer("household", "1")
    interview.finish()
    with world.session.work() as work:
        # What the interview itself finds lacking is told by its own tests.
        work._database.run("UPDATE person SET lacking = 0")  # type: ignore[attr-defined]
        work.commit()
    return made.id


def listed(world: World) -> dict[PersonId, tuple[str, date | None]]:
    return {row.person.id: (row.why, row.day) for row in world.services.work_lists.view().rows}


def test_the_work_list_has_drafts_visits_and_due_ones(training: World) -> None:
    persons = training.services.persons
    drafted = persons.register(training.form(identity="", given_name="Rolig"))
    visited = persons.register(training.form(identity="", given_name="Kvikk", planned_visit="23.11.2026"))
    old = assessed(training, date(2025, 3, 3))
    training.services.interviews.start(drafted.id, TODAY, Reason.PERIODIC)
    assert listed(training) == {
        visited.id: ("visit", TODAY),
        drafted.id: ("draft", TODAY),
        old: ("due", date(2026, 3, 3)),
    }
    assert training.services.work_lists.view().persons == 3


def test_the_interval_of_the_municipality_decides(training: World) -> None:
    made = assessed(training, date(2025, 3, 3))
    settings = training.services.talk_settings
    for months, told in (
        ("20", ("due", date(2026, 11, 3))),
        ("21", ("soon", date(2026, 12, 3))),
        ("22", None),
    ):
        settings.set_interval(months)
        assert listed(training).get(made) == told


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2025, 11, 22), "due"),
        (date(2025, 11, 23), "soon"),
        (date(2025, 12, 23), "soon"),
        (date(2025, 12, 24), None),
    ],
)
def test_soon_is_from_today_and_thirty_days_on(training: World, day: date, why: str | None) -> None:
    made = assessed(training, day)
    assert listed(training).get(made, (None,))[0] == why


def test_who_lacks_answers_is_listed(training: World) -> None:
    made = assessed(training, date(2026, 6, 1))
    assert listed(training) == {}
    with training.session.work() as work:
        work._database.run("UPDATE person SET lacking = 7")  # type: ignore[attr-defined]
        work.commit()
    (row,) = training.services.work_lists.view().rows
    assert (row.person.id, row.why, row.lacking, row.day) == (made, "lacking", 7, date(2026, 6, 1))


@pytest.mark.parametrize("months", [1, 6, 12, 60])
def test_the_first_day_that_is_due_is_exact(months: int) -> None:
    for offset in range(800):
        day = date(2024, 1, 1) + timedelta(days=offset)
        first = first_due_from(day, months)
        assert months_after(first, months) >= day
        assert months_after(first - timedelta(days=1), months) < day


def test_every_reason_has_an_equal_share() -> None:
    assert SHARE * len(REASONS) == ROW_LIMIT
