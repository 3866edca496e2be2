"""The age of the key, and backups of an earlier one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kpr_desktop.domain.ids import UserId
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store import backup_folder
from kpr_desktop.usecases.backup_ports import OTHER_KEY, VERIFIED
from kpr_desktop.usecases.key_age import KeyCare
from kpr_desktop.usecases.records import User
from kpr_desktop.usecases.upkeep import Upkeep
from tests.support.world import World, confirmed, make_world
from tests.usecases.test_backups import code_of, log_of


@pytest.fixture
def real(tmp_path: Path) -> World:
    return make_world(tmp_path, training=False)


def rotated(world: World) -> KeyCare:
    """A new key, and everybody logged in anew."""
    confirmed(world.session)
    world.services.keys.rotate("en maskin er borte")
    world.reopen()
    confirmed(world.session)
    return world.services.key_care


def test_the_key_is_as_old_as_the_first_log_in_with_it(real: World) -> None:
    made = real.clock().date()
    real.services.persons.register(real.form())
    assert real.services.key_care.since() == made, "nobody has logged in yet: it is as old as the log"
    real.clock.forward(days=700)
    real.reopen()
    care = real.services.key_care
    assert (care.since(), care.due()) == (made, False)
    real.clock.forward(days=60)
    assert care.due()
    assert Upkeep(real.session).check().key_due
    real.reopen()
    care = rotated(real)
    assert (care.since(), care.due()) == (real.clock().date(), False)


def test_before_the_first_log_in_with_a_new_key_it_is_of_today(real: World) -> None:
    real.reopen()
    with real.session.work() as work:
        work.records.save_setting("key.since", "data.0.kpr 2020-01-01")
        work.commit()
    assert real.services.key_care.since() == real.clock().date()


def test_only_who_may_change_it_is_reminded(real: World, tmp_path: Path) -> None:
    real.reopen()
    real.clock.forward(days=800)
    assert real.services.key_care.due()
    user = real.session.user
    real.session.vault.user = User(user.id, user.login, user.name, frozenset({"leader"}))  # type: ignore[misc]
    assert not real.services.key_care.due()
    training = make_world(tmp_path / "training")
    training.clock.forward(days=800)
    assert not training.services.key_care.due()


def test_copies_of_an_earlier_key_go_when_there_is_a_new_one(real: World, tmp_path: Path) -> None:
    second = tmp_path / "pinne"
    second.mkdir()
    real.services.backups.set_second(second)
    real.services.backups.make("manual")
    care = rotated(real)
    places = (real.session.vault.keeping.default_place(), second)
    assert {each.state for place in places for each in real.session.vault.keeping.found(place)} == {OTHER_KEY}
    assert care.old_copies(places) == []
    assert code_of(care.remove_old_copies, places) == "backup.no_new_copy"
    new = real.services.backups.make("manual").first
    old = [each.name for each in care.old_copies(places)]
    assert len(old) == 4  # the one by hand and the one before the change, in both places
    assert care.remove_old_copies(places) == 4
    found = real.session.vault.keeping.found(places[0])
    assert [(each.name, each.state) for each in found] == [(new.name, VERIFIED)]
    told = [line for line in log_of(real) if line[0] == "backup.old_removed"]
    assert sorted(line[1] for line in told) == sorted(old)
    assert {line[2] for line in told} == {"ok"}


def test_a_copy_of_a_later_key_is_never_old(real: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real.services.backups.make("manual")
    care = rotated(real)
    new = real.services.backups.make("manual").first
    later = replace(new, epoch=new.epoch + 1, state=OTHER_KEY)
    keeping = type(real.session.vault.keeping)
    monkeypatch.setattr(keeping, "found", lambda *_: [new, later])
    assert care.old_copies((new.path.parent,)) == []


def test_what_cannot_be_removed_is_told_and_logged(real: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real.services.backups.make("manual")
    care = rotated(real)
    new = real.services.backups.make("manual").first

    def shut(_: object) -> None:
        raise EnvironmentFault("vault.no_access")

    monkeypatch.setattr(backup_folder, "remove", shut)
    assert code_of(care.remove_old_copies, (new.path.parent,)) == "vault.no_access"
    assert [line[2] for line in log_of(real) if line[0] == "backup.old_removed"] == ["failed", "ok"]


def test_only_an_administrator_with_the_passphrase_removes(real: World) -> None:
    places = (real.session.vault.keeping.default_place(),)
    real.session.grants.confirmed_at = None
    assert code_of(real.services.key_care.remove_old_copies, places) == "access.passphrase_needed"
    confirmed(real.session)
    real.session.vault.writable = False  # type: ignore[misc]
    assert code_of(real.services.key_care.remove_old_copies, places) == "access.read_only"
    real.session.vault.user = User(UserId("x"), "x", "x", frozenset({"leader"}))  # type: ignore[misc]
    assert code_of(real.services.key_care.remove_old_copies, places) == "rights.not_allowed"
