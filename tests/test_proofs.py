"""Short runs of the proofs, and of their controls. The long runs are `make prove-resume` and its neighbours.

That of `make prove-deb`, which needs a build of minutes and a fresh Debian, is tests/architecture/test_packages.py.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.prove import accessibility, full_disk, io_faults, leaks, long_day, offline, pictures
from tests.prove.bad_cases import all_cases
from tests.prove.planted import CARE, PLANTED, TALK
from tests.prove.screens import SCREENS
from tests.support.crash_trace import why_no_strace
from tests.support.verapdf import why_no_verapdf

ROOT = Path(__file__).resolve().parents[1]
HEARD = ("login-wrong", "work-list", "dialog-consent")
"""The screens of the short run of the proof of accessibility."""
LIMIT = 300
"""Seconds for one of them on a machine that has other things to do; alone each takes a fraction of it."""
pytestmark = [pytest.mark.slow, pytest.mark.timeout(LIMIT + 20)]


def prove(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a proof as `make` does."""
    command = [sys.executable, "-m", f"tests.prove.{name}", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT, check=False)


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
    care = len(CARE.typed())
    assert (
        f"Of {care} texts kept with services and answers of the register it gives back {care}" in ended.stdout
    )
    assert f"Control sqlite: {count} of {count}" in ended.stdout
    assert f"Control log: {count} of {count}" in ended.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc: Linux only")
def test_no_key_is_in_memory_after_a_lock() -> None:
    ended = prove("memory", "--n", "1")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "the database key was found 1 of 1 times" in ended.stdout
    assert "After the lock: 0 hits" in ended.stdout


@pytest.mark.parametrize("form", [name for name, _ in leaks.forms("abcdef")])
def test_every_form_is_found(form: str, tmp_path: Path) -> None:
    planted = dict(leaks.forms(PLANTED[1]))[form]
    (tmp_path / "a").write_bytes(b"before " + planted + b" after")
    assert {hit.number for hit in leaks.search(tmp_path)[0]} == {1}


def test_tamper() -> None:
    ended = prove("tamper", "--n", "80")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "80 of 80 tamperings found, 0 without their place" in ended.stdout
    told = re.search(r"verification switched off: 0 of (\d+) found", ended.stdout)
    assert told, ended.stdout
    assert int(told[1]) > 10
    assert "untouched vaults: 0 alarms" in ended.stdout


def test_kill() -> None:
    ended = prove("kill", "--n", "12")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.search(
        r"12 kills: 0 with an acknowledged save lost, 0 half actions, 0 unsound vaults \((\d+) ack",
        ended.stdout,
    )
    assert told, ended.stdout
    assert int(told[1]) > 0


@pytest.mark.parametrize("control", ["early", "half"])
def test_kill_finds_what_is_acknowledged_too_early_and_what_is_saved_by_half(control: str) -> None:
    ended = prove("kill", "--n", "60", "--control", control)  # it stops at the first that is found
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert f"Control {control}: found." in ended.stdout


def test_power() -> None:
    if why := why_no_strace():
        pytest.skip(why)
    ended = prove("power", "--n", "60")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.search(
        r"(\d+) states after a power cut: 0 with an acknowledged save lost, 0 unopenable, 0 other faults \((\d+) ack",
        ended.stdout,
    )
    assert told, ended.stdout
    assert int(told[1]) >= 60
    assert int(told[2]) > 100


@pytest.mark.parametrize("control", ["off", "delete"])
def test_power_finds_what_a_wrong_setting_loses(control: str) -> None:
    if why := why_no_strace():
        pytest.skip(why)
    ended = prove("power", "--n", "60", "--control", control)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "the losses were found" in ended.stdout


def test_io_faults() -> None:
    if why := io_faults.why_no_shim():
        pytest.skip(why)
    ended = prove("io_faults", "--share", "0.005", "--disks", "0")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.search(
        r"(\d+) faults of the disk at (\d+) calls of (\d+) actions: 0 came out wrong", ended.stdout
    )
    assert told, ended.stdout
    assert int(told[1]) > 20
    assert int(told[3]) == len(io_faults.ACTS)


