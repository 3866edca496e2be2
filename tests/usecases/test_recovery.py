"""The recovery sheet through the use cases: required, made, proved, used, and told of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.recovery import RecoveryDesk
from kpr_desktop.usecases.session import Session
from tests.support.pdf import info_of, text_of
from tests.support.world import LOGIN, PASSPHRASE, World, make_world, not_set_up

NEW = "helt andre ord enn sist"


@pytest.fixture
def real(tmp_path: Path) -> Iterator[World]:
    """A vault that has just been made: set-up is not finished."""
    made = make_world(tmp_path, training=False)
    not_set_up(made.session)
    yield made
    made.close()


def logged(session: Session) -> list[tuple[str, str]]:
    with session.work() as work:
        return [(entry.action, entry.result) for entry in work.records.log_entries(limit=50)]


def made_and_proved(desk: RecoveryDesk) -> str:
    code = "-".join(desk.make().groups)
    desk.prove(code)
    return code


def test_a_new_real_vault_asks_for_a_sheet_and_a_training_vault_does_not(real: World, tmp_path: Path) -> None:
    assert real.services.recovery.required()
    assert not real.services.recovery.used_before()
    training = make_world(tmp_path / "training")
    assert not training.services.recovery.required()
    with pytest.raises(UserFault, match=r"recovery\.training"):
        training.services.recovery.make()
    training.close()


def test_a_sheet_is_proved_by_typing_it_back(real: World) -> None:
    desk = real.services.recovery
    code = desk.make()
    assert desk.required()
    with pytest.raises(UserFault, match=r"vault\.recovery_group") as told:
        desk.prove("-".join([*code.groups[:2], "XXXXX", *code.groups[3:]]))
    assert told.value.params["group"] == 3
    assert desk.required()
    desk.check_group(1, code.groups[0])
    with pytest.raises(UserFault, match=r"vault\.recovery_group"):
        desk.check_group(2, code.groups[0])
    desk.prove(" ".join(code.groups).lower())
    assert not desk.required()
    assert logged(real.session)[:2] == [("recovery.prove", "ok"), ("recovery.make", "ok")]


def test_what_was_begun_is_asked_for_again_with_another_code(real: World) -> None:
    first = real.services.recovery.make()
    real.reopen()
    desk = real.services.recovery
    assert desk.required()
    second = desk.make()
    assert second.groups != first.groups
    with pytest.raises(UserFault, match=r"vault\.recovery_wrong"):
        desk.prove("-".join(first.groups))
    desk.prove("-".join(second.groups))
    real.reopen()
    assert not real.services.recovery.required()


def test_another_sheet_asks_for_the_passphrase_and_ends_the_one_before(real: World) -> None:
    desk = real.services.recovery
    old = made_and_proved(desk)
    with pytest.raises(UserFault, match=r"access\.passphrase_needed"):
        desk.make()
    desk.prove(old)
    real.session.confirm_passphrase(bytearray(PASSPHRASE.encode()))
    made_and_proved(desk)
    with pytest.raises(UserFault, match=r"vault\.recovery_wrong"):
        desk.prove(old)


def test_only_an_administrator_makes_and_proves_one(real: World) -> None:
    real.session.vault.user = replace(real.session.user, roles=frozenset({"registrar"}))
    desk = real.services.recovery
    assert not desk.required()
    assert desk.uses_untold() == []
    with pytest.raises(UserFault, match=r"rights\.not_allowed"):
        desk.make()
    with pytest.raises(UserFault, match=r"rights\.not_allowed"):
        desk.prove("")


def test_a_vault_that_is_only_read_asks_for_nothing(real: World) -> None:
    real.close()
    session = real.app.door.open(real.path, LOGIN, bytearray(PASSPHRASE.encode()), write=False)
    desk = real.app.services(session).recovery
    assert not desk.required()
    with pytest.raises(UserFault, match=r"access\.read_only"):
        desk.make()
    session.vault.close()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", ("Oppbevares i safe", "Slik bruker du arket", "23. november 2026")),
        ("nn", ("Skal ligge i safe", "tek du vare på", "23. november 2026")),
        ("en", ("Keep in a safe", "How to look after it", "23 November 2026")),
    ],
)
def test_the_sheet_says_what_it_must_on_one_page(real: World, language: str, words: tuple[str, ...]) -> None:
    desk = real.services.recovery
    code = desk.make()
    sheet = desk.sheet(code, language)
    text = text_of(sheet.pdf, "-layout")
    joined = "".join(text.split())
    for group in code.groups:
        assert group in joined
    for word in (*words, code.fingerprint, "Risør · Hjemmetjenesten vest"):
        assert word in " ".join(text.split())
    assert "Pages:           1" in info_of(sheet.pdf)
    assert len(desk.pages(sheet, 400)) == 1
    assert code.groups[0] not in desk.save(sheet, real.path.parent, purpose="archive").name


def test_printing_and_saving_are_logged_and_the_file_is_to_be_deleted(real: World, tmp_path: Path) -> None:
    desk = real.services.recovery
    sheet = desk.sheet(desk.make(), "nb")
    desk.printed(sheet)
    path = desk.save(sheet, tmp_path, purpose="archive")
    assert path.read_bytes() == sheet.pdf
    assert logged(real.session)[:2] == [("recovery.save", "ok"), ("recovery.print", "ok")]
    assert [line.file.file_name for line in real.services.written_files.left()] == [path.name]


def test_a_forgotten_passphrase_is_replaced_by_the_sheet(real: World) -> None:
    code = made_and_proved(real.services.recovery)
    real.close()
    door = real.app.door
    for _ in range(6):
        real.clock.time += timedelta(hours=1)
        with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
            door.open(real.path, LOGIN, bytearray(b"ikke den rette frasen"))
    secret = bytearray(NEW.encode())
    session = door.recover(real.path, LOGIN, code, secret)
    assert not any(secret)
    assert logged(session)[0] == ("recovery.use", "ok")
    desk = real.app.services(session).recovery
    assert desk.required()
    assert desk.used_before()
    assert desk.uses_untold() == []
    made_and_proved(desk)
    assert not desk.used_before()
    session.vault.close()
    with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
        door.open(real.path, LOGIN, bytearray(PASSPHRASE.encode()))
    door.open(real.path, LOGIN, bytearray(NEW.encode())).vault.close()


def test_every_other_administrator_is_told_once(real: World) -> None:
    code = made_and_proved(real.services.recovery)
    real.close()
    session = real.app.door.recover(real.path, LOGIN, code, bytearray(NEW.encode()))
    at = session.now()
    session.vault.user = replace(session.user, id=real.ids())  # somebody else, later
    desk = real.app.services(session).recovery
    assert [(use.at, use.name) for use in desk.uses_untold()] == [(at, "Kari Saksbehandler")]
    desk.told()
    assert desk.uses_untold() == []
    session.vault.close()


@pytest.mark.parametrize(
    ("login", "typed", "phrase", "code", "field"),
    [
        (LOGIN, None, "kort", "vault.passphrase_short", "passphrase"),
        (LOGIN, "ABC", NEW, "vault.recovery_length", "code"),
        ("nobody", None, NEW, "vault.user_unknown", "login"),
    ],
)
def test_what_is_wrong_changes_nothing(
    real: World, login: str, typed: str | None, phrase: str, code: str, field: str
) -> None:
    right = made_and_proved(real.services.recovery)
    real.close()
    secret = bytearray(phrase.encode())
    with pytest.raises(UserFault, match=code) as told:
        real.app.door.recover(real.path, login, right if typed is None else typed, secret)
    assert told.value.field == field
    assert not any(secret)
    real.reopen()
    assert ("recovery.use", "ok") not in logged(real.session)


def test_the_sheet_gives_nobody_rights(real: World, monkeypatch: pytest.MonkeyPatch) -> None:
    code = made_and_proved(real.services.recovery)
    real.close()
    actions = dict(real.app.door.rights.actions)
    nobody = replace(actions["recovery.use"], roles=frozenset({"auditor"}))
    rights = replace(real.app.door.rights, actions={**actions, "recovery.use": nobody})
    door = replace(real.app.door, rights=rights)
    vault = type(real.session.vault)
    given = replace(real.session.user, roles=frozenset({"registrar"}))
    monkeypatch.setattr(vault, "user", property(lambda _self: given, lambda *_: None), raising=False)
    with pytest.raises(UserFault, match=r"recovery\.no_administrator") as told:
        door.recover(real.path, LOGIN, code, bytearray(NEW.encode()))
    assert told.value.field == "login"
    monkeypatch.undo()
    real.reopen()


def test_a_vault_that_is_not_whole_is_not_opened_by_the_sheet(real: World) -> None:
    code = made_and_proved(real.services.recovery)
    older = {path.name: path.read_bytes() for path in real.path.iterdir() if path.name.startswith("data")}
    real.close()
    before = (real.path / "data.kpr").read_bytes()
    real.reopen()
    with real.session.work() as work:
        work.records.save_setting("x", "y")
        work.commit()
    real.close()
    assert older
    (real.path / "data.kpr").write_bytes(before)
    with pytest.raises(EnvironmentFault, match=r"vault\.saves_missing"):
        real.app.door.recover(real.path, LOGIN, code, bytearray(NEW.encode()))
