"""The clock of a request: never later than the law, whatever the day it came."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.domain.consent import Consent, Giver, Way, why_not
from kpr_desktop.domain.dates import months_after
from kpr_desktop.domain.ids import DeviceId, PersonId, UserId
from kpr_desktop.domain.rights import Outcome, RequestKind, RequestState, RightsRequest, due_after

DAYS = st.dates(date(2020, 1, 1), date(2099, 12, 31))
MAYBE = st.none() | DAYS


def request(received_on: date) -> RightsRequest:
    return RightsRequest(
        "r", PersonId("p"), RequestKind.ACCESS, received_on, UserId("u"), Giver.PERSON, "", "", due_after(received_on),
        datetime(2026, 11, 23), UserId("u"),  # noqa: DTZ001 - no time is read from it
    )  # fmt: skip


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 23), date(2026, 12, 23)),
        (date(2026, 12, 31), date(2027, 1, 30)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 2, 10), date(2028, 3, 10)),
        (date(2026, 2, 1), date(2026, 3, 1)),
    ],
)
def test_thirty_days_and_never_more_than_the_month(received: date, due: date) -> None:
    assert due_after(received) == due


@given(DAYS)
def test_the_last_day(received: date) -> None:
    due = due_after(received)
    assert timedelta(28) <= due - received <= timedelta(30)
    assert due <= months_after(received, 1)


@given(DAYS, DAYS, MAYBE, MAYBE)
def test_a_state_for_every_day(
    received: date, today: date, extended: date | None, answered: date | None
) -> None:
    asked = replace(request(received), extended_to=extended, answered_on=answered)
    assert asked.due == (extended or asked.due_on)
    state = asked.state_on(today)
    if answered is not None:
        assert state is RequestState.ANSWERED
    else:
        left = (asked.due - today).days
        assert (state is RequestState.OVERDUE) == (left < 0)
        assert (state is RequestState.SOON) == (0 <= left <= 7)
        assert (state is RequestState.OPEN) == (left > 7)


@given(DAYS)
def test_it_is_put_off_by_two_months_at_most(received: date) -> None:
    asked = request(received)
    assert timedelta(59) <= asked.longest - asked.due_on <= timedelta(62)
    assert asked.longest <= received + timedelta(92)


def test_the_words_of_a_request() -> None:
    assert [each.value for each in RequestKind] == ["access", "log", "correction", "deletion", "restriction"]
    assert [each.value for each in Outcome] == ["granted", "partly", "refused"]


# --- consents


def consent(first: date, ends: date | None, withdrawn: date | None) -> Consent:
    return Consent(
        "c", PersonId("p"), DeviceId("d"), datetime(2026, 11, 23), UserId("u"), Giver.PERSON, "", "a", "b",  # noqa: DTZ001 - as above
        Way.SPOKEN, first, ends, withdrawn,
    )  # fmt: skip


@given(DAYS, MAYBE, MAYBE, DAYS, DAYS)
def test_a_consent_ends_once_and_for_all(
    first: date, ends: date | None, withdrawn: date | None, day: date, today: date
) -> None:
    made = consent(first, ends, withdrawn)
    usable = made.usable_on(day, today)
    assert usable == (
        first <= day
        and (ends is None or day < ends)
        and (withdrawn is None or (day < withdrawn and today < withdrawn))
    )
    if usable:
        assert made.holds_on(day)
    if withdrawn is not None and withdrawn <= today:
        assert made.state_on(today) == "withdrawn"
        assert not any(made.usable_on(day + timedelta(each), today) for each in range(-40, 41, 10))
    else:
        assert (made.state_on(today) == "holds") == made.holds_on(today)
    why = why_not(made, "consent", day, today)
    assert (why == "") == usable
    assert why in ("", "withdrawn", "expired")
    assert why_not(made, "representative", day, today) == why_not(None, "consent", day, today) == "unknown"
