"""The deciding questions, the question before a 9, and the pairs of contrasts: all by keyboard, all kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kpr_desktop.domain.assessment import NINE_ASKED
from kpr_desktop.domain.guide import Guide, Suggestion
from kpr_desktop.domain.ids import AssessmentId
from kpr_desktop_ui.pages.interview.aid_panel import AidPanel
from kpr_desktop_ui.pages.interview.contrast_panel import pairs_after, pairs_for
from tests.ui.interview.conftest import CTRL, Desk, Key, Open
from tests.ui.interview.test_saving import Broken


def aids(desk: Desk) -> AidPanel:
    return desk.talk.screen_.view.aids


def deciding(desk: Desk) -> str:
    return desk.saved().answer(desk.talk.item).deciding


def guide_of(desk: Desk) -> Guide:  # type: ignore[type-arg]
    book = desk.talk.interview.book
    return book.guides[book.items[desk.talk.item].list]


def answer_yes(desk: Desk) -> Suggestion:  # type: ignore[type-arg]
    """J until there is a suggestion."""
    guide = guide_of(desk)
    given: dict[str, bool] = {}
    while not isinstance(step := guide.walk(given), Suggestion):
        given[step.id] = True
        desk.press(Key.Key_J)
    return step


def test_the_questions_lead_to_a_score_that_enter_takes(desk: Desk) -> None:
    first = desk.talk.item
    desk.press(Key.Key_V)
    assert aids(desk).guiding
    assert aids(desk).contrasts.isHidden()
    found = answer_yes(desk)
    assert deciding(desk) == guide_of(desk).format(dict(found.path))
    assert desk.value(first) == ""
    assert aids(desk).guide.suggested() == found.score
    desk.press(Key.Key_Return)
    assert desk.value(first) == found.score
    assert desk.talk.item == first
    assert not aids(desk).guiding
    desk.press(Key.Key_Return)
    assert desk.talk.item != first


def test_every_answer_is_on_disk_at_once_and_can_be_changed(desk: Desk) -> None:
    desk.press(Key.Key_V)
    desk.press(Key.Key_N)
    before = deciding(desk)
    assert before.endswith("=no")
    row = aids(desk).guide.rows[0]
    row.chips["yes"].setFocus()
    desk.press(Key.Key_Space)
    assert deciding(desk) == before.replace("=no", "=yes")
    assert row.chips["yes"].is_on()
    assert not row.chips["no"].is_on()
    assert desk.focus() is aids(desk).guide.rows[1].chips["yes"]
    desk.press(Key.Key_N)
    assert deciding(desk).count("=") == 2


def test_a_click_answers_and_leaves_the_keys_where_they_score(desk: Desk) -> None:
    aids(desk).contrasts.guide.click()
    aids(desk).guide.rows[0].chips["yes"].click()
    assert desk.focus() is desk.talk.screen_.view.head
    answer_yes(desk)
    aids(desk).guide.take.click()
    assert desk.value(desk.talk.item)
    desk.press(Key.Key_V)
    aids(desk).guide.close_button.click()
    assert not aids(desk).guiding


def test_a_straight_score_works_at_any_time_and_closes_the_guide(desk: Desk) -> None:
    desk.press(Key.Key_V)
    desk.press(Key.Key_J)
    kept = deciding(desk)
    desk.press(Key.Key_2)
    assert desk.value(desk.talk.item) == "2"
    assert not aids(desk).guiding
    assert deciding(desk) == kept
    desk.press(Key.Key_V)
    assert aids(desk).guide.rows[0].chips["yes"].is_on()
    desk.press(Key.Key_V)
    assert not aids(desk).guiding
    desk.press(Key.Key_V)
    desk.press(Key.Key_Escape)
    assert not aids(desk).guiding


def test_enter_goes_on_while_the_guide_has_no_suggestion_and_ctrl_enter_always(desk: Desk) -> None:
    first = desk.talk.item
    desk.press(Key.Key_V)
    desk.press(Key.Key_Return)
    assert desk.talk.item != first
    desk.press(Key.Key_Backspace)
    desk.press(Key.Key_V)
    answer_yes(desk)
    desk.press(Key.Key_Return, CTRL)
    assert desk.talk.item != first
    assert desk.value(first) == ""
    desk.press(Key.Key_Backspace)
    assert aids(desk).guide.suggested()


def test_n_is_a_note_when_nothing_is_asked(desk: Desk) -> None:
    desk.press(Key.Key_V)
    answer_yes(desk)
    desk.press(Key.Key_J)
    desk.press(Key.Key_N)
    assert desk.focus() is desk.talk.screen_.view.note.edit


@pytest.mark.parametrize("scored", [False, True])
def test_a_guide_half_way_stands_there_again(
    desk: Desk, open_page: Open, draft: AssessmentId, scored: bool
) -> None:
    if scored:
        desk.press(Key.Key_2)
    desk.press(Key.Key_V)
    desk.press(Key.Key_J)
    desk.world.reopen()
    other = open_page(draft)
    assert other.talk.item == desk.talk.item
    assert aids(other).guiding
    assert aids(other).guide.rows[0].chips["yes"].is_on()


def test_letters_in_a_text_field_neither_score_nor_answer(desk: Desk) -> None:
    desk.press(Key.Key_V)
    desk.press(Key.Key_Tab)
    note = desk.talk.screen_.view.note.edit
    note.setFocus()
    desk.type("jnvuf 19")
    assert note.text() == "jnvuf 19"
    assert deciding(desk) == ""
    assert desk.value(desk.talk.item) == ""
    assert aids(desk).guiding


def test_letters_mean_nothing_at_other_items(desk: Desk) -> None:
    desk.talk.show_item("household")
    for key in (Key.Key_V, Key.Key_J, Key.Key_F, Key.Key_U, Key.Key_Escape):
        desk.press(key)
    desk.press(Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert desk.saved().answers == {}
    desk.talk.scoring.open_guide()
    assert not aids(desk).guiding
    assert not aids(desk).isVisible()
    desk.press(Key.Key_N)
    assert desk.focus() is desk.talk.screen_.view.note.edit


def test_all_five_pairs_come_by(desk: Desk) -> None:
    seen = set(aids(desk).contrasts.pairs())
    for _ in range(2):
        desk.press(Key.Key_F)
        seen |= set(aids(desk).contrasts.pairs())
    assert seen == {"1-2", "2-3", "3-4", "4-5", "1-9"}
    desk.press(Key.Key_V)
    desk.press(Key.Key_F)
    assert not aids(desk).guiding
    aids(desk).contrasts.more.click()
    desk.press(Key.Key_3)
    assert aids(desk).contrasts.pairs() == pairs_for("3")


@pytest.mark.parametrize("score", ["", "1", "2", "3", "4", "5", "9"])
def test_from_every_score_two_steps_show_the_rest(score: str) -> None:
    shown = pairs_for(score)
    seen = set(shown)
    for _ in range(3):
        shown = pairs_after(shown)
        seen |= set(shown)
    assert seen == {"1-2", "2-3", "3-4", "4-5", "1-9"}


# --- the question before a 9


def test_nine_is_asked_about_first(desk: Desk) -> None:
    item = desk.talk.item
    desk.press(Key.Key_9)
    assert desk.value(item) == ""
    assert deciding(desk) == NINE_ASKED
    assert aids(desk).asking_nine
    assert aids(desk).nine.question()
    assert "{" not in aids(desk).nine.question()
    assert not desk.talk.screen_.view.scores.cards()["9"].is_selected()
    desk.press(Key.Key_9)
    assert desk.value(item) == "9"
    assert deciding(desk) == ""
    assert not aids(desk).asking_nine
    assert desk.talk.screen_.view.scores.cards()["9"].is_selected()
    desk.press(Key.Key_9)
    assert not aids(desk).asking_nine
    assert desk.value(item) == "9"


@pytest.mark.parametrize(
    ("key", "value"), [(Key.Key_1, "1"), (Key.Key_J, "1"), (Key.Key_N, "9"), (Key.Key_4, "4")]
)
def test_every_key_that_answers_ends_the_question(desk: Desk, key: Qt.Key, value: str) -> None:
    desk.press(Key.Key_9)
    desk.press(key)
    assert desk.value(desk.talk.item) == value
    assert deciding(desk) == ""
    assert not aids(desk).asking_nine


def test_not_knowing_yet_leaves_the_item_as_it_was(desk: Desk) -> None:
    desk.press(Key.Key_V)
    desk.press(Key.Key_J)
    kept = deciding(desk)
    desk.press(Key.Key_9)
    assert deciding(desk) == NINE_ASKED
    desk.press(Key.Key_Escape)
    assert desk.value(desk.talk.item) == ""
    assert deciding(desk) == kept
    desk.press(Key.Key_2)
    desk.press(Key.Key_9)
    desk.press(Key.Key_F)
    assert aids(desk).asking_nine
    aids(desk).nine.later.click()
    assert desk.value(desk.talk.item) == "2"
    desk.press(Key.Key_9)
    desk.press(Key.Key_V)
    assert aids(desk).guiding
    assert deciding(desk) == kept


def test_the_buttons_answer_too(desk: Desk) -> None:
    desk.talk.screen_.view.scores.cards()["9"].click()
    aids(desk).nine.yes.click()
    assert desk.value(desk.talk.item) == "1"
    desk.press(Key.Key_9)
    aids(desk).nine.no.click()
    assert desk.value(desk.talk.item) == "9"


def test_the_question_before_a_nine_is_there_again_after_a_crash(
    desk: Desk, open_page: Open, draft: AssessmentId
) -> None:
    desk.press(Key.Key_9)
    desk.press(Key.Key_N, CTRL)
    desk.world.reopen()
    other = open_page(draft)
    assert aids(other).asking_nine
    assert other.value(other.talk.item) == ""
    other.press(Key.Key_Return)
    other.press(Key.Key_Backspace)
    assert aids(other).asking_nine


def test_a_note_typed_while_the_question_is_open_is_kept(desk: Desk) -> None:
    desk.press(Key.Key_9)
    desk.press(Key.Key_Tab)
    note = desk.talk.screen_.view.note.edit
    note.setFocus()
    desk.type("bor hos datteren 9 1")
    assert aids(desk).asking_nine
    desk.press(Key.Key_1, CTRL)
    assert desk.value(desk.talk.item) == "1"
    assert desk.saved().note(desk.talk.item) == "bor hos datteren 9 1"
    assert desk.focus() is note


def test_what_the_disk_refuses_is_shown_and_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Broken(desk, monkeypatch)
    desk.press(Key.Key_V)
    desk.press(Key.Key_J)
    assert aids(desk).guide.rows[0].chips["yes"].is_on()
    desk.press(Key.Key_9)
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Backspace)
    assert aids(desk).asking_nine
    desk.press(Key.Key_9)
    assert desk.talk.keeper.value(desk.talk.item) == "9"
    assert not aids(desk).asking_nine
    disk.down = False
    assert desk.talk.keeper.retry()
    assert desk.value(desk.talk.item) == "9"
    assert deciding(desk) == ""


def test_the_focus_is_never_lost_with_what_closes(desk: Desk) -> None:
    desk.press(Key.Key_9)
    aids(desk).nine.no.setFocus()
    desk.press(Key.Key_Return)
    assert QApplication.focusWidget() is desk.talk.screen_.view.head
    assert desk.value(desk.talk.item) == "9"
