from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpr_desktop.store import search
from kpr_desktop.store.unit_of_work import Work
from kpr_desktop.store.vault import UnlockedVault
from tests.support.vaults import person

LETTERS = "abcdefghijklmnopqrstuvwxyzæøåABCÆØÅéèüčđŋšŧžáß'-"
WORDS = st.text(LETTERS, min_size=1, max_size=12).filter(lambda word: any(c.isalpha() for c in word))
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@pytest.fixture
def work(shared: UnlockedVault) -> Iterator[Work]:
    """Taken back after the test."""
    with shared.work() as work:
        yield work


def found(work: Work, typed: str, *, limit: int = 50, hidden: bool = False) -> list[str]:
    return [each.name for each in work.persons.find_by_name(typed, limit=limit, hidden=hidden)]


def add(work: Work, *names: str) -> None:
    for number, name in enumerate(names):
        work.persons.add(person(number, name))


@given(name=NAMES, data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_part_of_a_word_finds_the_person(shared: UnlockedVault, name: str, data: st.DataObject) -> None:
    with shared.work() as work:
        add(work, "Rask Bjørkedal", name)
        words = [word for word in name.replace("-", " ").replace("'", " ").split() if len(word) >= 2]
        for word in words:
            start = data.draw(st.integers(0, len(word) - 2))
            part = word[start : data.draw(st.integers(start + 2, len(word)))]
            assert name in found(work, part)
            assert name in found(work, part.upper())
        assert name in found(work, name)
        assert name in found(work, " ".join(reversed(name.split())))


@given(first=WORDS, second=WORDS, third=WORDS, data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_beginnings_of_two_words_find_the_person(
    shared: UnlockedVault, first: str, second: str, third: str, data: st.DataObject
) -> None:
    with shared.work() as work:
        name = f"{first} {second} {third}"
        add(work, name)
        begins = [word[: data.draw(st.integers(1, len(word)))] for word in (first, second, third)]
        typed = [begin for begin in begins if any(c.isalpha() for c in begin)]
        if len(typed) >= 2:
            one, two = data.draw(st.permutations(typed))[:2]
            assert name in found(work, f"{one} {two}")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("bl fj", ["Blid Fjellbekk"]),
        ("fj bl", ["Blid Fjellbekk"]),
        ("fjellbekk blid", ["Blid Fjellbekk"]),
        ("  FJELL   ", ["Blid Fjellbekk"]),
        ("rask", ["Rask Blidsø", "Blid-Rask Øye"]),
        ("blid", ["Blid Fjellbekk", "Rask Blidsø", "Blid-Rask Øye"]),
        ("lid", ["Blid Fjellbekk", "Blid-Rask Øye", "Rask Blidsø"]),
        ("ørn", []),
        ("", []),
        (" - ", []),
        ("%", []),
        ("_", []),
        ("bl x", []),
        ("ell lid", ["Blid Fjellbekk"]),
        ("bl fj x", []),
        ("bl ra øy", ["Blid-Rask Øye"]),
    ],
)
def test_what_is_typed(work: Work, typed: str, expected: list[str]) -> None:
    add(work, "Blid Fjellbekk", "Rask Blidsø", "Blid-Rask Øye")
    assert sorted(found(work, typed)) == sorted(expected)


def test_a_words_beginning_comes_before_its_inside_and_then_the_name_decides(work: Work) -> None:
    add(work, "Zorro Ane", "Jane Bo", "Mane Bo", "Ane Bo")
    assert found(work, "ane") == ["Ane Bo", "Zorro Ane", "Jane Bo", "Mane Bo"]


def test_the_limit_keeps_beginnings(work: Work) -> None:
    add(work, "Jane Bo", "Ane Bo", "Ane Ane", "Ane Di")
    assert len(found(work, "ane", limit=2)) == 2
    assert "Jane Bo" not in found(work, "ane", limit=3)


def test_two_parts_are_found_among_more_names_than_are_scanned(
    shared: UnlockedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SCAN_ROWS", 20)
    with shared.work() as work:
        add(work, *(f"Blid Bekk{number}" for number in range(60)), "Blid Øyfjell")
        assert found(work, "bl øy") == ["Blid Øyfjell"]


def test_the_number_of_first_words_tried_is_bounded(
    shared: UnlockedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SCAN_WORDS", 2)
    monkeypatch.setattr(search, "SCAN_ROWS", 2)
    with shared.work() as work:
        add(work, "Bla Aa", "Ble Aa", "Bli Aa", "Blo Zz")
        assert found(work, "bl zo") == []


def test_no_more_keys_than_promised_are_read(shared: UnlockedVault) -> None:
    with shared.work() as work:
        work.persons.add(person(1, "Fjell" * 2000))
        assert found(work, "fjellfjell") == ["Fjell" * 2000]
        (rows,) = shared._database.one("SELECT count(*) FROM person_search")
        assert rows <= 200
