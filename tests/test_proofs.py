"""Short runs of the three proofs, and of their controls. The long runs are `make prove-resume` and its neighbours."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.prove import leaks
from tests.prove.bad_cases import all_cases
from tests.prove.planted import PLANTED

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
    assert "Control sqlite: 20 of 20" in ended.stdout
    assert "Control log: 20 of 20" in ended.stdout


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


def test_there_are_enough_bad_inputs() -> None:
    cases = all_cases()
    assert len(cases) >= 300
    assert len(set(cases)) == len(cases)