def test_io_faults_finds_swallowed_errors() -> None:
    if why := io_faults.why_no_shim():
        pytest.skip(why)
    ended = prove("io_faults", "--act", "register", "--share", "0.1", "--control")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "the swallowed errors were caught" in ended.stdout


def test_full_disks(capfd: pytest.CaptureFixture[str]) -> None:
    if why := full_disk.why_no_mount():
        pytest.skip(why)
    assert full_disk.start(3, seed=0) == 0
    assert "3 full disks of 3 MB: 0 came out wrong" in capfd.readouterr().out


def test_damage() -> None:
    ended = prove("damage", "--n", "60")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.search(
        r"60 damages: (\d+) opened or restored whole, (\d+) told of; 0 came out wrong", ended.stdout
    )
    assert told, ended.stdout
    assert int(told[2]) > 20
    assert "told of missing saves" in ended.stdout


def test_damage_finds_a_program_that_believes_everything() -> None:
    ended = prove("damage", "--n", "60", "--control")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "Control: caught." in ended.stdout


def test_bad_input() -> None:
    ended = prove("bad_input", "--n", "15")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "0 came out wrong" in ended.stdout
    assert "0 tracebacks, 0 messages of Qt" in ended.stdout
    assert "the label that reads markup was caught" in ended.stdout


def test_pictures(tmp_path: Path) -> None:
    """The tightest of the 36 dresses: every screen in a narrow window with letters twice as large."""
    ended = prove("pictures", "--dress", "nb-light-960-200", "--folder", str(tmp_path))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.search(r"1 dresses, (\d+) screens, (\d+) pictures, (\d+) texts checked: 0 faults", ended.stdout)
    assert told, ended.stdout
    assert int(told[1]) == len(SCREENS)
    assert int(told[2]) == len(list(tmp_path.glob("nb-light-960-200/*.png"))) == len(SCREENS)
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


def test_accessibility() -> None:
    """A handful of screens as the accessibility bus tells them, and the three planted controls."""
    if why := accessibility.why_not():
        pytest.skip(why)
    ended = prove("accessibility", "--language", "nn", "--no-job", "--only", *HEARD)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.search(r"(\d+) screens in 1 languages \(nn\), (\d+) controls: 0 without name", ended.stdout)
    assert told, ended.stdout
    assert int(told[1]) == len(HEARD)
    assert int(told[2]) > 50
    assert "every planted control was told of" in ended.stdout


def test_accessibility_fails_for_a_fault_a_missed_control_and_a_job_not_done() -> None:
    def of(**changed: object) -> accessibility.Heard:
        whole = {"screens": 1, "controls": 9, "caught": set(accessibility.PLANTED)}
        return accessibility.Heard("nb", **(whole | changed))  # type: ignore[arg-type]

    kept = {"persons": 1, "finished": 1, "letters": 1, "practice": "a.xml"}
    job = accessibility.Heard("nb", job={"job": ["did it"], "kept": kept})
    assert accessibility.report([of(), job], 1, 1, job=True) == 0
    assert accessibility.report([of(faults=["nb login: name: push button '-'"]), job], 1, 1, job=True) == 1
    assert accessibility.report([of(caught={"trap"}), job], 1, 1, job=True) == 1
    assert accessibility.report([of(), job], 1, 2, job=True) == 1
    assert accessibility.report([of()], 1, 1, job=True) == 1
    lost = accessibility.Heard("nb", job={"job": [], "lost": "nothing is called so"})
    assert accessibility.report([of(), lost], 1, 1, job=True) == 1
    short = accessibility.Heard("nb", job={"job": ["half"], "kept": kept | {"letters": 0}})
    assert accessibility.report([of(), short], 1, 1, job=True) == 1


def test_two_faces() -> None:
    ended = prove("two_faces", "--n", "30", "--seed", "3")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "0 hits; 0 scores written in the citizen's face" in ended.stdout
    told = re.search(r"(\d+) typed texts compared with their carets: 0 losses", ended.stdout)
    assert told, ended.stdout
    assert int(told[1]) > 100
    assert "Control: 10 of 10 planted leaks and losses caught" in ended.stdout


