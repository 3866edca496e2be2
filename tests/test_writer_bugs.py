"""Each deliberate bug of a writer is caught by the independent receiver: a fault, or another picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.prove.receiver import Receiver
from tests.prove.receiver_hand import START, Hand, clean_series
from tests.prove.receiver_rules import Rules
from tests.prove.writer_bugs import BUGS, Bug, NoPlaceError

# What must give each away: a code, or "picture" where the messages are all well and the world is another.
SIGN = {
    "number_repeated": "chain.number_not_rising",
    "numbers_as_text": "chain.not_sorted",
    "previous_skipped": "chain.gap",
    "chain_begins_anew": "chain.zero_again",
    "first_not_zero": "chain.first_not_zero",
    "wrong_order": "chain.number_not_rising",
    "dropped": "chain.gap",
    "message_lost": "chain.gap",
    "messages_swapped": "chain.first_not_zero",
    "again_as_new": "start.twice",
    "again_as_it_is_now": "chain.guid_reused",
    "reference_to_correction": "ref.not_original",
    "reference_to_event": "ref.unknown",
    "reference_left_out": "ref.missing",
    "event_guid_kept": "event.guid_reused",
    "new_service_id": "correction.service_changed",
    "new_pause_id": "correction.pause_changed",
    "correction_as_original": "end.twice",
    "correction_left_out": "service.person_differs",
    "annulment_left_out": "picture",
    "annulment_as_correction": "picture",
    "person_left_in_one": "service.person_differs",
    "never_told": "picture",
    "end_off_by_one": "picture",
    "stop_to_without_from": "pause.to_without_from",
    "stop_to_with_own_id": "pause.to_without_from",
    "provider_of_today": "picture",
    "two_events_in_one": "event.not_one",
    "contact_left_out": "contact.no_17",
    "prohibited_written": "field.prohibited",
    "day_as_moment": "schema.invalid",
    "provider_without_number": "field.missing",
}


def receive(messages: Sequence[bytes], rules: Rules | None) -> Receiver:
    found = Receiver(rules)
    for message in messages:
        found.receive(message)
    return found


def caught(bug: Bug, rules: Rules | None) -> set[str]:
    """The signs by which the bug shows; empty when nothing does."""
    clean = receive(clean_series(), rules)
    assert clean.hard() == []
    wrong = receive(bug.apply(clean_series()), rules)
    signs = {fault.code for fault in wrong.hard()}
    return signs | ({"picture"} if wrong.state() != clean.state() else set())


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_each_bug_is_caught(bug: Bug) -> None:
    signs = caught(bug, None)
    if bug.by_rules:
        assert signs == set()
    elif SIGN[bug.name].startswith(("field.", "schema.")):
        assert signs == {"picture"}
    else:
        assert SIGN[bug.name] in signs


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_each_bug_is_caught_with_schema_and_fields(bug: Bug, official_xsd: Path) -> None:
    rules = Rules(official_xsd, official_xsd.parent / "data" / "ipl56_fields.csv")
    signs = caught(bug, rules)
    assert SIGN[bug.name] in signs


def test_the_bugs_are_many_and_different() -> None:
    assert [bug.name for bug in BUGS] == list(SIGN)
    assert len({tuple(bug.apply(clean_series())) for bug in BUGS}) == len(BUGS) >= 12


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_bug_leaves_the_series_it_was_given_alone_and_does_the_same_each_time(bug: Bug) -> None:
    series = clean_series()
    assert bug.apply(series) == bug.apply(series)
    assert series == clean_series()


def test_a_series_without_a_place_is_told() -> None:
    hand = Hand()
    hand.n(START)
    places = 0
    for bug in BUGS:
        try:
            bug.apply(hand.sent or hand.send().sent)
            places += 1
        except NoPlaceError:
            pass
    assert places < len(BUGS) // 3
