"""The municipality's order of groups: complete, tolerant of what is unknown, and never against the skip logic."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.ordering import ordered
from kpr_desktop.domain.navigation import Condition
from kpr_desktop.errors import UserFault


@pytest.fixture(scope="module")
def book() -> CodeBook:
    return CodeBooks().edition(2026)


def ids(book: CodeBook) -> list[str]:
    return [group.id for group in book.groups]


def test_what_is_named_comes_first_and_the_rest_follows(book: CodeBook) -> None:
    found = ordered(book, ["senses", "unknown", "health", "senses", ""])
    ours = ids(book)
    assert ids(found) == ["senses", "health", *(g for g in ours if g not in ("senses", "health"))]
    assert found.items == book.items
    assert sorted(s.item for s in found.steps) == sorted(s.item for s in book.steps)
    assert ids(book) == ours


@pytest.mark.parametrize("named", [[], ["unknown"], ["social"]])
def test_our_own_order_gives_the_same_book(book: CodeBook, named: list[str]) -> None:
    assert ordered(book, named) is book


def test_any_order_of_our_groups_is_allowed(book: CodeBook) -> None:
    for first in permutations(ids(book), 2):
        assert ids(ordered(book, first))[:2] == list(first)


def test_an_item_never_comes_before_the_one_that_it_depends_on(book: CodeBook) -> None:
    asks = replace(book.items["v13"], visible_when=Condition("household", frozenset({"1"})))
    book = ordered(replace(book, items={**book.items, "v13": asks}), ["living"])
    assert ids(ordered(book, ["living", "senses"]))[:2] == ["living", "senses"]
    with pytest.raises(UserFault) as told:
        ordered(book, ["senses", "living"])
    assert (told.value.code, told.value.field) == ("settings.order_skip", "group_order")
    assert told.value.params == {"later": "Syn og hørsel", "first": "Bosituasjon"}