def test_permissions() -> None:
    """Three roles of nine, and every twenty-fifth changed rule."""
    ended = prove("permissions", "--quick")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.search(r"(\d+) cells, (\d+) attempts", ended.stdout)
    assert told, ended.stdout
    assert int(told[1]) > 900
    assert int(told[2]) > 2400
    assert "0 differ from the table; 0 shown that opening refuses" in ended.stdout
    assert re.search(r"Control: (\d+) of \1 changed rules", ended.stdout), ended.stdout


def test_restore() -> None:
    ended = prove("restore", "--persons", "40")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "counts: 40 persons" in ended.stdout
    assert "faults: none" in ended.stdout
    assert "Control: 40 of 40 flipped bytes refused" in ended.stdout


def test_there_are_enough_bad_inputs() -> None:
    cases = all_cases()
    assert len(cases) >= 300
    assert len(set(cases)) == len(cases)


@pytest.mark.skipif(not os.environ.get("KPR_OFFICIAL_XSD"), reason="KPR_OFFICIAL_XSD names no folder")
def test_replay() -> None:
    """A small year: the receiver's picture is the vault's, deliberate bugs are told, kills leave no gap."""
    ended = prove("replay", "--persons", "40", "--seed", "3", "--kills", "6", "--look-every", "3")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.search(
        r"0 faults \[\], 0 missing; (\d+) services in the register's picture, 0 otherwise", ended.stdout
    )
    assert told, ended.stdout
    assert int(told[1]) >= 20
    bugs = re.search(r"Control: (\d+) of (\d+) deliberate bugs told", ended.stdout)
    assert bugs, ended.stdout
    assert bugs[1] == bugs[2]
    assert "6 kills: 0 looks with a gap" in ended.stdout


def test_imports() -> None:
    ended = prove("imports")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.search(r"(\d+) bad files .*: 0 went wrong; (\d+) different reasons", ended.stdout)
    assert told, ended.stdout
    assert int(told[1]) >= 300
    assert int(told[2]) >= 40


def test_rehearsal() -> None:
    ended = prove("rehearsal", "--jumps", "12")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "clean set: 0 findings" in ended.stdout
    told = re.search(r"(\d+) faults planted one at a time: (\d+) of 56 sent fields", ended.stdout)
    assert told, ended.stdout
    assert (int(told[1]), int(told[2])) >= (134, 42)
    assert "Control: 3 of 3 ignored rules caught" in ended.stdout
    assert re.search(r"\d+ jumps in the real window, 0 missed", ended.stdout)


def test_letters() -> None:
    if why := why_no_verapdf():
        pytest.skip(why)
    kinds = ("information", "consent_doctor", "request", "insight", "changes")
    words = [word for kind in kinds for word in ("--kind", kind)]
    ended = prove("letters", "--language", "en", "--hostile", "2", *words)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.search(r"(\d+) letters .*, (\d+) files judged by veraPDF, (\d+) texts in order", ended.stdout)
    assert told, ended.stdout
    assert (int(told[1]), int(told[2])) == (len(kinds), 3 * len(kinds))
    assert "0 wrong" in ended.stdout
    assert "Control: 6 of 6 planted faults found" in ended.stdout


def test_offline() -> None:
    if why := offline.why_not():
        pytest.skip(why)
    ended = prove("offline", "--short")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "0 internet sockets" in ended.stdout
    assert "Control, a program that asks for one: 1 seen" in ended.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc: Linux only")
def test_long_day() -> None:
    """Only that a day runs and is told; whether it grows is seen on a long one."""
    seen = long_day.spend(2, locks=True)
    assert (len(seen.memory), len(seen.saves), seen.faults) == (2, 40, [])
    grown = long_day.Seen([100, 100, 100, 100, 100, 130], [9, 9, 9, 9, 9, 10])
    assert grown.growth > long_day.MOST_GROWTH
    assert not grown.steady
