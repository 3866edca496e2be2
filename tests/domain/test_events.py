"""Events follow the service; what has been told is corrected or annulled, and never rewritten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpr_desktop.domain.care_service import CareService, Outcome, Pause, ProviderChange
from kpr_desktop.domain.events import FIRST_DAY, EventPlan, facts, in_chain_order, in_force, plan_events
from kpr_desktop.domain.ids import DeviceId, PersonId, ServiceId
from kpr_desktop.domain.notification import Event, EventKind, Status
from tests.support.steady import NOW, Ids

DAY = date(2026, 3, 1)
PROVIDERS = ("974760673", "971524960")


def service(**changes: object) -> CareService:
    made = CareService(
        ServiceId("s"), PersonId("p"), DeviceId("d"), NOW, type="21", outcome=Outcome.GRANTED, start=DAY
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a test's short hand


@dataclass
class Book:
    """What a vault keeps of one service's events, and the register that its numbered events were told to."""

    ids: Callable[[], str] = field(default_factory=Ids)
    events: dict[str, Event] = field(default_factory=dict)
    numbered: list[Event] = field(default_factory=list)

    def plan(self, care: CareService, **more: object) -> EventPlan:
        made = plan_events(
            care,
            self.events.values(),
            **{"in_scope": True, "now": NOW, "new_id": self.ids, **more},  # type: ignore[arg-type]  # as above
        )
        for event_id in made.remove:
            del self.events[event_id]
        for event in made.save:
            self.events[event.id] = event
        return made

    def number(self) -> list[Event]:
        """Tell the register everything that waits."""
        told = [
            replace(e, notified_by=f"n-{e.id}")
            for e in in_chain_order(e for e in self.events.values() if e.notified_by is None)
        ]
        self.events.update({e.id: e for e in told})
        self.numbered += told
        return told

    def register(self) -> dict[str, tuple[object, ...]]:
        """Replay: what the register holds, by the GUID of the original. Written from the specification."""
        held: dict[str, tuple[object, ...] | None] = {}
        for event in self.numbered:
            content = (
                event.kind,
                event.part_id,
                event.happened_on,
                event.service_type,
                event.provider_number,
            )
            assert event.notified_by is not None
            if event.status is Status.ORIGINAL:
                assert not event.refers_to
                assert event.notified_by not in held
                held[event.notified_by] = content
            else:
                assert held[event.refers_to] is not None, "a correction of what is out of force"
                held[event.refers_to] = content if event.status is Status.REPLACES else None
        return {key: content for key, content in held.items() if content is not None}


def wanted(care: CareService, since: date = FIRST_DAY) -> list[tuple[object, ...]]:
    return [
        (f.kind, f.part_id, f.happened_on, f.service_type, f.provider_number) for f in facts(care, since, NOW)
    ]


def test_a_start_date_raises_one_event() -> None:
    (event,) = Book().plan(service()).save
    assert (event.kind, event.happened_on, event.service_type) == (EventKind.START, DAY, "21")
    assert (event.status, event.refers_to, event.notified_by) == (Status.ORIGINAL, "", None)
    assert event.id


@pytest.mark.parametrize(
    "care", [service(start=None), service(annulled=True), service(outcome=Outcome.REFUSED)], ids=str
)
def test_what_is_no_fact_raises_nothing(care: CareService) -> None:
    assert Book().plan(care) == EventPlan()


def test_outside_the_scope_nothing_is_raised() -> None:
    assert Book().plan(service(), in_scope=False) == EventPlan()


def test_a_waiting_event_follows_the_service() -> None:
    book = Book()
    book.plan(service())
    (first,) = book.events
    (moved,) = book.plan(service(start=DAY + timedelta(days=1))).save
    assert (moved.id, moved.happened_on) == (first, DAY + timedelta(days=1))
    assert book.plan(service(start=DAY + timedelta(days=1))) == EventPlan()
    assert book.plan(service(start=None)).remove == (first,)
    assert not book.events


def test_a_told_event_is_replaced_and_the_correction_is_taken_back_when_it_is_not_needed() -> None:
    book = Book()
    book.plan(service())
    (told,) = book.number()
    (correction,) = book.plan(service(start=DAY + timedelta(days=1))).save
    assert (correction.status, correction.refers_to) == (Status.REPLACES, told.notified_by)
    assert correction.id != told.id
    assert book.events[told.id] == told
    assert book.plan(service()).remove == (correction.id,)


