"""One's own passphrase: suggested, checked, changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpr_desktop.errors import UserFault
from tests.support.world import LOGIN, PASSPHRASE, World

NEW = "helt andre ord enn sist"


def old() -> bytearray:
    return bytearray(PASSPHRASE.encode())


def logged(training: World) -> list[tuple[str, str]]:
    with training.session.work() as work:
        return [(entry.action, entry.result) for entry in work.records.log_entries(limit=2)]


def test_administrators_get_six_words_and_others_five(training: World) -> None:
    desk = training.services.passphrases
    assert len(desk.suggest().split()) == 6
    training.session.vault.user = replace(training.session.user, roles=frozenset({"registrar"}))
    assert len(desk.suggest().split()) == 5


def test_the_users_own_name_is_on_the_block_list(training: World) -> None:
    with pytest.raises(UserFault, match=r"vault\.passphrase_weak"):
        training.services.passphrases.check(bytearray(b"Kari Saksbehandler 1"))


def test_somebody_elses_name_is_on_it_too(training: World) -> None:
    with pytest.raises(UserFault, match=r"vault\.passphrase_weak"):
        training.services.passphrases.check_for(bytearray(b"Ola Steinmo 12345"), "ola", "Ola Steinmo")


def test_it_is_changed_logged_and_wiped(training: World) -> None:
    before, after = old(), bytearray(NEW.encode())
    training.services.passphrases.change(before, after)
    assert not any(before)
    assert not any(after)
    assert logged(training)[0] == ("passphrase.change", "ok")
    training.close()
    with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
        training.app.door.open(training.path, LOGIN, old())
    training.app.door.open(training.path, LOGIN, bytearray(NEW.encode())).vault.close()


def test_a_wrong_old_one_is_logged_and_stands_beside_its_field(training: World) -> None:
    with pytest.raises(UserFault, match=r"vault\.wrong_passphrase") as told:
        training.services.passphrases.change(bytearray(b"ikke den rette frasen"), bytearray(NEW.encode()))
    assert told.value.field == "old"
    assert logged(training)[0] == ("passphrase.change", "denied")


def test_a_new_one_that_is_not_taken_changes_nothing(training: World) -> None:
    with pytest.raises(UserFault, match=r"vault\.passphrase_short") as told:
        training.services.passphrases.change(old(), bytearray(b"kort"))
    assert told.value.field == "passphrase"
    assert ("passphrase.change", "ok") not in logged(training)
    training.reopen()


def test_a_vault_that_is_only_read_keeps_its_passphrases(training: World) -> None:
    training.close()
    session = training.app.door.open(training.path, LOGIN, old(), write=False)
    secret = old()
    with pytest.raises(UserFault, match=r"access\.read_only"):
        training.app.services(session).passphrases.change(secret, bytearray(NEW.encode()))
    assert not any(secret)
    session.vault.close()
