"""Backups, drills and a new key through the use cases."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop.bootstrap import Application
from kpr_desktop.domain.ids import UserId
from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from kpr_desktop.usecases.backup_ports import VERIFIED, BackupFile, Opening
from kpr_desktop.usecases.backups import BackupDesk
from kpr_desktop.usecases.records import User
from kpr_desktop.usecases.restoring import KeyDesk
from tests.support.pdf import text_of
from tests.support.world import LOGIN, PASSPHRASE, World, make_world


@pytest.fixture
def real(tmp_path: Path) -> World:
    """A vault that is no training vault."""
    return make_world(tmp_path, training=False)


def phrase() -> bytearray:
    return bytearray(PASSPHRASE.encode())


def code_of(act: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(Fault) as caught:
        act(*args, **more)
    return caught.value.code


def save(world: World, times: int = 1) -> None:
    for number in range(times):
        with world.session.work() as work:
            work.records.save_setting("saved", str(number))
            work.commit()


def log_of(world: World) -> list[tuple[str, str, str]]:
    with world.session.work() as work:
        return [(e.action, e.subject, e.result) for e in work.records.log_entries(limit=20)]


def only(world: World, *roles: str) -> World:
    """Log in again with these roles alone."""
    user = world.session.user
    world.session.vault.user = User(user.id, user.login, user.name, frozenset(roles))  # type: ignore[misc]
    return world


def test_a_backup_is_recorded_once_it_is_verified(real: World) -> None:
    before = real.services.backups.standing()
    assert (before.files, before.last, before.second, before.drill_due) == ((), None, None, True)
    made = real.services.backups.make("manual")
    now = real.services.backups.standing()
    assert now.files == (made.first,)
    assert now.last is not None
    assert (now.last.file_name, now.last.sha256, now.last.kind) == (
        made.first.name,
        made.first.sha256,
        "manual",
    )
    assert now.last.verified_at == real.clock.time
    assert log_of(real)[0] == ("backup.make", made.first.name, "ok")
    assert (made.second, made.second_fault, made.removed) == (None, "", 0)
    assert real.session.vault.inspect() == []


def test_when_one_is_due(real: World) -> None:
    desk = real.services.backups
    assert desk.automatic(closing=False) is not None, "the first one"
    assert not desk.due(closing=True), "nothing was saved since"
    save(real, 9)
    assert not desk.due(closing=True)
    save(real)
    assert desk.due(closing=True)
    assert not desk.due(closing=False), "once a day at the log-in"
    assert desk.automatic(closing=False) is None
    made = desk.automatic(closing=True)
    assert made is not None
    assert made.first.kind == "daily"
    assert made.removed == 1, "of a day the newest stays"
    real.clock.forward(days=1)
    assert not desk.due(closing=True), "a new day alone is no reason"
    real.reopen()
    assert not real.services.backups.due(closing=False), "a log-in is none either"
    save(real)
    assert real.services.backups.due(closing=False)
    real.close()


def test_a_training_vault_makes_none_by_itself(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    save(world, 20)
    desk = world.services.backups
    assert not desk.due(closing=True)
    assert desk.before_risk() is None
    assert not desk.standing().drill_due
    assert desk.make("manual").first.state == VERIFIED
    world.close()


def test_reading_beside_a_writer_makes_none(real: World) -> None:
    reader = real.app.door.open(real.path, LOGIN, phrase(), write=False)
    desk = BackupDesk(reader)
    assert code_of(desk.make, "manual") == "access.read_only"
    assert not desk.due(closing=True)
    reader.vault.close()
    real.close()


def test_what_is_kept_over_months(real: World) -> None:
    removed = 0
    for _ in range(12):
        real.clock.forward(days=3)
        save(real, 2)
        removed += real.services.backups.make("daily").removed
    kept = real.services.backups.standing().files
    assert removed == 12 - len(kept) > 0
    assert len(kept) >= 7
    real.close()


def test_a_failed_backup_removes_nothing_and_stands_in_the_log(
    real: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = real.services.backups
    good = [desk.make("daily").first, desk.make("daily").first]

    def damaged(*_: object) -> None:
        raise EnvironmentFault("vault.damaged")

    monkeypatch.setattr("kpr_desktop.store.backup.read_through", damaged)
    assert code_of(desk.make, "manual") == "vault.damaged"
    assert log_of(real)[0] == ("backup.make", "manual", "failed")
    assert {each.name for each in desk.standing().files} == {good[1].name}
    real.close()


def test_one_that_does_not_stand_there_whole_removes_nothing(
    real: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = real.services.backups
    desk.make("daily")
    monkeypatch.setattr("kpr_desktop.store.backup_folder.holds", lambda *_: False)
    assert desk.make("daily").removed == 0
    real.close()


def test_one_that_cannot_be_removed_goes_the_next_time(real: World, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = real.services.backups
    desk.make("daily")

    def no(*_: object) -> None:
        raise EnvironmentFault("vault.no_access")

    with monkeypatch.context() as patch:
        patch.setattr("kpr_desktop.store.backup_folder.remove", no)
        assert desk.make("daily").removed == 0
    assert desk.make("daily").removed == 2
    real.close()


def test_before_a_risky_act(real: World, tmp_path: Path) -> None:
    made = real.services.backups.before_risk()
    assert made is not None
    assert made.first.kind == "before_risk"
    real.close()


# --- a second place ---------------------------------------------------------------------------------------------------


def test_a_second_place(real: World, tmp_path: Path) -> None:
    desk, stick = real.services.backups, tmp_path / "pinne"
    assert code_of(desk.set_second, stick) == "backup.second_missing"
    for same in (real.path, real.session.vault.keeping.default_place()):
        same.mkdir(exist_ok=True)
        assert code_of(desk.set_second, same) == "backup.second_same"
    stick.mkdir()
    desk.set_second(stick)
    assert log_of(real)[0] == ("backup.place", "second", "ok")
    made = desk.make("manual")
    assert made.second is not None
    assert made.second.path == stick / made.first.name
    standing = desk.standing()
    assert (standing.second, standing.second_there) == (stick, True)
    assert [each.name for each in standing.second_files] == [made.first.name]
    shutil.rmtree(stick)
    made = desk.make("manual")
    assert (made.second, made.second_fault) == (None, "backup.place_missing")
    assert made.first.state == VERIFIED
    assert desk.standing().second_files == ()
    desk.set_second(None)
    assert desk.standing().second is None
    only(real, "registrar")
    assert code_of(desk.set_second, None) == "rights.not_allowed"
    real.close()


# --- drills -----------------------------------------------------------------------------------------------------------


def drilled(world: World, backup: BackupFile, **more: Any) -> Any:
    return world.services.drills.hold(backup, Opening(**({"login": LOGIN, "passphrase": phrase()} | more)))


def test_a_drill_with_its_certificate(real: World) -> None:
    desk = real.services.backups
    made = desk.make("manual")
    real.services.persons.register(real.form())
    opening = Opening(LOGIN, phrase())
    report = real.services.drills.hold(made.first, opening)
    assert not any(opening.passphrase)
    assert (report.persons, report.new_persons, report.way) == (0, 1, "passphrase")
    assert [each.name for each in made.first.path.parent.iterdir()] == [made.first.name]
    standing = desk.standing()
    assert not standing.drill_due
    assert standing.last_drill is not None
    assert (standing.last_drill.sound, standing.last_drill.backup_name) == (True, made.first.name)
    assert log_of(real)[0] == ("backup.drill", made.first.name, "ok")
    for language, phrase_word, sheet_word, second, day in (
        ("nb", "passordfrasen", "gjenopprettingsarket", "i sekunder: < 1.", "23. november 2026"),
        ("nn", "passordfrasen", "gjenopprettingsarket", "i sekund: < 1.", "23. november 2026"),
        ("en", "passphrase", "recovery sheet", "in seconds: < 1.", "23 November 2026"),
    ):
        pdf, number = real.services.drills.certificate(report, language)
        text = " ".join(text_of(pdf).split())
        for part in (number, made.first.name, phrase_word, second, day):
            assert part in text
        assert sheet_word not in text
    with pytest.raises(UserFault, match=r"letter\.no_such_language"):
        real.services.drills.certificate(report, "fi")
    real.clock.forward(days=366)
    assert desk.standing().drill_due
    real.close()


def test_a_drill_with_the_sheet(real: World, tmp_path: Path) -> None:
    vault: Any = real.session.vault
    code = vault._key_files.make_recovery(real.path, vault._keys)
    made = real.services.backups.make("manual")
    report = drilled(real, made.first, passphrase=bytearray(), code=" ".join(code.groups))
    assert report.way == "recovery"
    text = text_of(real.services.drills.certificate(report, "nb")[0])
    assert "gjenopprettingsarket" in text
    saved = real.services.drills.save_certificate(report, tmp_path, "nb")
    assert saved.name == f"gjenoppretting_2026-11-23_{report.id[:4].upper()}.pdf"
    assert text_of(saved.read_bytes()) == text
    real.close()


def test_a_drill_that_fails_is_recorded_and_is_due_again(real: World) -> None:
    made = real.services.backups.make("manual")
    assert (
        code_of(drilled, real, made.first, passphrase=bytearray(b"feil frase helt feil"))
        == "vault.wrong_passphrase"
    )
    assert real.services.backups.standing().last_drill is None, (
        "a wrong passphrase says nothing of the backup"
    )
    (made.first.path / "data.kpr").write_bytes(b"x")
    assert code_of(drilled, real, made.first) == "backup.damaged"
    standing = real.services.backups.standing()
    assert standing.last_drill is not None
    assert not standing.last_drill.sound
    assert standing.drill_due
    assert log_of(real)[0] == ("backup.drill", made.first.name, "failed")
    only(real, "registrar")
    assert code_of(drilled, real, made.first) == "rights.not_allowed"
    assert code_of(real.services.drills.certificate, None, "nb") == "rights.not_allowed"
    real.close()


def test_no_drill_where_it_cannot_be_recorded(real: World) -> None:
    made = real.services.backups.make("manual")
    reader = real.app.door.open(real.path, LOGIN, phrase(), write=False)
    assert (
        code_of(real.app.services(reader).drills.hold, made.first, Opening(LOGIN, phrase()))
        == "access.read_only"
    )
    reader.vault.close()
    real.close()


# --- restoring, and taking it into use ------------------------------------------------------------------------------


def test_a_restored_vault_is_taken_into_use_by_an_administrator(real: World, tmp_path: Path) -> None:
    made = real.services.backups.make("manual")
    save(real, 3)
    real.close()
    app = Application(clock=real.clock, new_id=real.ids, config=real.app.config, cost=real.app.cost)
    found, info = app.restoring.look(made.first.path)
    assert (found.saves, info.logins) == (made.first.saves, (LOGIN,))
    secret = phrase()
    app.restoring.restore(made.first.path, tmp_path / "ny", Opening(LOGIN, secret))
    assert not any(secret)
    session = app.door.open(tmp_path / "ny", LOGIN, phrase())
    # On the machine of the lost vault: the anchor here has seen more.
    assert {each.code for each in session.vault.trouble} == {"vault.restored", "vault.saves_missing"}
    desk = BackupDesk(session)
    assert desk.standing().mark is not None
    assert code_of(desk.confirm_restore, "  ") == "backup.reason_missing"
    desk.confirm_restore("maskinen brant")
    assert session.vault.writable
    with session.work() as work:
        (line,) = work.records.log_entries(limit=1)
    assert (line.action, line.subject, line.reason) == ("vault.restored", made.first.name, "maskinen brant")
    session.vault.close()


def test_the_use_of_the_sheet_is_told_when_the_vault_is_taken_into_use(real: World, tmp_path: Path) -> None:
    vault: Any = real.session.vault
    code = " ".join(vault._key_files.make_recovery(real.path, vault._keys).groups)
    made = real.services.backups.make("manual")
    real.close()
    new = b"en helt ny lang frase"
    real.app.restoring.restore(made.first.path, tmp_path / "ny", Opening(LOGIN, bytearray(new), code))
    session = real.app.door.open(tmp_path / "ny", LOGIN, bytearray(new))
    BackupDesk(session).confirm_restore("maskinen brant")
    with session.work() as work:
        assert [each.action for each in work.records.log_entries(limit=2)] == [
            "recovery.use",
            "vault.restored",
        ]
    session.vault.close()


def test_an_older_vault_without_a_mark_is_logged_with_how_much_is_missing(
    real: World, tmp_path: Path
) -> None:
    real.close()
    shutil.copytree(real.path, tmp_path / "kopi")
    real.reopen()
    save(real, 4)
    real.close()
    shutil.rmtree(real.path)
    (tmp_path / "kopi").rename(real.path)
    session = real.app.door.open(real.path, LOGIN, phrase())
    BackupDesk(session).confirm_restore("hentet fra speilkopi")
    with session.work() as work:
        (line,) = work.records.log_entries(limit=1)
    assert int(line.subject) > 0
    session.vault.user = User(UserId("x"), "x", "x", frozenset({"registrar"}))  # type: ignore[misc]
    assert code_of(BackupDesk(session).confirm_restore, "x") == "rights.not_allowed"
    session.vault.close()


# --- a new key --------------------------------------------------------------------------------------------------------


def test_a_new_key(real: World) -> None:
    keys = real.services.keys
    assert code_of(keys.rotate, " ") == "backup.reason_missing"
    assert code_of(keys.rotate, "x" * 501) == "form.too_long"
    real.session.grants.confirmed_at = None
    assert code_of(keys.rotate, "noen sluttet") == "access.passphrase_needed"
    real.session.grants.confirmed_at = real.clock.time
    keys.rotate("noen sluttet")
    session = real.app.door.open(real.path, LOGIN, phrase())
    with session.work() as work:
        lines = work.records.log_entries(limit=9)
    (line,) = (each for each in lines if each.action == "key.rotate")
    assert line.reason == "noen sluttet"
    assert (session.vault.inspect(), session.vault.info.database) == ([], "data.2.kpr")
    standing = BackupDesk(session).standing()
    assert [(each.kind, each.state) for each in standing.files] == [("before_risk", "other_key")]
    BackupDesk(session).make("manual")
    assert len(BackupDesk(session).standing().files) == 2, (
        "what another key made is not counted and not removed"
    )
    only(World(real.app, session, real.services, real.path, real.clock, real.ids), "auditor")
    assert code_of(KeyDesk(session, BackupDesk(session)).rotate, "x") == "rights.not_allowed"
    session.vault.close()
