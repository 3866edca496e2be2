from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kpr_desktop.domain.attempts import (
    DELAYS,
    FADES,
    LONGEST,
    MACHINE_ROOM,
    MOST_KEPT,
    Book,
    Tries,
    begun,
    delay,
    right,
    settled,
    taken_back,
    told,
    waiting,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def wrong(count: int, *, key: str = "kari", at: datetime = NOON) -> Book:
    book: Book = {}
    for _ in range(count):
        book = begun(book, key, at)
    return book


def test_the_delays_are_those_of_the_design_and_never_for_good() -> None:
    assert [delay(n) for n in range(-1, 9)] == [0, 0, 0, 0, 0, 2, 5, 15, 30, 60]
    assert [delay(n) for n in range(9, 14)] == [120, 240, 480, 900, 900]
    assert max(delay(n) for n in range(10_000)) == LONGEST == 15 * 60


def test_a_user_waits_whole_seconds_and_then_no_more() -> None:
    book = wrong(5)
    assert waiting(book, "kari", NOON) == 5
    assert waiting(book, "kari", NOON + timedelta(seconds=4.5)) == 1
    assert waiting(book, "kari", NOON + timedelta(seconds=5)) == 0
    assert waiting({}, "kari", NOON) == 0


def test_one_users_wrong_tries_cost_a_colleague_less() -> None:
    book = wrong(8)
    assert waiting(book, "kari", NOON) == 60
    assert waiting(book, "ola", NOON) == delay(8 - MACHINE_ROOM) == 0
    assert waiting(wrong(13), "ola", NOON) == delay(7) == 30


def test_the_machine_waits_when_every_try_has_another_name() -> None:
    book: Book = {}
    total, now = 0, NOON
    for number in range(100):
        book = begun(settled(book, now), f"user {number}", now)
        left = waiting(book, "somebody", now)
        total, now = total + left, now + timedelta(seconds=left)
    assert total == sum(DELAYS) + (100 - MACHINE_ROOM - len(DELAYS)) * LONGEST == 75_652


def test_a_clock_set_back_makes_the_wait_whole_again_and_it_ends() -> None:
    book, early = wrong(8), NOON - timedelta(days=300)
    held = settled(book, early)
    assert waiting(held, "kari", early) == 60
    assert waiting(settled(held, early + timedelta(seconds=60)), "kari", early + timedelta(seconds=60)) == 0


def test_a_count_fades_after_a_day_but_is_still_to_be_told_of() -> None:
    book = wrong(30)
    assert waiting(settled(book, NOON + FADES - timedelta(seconds=1)), "kari", NOON) == LONGEST
    faded = settled(book, NOON + FADES)
    assert faded == {"kari": Tries(0, 30, NOON)}
    assert waiting(faded, "kari", NOON + FADES) == 0


def test_a_right_try_ends_the_users_count() -> None:
    assert right(wrong(1), "kari") == {}
    assert right({}, "kari") == {}
    assert right(wrong(4), "kari") == {"kari": Tries(0, 3, NOON)}


def test_a_try_that_was_not_judged_is_taken_back() -> None:
    later = NOON + timedelta(hours=1)
    before = wrong(4)
    book = taken_back(begun(before, "kari", later), "kari", before["kari"])
    assert book == before
    assert taken_back(wrong(1), "kari", None) == {}
    assert taken_back({}, "kari", None) == {}
    both = wrong(2)
    assert taken_back(both, "kari", None) == {"kari": Tries(1, 1, NOON)}


def test_the_file_does_not_grow_for_ever() -> None:
    book: Book = {}
    for number in range(MOST_KEPT + 5):
        book = begun(book, f"user {number}", NOON + timedelta(seconds=number))
    assert len(book) == MOST_KEPT
    assert "user 4" not in book
    assert "user 5" in book


@pytest.mark.parametrize("count", [1, 3, 4, 20])
def test_every_try_makes_the_wait_no_shorter(count: int) -> None:
    assert waiting(wrong(count + 1), "kari", NOON) >= waiting(wrong(count), "kari", NOON)


def test_what_the_log_has_told_of_still_counts() -> None:
    book = told(told(wrong(2), "kari"), "kari")
    assert book == {"kari": Tries(2, 0, NOON)} == told(book, "kari")
    assert told({}, "kari") == {}
    later = NOON + timedelta(hours=1)
    assert taken_back(begun(book, "kari", later), "kari", book["kari"]) == book  # a full disk is no pardon
    assert right(begun(book, "kari", later), "kari") == {}
