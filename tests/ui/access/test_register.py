"""The authorisation register: users, roles, the yearly review."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.records import User
from kpr_desktop_ui.pages.access.access_page import AccessPage
from kpr_desktop_ui.pages.access.new_user_dialog import NewUserDialog
from kpr_desktop_ui.pages.access.role_dialog import RoleDialog
from kpr_desktop_ui.pages.access.slot_dialog import SlotDialog
from kpr_desktop_ui.pages.access.why_dialog import WhyDialog
from kpr_desktop_ui.pages.passphrase_dialog import PassphraseDialog
from kpr_desktop_ui.pages.places import AccessPlace, WorkListPlace
from kpr_desktop_ui.pages.work_list.work_list_page import WorkListPage
from tests.support.colleagues import colleague, sits_down
from tests.support.stage import Show, Stage
from tests.support.world import PASSPHRASE, TODAY, World
from tests.ui.access.conftest import Answer
from tests.ui.access.test_person_access import cells

NEW = "helt ny frase for olga"


def open_page(world: World, texts: Texts, show: Show, tab: str = "") -> tuple[Stage, AccessPage]:
    stage = show(AccessPage(texts, world.services, AccessPlace(tab)))
    assert isinstance(stage.page, AccessPage)
    return stage, stage.page


def select(page: AccessPage, user: User, role: str) -> None:
    lines = page.register._lines.values()
    key = next(line.given.id for line in lines if line.user.id == user.id and line.given.role == role)
    page.register.tab.table.select(key)


def test_a_new_user_types_her_own_passphrase_and_can_log_in(
    world: World, show: Show, texts: Texts, answer: Answer
) -> None:
    stage, page = open_page(world, texts, show)
    world.session.grants.confirmed_at = None
    asked = answer(PassphraseDialog, lambda dialog: dialog.reject())

    def fill(dialog: NewUserDialog) -> None:
        dialog.yes.click()
        assert dialog.phrase.fields["passphrase"].error()
        dialog.phrase.passphrase.setText(NEW)
        dialog.phrase.again.setText(NEW + "x")
        dialog.yes.click()
        assert dialog.phrase.fields["again"].error()
        dialog.phrase.again.setText(NEW)
        dialog.yes.click()
        assert len(asked) == 1
        assert not dialog.fields["login"].error()
        answer(PassphraseDialog, type_it)
        dialog.yes.click()
        assert dialog.fields["login"].error()
        dialog.login.setText("olga")
        dialog.yes.click()
        assert dialog.fields["name"].error()
        dialog.name.setText("Olga Lind")
        dialog.unit.setText("Sone vest")
        dialog.yes.click()
        assert dialog.fields["roles"].error()
        dialog.roles["registrar"].click()
        assert not dialog.fields["roles"].error()
        dialog.yes.click()
        assert dialog.fields["why"].error()
        dialog.why.setText("Ny i sone vest")
        dialog.yes.click()

    answer(NewUserDialog, fill)
    page.register.new.click()
    assert stage.told == [texts("authorisation.told_new")]
    assert "Olga Lind (olga) | Registrator | Sone vest | Fra 23.11.2026 | Ikke ennå | Gjelder" in cells(
        page.register.tab.table
    )
    world.close()
    world.session = world.app.door.open(world.path, "olga", bytearray(NEW.encode()))
    assert world.session.user.roles == {"registrar"}


def type_it(dialog: PassphraseDialog) -> None:
    dialog.line.setText(PASSPHRASE)
    dialog.yes.click()


def test_a_role_is_given_and_ended(
    world: World, olav: User, show: Show, texts: Texts, answer: Answer
) -> None:
    stage, page = open_page(world, texts, show)
    view = page.register
    select(page, olav, "leader")
    world.session.grants.confirmed_at = None

    def fill(dialog: RoleDialog) -> None:
        dialog.yes.click()
        assert dialog.fields["role"].error()
        dialog.role.set_key("auditor")
        dialog.first.setText("01.12.2026")
        dialog.why.setText("Kontroll i januar")
        dialog.yes.click()

    answer(PassphraseDialog, type_it)
    answer(RoleDialog, lambda dialog: dialog.reject())
    view.give.click()
    assert stage.told == []
    answer(RoleDialog, fill)
    view.give.click()
    assert stage.told == [texts("authorisation.told_given")]
    assert "Revisor |  | Fra 01.12.2026 | Ikke ennå | Kommer" in cells(view.tab.table)
    select(page, olav, "auditor")

    def why(dialog: WhyDialog) -> None:
        assert "Revisor" in dialog.accessibleDescription()
        dialog.yes.click()
        assert dialog.fields["why"].error()
        dialog.why.setText("Ble ikke noe av")
        dialog.yes.click()

    answer(WhyDialog, why)
    view.end.click()
    assert stage.told[-1] == texts("authorisation.told_ended")
    assert "Revisor |  | Fra 01.12.2026" not in cells(view.tab.table)
    view.old.click()
    assert "Avsluttet 23.11.2026" in cells(view.tab.table)
    select(page, olav, "auditor")
    assert not view.end.isEnabled()


def test_the_last_administrator_can_not_be_ended(
    world: World, show: Show, texts: Texts, answer: Answer
) -> None:
    stage, page = open_page(world, texts, show)
    select(page, world.session.user, "administrator")
    assert not page.register.revoke.isEnabled()
    assert not page.register.slot.isEnabled()

    def why(dialog: WhyDialog) -> None:
        dialog.why.setText("Slutter")
        dialog.yes.click()
        assert dialog.banner.text() == texts("authorisation.last_administrator")
        dialog.reject()

    answer(WhyDialog, why)
    page.register.end.click()
    assert stage.told == []


def test_a_user_is_removed_with_honest_words(
    world: World, olav: User, show: Show, texts: Texts, answer: Answer
) -> None:
    slot(world, olav, show, texts, answer)
    stage, page = open_page(world, texts, show)
    select(page, olav, "leader")

    def why(dialog: WhyDialog) -> None:
        assert "En kopi" in dialog.accessibleDescription()
        dialog.why.setText("Har sluttet")
        dialog.yes.click()

    answer(WhyDialog, why)
    page.register.revoke.click()
    assert stage.told == [texts("authorisation.told_revoked")]
    assert "Olav" not in cells(page.register.tab.table)
    page.register.old.click()
    select(page, olav, "leader")
    assert not page.register.give.isEnabled()
    assert "olav" not in world.session.vault.info.logins


def slot(world: World, olav: User, show: Show, texts: Texts, answer: Answer) -> None:
    """Olav gets a passphrase of his own."""
    stage, page = open_page(world, texts, show)
    select(page, olav, "leader")

    def fill(dialog: SlotDialog) -> None:
        dialog.yes.click()
        assert dialog.phrase.fields["passphrase"].error()
        dialog.phrase.passphrase.setText(NEW)
        dialog.phrase.again.setText(NEW)
        world.session.grants.confirmed_at = None
        answer(PassphraseDialog, lambda asked: asked.reject())
        dialog.yes.click()
        answer(PassphraseDialog, type_it)
        dialog.yes.click()

    answer(SlotDialog, fill)
    page.register.slot.click()
    assert stage.told == [texts("authorisation.told_slot")]


@pytest.mark.usefixtures("olav")
def test_roles_are_reviewed_every_year(world: World, show: Show, texts: Texts) -> None:
    _stage, page = open_page(world, texts, show, "review")
    assert cells(page.review.tab.table) == ""
    assert not page.review.done.isEnabled()
    page.review._reviewed("")
    world.clock.forward(days=366)
    work_list = show(WorkListPage(texts, world.services, WorkListPlace()))
    assert isinstance(work_list.page, WorkListPage)
    due = len(world.services.authorisations.due())
    assert due > 1
    assert work_list.page.access.review.text() == texts("authorisation.remind", count=due)
    work_list.page.access.review.acted.emit()
    assert work_list.went == [AccessPlace("review")]
    stage, page = open_page(world, texts, show, "review")
    assert "23.11.2026 av brukeren selv" in cells(page.review.tab.table)
    for _ in range(due):
        page.review.done.click()
    assert stage.told == [texts("authorisation.told_reviewed")] * due
    assert cells(page.review.tab.table) == ""
    page.review._reviewed("77777777-7777-4777-8777-777777777777")
    assert stage.told[-1] == texts("authorisation.unknown")
    page.show_tab("register")
    assert "24.11.2027" in cells(page.register.tab.table)


def test_other_roles_see_what_is_theirs(world: World, show: Show, texts: Texts) -> None:
    eva = colleague(world, "Eva Li", "auditor")
    sits_down(world, eva)
    _stage, page = open_page(world, texts, show)
    assert page.names == ["register", "blocks"]
    assert page.register.new.isHidden()
    world.session.vault.user = colleague(world, "Per Li", "registrar")
    _stage, page = open_page(world, texts, show)
    assert page.tab() == ""
    assert page.banner.text() == texts("rights.not_allowed")


def test_a_list_that_can_not_be_read_says_why(world: World, show: Show, texts: Texts) -> None:
    _stage, page = open_page(world, texts, show)
    world.session.vault.user = colleague(world, "Per Li", "registrar")
    page.refresh()
    assert page.banner.text() == texts("rights.not_allowed")


def test_an_old_role_that_has_run_out(world: World, olav: User, show: Show, texts: Texts) -> None:
    world.services.authorisations.give(olav.id, "auditor", why="Kort tid", to_date=TODAY + timedelta(days=2))
    world.clock.forward(days=10)
    _stage, page = open_page(world, texts, show)
    assert "Utløpt" not in cells(page.register.tab.table)
    page.register.old.click()
    assert "23.11.2026 – 25.11.2026 | Ikke ennå | Utløpt" in cells(page.register.tab.table)
