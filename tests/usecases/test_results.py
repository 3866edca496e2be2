"""What a draft and a finished assessment give back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpr_desktop.codebook.official_measure import official_measure
from kpr_desktop.codebook.strict import parse
from kpr_desktop.domain.assessment import Answer, Opinion, Reason
from kpr_desktop.domain.changes import ChangeKind
from kpr_desktop.usecases.results import results
from tests.codebook.rule_cases import BOOK, assessment
from tests.support.world import TODAY, make_world

PAGE = (Path(__file__).parents[2] / "docs/formats/official-measure.md").read_text(encoding="utf-8")


def test_a_draft_and_a_finished_one_give_the_same(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    person = world.services.persons.register(world.form()).id
    interviews = world.services.interviews
    first = interviews.start(person, date(2026, 3, 14), Reason.PERIODIC)
    first.answer("v07", "2")
    first.answer("household", "1")
    done = first.finish()
    assert interviews.read(done.id).previous is None
    talk = interviews.start(person, TODAY, Reason.CHANGE)
    talk.answer("v07", "4")
    draft = results(talk.book, talk.assessment, talk.previous)
    (change,) = draft.changes
    assert (change.item, change.kind, change.lacks_reason) == ("v07", ChangeKind.WORSE, True)
    read = interviews.read(talk.finish().id)
    assert read.previous is not None
    assert read.previous.id == done.id
    assert results(talk.book, read.assessment, read.previous) == draft
    again = interviews.revise(read.assessment.id, "Feil skår").finish()
    old = interviews.read(again.id).previous
    assert old is not None
    assert old.id == done.id
    world.close()


def test_without_a_last_time_there_is_nothing_to_compare() -> None:
    found = results(BOOK, assessment(), None)
    assert (found.changes, found.before_groups, found.measure) == ((), (), None)
    assert [each.group for each in found.groups] == [
        g.id for g in BOOK.groups if any(i.startswith("v") for i in g.items)
    ]
    assert all(each.mean == 3 for each in found.groups)


def test_attention_points_are_those_that_fire() -> None:
    found = results(BOOK, assessment({"v05": "3", "v11": "1"}), None)
    assert [point.signal.id for point in found.attention] == ["toilet_alone"]
    assert results(BOOK, assessment({"v05": "9", "v11": "1"}), None).attention == ()


def test_the_measure_needs_its_rule() -> None:
    text = PAGE.split("```yaml\n")[1].split("```")[0]
    rule = official_measure(parse(text, "x"), frozenset(v.id for v in BOOK.variables))
    book = replace(BOOK, official_measure=rule, overview=None)
    found = results(book, assessment(v05="4", v07="4"), assessment())
    assert found.measure is not None
    assert (found.measure.level, found.groups, found.before_groups) == ("much", (), ())


@pytest.mark.parametrize(
    ("value", "opinion", "differs"),
    [
        ("3", Opinion(), False),
        ("3", Opinion(view="differs"), True),
        ("3", Opinion(own="3", view="differs"), True),
        ("3", Opinion(own="2"), True),
        ("3", Opinion(own="2", view="same"), False),
        ("3", Opinion(own="3"), False),
        ("", Opinion(own="2"), False),
        ("3", Opinion(words="Jeg ser det annerledes."), False),
    ],
)
def test_which_opinions_differ(value: str, opinion: Opinion, differs: bool) -> None:
    made = replace(assessment({}), answers={"v07": Answer("v07", value, opinion=opinion)})
    assert results(BOOK, made, None).differing == (("v07",) if differs else ())
