"""What has changed: which kind, how far, and when a reason is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.domain.assessment import Answer, Assessment
from kpr_desktop.domain.changes import Change, ChangeKind, Expectations, compare, on_scale
from tests.codebook.rule_cases import assessment

SCORES = ("", "1", "2", "3", "4", "5", "9")
EXPECTED = Expectations(jump=2, improvement=2, items={"v15": 1})
MIRRORED = {
    ChangeKind.BETTER: ChangeKind.WORSE,
    ChangeKind.WORSE: ChangeKind.BETTER,
    ChangeKind.NEW: ChangeKind.GONE,
    ChangeKind.GONE: ChangeKind.NEW,
}


def scored(reason: str = "", **scores: str) -> Assessment:
    return replace(assessment({}), answers={i: Answer(i, v, reason=reason) for i, v in scores.items()})


def one(before: str, now: str, item: str = "v07", reason: str = "") -> Change:
    (found,) = compare(scored(**{item: before}), scored(reason, **{item: now}), [item], EXPECTED)
    return found


@pytest.mark.parametrize(
    ("before", "now", "kind", "steps"),
    [
        ("2", "3", ChangeKind.WORSE, 1),
        ("5", "1", ChangeKind.BETTER, 4),
        ("3", "3", ChangeKind.SAME, 0),
        ("9", "9", ChangeKind.SAME, 0),
        ("", "3", ChangeKind.NEW, 0),
        ("", "9", ChangeKind.NEW, 0),
        ("3", "", ChangeKind.GONE, 0),
        ("9", "", ChangeKind.GONE, 0),
        ("9", "5", ChangeKind.NOT_COMPARABLE, 0),
        ("1", "9", ChangeKind.NOT_COMPARABLE, 0),
    ],
)
def test_kinds(before: str, now: str, kind: ChangeKind, steps: int) -> None:
    found = one(before, now)
    assert (found.kind, found.steps) == (kind, steps)


@pytest.mark.parametrize(
    ("item", "before", "now", "unexpected", "needs"),
    [
        ("v07", "3", "2", False, False),
        ("v07", "4", "2", True, True),
        ("v07", "2", "4", False, True),
        ("v07", "2", "3", False, False),
        ("v15", "3", "2", True, True),
        ("v15", "2", "3", False, False),
        ("v15", "9", "1", False, False),
        ("v15", "", "1", False, False),
        ("v15", "5", "", False, False),
    ],
)
def test_when_a_reason_is_asked_for(item: str, before: str, now: str, unexpected: bool, needs: bool) -> None:
    found = one(before, now, item)
    assert (found.unexpected, found.needs_reason, found.lacks_reason) == (unexpected, needs, needs)
    told = one(before, now, item, " Ny rullator. ")
    assert (told.needs_reason, told.lacks_reason, told.reason) == (needs, False, "Ny rullator.")
    assert one(before, now, item, "  ").lacks_reason is needs


def test_a_large_improvement_may_be_expected() -> None:
    patient = Expectations(jump=4, improvement=3)
    (found,) = compare(scored(v07="5"), scored(v07="3"), ["v07"], patient)
    assert not found.needs_reason
    (found,) = compare(scored(v07="5"), scored(v07="3"), ["v07"], replace(patient, jump=2))
    assert (found.unexpected, found.needs_reason) == (False, True)


def test_what_was_never_scored_is_left_out_and_the_order_is_kept() -> None:
    found = compare(scored(v01="1", v03=""), scored(v02="2"), ["v02", "v03", "v04", "v01"], EXPECTED)
    assert [change.item for change in found] == ["v02", "v01"]


@given(st.sampled_from(SCORES), st.sampled_from(SCORES))
def test_the_other_way_round_mirrors(before: str, now: str) -> None:
    there = compare(scored(v07=before), scored(v07=now), ["v07"], EXPECTED)
    back = compare(scored(v07=now), scored(v07=before), ["v07"], EXPECTED)
    assert len(there) == len(back) == (1 if before or now else 0)
    for one_way, other in zip(there, back, strict=True):
        assert other.kind is MIRRORED.get(one_way.kind, one_way.kind)
        assert (other.before, other.now, other.steps) == (one_way.now, one_way.before, one_way.steps)


@given(st.sampled_from(SCORES), st.sampled_from(SCORES), st.sampled_from(["v07", "v15"]))
def test_nine_and_empty_are_no_steps(before: str, now: str, item: str) -> None:
    for found in compare(scored(**{item: before}), scored(**{item: now}), [item], EXPECTED):
        assert found.steps == (abs(int(before) - int(now)) if on_scale(before) and on_scale(now) else 0)
        if not (on_scale(before) and on_scale(now)):
            assert not found.needs_reason
