"""A source that rests on a consent: why one is refused, told at the item and when finishing; and signing one here."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.consent import Consent, Way
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop_ui.pages.consents.consent_dialog import ConsentDialog
from kpr_desktop_ui.pages.consents.signing import Signing
from kpr_desktop_ui.pages.interview import interview_page
from kpr_desktop_ui.pages.interview.basis_row import BasisRow
from tests.support.world import TODAY
from tests.ui.interview.conftest import Desk, Key
from tests.ui.interview.test_evidence import give_consent

WHO = "Personen selv, 23.11.2026"


def open_basis(desk: Desk) -> BasisRow:
    """Others told something, on the person's consent."""
    desk.press(Key.Key_F4)
    row = desk.talk.screen_.view.note.basis
    while row.basis.key() != "consent":
        desk.press(Key.Key_Down)
    return row


def test_one_that_is_withdrawn_is_told_at_the_item_and_at_the_end(desk: Desk, texts: Texts) -> None:
    made = give_consent(desk)
    row = open_basis(desk)
    item = desk.talk.item
    desk.talk.aside._set_consent(made.id)
    assert not row.refused.isVisible()
    desk.world.services.consents.withdraw(made, TODAY)
    desk.talk.show_item(item)
    told = texts("interview.consent_withdrawn", consent=WHO, date="23.11.2026")
    assert row.refused.content() == f"■ {told} {texts('interview.consent_other')}"
    assert row.consent.accessibleDescription().startswith(told)
    assert not row.consent.isVisible(), "there is none to choose"
    assert row.new.isVisible()
    assert item in {p.target for p in desk.talk.interview.problems() if p.code == "talk.consent_missing"}
    desk.talk.show_summary()
    desk.talk.finish()
    assert desk.talk.in_summary(), "nothing is finished on it"
    desk.talk.jump_to(item)
    assert row.refused.isVisible()
    other = give_consent(desk)
    desk.talk.aside.rest_on(other)
    assert not row.refused.isVisible()
    assert desk.saved().answer(item).evidence.consent_id == other.id


def test_why_there_is_none_to_choose_is_told(desk: Desk, texts: Texts) -> None:
    desk_of = desk.world.services.consents
    form = desk_of.blank() | {
        "sources": "Legen",
        "purpose": "x",
        "given_on": "1.2.2026",
        "expires_on": "1.3.2026",
    }
    desk_of.add(desk.talk.interview.person.id, form)
    row = open_basis(desk)
    assert row.refused.content() == texts(
        "interview.consent_expired", consent="Personen selv, 01.02.2026", date="01.03.2026"
    )
    give_consent(desk)
    desk.talk.show_item(desk.talk.item)
    assert not row.refused.isVisible(), "there is one to choose"
    desk.talk.aside._set_basis("informed")
    assert not row.refused.isVisible()


def test_one_that_was_given_later_is_told_so(desk: Desk, texts: Texts) -> None:
    made = give_consent(desk)
    row = open_basis(desk)
    desk.talk.aside._set_consent(made.id)
    desk.talk.interview.change_head(TODAY - timedelta(days=1), Reason.PERIODIC)
    desk.talk.show_item(desk.talk.item)
    told = texts("interview.consent_later", consent=WHO, date="23.11.2026")
    assert row.refused.content() == f"■ {told} {texts('interview.consent_other')}"


def test_consents_that_can_not_be_read_are_not_told_of(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made = give_consent(desk)
    row = open_basis(desk)
    desk.world.services.consents.withdraw(made, TODAY)

    def unread(_basis: str) -> list[tuple[Consent, str]]:
        raise EnvironmentFault("vault.disk_full")

    monkeypatch.setattr(desk.talk.interview, "refused", unread)
    desk.talk.show_item(desk.talk.item)
    assert not row.refused.isVisible()


def test_one_in_writing_is_signed_here_or_on_paper(
    desk: Desk, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = replace(give_consent(desk), way=Way.WRITTEN)
    asked: list[str] = []

    def sign(_page: object, _texts: object, _services: object, consent: Consent, name: str) -> Signing:
        kept = desk.saved().answer(desk.talk.item).evidence.consent_id
        assert kept == consent.id, "it is kept before anybody signs"
        asked.append(name)
        return Signing(paper=len(asked) == 1)

    monkeypatch.setattr(ConsentDialog, "run", lambda _dialog: made)
    monkeypatch.setattr(interview_page, "sign_consent", sign)
    row = open_basis(desk)
    for _ in range(2):
        row.new.setFocus()
        desk.press(Key.Key_Space)
    assert asked == [desk.talk.interview.person.name] * 2
    assert desk.stage.told == [texts("interview.consent_paper")]
