"""What the headless commands leave in the log before they tell anything, and what they do where they can not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop import cli
from kpr_desktop.commands.console import Console
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases.records import LogEntry
from tests.support.world import PASSPHRASE, World, make_world

Run = Callable[..., tuple[int, dict[str, Any]]]
DRY = ("--format", "kpr-56", "--dry-run")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A closed vault that is no training vault."""
    made = make_world(tmp_path, training=False)
    made.services.persons.register(made.form())
    made.close()
    return made


@pytest.fixture
def run(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    secret = tmp_path / "frase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    secret.chmod(0o600)

    def run(*argv: str) -> tuple[int, dict[str, Any]]:
        code = cli.main([*argv, "--passphrase-file", str(secret), "--json"], lambda: world.app)
        return code, json.loads(capsys.readouterr().out)

    return run


def lines(world: World) -> list[LogEntry]:
    """The log without the log-in that reads it, the newest first."""
    world.reopen()
    with world.session.work() as work:
        found = work.records.log_entries(limit=100)[1:]
    world.close()
    return found


def put_an_older_one_in_its_place(world: World) -> None:
    """The vault is in trouble: saves are missing, so it can only be read."""
    kept = world.path.parent / "eldre"
    shutil.copyfile(world.path / "data.kpr", kept)
    world.reopen()
    world.services.persons.register(world.form(identity="", birth_date="01.01.1950"))
    world.close()
    shutil.copyfile(kept, world.path / "data.kpr")


@pytest.mark.parametrize(
    ("command", "action"),
    [
        (("check",), "vault.checked"),
        (("log", "verify"), "log.verified"),
        (("export", *DRY), "export.rehearsed"),
        (("export", "--format", "yearly", "--dry-run", "--year", "2026"), "export.rehearsed"),
    ],
)
def test_the_line_is_there_before_anything_is_told(
    run: Run, world: World, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], action: str
) -> None:
    at = 2 if command[0] == "log" else 1
    words = [*command[:at], str(world.path), *command[at:]]

    class Stopped(Exception):
        pass

    def stop(*_: object, **__: object) -> None:
        raise Stopped

    with monkeypatch.context() as patched:  # the program dies before its first word
        for each in ("say", "tell", "warn", "problem", "end"):
            patched.setattr(Console, each, stop)
        with pytest.raises(Stopped):
            run(*words)
    first, login = lines(world)[:2]
    assert [(e.action, e.result, e.basis, e.person_id) for e in (first, login)] == [
        (action, "ok", "duty", None),
        ("vault.open", "ok", "duty", None),
    ]
    run(*words)
    assert lines(world)[0].action == action


def test_a_refusal_is_in_the_log_too(run: Run, world: World) -> None:
    world.reopen()
    with world.session.work() as work:
        for given in work.access.authorisations(world.session.user.id):
            if given.role != "registrar":
                work.access.save_authorisation(replace(given, ended_at=world.session.now(), end_why="x"))
        work.commit()
    world.close()
    for words, action in (
        (("check", str(world.path)), "vault.check"),
        (("log", "verify", str(world.path)), "log.read"),
        (("export", str(world.path), *DRY), "export.rehearse"),
    ):
        code, answer = run(*words)
        assert (code, answer["reason"]) == (cli.PROBLEMS, "rights.not_allowed")
        assert "persons" not in answer
        denied = next(e for e in lines(world) if e.result == "denied")
        assert denied.action == action


def test_a_vault_in_trouble_is_checked_and_that_nothing_is_logged_is_said(
    run: Run, world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    put_an_older_one_in_its_place(world)
    before = (world.path / "data.kpr").read_bytes()
    code, answer = run("check", str(world.path))
    assert (code, answer["logged"], answer["persons"]) == (cli.PROBLEMS, False, 1)
    assert [each["code"] for each in answer["problems"]] == ["vault.saves_missing"]
    assert "cli.not_logged" in {each["code"] for each in answer["warnings"]}
    code, answer = run("log", "verify", str(world.path))
    assert (code, answer["logged"]) == (cli.DONE, False)
    code, answer = run("export", str(world.path), *DRY)
    assert (code, answer["reason"]) == (cli.PROBLEMS, "access.read_only")
    assert "waiting" not in answer
    assert (world.path / "data.kpr").read_bytes() == before
    cli.main(["check", str(world.path), "--passphrase-file", str(tmp_path / "frase")], lambda: world.app)
    assert "står ikke i loggen" in capsys.readouterr().err


def test_a_disk_that_takes_nothing_is_no_reason_not_to_check(
    run: Run, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kpr_desktop.store import vault

    def full(_folder: Path) -> None:
        raise EnvironmentFault("vault.disk_full")

    monkeypatch.setattr(vault, "check_room", full)
    code, answer = run("check", str(world.path))
    assert (code, answer["logged"], answer["persons"]) == (cli.DONE, False, 1)
    code, answer = run("export", str(world.path), *DRY)
    assert (code, answer["reason"]) == (cli.CANNOT_OPEN, "vault.disk_full")


def test_beside_an_open_window_nothing_is_told_that_could_not_be_logged(run: Run, world: World) -> None:
    world.reopen()
    for words in (
        ("check", str(world.path)),
        ("log", "verify", str(world.path)),
        ("export", str(world.path), *DRY),
    ):
        code, answer = run(*words)
        assert (code, answer["reason"]) == (cli.CANNOT_OPEN, "vault.in_use")
        assert {*answer} == {"reason", "problems", "exit"}
    world.close()


def test_an_administrator_who_is_alone_is_warned_of(run: Run, world: World, tmp_path: Path) -> None:
    from kpr_desktop.usecases.authorisations import NewUser

    code, answer = run("check", str(world.path))
    assert (code, answer["administrators"]) == (cli.DONE, 1)
    assert [each["code"] for each in answer["warnings"]] == ["authorisation.few_administrators"]
    world.reopen()
    other = world.services.authorisations.add_user(
        NewUser(
            "ola",
            "Ola Leder",
            "",
            "",
            frozenset({"administrator"}),
            "To må kunne",
            bytearray(b"olas egen lange frase"),
        )
    )
    assert not world.services.authorisations.too_few()
    world.close()
    code, answer = run("check", str(world.path), "--user", "kari")
    assert (code, answer["administrators"], "warnings" in answer) == (cli.DONE, 2, False)
    world.reopen()
    world.services.authorisations.revoke(other.id, "Sluttet")
    assert world.services.authorisations.too_few()
    world.close()
    training = make_world(tmp_path / "ovelse")
    assert not training.services.authorisations.too_few()
    training.close()
