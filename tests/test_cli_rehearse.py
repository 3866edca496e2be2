"""`kpr rehearse`, end to end on a real vault."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop import cli
from kpr_desktop.bootstrap import Application
from kpr_desktop.crypto.kdf import FLOOR_COST
from tests.prove.rehearsal_plants import clean
from tests.support.steady import StandingClock
from tests.support.world import PASSPHRASE, World, make_world
from tests.usecases.test_blocking import block
from tests.usecases.test_rehearsal import hurt


class Command:
    """The command on one vault."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.secret = folder / "frase"
        self.secret.write_text(PASSPHRASE, encoding="utf-8")
        self.secret.chmod(0o600)
        self._capsys = capsys
        self.app = Application(clock=StandingClock(), config=folder / "config", cost=FLOOR_COST)
        self.vault = folder / "hvelv"

    def __call__(self, *more: str) -> tuple[int, str, str]:
        words = ["rehearse", str(self.vault), "--passphrase-file", str(self.secret), *more]
        code = cli.main(words, lambda: self.app)
        told = self._capsys.readouterr()
        return code, told.out, told.err

    def answer(self, *more: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self("--json", *more)[1])
        return found


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(tmp_path, capsys)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A vault with the clean set; the test closes it."""
    made = make_world(tmp_path)
    clean(made)
    return made


def test_a_clean_register(run: Command, world: World) -> None:
    world.close()
    code, out, err = run()
    assert (code, err) == (cli.DONE, "")
    assert "Prøvd: 4 personer. Godtatt: 4. Stoppet: 0. Bør sees på: 0." in out
    assert "Frist: 2027-01-15. Dager igjen: 53." in out
    assert "Vi kjenner ikke fristen for 2026." in out
    assert "Forrige gang" not in out


def test_what_would_be_stopped_is_told_and_the_exit_says_so(run: Command, world: World) -> None:
    with world.session.work() as work:
        first, second = list(work.persons.ids())[:2]
    hurt(world, first)
    block(world, second)
    with world.session.work() as work:
        person = work.persons.get(first)
    world.services.office.save({"name": "Øvingsby kommune"})
    world.services.rehearsals.set_deadline(date(2026, 2, 1))
    world.close()
    answer = run.answer("--year", "2026")
    assert answer["exit"] == cli.PROBLEMS
    assert (answer["persons"], answer["would_be_stopped"], answer["closed"], answer["waiting"]) == (
        3,
        1,
        1,
        5,
    )
    assert answer["by_rule"]["person.sex_unknown"] == 1
    assert (answer["deadline"], answer["deadline_documented"]) == ("2027-02-01", False)
    assert answer["counts"][0]["assessed_percent"]["v01"] == 100
    told = {p["code"]: p for p in answer["problems"]}
    sex = told["person.sex_unknown"]
    assert (sex["person"], sex["field"], sex["sign"], sex["consequence"]) == (
        first, "person.sex", "stop", "ours",
    )  # fmt: skip
    assert told["kpr56.rule.submitter"]["register_field"] == "typeKontaktperson"
    assert "last_time" not in answer
    assert run.answer()["last_time"] == {"stopped": 1, "odd": 0}
    out = run()[1]
    assert "Forrige gang: stoppet 1, bør sees på 0." in out
    assert "Vi kjenner ikke fristen" not in out  # the municipality has been told one
    assert "Ikke med, fordi de er sperret for deg: 1 personer." in out
    assert person.name not in out


def test_how_far_it_is_stands_on_a_terminal(
    run: Command, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.close()
    monkeypatch.setattr("kpr_desktop.commands.rehearse.sys.stderr.isatty", lambda: True)
    assert run()[2] == "\r0/4\r4/4\n"
