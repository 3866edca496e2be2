"""`kpr check`, `backup`, `restore`, `rotate` and `log verify`, end to end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop import cli
from kpr_desktop.bootstrap import Application
from kpr_desktop.domain.ids import UserId
from kpr_desktop.usecases.records import User
from tests.store.test_backup import flip
from tests.support.world import LOGIN, PASSPHRASE, World, make_world

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A closed vault that is no training vault."""
    made = make_world(tmp_path, training=False)
    made.services.persons.register(made.form())
    made.close()
    return made


def secret_file(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(f"{text}\n", encoding="utf-8")
    path.chmod(0o600)
    return str(path)


@pytest.fixture
def run(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    secret = secret_file(tmp_path, "frase", PASSPHRASE)

    def run(*argv: str, own: str = secret) -> tuple[int, dict[str, Any]]:
        code = cli.main([*argv, "--passphrase-file", own, "--json"], lambda: world.app)
        return code, json.loads(capsys.readouterr().out)

    return run


def test_a_backup_and_its_way_back(run: Run, world: World, tmp_path: Path) -> None:
    vault = str(world.path)
    code, answer = run("backup", vault)
    assert (code, answer["persons"], answer["second"]) == (cli.DONE, 1, "")
    backup = answer["folder"]
    assert run("backup", vault, "--if-due")[0] == cli.DONE, "not due: nothing to do"
    assert len(list(Path(backup).parent.iterdir())) == 1
    code, answer = run("restore", backup, str(tmp_path / "ny"))
    assert (code, answer["persons"], answer["backup"]) == (cli.DONE, 1, Path(backup).name)
    code, answer = run("check", str(tmp_path / "ny"))
    assert code == cli.PROBLEMS
    assert "vault.restored" in {each["code"] for each in answer["problems"]}
    code, _ = run("restore", backup, str(tmp_path / "ny2"), "--in-use", "maskinen brant")
    assert code == cli.DONE
    assert run("check", str(tmp_path / "ny2"))[0] == cli.DONE
    assert run("restore", backup, str(tmp_path / "ny2"))[1]["reason"] == "vault.exists"
    assert run("restore", str(tmp_path), str(tmp_path / "x"))[1]["reason"] == "backup.missing"
    flip(Path(backup) / "data.kpr", 5000)
    code, answer = run("restore", backup, str(tmp_path / "ny3"))
    assert (code, answer["reason"]) == (cli.PROBLEMS, "backup.damaged")
    wrong = secret_file(tmp_path, "feil", "en helt feil passordfrase")
    assert run("backup", vault, own=wrong)[0] == cli.CANNOT_OPEN


def test_due_and_a_second_place(run: Run, world: World, tmp_path: Path) -> None:
    (tmp_path / "pinne").mkdir()
    world.reopen()
    world.services.backups.set_second(tmp_path / "pinne")
    world.close()
    code, answer = run("backup", str(world.path), "--if-due")
    assert code == cli.DONE
    assert answer["folder"].endswith("-daily")
    assert answer["second"].startswith(str(tmp_path / "pinne"))
    for each in sorted((tmp_path / "pinne").rglob("*"), reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()
    (tmp_path / "pinne").rmdir()
    code, answer = run("backup", str(world.path))
    assert (code, [each["code"] for each in answer["problems"]]) == (cli.PROBLEMS, ["backup.place_missing"])


def test_back_by_the_sheet(run: Run, world: World, tmp_path: Path) -> None:
    world.reopen()
    vault: Any = world.session.vault
    sheet = secret_file(
        tmp_path, "ark", " ".join(vault._key_files.make_recovery(world.path, vault._keys).groups)
    )
    world.close()
    backup = run("backup", str(world.path))[1]["folder"]
    new = secret_file(tmp_path, "ny-frase", "en helt ny lang frase")
    target = str(tmp_path / "ny")
    assert run("restore", backup, target, "--recovery-file", sheet, own=new)[0] == cli.DONE
    assert run("check", target)[1]["reason"] == "vault.wrong_passphrase"
    assert run("check", target, own=new)[0] == cli.PROBLEMS, "until it is confirmed"
    odd = tmp_path / "rart"
    odd.write_bytes(b"\xff\xfe")
    odd.chmod(0o600)
    code, answer = run("restore", backup, target, "--recovery-file", str(odd), own=new)
    assert (code, answer["reason"]) == (cli.WRONG_USE, "cli.passphrase_file_unreadable")


def test_whose_login_must_be_told_where_there_are_two(run: Run, world: World, tmp_path: Path) -> None:
    world.reopen()
    with world.session.work() as work:
        work.records.add_user(User(UserId("ola"), "ola", "Ola", frozenset({"registrar"})))
        work.commit()
    world.session.vault.add_slot(UserId("ola"), "ola", bytearray(b"olas egen lange frase"))
    world.close()
    backup = run("backup", str(world.path), "--user", LOGIN)[1]["folder"]
    assert run("restore", backup, str(tmp_path / "ny"))[1]["reason"] == "cli.user_missing"
    assert run("restore", backup, str(tmp_path / "ny"), "--user", LOGIN)[0] == cli.DONE
    ola = secret_file(tmp_path, "ola", "olas egen lange frase")
    for command in (["rotate", str(world.path), "--reason", "x"], ["log", "verify", str(world.path)]):
        code, answer = run(*command, "--user", "ola", own=ola)
        assert (code, answer["reason"]) == (cli.PROBLEMS, "rights.not_allowed")
    assert run("backup", str(world.path), "--user", "ola", own=ola)[0] == cli.DONE, "everybody may"


def test_a_new_key_and_the_log(run: Run, world: World) -> None:
    vault = str(world.path)
    code, answer = run("log", "verify", vault)
    assert code == cli.DONE
    assert answer["lines"] > 0
    assert answer["mark"].startswith(f"{answer['lines']} ")
    assert run("rotate", vault, "--reason", "noen sluttet")[0] == cli.DONE
    assert (world.path / "data.2.kpr").is_file()
    assert run("check", vault)[0] == cli.DONE
    assert run("log", "verify", vault)[1]["lines"] > answer["lines"]


def test_a_log_that_was_changed(run: Run, world: World) -> None:
    world.reopen()
    database = world.session.vault._database  # type: ignore[attr-defined]
    database.begin()
    database.run("UPDATE log SET subject = 'x' WHERE seq = 2")
    database.commit()
    world.close()
    code, answer = run("log", "verify", str(world.path))
    assert code == cli.PROBLEMS
    assert answer["problems"][0] | {"text": ""} == {"code": "cli.log.broken", "text": "", "line": "2"}


def test_words_for_people(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = secret_file(tmp_path, "frase", PASSPHRASE)
    (tmp_path / "pinne").mkdir()
    world.reopen()
    world.services.backups.set_second(tmp_path / "pinne")
    world.close()

    def said(*argv: str) -> str:
        assert cli.main([*argv, "--passphrase-file", secret], lambda: world.app) == cli.DONE
        return capsys.readouterr().out

    told = said("backup", str(world.path))
    assert "Den har 1 personer" in told
    assert str(tmp_path / "pinne") in told
    (folder,) = (tmp_path / "pinne").iterdir()
    assert "ikke på tide" in said("backup", str(world.path), "--if-due")
    assert "administrator har logget inn" in said("restore", str(folder), str(tmp_path / "a"))
    assert "Loggen er hel" in said("log", "verify", str(world.path))
    told = said("rotate", str(world.path), "--reason", "ferie")
    assert "slett eller lås inn de gamle kopiene" in told
    # From here on this machine knows the copy as the newest: the vault it was made of is an older one.
    assert "tatt i bruk" in said("restore", str(folder), str(tmp_path / "b"), "--in-use", "prøve")


def test_the_program_as_it_runs_has_a_way_back() -> None:
    assert Application().restoring is not None
