"""`kpr salvage` and `kpr accept`, end to end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop import cli
from kpr_desktop.usecases.salvage_ports import INCOMPLETE
from tests.support.tamper import key_of, tamper
from tests.support.world import PASSPHRASE, World, make_world
from tests.test_cli_care import secret_file

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A closed vault with persons, of which one has been changed by somebody without the codes."""
    made = make_world(tmp_path)
    made.demo(4)
    key = key_of(made.session.vault)
    made.close()
    tamper(made.path, key, "UPDATE person SET phone = '1' WHERE row = 2")
    return made


@pytest.fixture
def run(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    secret = secret_file(tmp_path, "frase", PASSPHRASE)

    def run(*argv: str, own: str = secret, machine: bool = True) -> tuple[int, Any]:
        code = cli.main([*argv, "--passphrase-file", own, *["--json"][: int(machine)]], lambda: world.app)
        out = capsys.readouterr().out
        return code, json.loads(out) if machine else out

    return run


def test_salvage_confirm_and_accept(run: Run, world: World, tmp_path: Path) -> None:
    target = str(tmp_path / "ny")
    code, answer = run("salvage", str(world.path), target)
    assert code == cli.PROBLEMS
    assert (answer["persons"], answer["whole"], len(answer["incomplete"])) == (4, 3, 1)
    assert answer["rows"] == answer["expected"] == sum(each["rows"] for each in answer["tables"])
    assert [each["code"] for each in answer["problems"]] == ["salvage.incomplete"]
    assert {each["code"] for each in run("check", target)[1]["problems"]} == {"vault.salvaged"}
    assert run("accept", target)[1]["incomplete"] == answer["incomplete"]
    assert run("accept", target, "--reason", "x")[1]["reason"] == "access.read_only"
    session = world.app.door.open(Path(target), "kari", bytearray(PASSPHRASE.encode()))
    world.app.services(session).backups.confirm_restore("prøve")
    session.vault.close()
    assert run("check", target)[0] == cli.DONE
    code, answer = run("accept", target, "--reason", "sett etter", "--number", answer["incomplete"][0])
    assert (code, answer["accepted"]) == (cli.DONE, 1)
    assert run("accept", target) == (cli.DONE, {"incomplete": [], "exit": 0})
    assert run("salvage", str(world.path), target)[1]["reason"] == "vault.exists"
    assert run("salvage", str(world.path), str(tmp_path / "x"), "--user", "x")[0] == cli.CANNOT_OPEN


def test_in_words(run: Run, world: World, tmp_path: Path) -> None:
    world.reopen()
    vault: Any = world.session.vault
    key = key_of(vault)
    sheet = secret_file(
        tmp_path, "ark", " ".join(vault._key_files.make_recovery(world.path, vault._keys).groups)
    )
    world.close()
    tamper(world.path, key, "DELETE FROM assessment")
    code, told = run(
        "salvage", str(world.path), str(tmp_path / "ny"), "--recovery-file", sheet, machine=False,
        own=secret_file(tmp_path, "ny-frase", "en helt ny lang frase"),
    )  # fmt: skip
    assert code == cli.PROBLEMS
    assert "rader ble lest ut" in told
    assert "assessment: 0 av" in told
    assert "Brukernumre: " in told
    assert "til en administrator har logget inn" in told
    tamper(world.path, key, "DELETE FROM seal", "DELETE FROM head", "DELETE FROM contributor")
    (world.path / "anker.kpr").unlink()
    code, told = run(
        "salvage", str(world.path), str(tmp_path / "ny2"), "--recovery-file", sheet, machine=False,
        own=secret_file(tmp_path, "ny-frase", "en helt ny lang frase"),
    )  # fmt: skip
    assert code == cli.PROBLEMS
    assert "sier ikke hvor mange det var" in told
    assert "0 av 4 mapper er hele" in told


def test_a_sound_vault_and_a_list_of_those_that_wait(run: Run, world: World, tmp_path: Path) -> None:
    healthy = make_world(tmp_path / "hel")
    persons = healthy.demo(2)
    with healthy.session.work() as work:
        work.records.save_setting(INCOMPLETE, persons[0])
        work.commit()
    number = healthy.services.incomplete.all()[0].user_number
    healthy.close()
    code, told = run("accept", str(healthy.path), machine=False)
    assert (code, told.splitlines()) == (cli.PROBLEMS, [number, "Mapper som venter på å bli godtatt: 1"])
    healthy.reopen()
    healthy.services.incomplete.accept("sett etter")
    healthy.close()
    code, told = run("salvage", str(healthy.path), str(tmp_path / "ny"), machine=False)
    assert code == cli.DONE
    assert "2 av 2 mapper er hele" in told
