"""What must not slip by: last time's 9, a reason that is lacking, and that a text was written."""

from __future__ import annotations

from datetime import date

import pytest

from kpr_desktop.domain.assessment import NINE_ASKED, Reason
from kpr_desktop.domain.ids import PersonId
from tests.support.world import TODAY, World
from tests.ui.interview import test_asides
from tests.ui.interview.conftest import Desk, Key, Open, finish_everything
from tests.ui.interview.test_asides import fill
from tests.ui.interview.test_saving import Broken

again = test_asides.again


@pytest.mark.parametrize("by", ["key", "button"])
def test_last_times_nine_is_not_taken_without_its_question(
    world: World, person: PersonId, open_page: Open, by: str
) -> None:
    finish_everything(world, person, date(2026, 3, 14), score="9")
    made = world.services.interviews.start(person, TODAY, Reason.CHANGE, carry=True)
    desk = open_page(made.assessment.id)
    desk.talk.show_item("v07")
    aids = desk.talk.screen_.view.aids

    def confirm() -> None:
        if by == "key":
            desk.press(Key.Key_U)
        else:
            desk.talk.screen_.side.last.same.click()

    for _ in range(2):  # once more is no answer to what is asked
        confirm()
        assert aids.asking_nine
        assert (desk.value("v07"), desk.saved().answer("v07").deciding) == ("", NINE_ASKED)
    desk.press(Key.Key_Escape)
    assert (desk.value("v07"), desk.saved().answer("v07").deciding) == ("", "")
    confirm()
    desk.press(Key.Key_N)
    assert (desk.value("v07"), desk.saved().answer("v07").deciding) == ("9", "")
    assert not aids.asking_nine
    assert desk.talk.screen_.side.last.same.isHidden()
    assert "v07" not in desk.talk.interview.to_confirm()


@pytest.mark.parametrize("by", ["button", "enter"])
def test_a_reason_that_is_lacking_is_led_to(again: Desk, monkeypatch: pytest.MonkeyPatch, by: str) -> None:
    again.press(Key.Key_5)
    talk = again.talk
    found = [p for p in talk.interview.problems() if p.code == "assessment.jump"]
    assert len(found) == 1
    monkeypatch.setattr(talk.interview, "problems", lambda: found)
    talk.show_item("v01")
    talk.show_summary()
    if by == "button":
        talk.screen_.summary.problems.buttons()[0].click()
    else:
        again.press(Key.Key_Return)
    assert talk.item == "v07"
    assert again.focus() is talk.screen_.side.last.reason.edit
    again.type("fall")
    assert again.saved().answer("v07").reason == "fall"


def test_a_basis_without_its_reason_is_led_to(again: Desk) -> None:
    fill(again, "basis")
    talk = again.talk
    (found,) = [p for p in talk.interview.problems() if p.code == "talk.basis_reason_missing"]
    talk.show_summary()
    talk.jump_to(found.target)
    assert talk.item == "v07"
    assert again.focus() is talk.screen_.view.note.basis.reason.edit


LOGGED = {"reason": "interview.reason", "basis": "interview.evidence", "words": "interview.opinion"}


@pytest.mark.parametrize("field", LOGGED)
def test_the_log_tells_that_a_text_was_written(again: Desk, field: str) -> None:
    fill(again, field)
    with again.world.session.work() as work:
        before = work.records.log_entries(limit=500)
    again.type("hemmelig")
    again.press(Key.Key_Escape)
    again.talk.show_item("v01")
    with again.world.session.work() as work:
        entries = work.records.log_entries(limit=500)
    new = entries[: len(entries) - len(before)]
    assert [(e.action, e.subject) for e in new] == [(LOGGED[field], "v07")]
    assert "hemmelig" not in repr(new)


def test_what_the_log_could_not_take_is_told_later_for_each_text(
    again: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = again.talk.keeper
    disk = Broken(again, monkeypatch)
    keeper.leave_text("v07", "reason")
    keeper.leave_text("v07", "words")
    assert keeper.waiting
    assert keeper.unsaved() == []  # nothing that anybody said or typed
    disk.down = False
    assert keeper.retry()
    with again.world.session.work() as work:
        newest = work.records.log_entries(limit=2)
    assert {(e.action, e.subject) for e in newest} == {
        ("interview.reason", "v07"),
        ("interview.opinion", "v07"),
    }