def test_a_correction_of_a_correction_refers_to_the_original() -> None:
    book = Book()
    book.plan(service())
    (original,) = book.number()
    for days in (1, 2, 3):
        book.plan(service(start=DAY + timedelta(days=days)))
        (correction,) = book.number()
        assert (correction.status, correction.refers_to) == (Status.REPLACES, original.notified_by)
    book.plan(service(annulled=True))
    (annulment,) = book.number()
    assert (annulment.status, annulment.refers_to) == (Status.ANNULS, original.notified_by)
    assert annulment.happened_on == DAY + timedelta(days=3)
    assert book.register() == {}


def test_after_an_annulment_the_fact_is_a_new_original() -> None:
    book = Book()
    book.plan(service())
    (first,) = book.number()
    book.plan(service(annulled=True))
    book.number()
    assert book.plan(service(annulled=True)) == EventPlan()
    (again,) = book.plan(service()).save
    assert (again.status, again.refers_to) == (Status.ORIGINAL, "")
    book.number()
    book.plan(service(start=DAY + timedelta(days=1)))
    (correction,) = book.number()
    assert correction.refers_to == f"n-{again.id}" != first.notified_by


def test_a_correction_that_waits_turns_into_an_annulment() -> None:
    book = Book()
    book.plan(service())
    book.number()
    (correction,) = book.plan(service(start=DAY + timedelta(days=1))).save
    (turned,) = book.plan(service(start=None)).save
    assert (turned.id, turned.status, turned.happened_on) == (correction.id, Status.ANNULS, DAY)


def test_what_was_told_of_another_identity_is_told_again_once() -> None:
    book = Book()
    ended = service(end=DAY + timedelta(days=9))
    book.plan(ended)
    told = {e.id for e in book.number()}
    again = book.plan(ended, other_person=told).save
    assert [e.status for e in again] == [Status.REPLACES, Status.REPLACES]
    assert book.plan(ended, other_person=told) == EventPlan()
    book.number()
    assert book.plan(ended, other_person=told) == EventPlan()


def test_a_pause_has_two_events_with_the_same_id() -> None:
    paused = service(pauses=(Pause("x", DAY + timedelta(days=5), DAY + timedelta(days=9)),))
    kinds = {(e.kind, e.pause_id) for e in Book().plan(paused).save}
    assert kinds == {(EventKind.START, ""), (EventKind.PAUSE_BEGINS, "x"), (EventKind.PAUSE_ENDS, "x")}
    still = service(pauses=(Pause("x", DAY + timedelta(days=5)),))
    assert {e.kind for e in Book().plan(still).save} == {EventKind.START, EventKind.PAUSE_BEGINS}


def test_each_change_of_provider_is_an_event_of_its_own() -> None:
    first, second = PROVIDERS
    care = service(
        provider_number=first,
        changes=(
            ProviderChange("a", DAY, second),  # from the first day on: the start tells of it
            ProviderChange("b", DAY + timedelta(days=5), first),
            ProviderChange("c", DAY + timedelta(days=9), "", "Uten nummer"),
            ProviderChange("d", DAY + timedelta(days=12), second),
        ),
    )
    made = {(e.kind, e.part_id): e.provider_number for e in Book().plan(care).save}
    assert made == {
        (EventKind.START, ""): second,
        (EventKind.PROVIDER_CHANGED, "b"): first,
        (EventKind.PROVIDER_CHANGED, "d"): second,
    }
    assert {e.pause_id for e in Book().plan(care).save} == {""}
    assert [care.provider_on(DAY + timedelta(days=d)) for d in (-1, 0, 5, 10, 12)] == [
        first, second, first, "", second,
    ]  # fmt: skip


def test_the_end_of_a_pause_is_told_only_where_the_service_goes_on() -> None:
    paused = service(pauses=(Pause("x", DAY, DAY + timedelta(days=5)),))
    told = {days: replace(paused, end=DAY + timedelta(days=days)) for days in (4, 5, 6)}
    kinds = {days: [f.kind for f in facts(care, FIRST_DAY, NOW)] for days, care in told.items()}
    assert [EventKind.PAUSE_ENDS in kinds[days] for days in (4, 5, 6)] == [False, False, True]
    book = Book()
    book.plan(paused)
    book.number()
    plan = book.plan(told[5])
    assert {(e.kind, e.status) for e in plan.save} == {
        (EventKind.PAUSE_ENDS, Status.ANNULS),
        (EventKind.END, Status.ORIGINAL),
    }


