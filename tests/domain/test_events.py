"""Events follow the service; what has been notified is never rewritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.domain.care_service import CareService, Outcome, Pause
from kpr_desktop.domain.events import EventPlan, in_chain_order, plan_events
from kpr_desktop.domain.ids import DeviceId, PersonId, ServiceId
from kpr_desktop.domain.notification import Event, EventKind
from tests.support.steady import NOW, Ids

DAY = date(2026, 3, 1)


def service(**changes: object) -> CareService:
    made = CareService(
        ServiceId("s"), PersonId("p"), DeviceId("d"), NOW, type="21", outcome=Outcome.GRANTED, start=DAY
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a test's short hand


def plan(care: CareService, existing: list[Event], *, in_scope: bool = True) -> EventPlan:
    return plan_events(care, existing, in_scope=in_scope, now=NOW, new_id=Ids())


def applied(existing: list[Event], change: EventPlan) -> list[Event]:
    kept = {e.id: e for e in existing if e.id not in change.remove}
    kept.update({e.id: e for e in change.save})
    return list(kept.values())


def test_a_start_date_raises_one_event() -> None:
    (event,) = plan(service(), []).save
    assert (event.kind, event.happened_on, event.service_type) == (EventKind.START, DAY, "21")
    assert event.id


def test_without_a_start_date_or_scope_nothing_is_raised() -> None:
    assert plan(service(start=None), []) == EventPlan()
    assert plan(service(), [], in_scope=False) == EventPlan()


def test_a_waiting_event_follows_the_service() -> None:
    events = applied([], plan(service(), []))
    moved = plan(service(start=DAY + timedelta(days=1)), events)
    (event,) = moved.save
    assert event.id == events[0].id
    assert event.happened_on == DAY + timedelta(days=1)
    assert plan(service(start=None), events).remove == (events[0].id,)
    assert plan(service(), events) == EventPlan()


def test_what_has_been_notified_is_marked_and_unmarked_but_never_rewritten() -> None:
    told = [replace(e, notified_by="n") for e in plan(service(), []).save]
    (marked,) = plan(service(start=DAY + timedelta(days=1)), told).save
    assert marked == replace(told[0], overtaken=True)
    (unmarked,) = plan(service(), [marked]).save
    assert unmarked == told[0]
    (gone,) = plan(service(start=None), told).save
    assert gone.overtaken
    assert plan(service(start=None), [gone]) == EventPlan()


def test_a_pause_has_two_events_with_the_same_id() -> None:
    paused = service(pauses=(Pause("x", DAY + timedelta(days=5), DAY + timedelta(days=9)),))
    kinds = {(e.kind, e.pause_id) for e in plan(paused, []).save}
    assert kinds == {(EventKind.START, ""), (EventKind.PAUSE_BEGINS, "x"), (EventKind.PAUSE_ENDS, "x")}
    still = service(pauses=(Pause("x", DAY + timedelta(days=5)),))
    assert {e.kind for e in plan(still, []).save} == {EventKind.START, EventKind.PAUSE_BEGINS}


def test_a_new_provider_is_told_once_the_start_has_been_told() -> None:
    later = service(provider_number="974760673", provider_since=DAY + timedelta(days=20))
    waiting = applied([], plan(service(), []))
    assert {e.kind for e in applied(waiting, plan(later, waiting))} == {EventKind.START}
    told = [replace(e, notified_by="n") for e in waiting]
    (event,) = plan(later, told).save
    assert (event.kind, event.provider_number) == (EventKind.PROVIDER_CHANGED, "974760673")


def test_of_a_new_service_only_the_start_is_raised_however_often_it_is_saved() -> None:
    late = service(provider_number="974760673", provider_since=DAY + timedelta(days=20))
    events = applied([], plan(late, []))
    assert [e.kind for e in events] == [EventKind.START]
    assert plan(late, events) == EventPlan()


def test_one_provider_after_another_is_an_event_each() -> None:
    ids = Ids()

    def after(events: list[Event], care: CareService) -> list[Event]:
        change = plan_events(care, events, in_scope=True, now=NOW, new_id=ids)
        return [replace(e, notified_by="n") for e in applied(events, change)]

    first = service(provider_number="974760673", provider_since=DAY + timedelta(days=20))
    second = service(provider_number="971032081", provider_since=DAY + timedelta(days=50))
    told = after(after([], service()), first)
    (event,) = plan(second, told).save
    assert (event.kind, event.provider_number) == (EventKind.PROVIDER_CHANGED, "971032081")
    assert plan(second, after(told, second)) == EventPlan()
    # The same provider on another day, or another provider on the same day, corrects what was told.
    moved = replace(first, provider_since=DAY + timedelta(days=21))
    other = replace(first, provider_number="971032081")
    for corrected in (moved, other):
        assert [e.overtaken for e in plan(corrected, told).save] == [True]


@pytest.mark.parametrize("since", [None, DAY])
def test_a_provider_from_the_start_is_no_change(since: date | None) -> None:
    told = [replace(e, notified_by="n") for e in plan(service(), []).save]
    assert plan(service(provider_number="974760673", provider_since=since), told) == EventPlan()


def test_a_change_of_provider_without_a_number_waits_for_the_number() -> None:
    told = [replace(e, notified_by="n") for e in plan(service(), []).save]
    assert plan(service(provider_since=DAY + timedelta(days=2)), told) == EventPlan()


def test_chain_order_is_time_then_start_before_pause_before_end() -> None:
    care = service(end=DAY + timedelta(days=30), pauses=(Pause("x", DAY + timedelta(days=5)),))
    events = list(plan(care, []).save)
    assert [e.kind for e in in_chain_order(reversed(events))] == [
        EventKind.START,
        EventKind.PAUSE_BEGINS,
        EventKind.END,
    ]
    earlier = replace(events[-1], id="e", registered_at=NOW - timedelta(hours=1))
    assert in_chain_order([*events, earlier])[0] is earlier


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(
    st.lists(
        st.tuples(st.none() | DAYS, st.none() | DAYS, st.booleans(), st.booleans()), min_size=1, max_size=12
    )
)
def test_after_any_edits_the_waiting_events_agree_with_the_service(
    edits: list[tuple[date | None, date | None, bool, bool]],
) -> None:
    events: list[Event] = []
    ids = Ids()
    for start, end, paused, send in edits:
        pauses = (Pause("x", DAY),) if paused else ()
        care = service(start=start, end=end if start else None, pauses=pauses)
        change = plan_events(care, events, in_scope=True, now=NOW, new_id=ids)
        notified = {e.id: e for e in events if e.notified_by}
        events = applied(events, change)
        for event in events:
            if event.id in notified:
                assert replace(event, overtaken=False) == replace(notified[event.id], overtaken=False)
        due = {
            (e.kind, e.pause_id): e.happened_on
            for e in plan_events(care, [], in_scope=True, now=NOW, new_id=Ids()).save
        }
        told = {(e.kind, e.pause_id): e.happened_on for e in events if not e.overtaken}
        assert {k: v for k, v in told.items() if k in due} == told
        assert {k for k in due if k not in told} == {
            (e.kind, e.pause_id) for e in events if e.overtaken and (e.kind, e.pause_id) in due
        }
        if send:
            events = [replace(e, notified_by=e.notified_by or "n") for e in events]
