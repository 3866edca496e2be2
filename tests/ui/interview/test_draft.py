"""The draft itself: another day or reason, throwing it away, and locking when the disk takes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop_ui.pages.interview.head_dialog import HeadDialog
from kpr_desktop_ui.pages.places import PersonPlace
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Label, QuestionDialog
from tests.support import fits
from tests.support.driver import drain
from tests.support.world import World
from tests.ui.interview.conftest import CTRL, Desk, Key, Open, finish_everything
from tests.ui.interview.test_saving import Broken


def in_dialog(kind: type, act: Callable[..., None]) -> None:
    def go() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        act(dialog)

    QTimer.singleShot(0, go)


def say(key: Key, told: list[str] | None = None) -> None:
    """Answer the next question by a key, and keep its words."""

    def act(dialog: QuestionDialog) -> None:
        if told is not None:
            told.extend(label.content() for label in dialog.findChildren(Label))
            dialog.grab().save("build/ui/interview-lose.png")
        focused = dialog.focusWidget()
        QTest.keyClick(focused or dialog, key)

    in_dialog(QuestionDialog, act)


def yes() -> None:
    in_dialog(QuestionDialog, lambda dialog: dialog.yes.click())


def tab_to(desk: Desk, widget: object) -> None:
    """Reach a button by the Tab key alone."""
    for _ in range(20):
        desk.press(Key.Key_Tab)
        if desk.focus() is widget:
            return
    raise AssertionError("Tab does not lead there")


def test_day_and_reason_are_changed_by_keyboard(world: World, person: PersonId, open_page: Open) -> None:
    finish_everything(world, person, date(2026, 3, 14))
    made = world.services.interviews.start(person, date(2026, 11, 20), Reason.CHANGE)
    desk = open_page(made.assessment.id)
    desk.talk.show_item("v07")
    desk.press(Key.Key_4)
    desk.press(Key.Key_M, CTRL)
    tab_to(desk, desk.talk.screen_.summary.head_button)

    def act(dialog: HeadDialog) -> None:
        assert dialog.start.day.text() == "20.11.2026"
        assert dialog.start.cards[Reason.CHANGE].is_selected()
        dialog.grab().save("build/ui/interview-head.png")
        dialog.start.day.setFocus()
        dialog.start.day.selectAll()
        QTest.keyClicks(dialog.start.day, "24.11.2026")
        QTest.keyClick(dialog.start.day, Key.Key_Return)
        assert dialog.start.field.error()
        dialog.start.day.selectAll()
        QTest.keyClicks(dialog.start.day, "1.3.2026")
        QTest.keyClick(dialog.yes, Key.Key_3)
        QTest.keyClick(dialog.yes, Key.Key_Return)

    in_dialog(HeadDialog, act)
    desk.press(Key.Key_Return)
    assert (desk.saved().assessed_on, desk.saved().reason) == (date(2026, 3, 1), Reason.PERIODIC)
    assert desk.talk.in_summary()
    assert "Kartlegging 01.03.2026 · periodisk" in [text for text, _ in desk.page.chips]
    desk.stage.come_back()
    desk.talk.show_item("v07")
    assert "Ingen tidligere kartlegging" in "\n".join(desk.talk.screen_.side.texts())
    desk.press(Key.Key_3)
    assert desk.value("v07") == "3"


def test_day_and_reason_can_stay_as_they_are(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.talk.show_summary()
    before = desk.talk
    in_dialog(HeadDialog, lambda dialog: QTest.keyClick(dialog, Key.Key_Escape))
    desk.talk.screen_.summary.head_button.click()
    assert desk.talk is before
    desk.stage.come_back()
    desk.talk.show_item("v01")
    Broken(desk, monkeypatch)
    desk.press(Key.Key_4)
    desk.talk.change_head()
    assert desk.talk.screen_.banner.isVisible()


def test_a_disk_that_fails_is_told_beside_the_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.talk.show_summary()
    Broken(desk, monkeypatch)

    def act(dialog: HeadDialog) -> None:
        QTest.keyClick(dialog.yes, Key.Key_Return)
        assert dialog.start.field.error()
        dialog.reject()

    in_dialog(HeadDialog, act)
    desk.talk.screen_.summary.head_button.click()


def test_the_draft_is_thrown_away_after_one_question(desk: Desk, person: PersonId) -> None:
    desk.press(Key.Key_4)
    desk.press(Key.Key_M, CTRL)
    tab_to(desk, desk.talk.screen_.summary.discard_button)
    say(Key.Key_Return)  # Enter is no: it can not be undone
    desk.press(Key.Key_Return)
    assert desk.world.services.interviews.draft_of(person) is not None
    assert desk.stage.went == []
    desk.stage.come_back()
    yes()
    desk.talk.screen_.summary.discard_button.click()
    assert desk.world.services.interviews.of_person(person) == []
    assert desk.stage.went == [PersonPlace(person, "assessments")]
    assert desk.stage.told == ["Kladden er forkastet."]
    assert desk.page.leave()


def test_a_draft_that_can_not_be_thrown_away_stays(
    desk: Desk, person: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.talk.show_summary()
    disk = Broken(desk, monkeypatch)
    yes()
    desk.talk.discard()
    disk.down = False
    assert len(desk.stage.told) == 1
    assert desk.stage.went == []
    assert desk.world.services.interviews.draft_of(person) is not None


def test_locking_is_always_possible_and_says_what_is_lost(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, draft: AssessmentId, open_page: Open
) -> None:
    desk.press(Key.Key_3)
    disk = Broken(desk, monkeypatch)
    desk.press(Key.Key_N)
    desk.type("x")
    told: list[str] = []
    say(Key.Key_Return, told)
    assert not desk.page.let_go()
    assert any("«Sosial deltakelse»" in text for text in told)
    desk.stage.come_back()
    yes()
    assert desk.page.let_go()
    assert desk.page.leave()
    disk.down = False
    assert not desk.talk.keeper.waiting
    assert desk.saved().note("v01") == ""
    assert desk.value("v01") == "3"


def test_the_last_try_may_succeed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Broken(desk, monkeypatch)
    desk.press(Key.Key_3)
    disk.down = False
    assert desk.page.let_go()
    assert desk.value("v01") == "3"


def test_when_only_the_place_is_lost_that_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    Broken(desk, monkeypatch)
    desk.press(Key.Key_Return)
    told: list[str] = []
    say(Key.Key_Escape, told)
    assert not desk.page.let_go()
    assert any("Alle svar og notater er lagret" in text for text in told)


def test_the_summary_tells_in_one_row_what_has_no_answer(desk: Desk) -> None:
    desk.talk.show_item("v01")
    desk.press(Key.Key_4)
    desk.talk.show_summary()
    desk.stage.come_back()
    summary = desk.talk.screen_.summary
    words = [label.content() for label in summary.unanswered.findChildren(Label)]
    missing = [p for p in desk.talk.interview.problems() if p.code == "assessment.answer_missing"]
    assert f"{len(missing)} punkter er ikke besvart ennå. Bruk ikke 9 for det du ikke vet." in words
    assert any(text.startswith("Beslutninger · Styre atferd · ") for text in words)
    assert summary.problems.buttons() == []
    assert fits.clipped(desk.page) == []
    desk.stage.picture("interview-summary-unanswered")
    desk.press(Key.Key_Tab)
    assert desk.focus() is summary.unanswered.button
    desk.press(Key.Key_Return)
    assert desk.talk.item == "v03"


def test_hard_problems_stay_one_by_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    # Dates that were possible when they were typed, and lie in the future now that the clock has been set right.
    desk.talk.interview.answer("doctor_date", "23.11.2026")
    desk.talk.interview.answer("dentist_date", "23.11.2026")
    desk.world.clock.time = desk.world.clock.time.replace(month=11, day=22)
    desk.talk.show_summary()
    summary = desk.talk.screen_.summary
    assert len(summary.problems.buttons()) >= 2
    assert summary.unanswered.isVisible()
    assert not summary.finish_button.isEnabled()
    desk.stage.picture("interview-summary-both")
    in_dialog(HeadDialog, lambda dialog: dialog.reject())
    summary.problems.buttons()[0].click()  # the day of the assessment itself
    assert desk.talk.in_summary()
    assert desk.stage.went == []


@pytest.mark.parametrize(("width", "scale"), [(960, 1.0), (760, 1.0), (1366, 2.0)])
def test_the_summary_of_a_new_draft_fits(
    draft: AssessmentId, open_page: Open, dress: Callable[..., Theme], width: int, scale: float
) -> None:
    dress("light", scale)
    desk = open_page(draft, (width, 768))
    desk.talk.interview.type_row("coercion", {"from": "1."})
    desk.talk.show_summary()
    drain()
    desk.stage.picture(f"interview-summary-{width}-{round(scale * 100)}")
    assert fits.clipped(desk.page) == []