def test_the_first_load_tells_what_still_runs_on_the_first_day() -> None:
    before, after = DAY - timedelta(days=30), DAY + timedelta(days=30)
    care = service(
        start=before,
        provider_number=PROVIDERS[0],
        changes=(
            ProviderChange("a", before + timedelta(days=3), PROVIDERS[1]),
            ProviderChange("b", after, PROVIDERS[0]),
        ),
        pauses=(
            Pause("over", before, before + timedelta(days=2)),
            Pause("runs", before, DAY),
            Pause("open", before),
        ),
    )
    made = {(e.kind, e.part_id): e.happened_on for e in Book().plan(care, since=DAY).save}
    assert made == {
        (EventKind.START, ""): before,
        (EventKind.PROVIDER_CHANGED, "b"): after,
        (EventKind.PAUSE_BEGINS, "runs"): before,
        (EventKind.PAUSE_ENDS, "runs"): DAY,
        (EventKind.PAUSE_BEGINS, "open"): before,
    }
    start = next(e for e in Book().plan(care, since=DAY).save if e.kind is EventKind.START)
    assert start.provider_number == PROVIDERS[1]
    assert Book().plan(replace(care, end=DAY - timedelta(days=1)), since=DAY) == EventPlan()
    assert Book().plan(replace(care, end=DAY), since=DAY).save


def test_the_order_within_one_save_is_start_before_pause_before_end() -> None:
    care = service(end=DAY + timedelta(days=20), pauses=(Pause("x", DAY, DAY + timedelta(days=1)),))
    made = in_chain_order(reversed(Book().plan(care).save))
    assert [e.kind.value for e in made] == [
        "TjenesteStart", "MidlertidigStoppFra", "MidlertidigStoppTil", "TjenesteSlutt",
    ]  # fmt: skip


def test_a_start_that_is_corrected_while_it_waits_still_comes_before_the_pause() -> None:
    later = NOW + timedelta(hours=1)
    book = Book()
    book.plan(service(pauses=(Pause("x", DAY, None),)))
    book.plan(service(start=DAY - timedelta(days=1), pauses=(Pause("x", DAY, None),)), now=later)
    other = replace(
        next(iter(Book().plan(service()).save)),
        id="b",
        service_id=ServiceId("b"),
        registered_at=NOW + timedelta(minutes=1),
    )
    made = in_chain_order([other, *book.events.values()])
    assert [(e.kind.value, e.registered_at) for e in made] == [
        ("TjenesteStart", later), ("MidlertidigStoppFra", NOW), ("TjenesteStart", other.registered_at),
    ]  # fmt: skip


def test_in_force_is_what_the_register_holds_now() -> None:
    book = Book()
    ended = service(end=DAY + timedelta(days=9))
    book.plan(ended)
    book.number()
    book.plan(replace(ended, end=None))
    assert {e.kind for e in in_force(book.events.values())} == {EventKind.START, EventKind.END}
    book.number()
    assert {e.kind for e in in_force(book.events.values())} == {EventKind.START}


_days = st.integers(0, 40).map(lambda n: DAY - timedelta(days=20) + timedelta(days=n))
_maybe = st.none() | _days
_changes = st.lists(
    st.builds(ProviderChange, st.sampled_from("abc"), _days, st.sampled_from(("", *PROVIDERS))),
    max_size=3,
    unique_by=lambda c: c.id,
).map(lambda found: tuple(sorted(found, key=lambda c: c.since)))
_pauses = st.lists(
    st.builds(Pause, st.sampled_from("xyz"), _days, _maybe), max_size=3, unique_by=lambda p: p.id
)
_states = st.builds(
    service,
    start=_maybe,
    end=_maybe,
    type=st.sampled_from(("21", "18")),
    provider_number=st.sampled_from(("", *PROVIDERS)),
    changes=_changes,
    pauses=_pauses.map(tuple),
    annulled=st.booleans(),
)
_steps = st.lists(
    st.tuples(_states, st.booleans(), st.booleans(), st.booleans(), st.sampled_from((FIRST_DAY, DAY))),
    min_size=1,
    max_size=8,
)


@settings(max_examples=300)
@given(_steps)
def test_any_sequence_of_edits_replays_to_what_the_service_is(
    steps: list[tuple[CareService, bool, bool, bool, date]],
) -> None:
    book = Book()
    for care, in_scope, other, number, since in steps:
        told = {e.id for e in in_force(book.events.values())} if other else set()
        book.plan(care, in_scope=in_scope, other_person=told, since=since)
        waiting = [(e.kind, e.part_id) for e in book.events.values() if e.notified_by is None]
        assert len(waiting) == len(set(waiting)), "two versions of one event wait"
        if number:
            book.number()
    book.number()
    care, in_scope, *_, since = steps[-1]
    due = wanted(care, since) if in_scope else []
    assert sorted(map(repr, book.register().values())) == sorted(map(repr, due))
    assert sorted(repr(e.id) for e in in_force(book.events.values())) == sorted(
        {
            repr(last.id)
            for last in {(e.kind, e.part_id): e for e in book.numbered}.values()
            if last.status is not Status.ANNULS
        }
    )
    if not in_scope:
        return
    assert book.plan(care, since=since) == EventPlan()
