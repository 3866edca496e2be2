"""A person who was given to another while a dialog stood open: the act asks why, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.person import Person
from kpr_desktop.usecases.records import User
from kpr_desktop_ui.pages.access.opening_dialog import OpeningDialog
from kpr_desktop_ui.pages.audit.deletion_dialog import DeletionDialog
from kpr_desktop_ui.pages.audit.seen_tab import SeenTab
from kpr_desktop_ui.pages.consents.consent_dialog import ConsentDialog
from kpr_desktop_ui.pages.consents.consent_view_dialog import ConsentViewDialog
from kpr_desktop_ui.pages.interview import finished_view
from kpr_desktop_ui.pages.interview.finished_view import FinishedView
from kpr_desktop_ui.pages.letters import leaving, printing
from kpr_desktop_ui.pages.letters.delivery_dialog import DeliveryDialog
from kpr_desktop_ui.pages.letters.letter_page import LetterPage
from kpr_desktop_ui.pages.places import LetterPlace, Place
from tests.support.world import TODAY, World
from tests.ui.access.conftest import Answer
from tests.ui.access.test_asking import give

WORDS = "Datteren, som bor i etasjen over"


@pytest.fixture
def mine(world: World) -> Person:
    return world.services.persons.register(world.form())


@pytest.fixture
def given_away(world: World, olav: User, mine: Person) -> Callable[[], None]:
    """Olav becomes responsible; whoever sits at the keyboard has no reason any more."""

    def give_away() -> None:
        persons, me = world.services.persons, world.session.user
        grants = world.session.grants
        persons.change(mine, persons.form(mine) | {"responsible": olav.id})
        assert world.session.user is me
        assert not grants.reasons

    return give_away


def refuse(dialog: OpeningDialog) -> None:
    dialog.reject()


def test_a_consent(
    world: World, texts: Texts, qtbot: QtBot, mine: Person, answer: Answer, given_away: Callable[[], None]
) -> None:
    dialog = ConsentDialog(texts, world.services, mine.id)
    qtbot.addWidget(dialog)
    dialog.form.sources.setPlainText(WORDS)
    given_away()
    told: list[str] = []
    from kpr_desktop_ui.pages.consents import consent_dialog

    seen = answer(OpeningDialog, refuse)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(consent_dialog, "tell", lambda *words: told.append(words[2]))
        dialog.yes.click()
    assert (len(seen), told) == (1, [texts("access.reason_needed")])
    assert (dialog.result(), dialog.form.sources.text()) == (0, WORDS)
    answer(OpeningDialog, give)
    dialog.yes.click()
    (kept,) = world.services.consents.of_person(mine.id)
    assert (dialog.result(), kept.sources) == (1, WORDS)


def test_taking_a_consent_back(
    world: World, texts: Texts, qtbot: QtBot, mine: Person, answer: Answer, given_away: Callable[[], None]
) -> None:
    desk = world.services.consents
    kept = desk.add(mine.id, desk.blank() | {"sources": WORDS, "purpose": "Kartlegging"})
    dialog = ConsentViewDialog(texts, world.services, kept)
    qtbot.addWidget(dialog)
    given_away()
    seen = answer(OpeningDialog, refuse)
    dialog.yes.click()
    assert (dialog.result(), len(seen)) == (0, 1)
    assert dialog.field.error() == texts("access.reason_needed")
    answer(OpeningDialog, give)
    dialog.yes.click()
    assert dialog.result() == 1
    assert desk.of_person(mine.id)[0].withdrawn_on == TODAY


def test_a_delivery(
    world: World, texts: Texts, qtbot: QtBot, mine: Person, answer: Answer, given_away: Callable[[], None]
) -> None:
    made = world.services.letters.make(mine.id, "information", "nb").delivery
    dialog = DeliveryDialog(texts, world.services, made)
    qtbot.addWidget(dialog)
    dialog.form.way.set_key("handed_over")
    given_away()
    seen = answer(OpeningDialog, refuse)
    dialog.yes.click()
    assert (dialog.result(), len(seen), dialog.form.way.key()) == (0, 1, "handed_over")
    answer(OpeningDialog, give)
    dialog.yes.click()
    (found,) = world.services.letters.of_person(mine.id)
    assert (dialog.result(), found.way) == (1, "handed_over")


def test_asking_for_deletion(
    world: World, texts: Texts, qtbot: QtBot, mine: Person, answer: Answer, given_away: Callable[[], None]
) -> None:
    dialog = DeletionDialog(texts, world.services, mine.id)
    qtbot.addWidget(dialog)
    dialog.why.setText(WORDS)
    given_away()
    seen = answer(OpeningDialog, refuse)
    dialog.yes.click()
    assert (dialog.result(), len(seen), dialog.why.text()) == (0, 1, WORDS)
    assert dialog.banner.text() == texts("access.reason_needed")
    answer(OpeningDialog, give)
    dialog.yes.click()
    assert dialog.result() == 1
    assert len(world.services.deletion.asked()) == 1


def test_the_list_of_what_may_be_deleted_asks_as_well(
    world: World,
    texts: Texts,
    qtbot: QtBot,
    mine: Person,
    answer: Answer,
    given_away: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from kpr_desktop_ui.pages.audit import seen_tab

    tab = SeenTab(texts, world.services, mine.id)
    qtbot.addWidget(tab)
    given_away()
    told: list[str] = []
    monkeypatch.setattr(seen_tab, "tell", lambda *words: told.append(words[2]))
    opened = answer(DeletionDialog, lambda dialog: dialog.reject())
    answer(OpeningDialog, refuse)
    tab.delete.click()
    assert (opened, told) == ([], [texts("access.reason_needed")])
    answer(OpeningDialog, give)
    tab.delete.click()
    assert (len(opened), len(told)) == (1, 1)


def test_saving_and_printing_a_letter(
    world: World,
    texts: Texts,
    qtbot: QtBot,
    mine: Person,
    answer: Answer,
    given_away: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    page = LetterPage(texts, world.services, LetterPlace(mine.id))
    qtbot.addWidget(page)
    page.enter()
    page._make()
    given_away()
    monkeypatch.setattr(leaving, "choose_folder", lambda *_: tmp_path)
    monkeypatch.setattr(leaving, "ask_purpose", lambda *_: "citizen")
    monkeypatch.setattr(printing, "choose_printer", lambda _page: object())
    printed: list[object] = []
    monkeypatch.setattr(printing, "print_pages", lambda printer, _pages: printed.append(printer) or True)
    seen = answer(OpeningDialog, refuse)
    page.made.save_button.click()
    page.made.print_button.click()
    assert (len(seen), printed, list(tmp_path.glob("*.pdf"))) == (2, [], [])
    assert page.banner.text() == texts("access.reason_needed")
    seen = answer(OpeningDialog, give)
    page.made.print_button.click()
    page.made.save_button.click()
    assert (len(seen), len(printed), len(list(tmp_path.glob("*.pdf")))) == (1, 1, 1)


def test_correcting_a_finished_assessment(
    world: World,
    texts: Texts,
    qtbot: QtBot,
    mine: Person,
    answer: Answer,
    given_away: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = world.services.interviews.start(mine.id, TODAY, Reason.PERIODIC)
    begun.finish()
    view = FinishedView(texts, world.services, begun.assessment.id)
    qtbot.addWidget(view)
    went: list[Place] = []
    view.go.connect(went.append)
    given_away()
    monkeypatch.setattr(finished_view, "ask_reason", lambda *_words, **_more: "Feil dato")
    seen = answer(OpeningDialog, refuse)
    view.revise_button.click()
    assert (len(seen), went) == (1, [])
    answer(OpeningDialog, give)
    view.revise_button.click()
    assert len(went) == 1
