from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.domain.generations import DAYS, MONTHS, WEEKS, Generation, superfluous
from tests.support.steady import NOW


def daily(days_ago: int, *, hour: int = 15, daily: bool = True) -> Generation:
    time = NOW.replace(hour=hour) - timedelta(days=days_ago)
    return Generation(f"{time:%Y%m%d-%H}-{daily}", time, daily)


def test_a_year_of_daily_backups_leaves_seven_days_four_weeks_twelve_months() -> None:
    made = [daily(n) for n in range(400)]
    going = set(superfluous(made))
    kept = [each for each in made if each.name not in going]
    assert kept[:7] == made[:7]
    assert len({each.made_at.date() for each in kept}) == len(kept)
    months = {(each.made_at.year, each.made_at.month) for each in kept}
    assert len(months) == MONTHS
    weeks = {tuple(each.made_at.isocalendar())[:2] for each in made[:28]}
    assert weeks <= {tuple(each.made_at.isocalendar())[:2] for each in kept}
    assert len(kept) <= DAYS + WEEKS + MONTHS
    assert superfluous(kept) == [], "what is kept is kept the next time too"


def test_only_the_newest_of_a_day_stays_but_for_those_made_for_a_reason() -> None:
    morning, noon, evening = daily(0, hour=8), daily(0, hour=12, daily=False), daily(0, hour=16)
    assert superfluous([evening, morning, noon]) == [morning.name]


def test_one_made_for_a_reason_goes_when_seven_newer_days_have_a_backup() -> None:
    old = [daily(40, hour=9, daily=False), daily(40)]
    newer = [daily(n) for n in range(DAYS)]
    assert superfluous([*old, *newer]) == [old[0].name]
    assert superfluous([*old, *newer[1:]]) == []


def test_nothing_and_one() -> None:
    assert superfluous([]) == []
    assert superfluous([daily(1000)]) == []


@given(st.lists(st.tuples(st.integers(0, 100_000), st.booleans()), max_size=60))
def test_the_newest_always_stays(hours: list[tuple[int, bool]]) -> None:
    made = [
        Generation(f"{number:03}", NOW - timedelta(hours=ago), kind)
        for number, (ago, kind) in enumerate(hours)
    ]
    going = superfluous(made)
    assert len(set(going)) == len(going)
    if made:
        newest = max(made, key=lambda each: (each.made_at, each.name))
        assert newest.name not in going


def test_the_time_zone_of_each_backup_decides_its_day() -> None:
    late = Generation("a", datetime.fromisoformat("2026-11-22T23:30:00+01:00"))
    next_day = Generation("b", datetime.fromisoformat("2026-11-23T00:30:00+01:00"))
    assert superfluous([late, next_day]) == []
