"""The summary, finishing, jumping, starting and reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import AssessmentId, PersonId, ServiceId
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.refusal import RulesRefused
from kpr_desktop_ui.pages.interview import finished_view
from kpr_desktop_ui.pages.interview.jump_dialog import JumpDialog
from kpr_desktop_ui.pages.interview.start_dialog import InterviewStartDialog
from kpr_desktop_ui.pages.places import InterviewPlace, PersonFormPlace, PersonPlace, ServicePlace
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import EmptyState, Label
from tests.support.world import TODAY, World
from tests.ui.interview.conftest import CTRL, Desk, Key, Open, finish_everything


def plant(desk: Desk, monkeypatch: pytest.MonkeyPatch, severity: Severity, target: str = "v03") -> None:
    """The rules find one thing."""
    known = desk.talk.interview.problems()[0]
    found = [Problem(known.code, severity, target, known.params)]
    monkeypatch.setattr(desk.talk.interview, "problems", lambda: found)


@pytest.mark.parametrize("severity", list(Severity))
def test_a_problem_leads_to_its_item(desk: Desk, monkeypatch: pytest.MonkeyPatch, severity: Severity) -> None:
    plant(desk, monkeypatch, severity)
    desk.press(Key.Key_M, CTRL)
    assert desk.talk.in_summary()
    summary = desk.talk.screen_.summary
    assert summary.finish_button.isEnabled() is (severity is Severity.SOFT)
    desk.stage.picture(f"interview-summary-{severity.value}")
    assert desk.focus() is summary.head
    desk.press(Key.Key_Return)
    assert desk.stage.went == []
    assert not desk.talk.in_summary()
    assert desk.talk.item == "v03"
    desk.talk.show_summary()
    summary.problems.buttons()[0].click()
    assert desk.talk.item == "v03"


def test_an_empty_interview_is_not_finished_by_enter(desk: Desk) -> None:
    desk.talk.show_summary()
    desk.press(Key.Key_Return)
    assert desk.stage.went == []
    assert desk.talk.item == desk.talk.interview.problems()[0].target


def test_ctrl_enter_on_a_summary_that_stops_leads_to_the_problem(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(desk, monkeypatch, Severity.HARD)
    desk.talk.show_summary()
    desk.press(Key.Key_3)
    desk.press(Key.Key_Return, CTRL)
    assert desk.stage.went == []
    assert desk.talk.item == "v03"
    desk.talk.show_summary()
    desk.press(Key.Key_Backspace)
    assert not desk.talk.in_summary()
    desk.talk.show_summary()
    desk.talk.screen_.summary.back_button.click()
    assert not desk.talk.in_summary()


def test_enter_finishes_when_nothing_is_left_to_look_at(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.talk.interview, "problems", list)
    desk.talk.show_summary()
    desk.press(Key.Key_Return)
    assert desk.stage.went == [PersonPlace(desk.talk.interview.person.id, "assessments")]


@pytest.mark.parametrize("area", ["person.birth_date", "service"])
def test_problems_lead_out_of_the_interview_too(desk: Desk, area: str) -> None:
    who = desk.talk.interview.person.id
    desk.talk.jump_to("service.abc.end" if area == "service" else area)
    assert desk.stage.went == [
        ServicePlace(who, ServiceId("abc")) if area == "service" else PersonFormPlace(who)
    ]


def test_a_refusal_at_the_last_moment_is_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.talk.show_summary()
    problem = desk.talk.interview.problems()[0]

    def refuse() -> None:
        raise RulesRefused([Problem(problem.code, Severity.HARD, "v03", problem.params)])

    monkeypatch.setattr(desk.talk.interview, "finish", refuse)
    desk.talk.finish()
    assert len(desk.talk.screen_.summary.problems.buttons()) == 1

    def fault() -> None:
        raise UserFault("rights.not_allowed")

    monkeypatch.setattr(desk.talk.interview, "finish", fault)
    desk.talk.finish()
    assert len(desk.stage.told) == 1


def test_the_navigator_leads_everywhere(desk: Desk) -> None:
    talk = desk.talk
    talk.screen_.navigator.chosen.emit("household")
    assert talk.item == "household"
    talk.screen_.navigator.chosen.emit("household")
    assert desk.focus() is talk.screen_.view.head
    talk.show_summary()
    talk.screen_.navigator.chosen.emit("v05")
    assert talk.item == "v05"


def in_dialog(act: object) -> None:
    def go() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, JumpDialog)
        act(dialog)  # type: ignore[operator]

    QTimer.singleShot(0, go)


@pytest.mark.parametrize(
    ("typed", "item"), [("hygi", "v07"), ("tvang", "coercion"), ("plan og koord", "individual_plan")]
)
def test_an_item_is_found_by_its_name_before_its_groups(desk: Desk, typed: str, item: str) -> None:
    def act(dialog: JumpDialog) -> None:
        QTest.keyClicks(dialog.search, typed)
        QTest.keyClick(dialog.search, Key.Key_Return)

    in_dialog(act)
    desk.press(Key.Key_J, CTRL)
    assert desk.talk.item == item


def test_the_list_is_walked_by_arrow_keys_and_given_up_by_escape(desk: Desk) -> None:
    first = desk.talk.item

    def look(dialog: JumpDialog) -> None:
        assert dialog.table.key() == first
        QTest.keyClick(dialog.search, Key.Key_Down)
        assert dialog.table.key() == desk.talk.interview.next(first)
        QTest.keyClick(dialog.search, Key.Key_Up)
        QTest.keyClicks(dialog.search, "finnes ikke")
        QTest.keyClick(dialog.search, Key.Key_Up)
        QTest.keyClick(dialog.search, Key.Key_Return)
        assert not dialog.yes.isEnabled()
        dialog.grab().save("build/ui/interview-jump-none.png")
        QTest.keyClick(dialog.search, Key.Key_Escape)

    in_dialog(look)
    desk.talk.screen_.jump.click()
    assert desk.talk.item == first


def test_a_finished_assessment_is_read(world: World, person: PersonId, open_page: Open) -> None:
    made = finish_everything(world, person, date(2026, 3, 14))
    desk = open_page(made)
    view = desk.page.finished
    assert view is not None
    texts = "\n".join(label.content() for label in view.findChildren(Label))
    assert "14.03.2026" in texts
    assert "Kari Saksbehandler" in texts
    assert "Bruker dusjkrakk." in texts
    desk.stage.picture("interview-finished")
    desk.page.enter()
    assert desk.page.leave()
    desk.press(Key.Key_2)
    desk.press(Key.Key_Return)
    assert desk.stage.went == [PersonPlace(person, "assessments")]


def full(*_: object) -> None:
    raise EnvironmentFault("vault.disk_full")


def test_a_finished_assessment_is_changed_in_a_new_version(
    world: World, person: PersonId, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = finish_everything(world, person, date(2026, 3, 14))
    desk = open_page(made)
    view = desk.page.finished
    assert view is not None
    monkeypatch.setattr(finished_view, "ask_reason", lambda *_args, **_words: "")
    view.revise_button.click()
    assert desk.stage.went == []
    monkeypatch.setattr(finished_view, "ask_reason", lambda *_args, **_words: "Feil skår på v07")
    with monkeypatch.context() as patched:
        patched.setattr(finished_view, "with_leave", full)
        view.revise_button.click()
    assert view.banner.text() == desk.page._texts("vault.disk_full")
    assert desk.stage.went == []
    view.revise_button.click()
    (place,) = desk.stage.went
    assert isinstance(place, InterviewPlace)
    view.revise_button.click()
    assert view.banner.isVisible()
    again = open_page(place.assessment_id)
    assert again.saved().version == 2
    again.talk.show_item("v07")
    again.press(Key.Key_4)
    finished = again.talk.interview.finish()
    newest = open_page(finished.id).page.finished
    assert newest is not None
    assert "Feil skår på v07" in "\n".join(label.content() for label in newest.findChildren(Label))
    older = open_page(made).page.finished
    assert older is not None
    assert not older.revise_button.isVisible()


def test_who_may_only_read_reads_a_draft(
    world: World, draft: AssessmentId, person: PersonId, open_page: Open
) -> None:
    vault = world.session.vault
    vault.user = replace(vault.user, roles=frozenset({"leader"}))
    world.session.give_reason(person, "quality", "Følger opp klage fra pårørende")
    desk = open_page(draft)
    assert desk.page.finished is not None
    assert not desk.page.finished.revise_button.isVisible()
    vault.user = replace(vault.user, roles=frozenset({"auditor"}))
    closed = open_page(draft)
    assert closed.page.finished is None
    assert closed.page.findChildren(EmptyState)


def test_starting_asks_for_day_and_reason(
    world: World, person: PersonId, texts: Texts, theme: Theme, qtbot: QtBot
) -> None:
    dialog = InterviewStartDialog(texts, world.services, person)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    QTest.qWaitForWindowActive(dialog)
    dialog.grab().save("build/ui/interview-start.png")
    assert dialog.start.day.text() == "23.11.2026"
    QTest.keyClick(dialog.yes, Key.Key_2)
    for typed in ("", "31.02.2026", (TODAY + timedelta(days=1)).strftime("%d.%m.%Y"), "13.03.1942"):
        dialog.start.day.setText(typed)
        QTest.keyClick(dialog.start.day, Key.Key_Return)
        assert dialog.start.field.error()
        assert dialog.started is None
    dialog.start.day.setFocus()
    dialog.start.day.selectAll()
    QTest.keyClicks(dialog.start.day, "1.9.2026")
    assert not dialog.start.field.error()
    QTest.keyClick(dialog.start.day, Key.Key_Return)
    assert dialog.started is not None
    with world.session.work() as work:
        made = work.assessments.get(dialog.started)
    assert made.assessed_on == date(2026, 9, 1)
    assert made.reason is Reason.CHANGE


def test_starting_can_be_given_up(
    world: World, person: PersonId, texts: Texts, theme: Theme, qtbot: QtBot
) -> None:
    dialog = InterviewStartDialog(texts, world.services, person)
    qtbot.addWidget(dialog)
    QTimer.singleShot(0, lambda: QTest.keyClick(dialog, Key.Key_Escape))
    assert dialog.run() is None
    assert world.services.interviews.of_person(person) == []
