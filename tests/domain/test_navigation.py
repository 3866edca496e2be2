from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.domain.navigation import (
    Condition,
    Step,
    first_open,
    following,
    is_visible,
    missing,
    preceding,
    visible,
)

BOOK = CodeBooks().edition(2026)
VALUES = ("", "1", "2", "9")


@st.composite
def interviews(draw: st.DrawFn) -> tuple[list[Step], dict[str, str]]:
    """Steps whose conditions look back, and answers to some of them."""
    steps: list[Step] = []
    for n in range(draw(st.integers(1, 12))):
        condition = None
        if n and draw(st.integers(0, 1)):
            asked = draw(st.sampled_from(steps)).item
            condition = Condition(asked, frozenset(draw(st.sets(st.sampled_from(VALUES[1:]), min_size=1))))
        steps.append(Step(f"i{n}", f"g{n // 3}", bool(draw(st.integers(0, 1))), condition))
    return steps, {s.item: draw(st.sampled_from(VALUES)) for s in steps}


def walk(steps: list[Step], values: dict[str, str]) -> list[str]:
    """Item by item from the first visible one; answering changes nothing here."""
    shown = visible(steps, values)
    way = [shown[0].item] if shown else []
    while way and (item := following(steps, values, way[-1])) is not None:
        way.append(item)
        assert len(way) <= len(steps), "does not end"
    return way


@given(interviews())
def test_navigation_ends_and_skips_nothing_that_is_shown(made: tuple[list[Step], dict[str, str]]) -> None:
    steps, values = made
    assert walk(steps, values) == [s.item for s in visible(steps, values)]


@given(interviews())
def test_back_is_the_way_forth_reversed(made: tuple[list[Step], dict[str, str]]) -> None:
    steps, values = made
    way = walk(steps, values)
    for one, next_one in pairwise(way):
        assert preceding(steps, values, next_one) == one
    if way:
        assert preceding(steps, values, way[0]) is None


@given(interviews(), st.data())
def test_answering_as_one_goes_ends_and_leaves_no_required_item_open(
    made: tuple[list[Step], dict[str, str]], data: st.DataObject
) -> None:
    steps, _ = made
    values: dict[str, str] = {}
    item = first_open(steps, values)
    asked = 0
    while item is not None:
        values[item] = data.draw(st.sampled_from(VALUES[1:]))
        item = following(steps, values, item)
        asked += 1
        assert asked <= len(steps)
    # Conditions look back, so one walk shows everything there is to show.
    assert missing(steps, values) == []
    assert first_open(steps, values) is None


@given(st.data())
def test_the_real_interview_ends_and_asks_all_that_is_required(data: st.DataObject) -> None:
    steps = list(BOOK.steps)
    values: dict[str, str] = {}
    item: str | None = steps[0].item
    way: list[str] = []
    while item is not None:
        way.append(item)
        spec = BOOK.items[item]
        codes = [c.code for c in BOOK.lists[spec.list].codes] if spec.list in BOOK.lists else ["3", "9"]
        values[item] = data.draw(st.sampled_from(codes))
        item = following(steps, values, item)
    assert way == [s.item for s in visible(steps, values)]
    assert missing(steps, values) == []


def test_a_step_may_become_invisible_under_the_cursor() -> None:
    steps = [Step("a", "g"), Step("b", "g", visible_when=Condition("a", frozenset({"1"}))), Step("c", "g")]
    assert is_visible(steps[1], {"a": "1"})
    assert not is_visible(steps[1], {"a": "2"})
    assert following(steps, {"a": "2"}, "b") == "c"
    assert preceding(steps, {"a": "2"}, "b") == "a"
    assert following(steps, {}, "c") is None


def test_open_and_missing() -> None:
    steps = [Step("a", "g"), Step("b", "g", required=False), Step("c", "g")]
    assert first_open(steps, {"a": "1"}) == "b"
    assert first_open(steps, {"a": "1", "b": "1", "c": "1"}) is None
    assert missing(steps, {"c": ""}) == ["a", "c"]
