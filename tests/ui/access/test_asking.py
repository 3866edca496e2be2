"""A person outside the own list: the reason, the passphrase, and what a block says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.blocking import NewBlock
from kpr_desktop.usecases.records import User
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.access.blocked_dialog import BlockedDialog
from kpr_desktop_ui.pages.access.opening_dialog import OpeningDialog
from kpr_desktop_ui.pages.frame import Frame
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.interview.start_dialog import InterviewStartDialog
from kpr_desktop_ui.pages.passphrase_dialog import PassphraseDialog
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.places import (
    AccessPlace,
    InterviewPlace,
    PersonPlace,
    PersonsPlace,
    SubmissionPlace,
    WorkListPlace,
)
from kpr_desktop_ui.widgets import dialogs
from tests.support.colleagues import colleague, sits_down
from tests.support.driver import Driver
from tests.support.world import PASSPHRASE, TODAY, World
from tests.ui.access.conftest import Answer

WHY = "Vikar i dag"


def give(dialog: OpeningDialog) -> None:
    dialog.yes.click()
    assert dialog.fields["purpose"].error()
    dialog.purpose.set_key("stand_in")
    dialog.yes.click()
    assert not dialog.fields["purpose"].error()
    assert dialog.fields["reason"].error()
    dialog.reason.setText(WHY)
    dialog.yes.click()


def test_a_reason_opens_somebody_elses_person(
    world: World, others: PersonId, make_frame: Callable[[], Frame], answer: Answer
) -> None:
    frame = make_frame()
    seen = answer(OpeningDialog, give)
    assert frame.navigate(PersonPlace(others))
    assert isinstance(frame.page, PersonPage)
    assert frame.page.title == "Blid Fjellbekk"
    assert len(seen) == 1
    assert frame.navigate(PersonPlace(others))
    assert len(seen) == 1
    with world.session.work() as work:
        assert WHY in [entry.reason for entry in work.records.log_entries(limit=20)]


def test_nothing_of_the_person_is_in_the_question(
    texts: Texts, world: World, others: PersonId, qtbot: QtBot
) -> None:
    dialog = OpeningDialog(texts, world.services, others)
    qtbot.addWidget(dialog)
    dialog.show()
    shown = " ".join(Driver(dialog).texts(dialog))
    assert "Fjellbekk" not in shown
    assert texts("access.why_text") in shown


def test_who_gives_no_reason_stays_where_she_was(
    others: PersonId, make_frame: Callable[[], Frame], answer: Answer
) -> None:
    frame = make_frame()
    frame.navigate(PersonsPlace())
    before = frame.page
    seen = answer(OpeningDialog, lambda dialog: dialog.reject())
    assert not frame.navigate(PersonPlace(others))
    assert len(seen) == 1
    assert (frame.page, frame.place) == (before, PersonsPlace())
    assert before is not None
    assert before.isVisible()
    assert "Fjellbekk" not in frame.top_bar.title()


def test_an_interview_asks_for_the_reason_too(
    world: World, others: PersonId, olav: User, make_frame: Callable[[], Frame], answer: Answer
) -> None:
    kari = world.session.user
    sits_down(world, olav)
    begun = world.services.interviews.start(others, TODAY, Reason.PERIODIC).assessment.id
    sits_down(world, kari)
    frame = make_frame()
    seen = answer(OpeningDialog, give)
    assert frame.navigate(InterviewPlace(begun))
    assert len(seen) == 1
    assert isinstance(frame.page, InterviewPage)
    assert frame.page.conversation is not None


def test_after_a_lock_nobody_is_asked(
    world: World, others: PersonId, make_frame: Callable[[], Frame], answer: Answer
) -> None:
    frame = make_frame()
    frame._place = PersonPlace(others)
    world.services.memory.keep(frame.keep(), "key")
    seen = answer(OpeningDialog, lambda dialog: dialog.reject())
    again = make_frame()
    assert again.place == WorkListPlace()
    assert seen == []


def block(world: World, person_id: PersonId, against: str = "all", target: str = "") -> None:
    new = NewBlock(person_id, against, target, "Vil ikke at de ser dette", "person")
    world.services.blocks.set(new)


def test_a_block_says_what_can_be_done(
    world: World, others: PersonId, make_frame: Callable[[], Frame], answer: Answer, texts: Texts
) -> None:
    block(world, others)
    frame = make_frame()
    seen = answer(BlockedDialog, lambda dialog: dialog.reject())
    assert not frame.navigate(PersonPlace(others))
    dialog = seen[0]
    assert isinstance(dialog, BlockedDialog)
    shown = " ".join(Driver(dialog).texts(dialog)) or dialog.accessibleName()
    assert "Fjellbekk" not in shown
    assert not dialog.yes.isHidden()
    assert dialog.yes.text() == texts("emergency.open")


def test_a_leader_is_offered_no_emergency_access(
    world: World, others: PersonId, make_frame: Callable[[], Frame], answer: Answer
) -> None:
    block(world, others)
    sits_down(world, colleague(world, "Eva Li", "leader"))
    frame = make_frame()
    seen = answer(BlockedDialog, lambda dialog: dialog.reject())
    assert not frame.navigate(PersonPlace(others))
    dialog = seen[0]
    assert isinstance(dialog, BlockedDialog)
    assert dialog.yes.isHidden()


def test_what_else_goes_wrong_is_told(
    world: World, make_frame: Callable[[], Frame], monkeypatch: pytest.MonkeyPatch, texts: Texts
) -> None:
    frame = make_frame()
    told: list[str] = []
    monkeypatch.setattr(
        dialogs.QuestionDialog, "exec", lambda dialog: told.append(dialog.accessibleDescription()) or 0
    )
    assert not frame.navigate(PersonPlace(PersonId("77777777-7777-4777-8777-777777777777")))
    assert told == [texts("person.unknown")]
    assert frame.place == WorkListPlace()
    assert world.session.vault.writable


def test_the_passphrase_is_asked_for_and_the_act_repeated(world: World, texts: Texts, answer: Answer) -> None:
    world.session.grants.confirmed_at = None

    def type_it(dialog: PassphraseDialog) -> None:
        dialog.line.setText(PASSPHRASE)
        dialog.yes.click()

    seen = answer(PassphraseDialog, type_it)
    tries: list[int] = []

    def act() -> str:
        tries.append(1)
        world.session.require("authorisation.write")
        return "done"

    assert with_leave(None, texts, world.services, act) == "done"
    assert (len(tries), len(seen)) == (2, 1)
    world.session.grants.confirmed_at = None
    answer(PassphraseDialog, lambda dialog: dialog.reject())
    with pytest.raises(UserFault, match="passphrase_needed"):
        with_leave(None, texts, world.services, act)


@pytest.mark.parametrize(
    ("role", "home"),
    [
        ("submitter", SubmissionPlace()),
        ("auditor", SubmissionPlace()),
        ("registrar", WorkListPlace()),
    ],
)
def test_everybody_begins_somewhere(
    world: World, make_frame: Callable[[], Frame], role: str, home: object
) -> None:
    sits_down(world, colleague(world, "Eva Li", role))
    frame = make_frame()
    assert frame.place == home
    for place in (AccessPlace(), AccessPlace("review")):
        assert frame.navigate(place)


def test_a_person_given_away_meanwhile_asks_at_the_act(
    world: World, olav: User, texts: Texts, qtbot: QtBot, answer: Answer
) -> None:
    person = world.services.persons.register(world.form())
    dialog = InterviewStartDialog(texts, world.services, person.id)
    qtbot.addWidget(dialog)
    world.services.persons.change(person, world.services.persons.form(person) | {"responsible": olav.id})
    seen = answer(OpeningDialog, lambda asked: asked.reject())
    dialog.yes.click()
    assert (dialog.started, len(seen)) == (None, 1)
    answer(OpeningDialog, give)
    dialog.yes.click()
    assert dialog.started is not None
