"""Short runs of the proofs, and of their controls. The long runs are `make prove-resume` and its neighbours."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.prove import leaks, pictures
from tests.prove.bad_cases import all_cases
from tests.prove.planted import PLANTED, TALK
from tests.prove.screens import SCREENS

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow


def prove(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a proof as `make` does."""
    command = [sys.executable, "-m", f"tests.prove.{name}", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)


def test_resume() -> None:
    ended = prove("resume", "--n", "3")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.search(r"3 kills: 0 acknowledged answers lost, 0 wrong places \((\d+) ack", ended.stdout)
    assert told, ended.stdout
    assert int(told[1]) > 0


def test_resume_finds_dropped_saves() -> None:
    ended = prove("resume", "--n", "3", "--control", "--seed", "7")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "the dropped saves were found" in ended.stdout


def test_leaks() -> None:
    ended = prove("leaks")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "Anywhere else: 0 hits" in ended.stdout
    count, talk = len(PLANTED), len(TALK.typed())
    assert f"Of {talk} texts typed in the second talk the vault gives back {talk}" in ended.stdout
    assert f"Control sqlite: {count} of {count}" in ended.stdout
    assert f"Control log: {count} of {count}" in ended.stdout


@pytest.mark.parametrize("form", [name for name, _ in leaks.forms("abcdef")])
def test_every_form_is_found(form: str, tmp_path: Path) -> None:
    planted = dict(leaks.forms(PLANTED[1]))[form]
    (tmp_path / "a").write_bytes(b"before " + planted + b" after")
    assert {hit.number for hit in leaks.search(tmp_path)[0]} == {1}


def test_bad_input() -> None:
    ended = prove("bad_input", "--n", "30")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "0 came out wrong" in ended.stdout
    assert "0 tracebacks, 0 messages of Qt" in ended.stdout
    assert "the label that reads markup was caught" in ended.stdout


def test_pictures(tmp_path: Path) -> None:
    """The tightest of the twelve dresses: every screen in a narrow window with letters twice as large."""
    ended = prove("pictures", "--dress", "light-960-200", "--folder", str(tmp_path))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.search(r"1 dresses, (\d+) screens, (\d+) pictures, (\d+) texts checked: 0 faults", ended.stdout)
    assert told, ended.stdout
    assert int(told[1]) == len(SCREENS)
    assert int(told[2]) == len(list(tmp_path.glob("light-960-200/*.png"))) == len(SCREENS)
    assert "all planted faults were caught" in ended.stdout


def test_pictures_fail_for_a_fault_a_broken_run_and_a_control_that_was_missed(tmp_path: Path) -> None:
    good: dict[str, object] = {
        "dress": "a",
        "screens": 1,
        "pictures": 1,
        "texts": 9,
        "faults": [],
        "caught": pictures.PLANTED,
    }
    assert pictures.report([good], 1, tmp_path) == 0
    assert pictures.report([good | {"faults": ["work-list: cut off"]}], 1, tmp_path) == 1
    assert pictures.report([good | {"caught": pictures.PLANTED[1:]}], 1, tmp_path) == 1
    assert pictures.report([good, {"dress": "b", "broken": "no vault"}], 1, tmp_path) == 1
    assert pictures.report([], 1, tmp_path) == 1


def test_two_faces() -> None:
    ended = prove("two_faces", "--n", "30", "--seed", "3")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "0 hits; 0 scores written in the citizen's face" in ended.stdout
    told = re.search(r"(\d+) typed texts compared with their carets: 0 losses", ended.stdout)
    assert told, ended.stdout
    assert int(told[1]) > 100
    assert "Control: 10 of 10 planted leaks and losses caught" in ended.stdout


def test_there_are_enough_bad_inputs() -> None:
    cases = all_cases()
    assert len(cases) >= 300
    assert len(set(cases)) == len(cases)
