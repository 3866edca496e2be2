"""How an answer is known, and on what ground others were asked: by keyboard, and nothing chosen by itself."""

from __future__ import annotations

import pytest

from kpr_desktop.domain.consent import Consent
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop_ui.pages.consents.consent_dialog import ConsentDialog
from tests.support.world import TODAY
from tests.ui.interview.conftest import Desk, Key
from tests.ui.interview.test_asides import fill


def give_consent(desk: Desk, giver: str = "person") -> Consent:
    consents = desk.world.services.consents
    form = consents.blank(giver) | {"sources": "Datteren", "purpose": "Kartlegging", "giver_name": "Blid Elv"}
    return consents.add(desk.talk.interview.person.id, form)


def test_four_keys_turn_the_ways_from_everywhere(desk: Desk) -> None:
    item = desk.talk.item
    desk.press(Key.Key_F2)
    desk.press(Key.Key_N)
    desk.type("ok")
    desk.press(Key.Key_F5)
    assert desk.saved().answer(item).evidence.ways == {"seen", "record"}
    assert desk.saved().note(item) == "ok"
    desk.press(Key.Key_F2)
    desk.press(Key.Key_F9)
    assert desk.saved().answer(item).evidence.ways == {"record"}
    assert desk.value(item) == ""
    chips = desk.talk.screen_.view.note.evidence.chips()
    assert chips["record"].is_on()
    assert "F5" in chips["record"].toolTip()
    desk.press(Key.Key_Tab)
    desk.press(Key.Key_Right)
    desk.press(Key.Key_Right)
    desk.press(Key.Key_Space)
    assert "others" in desk.saved().answer(item).evidence.ways


def test_what_others_told_opens_its_basis_and_chooses_nothing(desk: Desk) -> None:
    row = desk.talk.screen_.view.note.basis
    assert row.isHidden()
    desk.press(Key.Key_F4)
    assert row.isVisible()
    assert desk.focus() is row.basis
    assert desk.saved().answer(desk.talk.item).evidence.basis == ""
    desk.press(Key.Key_Escape)
    assert desk.focus() is desk.talk.screen_.view.head
    desk.press(Key.Key_2)
    assert desk.value(desk.talk.item) == "2"
    desk.press(Key.Key_F4)
    assert row.isHidden()


def test_the_basis_used_last_is_offered_first_and_never_stored_by_itself(desk: Desk) -> None:
    fill(desk, "basis")
    desk.press(Key.Key_Return)
    item = desk.talk.item
    desk.press(Key.Key_F4)
    row = desk.talk.screen_.view.note.basis
    assert row.basis.key() == ""
    assert row.basis.itemData(0) == "other"
    assert desk.saved().answer(item).evidence.basis == ""
    desk.press(Key.Key_Down)
    assert desk.saved().answer(item).evidence.basis == "other"
    desk.press(Key.Key_F4)
    assert desk.saved().answer(item).evidence.basis == ""


def test_a_consent_that_holds_can_be_chosen(desk: Desk) -> None:
    made = give_consent(desk)
    give_consent(desk, "guardian")
    desk.press(Key.Key_F4)
    row = desk.talk.screen_.view.note.basis
    while row.basis.key() != "consent":
        desk.press(Key.Key_Down)
    assert row.consent.isVisible()
    assert row.consent.count() == 1
    for _ in range(40):
        if desk.focus() is row.consent:
            break
        desk.press(Key.Key_Tab)
    desk.press(Key.Key_Down)
    assert desk.saved().answer(desk.talk.item).evidence.consent_id == made.id
    row.basis.setFocus()
    while row.basis.key() != "representative":
        desk.press(Key.Key_Down)
    assert desk.saved().answer(desk.talk.item).evidence.consent_id == ""


@pytest.mark.parametrize("giver", ["person", "guardian", ""])
def test_a_consent_is_recorded_on_the_way(desk: Desk, monkeypatch: pytest.MonkeyPatch, giver: str) -> None:
    asked: list[str] = []

    def run(dialog: ConsentDialog) -> Consent | None:
        asked.append(dialog.form.given_by.key())
        return give_consent(desk, giver) if giver else None

    monkeypatch.setattr(ConsentDialog, "run", run)
    desk.press(Key.Key_F4)
    row = desk.talk.screen_.view.note.basis
    while row.basis.key() != "consent":
        desk.press(Key.Key_Down)
    row.new.setFocus()
    desk.press(Key.Key_Space)
    assert asked == ["person"]
    kept = desk.saved().answer(desk.talk.item).evidence.consent_id
    assert bool(kept) is (giver == "person")
    desk.stage.come_back()
    assert desk.focus() is row.new


def test_consents_that_can_not_be_read_or_taken_break_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = give_consent(desk)
    desk.press(Key.Key_F4)
    row = desk.talk.screen_.view.note.basis
    while row.basis.key() != "consent":
        desk.press(Key.Key_Down)
    desk.world.services.consents.withdraw(made, TODAY)
    desk.talk.aside._set_consent(made.id)
    assert row._error.content()

    def unread() -> list[Consent]:
        raise EnvironmentFault("vault.disk_full")

    monkeypatch.setattr(desk.talk.interview, "consents", unread)
    desk.talk.show_item(desk.talk.item)
    assert row.consent.isHidden()
