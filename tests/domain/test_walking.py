"""The way through an interview under any skip logic and any answers, and through the real code book.

A walk here is a person's: answer, go on, go back, jump, change an answer given long ago, go on again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.model import CodeBook, ItemKind
from kpr_desktop.domain.navigation import Condition, Step, following, is_visible, missing, preceding, visible

BOOK = CodeBooks().edition(2026)
CODES = ("1", "2", "9")
Answers = dict[str, str]


@st.composite
def skip_logic(draw: st.DrawFn) -> list[Step]:
    """Steps whose conditions look back at any earlier step: chains, several on one, and those on a hidden one."""
    steps: list[Step] = []
    for n in range(draw(st.integers(1, 14))):
        condition = None
        if n and draw(st.booleans()):
            asked = draw(st.sampled_from(steps)).item
            condition = Condition(asked, frozenset(draw(st.sets(st.sampled_from(CODES), min_size=1))))
        steps.append(Step(f"i{n}", f"g{n // 3}", draw(st.booleans()), condition))
    return steps


def allowed(book: CodeBook, item: str) -> list[str]:
    """What may be answered to an item of the real code book; any date, and «entries» where rows stand."""
    spec = book.items[item]
    if spec.kind is ItemKind.SCORE:
        return [value.code for value in book.scales[spec.list].values]
    if spec.list in book.lists:
        return [code.code for code in book.lists[spec.list].codes]
    return ["entries" if spec.kind is ItemKind.ENTRIES else "2026-01-31"]


REAL = list(BOOK.steps)
REAL_CODES = {step.item: allowed(BOOK, step.item) for step in REAL}


def answers(steps: list[Step], codes: dict[str, list[str]] | None = None) -> st.SearchStrategy[Answers]:
    """An answer, or none, to every step, the hidden ones too."""
    return st.fixed_dictionaries(
        {s.item: st.sampled_from(["", *(codes or {}).get(s.item, CODES)]) for s in steps}
    )


def forth(steps: list[Step], values: Answers) -> list[str]:
    """Next, next, next from the first visible item until the summary."""
    shown = visible(steps, values)
    way = [shown[0].item] if shown else []
    while way and (item := following(steps, values, way[-1])) is not None:
        way.append(item)
        assert len(way) <= len(steps), "next does not end"
    return way


def holds(steps: list[Step], values: Answers) -> None:
    """What must hold of every interview under every set of answers."""
    shown = [s.item for s in visible(steps, values)]
    way = forth(steps, values)
    assert way == shown
    wanted = [s.item for s in steps if s.required and is_visible(s, values)]
    assert [item for item in way if item in set(wanted)] == wanted, "a required item was skipped"
    assert set(missing(steps, values)) <= set(way), "a missing item can not be reached"
    for one, other in pairwise(way):
        assert preceding(steps, values, other) == one
        assert following(steps, values, one) == other
    if way:
        assert preceding(steps, values, way[0]) is None
        assert following(steps, values, way[-1]) is None
    for at, item in enumerate(shown):  # after a jump to any visible item the rest of the way is the same
        rest = [item]
        while (onward := following(steps, values, rest[-1])) is not None:
            rest.append(onward)
            assert len(rest) <= len(steps), "next does not end after a jump"
        assert rest == shown[at:]


@given(st.data())
def test_any_skip_logic_under_any_answers(data: st.DataObject) -> None:
    steps = data.draw(skip_logic())
    holds(steps, data.draw(answers(steps)))


@given(answers(REAL, REAL_CODES))
def test_the_real_code_book_under_any_answers(values: Answers) -> None:
    holds(REAL, values)


@dataclass
class Person:
    """Somebody who answers, goes about freely, and changes her mind `changes` times on the way."""

    steps: list[Step]
    codes: dict[str, list[str]]
    data: st.DataObject
    changes: int
    values: Answers = field(default_factory=dict)
    presses: int = 0

    def pick(self, item: str) -> str:
        return self.data.draw(st.sampled_from(self.codes.get(item, list(CODES))))

    def walk(self) -> None:
        """To the summary. Each change of mind may cost one more walk from there, and no more."""
        limit = len(self.steps) * (self.changes + 1) + 2 * self.changes
        here: str | None = self.steps[0].item
        while here is not None:
            self.values[here] = self.pick(here)
            if self.changes and self.data.draw(st.integers(0, 5)) == 0:
                here = self._think_again(here)
            here = following(self.steps, self.values, here)
            self.presses += 1
            assert self.presses <= limit, "a change of mind made the walk go round"

    def _think_again(self, here: str) -> str:
        """Jump to any visible item, change its answer (or take it back), perhaps go back one more."""
        self.changes -= 1
        shown = [s.item for s in visible(self.steps, self.values)]
        there: str = self.data.draw(st.sampled_from(shown))
        self.values[there] = self.data.draw(st.sampled_from(["", self.pick(there)]))
        if self.data.draw(st.booleans()):
            return there
        # The item one stood on may be hidden now: back and next still lead to visible ones.
        back = preceding(self.steps, self.values, here)
        for near in (back, following(self.steps, self.values, here)):
            assert near is None or near in {s.item for s in visible(self.steps, self.values)}
        return back or here


@given(st.data())
def test_changing_ones_mind_never_goes_round(data: st.DataObject) -> None:
    steps = data.draw(skip_logic())
    person = Person(steps, {}, data, data.draw(st.integers(0, 4)))
    person.walk()
    holds(steps, person.values)


@settings(max_examples=60)
@given(st.data())
def test_changing_ones_mind_in_the_real_interview(data: st.DataObject) -> None:
    person = Person(REAL, REAL_CODES, data, data.draw(st.integers(0, 4)))
    person.walk()
    holds(REAL, person.values)
    # What the walk left open is what was taken back or became visible behind it, and one more walk asks all of it.
    for item in missing(REAL, person.values):
        assert item in forth(REAL, person.values)
        person.values[item] = person.pick(item)
    again = [item for item in missing(REAL, person.values) if item not in forth(REAL, person.values)]
    assert again == []


def test_a_planted_skip_is_seen() -> None:
    """The measure itself: a condition that looks ahead brings up a required item behind the walk."""
    ahead = [Step("a", "g", visible_when=Condition("b", frozenset({"1"}))), Step("b", "g")]
    values: Answers = {}
    here: str | None = visible(ahead, values)[0].item
    while here is not None:
        values[here] = "1"
        here = following(ahead, values, here)
    assert missing(ahead, values) == ["a"]


def test_no_condition_of_the_real_code_book_looks_ahead() -> None:
    places = {step.item: at for at, step in enumerate(REAL)}
    for step in REAL:
        if step.visible_when is not None:
            assert places[step.visible_when.item] < places[step.item]
