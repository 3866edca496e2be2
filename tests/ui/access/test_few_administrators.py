"""An administrator who is alone is told, on the work list and where access is given; and a passphrase that waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases.authorisations import NewUser
from kpr_desktop_ui.pages.access.access_page import AccessPage
from kpr_desktop_ui.pages.access.emergency_dialog import EmergencyDialog
from kpr_desktop_ui.pages.passphrase_dialog import PassphraseDialog
from kpr_desktop_ui.pages.places import AccessPlace, WorkListPlace
from kpr_desktop_ui.pages.work_list.work_list_page import WorkListPage
from kpr_desktop_ui.theme import Theme
from tests.support.colleagues import colleague, sits_down
from tests.support.fits import clipped
from tests.support.stage import PICTURES, Show
from tests.support.world import PASSPHRASE, World, confirmed, make_world

SIZES = [((1366, 768), 1.0, "light"), ((960, 700), 1.0, "dark"), ((960, 768), 2.0, "light")]


@pytest.fixture
def real(tmp_path: Path) -> Iterator[World]:
    """A vault that is no training vault, with one user who holds every role."""
    made = make_world(tmp_path / "ekte", training=False)
    yield made
    made.close()


def add(world: World, login: str, role: str) -> None:
    secret = bytearray(b"en egen lang frase her")
    new = NewUser(login, f"{login.title()} Li", "", "", frozenset({role}), "To må kunne", secret)
    world.services.authorisations.add_user(new)


def test_the_work_list_and_the_register_tell_until_there_are_two(
    real: World, texts: Texts, show: Show
) -> None:
    stage = show(WorkListPage(texts, real.services, WorkListPlace()))
    page = stage.page
    assert isinstance(page, WorkListPage)
    assert page.access.few.isVisible()
    assert page.access.few.text() == texts("authorisation.few_administrators")
    page.access.few.acted.emit()
    assert stage.went[-1] == AccessPlace("register")
    access = show(AccessPage(texts, real.services, AccessPlace())).page
    assert isinstance(access, AccessPage)
    assert access.few.isVisible()
    add(real, "olga", "leader")
    colleague(real, "Uten Plass", "administrator")  # in the register, but with no slot to open by
    access.refresh()
    assert access.few.isVisible()
    add(real, "odd", "administrator")
    access.refresh()
    page.access.refresh()
    assert access.few.isHidden()
    assert page.access.few.isHidden()


def test_only_whoever_can_do_something_about_it_is_told(
    real: World, world: World, texts: Texts, show: Show
) -> None:
    sits_down(real, colleague(real, "Leder Li", "leader"))
    page = show(WorkListPage(texts, real.services, WorkListPlace())).page
    assert isinstance(page, WorkListPage)
    assert page.access.few.isHidden()
    page = show(WorkListPage(texts, world.services, WorkListPlace())).page  # a training vault
    assert isinstance(page, WorkListPage)
    assert page.access.few.isHidden()


def test_a_key_file_that_can_not_be_read_does_not_close_the_work_list(
    real: World, texts: Texts, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_self: object) -> tuple[str, ...]:
        raise EnvironmentFault("vault.key_damaged")

    monkeypatch.setattr(type(real.session.vault), "logins", damaged)
    page = show(WorkListPage(texts, real.services, WorkListPlace())).page
    assert isinstance(page, WorkListPage)
    assert page.access.few.isHidden()


@pytest.mark.parametrize(("size", "scale", "mode"), SIZES)
def test_nothing_is_clipped(
    real: World, texts: Texts, show: Show, dress: Callable[..., Theme], size: tuple[int, int], scale: float,
    mode: str,
) -> None:  # fmt: skip
    dress(mode, scale)
    for name, page in (
        ("work", WorkListPage(texts, real.services, WorkListPlace())),
        ("access", AccessPage(texts, real.services, AccessPlace())),
    ):
        show(page, size).picture(f"few-{name}-{size[0]}-{scale}-{mode}")
        assert clipped(page) == []


def test_a_wrong_passphrase_too_many_makes_the_dialogs_wait(
    world: World, texts: Texts, qtbot: QtBot, dress: Callable[..., Theme]
) -> None:
    dress("light", 1.0)
    world.session.grants.confirmed_at = None
    dialog = PassphraseDialog(texts, world.session)
    qtbot.addWidget(dialog)
    dialog.show()
    for _ in range(4):
        dialog.line.setText("ikke den rette her")
        dialog.yes.click()
        assert dialog.field.error() == texts("vault.wrong_passphrase")
    dialog.line.setText(PASSPHRASE)
    dialog.yes.click()
    waits = texts("vault.wait", seconds=2)
    assert (dialog.field.error(), dialog.result()) == (waits, 0)
    assert dialog.grab().save(str(PICTURES / "passphrase-waits.png"))
    assert clipped(dialog) == []
    emergency = EmergencyDialog(texts, world.services)
    qtbot.addWidget(emergency)
    emergency.number.setText("1")
    emergency.purpose.set_key("danger")
    emergency.reason.setText("Svarer ikke på telefonen")
    emergency.passphrase.setText(PASSPHRASE)
    emergency.yes.click()
    assert emergency.fields["passphrase"].error() == waits
    assert emergency.reason.text() == "Svarer ikke på telefonen"
    world.clock.forward(seconds=2)
    dialog.line.setText(PASSPHRASE)
    dialog.yes.click()
    assert dialog.result() == 1
    confirmed(world.session)
