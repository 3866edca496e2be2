"""Practice: each scores alone, nothing is lost, and the comparison tells how far apart they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.practice import PracticeDesk, Share, distance
from tests.support.world import World

CASE = "c03"
"""Seven variables, three of them 9."""


@pytest.fixture
def desk(training: World) -> PracticeDesk:
    return training.services.practice


def agreed(desk: PracticeDesk, case_id: str = CASE) -> dict[str, str]:
    return {answer.item: answer.score for answer in desk.case(case_id).answers}


def test_nobody_has_scored_a_new_vault(desk: PracticeDesk) -> None:
    assert desk.open()
    cases = desk.cases()
    assert [standing.case.id for standing in cases] == [f"c0{n}" for n in range(1, 9)]
    assert {standing.scorers for standing in cases} == {()}
    assert desk.compare(CASE).scorers == ()


def test_each_score_is_kept(training: World, desk: PracticeDesk) -> None:
    assert desk.enter(CASE, "Kari").scores == {}
    desk.save(CASE, " Kari ", {"v05": "3"})
    desk.save(CASE, "kari", {"v05": "2", "v02": "9"})
    training.reopen()
    again = training.services.practice
    held = again.enter(CASE, "KARI")
    assert (held.scorer, held.scores) == ("Kari", {"v05": "2", "v02": "9"})
    standing = next(s for s in again.cases() if s.case.id == CASE)
    assert (standing.scorers, standing.done()) == ((("Kari", 2),), ())
    again.save(CASE, "Kari", agreed(again))
    assert next(s for s in again.cases() if s.case.id == CASE).done() == ("Kari",)


def test_the_log_tells_that_and_not_what(training: World, desk: PracticeDesk) -> None:
    desk.enter(CASE, "Kari")
    desk.save(CASE, "Kari", {"v05": "3"})
    with training.session.work() as work:
        entries = [e for e in work.records.log_entries(limit=50) if e.action.startswith("practice.")]
    assert [(e.action, e.subject, e.person_id, e.reason) for e in entries] == [
        ("practice.score", CASE, None, "")
    ]


@pytest.mark.parametrize("scores", [{"v01": "1"}, {"household": "1"}, {"v05": "6"}, {"v05": ""}])
def test_only_what_the_case_asks_for(desk: PracticeDesk, scores: dict[str, str]) -> None:
    with pytest.raises(UserFault, match=r"practice\.value_not_allowed"):
        desk.save(CASE, "Kari", scores)
    assert desk.enter(CASE, "Kari").scores == {}


@pytest.mark.parametrize(
    ("name", "code"), [(" ", "practice.name_missing"), ("x" * 61, "form.too_long"), ("a\nb", "form.one_line")]
)
def test_a_name_is_needed(desk: PracticeDesk, name: str, code: str) -> None:
    for act in (lambda: desk.enter(CASE, name), lambda: desk.save(CASE, name, {})):
        with pytest.raises(UserFault, match=code) as told:
            act()
        assert told.value.field == "scorer"


def test_the_comparison(desk: PracticeDesk) -> None:
    right = agreed(desk)
    mine = right | {"v05": "2", "v10": "3", "v02": "1"}
    desk.save(CASE, "Kari", mine)
    desk.save(CASE, "Lun", right | {"v05": "2", "v16": "4"})
    desk.save(CASE, "Halvferdig", {"v05": "5"})
    found = desk.compare(CASE)
    assert found.scorers == ("Kari", "Lun")
    rows = {row.item: row for row in found.rows}
    assert (rows["v05"].agreed, rows["v05"].given) == ("3", {"Kari": "2", "Lun": "2"})
    assert rows["v10"].distance == {"Kari": 2, "Lun": 0}
    assert rows["v02"].distance == {"Kari": None, "Lun": 0}
    assert found.with_agreed("Kari") == Share(4, 5, 7)
    assert found.with_agreed("Lun") == Share(5, 7, 7)
    assert found.between("Kari", "Lun") == found.between("Lun", "Kari") == Share(4, 5, 7)
    assert (Share(4, 5, 7).same_percent, Share(4, 5, 7).near_percent) == (57, 71)


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("1", "1", 0), ("1", "2", 1), ("5", "2", 3), ("9", "9", 0), ("9", "5", None), ("1", "9", None)],
)
def test_nine_is_no_step(one: str, other: str, steps: int | None) -> None:
    assert distance(one, other) == steps


def test_only_in_a_training_vault(real: World) -> None:
    desk = real.services.practice
    assert not desk.open()
    for act in (
        desk.cases,
        lambda: desk.case(CASE),
        lambda: desk.enter(CASE, "Kari"),
        lambda: desk.save(CASE, "Kari", {}),
        lambda: desk.compare(CASE),
    ):
        with pytest.raises(UserFault, match=r"practice\.not_training"):
            act()


def test_a_leader_sees_nothing_of_it(
    training: World, desk: PracticeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.save(CASE, "Kari", agreed(desk))
    leader = replace(training.session.user, roles=frozenset({"leader"}))
    monkeypatch.setattr(training.session.vault, "user", leader)
    assert not desk.open()
    for act in (desk.cases, lambda: desk.compare(CASE)):
        with pytest.raises(UserFault, match=r"rights\.not_allowed"):
            act()
