"""What fails a test or a run without an assertion of its own: log lines, Qt messages, warnings, the network, skips."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LOGS = "import logging, pytest\nlog = logging.getLogger('x')\n"
# name -> (made-up test, how it must end, words that must be in the output)
OUTCOMES = {
    "log_line": (LOGS + "def test(): log.warning('one')", "FAILED", "WARNING x: one"),
    "info_line": (LOGS + "def test(): log.info('two')", "PASSED", ""),
    "expected_log_line": (
        LOGS + "@pytest.mark.allow_log('^three')\ndef test(): log.error('three')",
        "PASSED",
        "",
    ),
    "another_log_line": (
        LOGS + "@pytest.mark.allow_log('^four')\ndef test(): log.error('five')",
        "FAILED",
        "ERROR x: five",
    ),
    "log_line_in_fixture": (
        LOGS + "@pytest.fixture\ndef odd(): log.error('six')\ndef test(odd): pass",
        "ERROR",
        "ERROR x: six",
    ),
    "warning": ("import warnings\ndef test(): warnings.warn('seven')", "FAILED", "UserWarning: seven"),
    "qt_message": (
        "from PySide6.QtCore import qWarning\ndef test(): qWarning('eight')",
        "FAILED",
        "QtWarningMsg: eight",
    ),
    "exception_in_slot": (
        "from PySide6.QtCore import QTimer as T\ndef test(qtbot):\n  T.singleShot(0, lambda: 1 / 0)\n  qtbot.wait(9)",
        "FAILED",
        "ZeroDivisionError",
    ),
    "network": (
        "import socket\ndef test(): socket.create_connection(('192.0.2.1', 9), 1)",
        "FAILED",
        "NetworkUsed",
    ),
    "name_look_up": (
        "import socket\ndef test(): socket.getaddrinfo('nowhere.invalid', 9)",
        "FAILED",
        "NetworkUsed",
    ),
    "own_machine": ("import socket\ndef test(): socket.getaddrinfo('127.0.0.1', 9)", "PASSED", ""),
}
RUNS = {
    "unlisted skip": (
        "import pytest\ndef test(): pytest.skip('no time')",
        1,
        "allowed_skips.txt does not list",
    ),
    "unlisted module skip": (
        "import pytest\npytest.skip('no time', allow_module_level=True)",
        1,
        "allowed_skips.txt does not list",
    ),
    "listed skip": ("import pytest\ndef test(): pytest.skip('KPR_OFFICIAL_XSD is not set')", 0, "1 skipped"),
    "unknown marker": ("import pytest\n@pytest.mark.slwo\ndef test(): pass", 2, "slwo"),
}


WORKERS = ("-n2", "--dist=worksteal")


def run(folder: Path, *more: str, **env: str) -> tuple[int, str]:
    """Runs pytest with our settings and plugins on the made-up test files in the folder."""
    plugins = [f"-ptests.plugins.{name}" for name in ("logfail", "no_network", "strict_skips")]
    settings = [f"-c{ROOT / 'pyproject.toml'}", f"--rootdir={folder}", "-rA", *plugins]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", *settings, *more, str(folder)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "KPR_STRICT_SKIPS": "1"} | env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says about all the made-up tests of OUTCOMES in one run with two workers, as `make test` has them."""
    folder = tmp_path_factory.mktemp("outcomes")
    for name, (text, _, _) in OUTCOMES.items():
        (folder / f"test_{name}.py").write_text(text, encoding="utf-8")
    code, output = run(folder, *WORKERS)
    assert code == 1, output
    return output


@pytest.mark.parametrize("case", OUTCOMES)
def test_outcome(case: str, outcomes: str) -> None:
    _, end, words = OUTCOMES[case]
    assert re.search(rf"^{end} \S*test_{case}\.py::test", outcomes, re.MULTILINE), outcomes
    assert words in outcomes


@pytest.mark.parametrize("case", RUNS)
def test_run(case: str, tmp_path: Path) -> None:
    text, code, words = RUNS[case]
    (tmp_path / "test_made_up.py").write_text(text, encoding="utf-8")
    found, output = run(tmp_path)
    assert (found, words in output) == (code, True), output


@pytest.mark.parametrize("case", ["unlisted skip", "unlisted module skip", "listed skip"])
def test_run_with_workers(case: str, tmp_path: Path) -> None:
    text, code, words = RUNS[case]
    (tmp_path / "test_made_up.py").write_text(text, encoding="utf-8")
    found, output = run(tmp_path, *WORKERS)
    assert (found, words in output) == (code, True), output


def test_a_wait_without_end_fails_the_run_with_workers(tmp_path: Path) -> None:
    text = "import threading\ndef test_wait(): threading.Event().wait()\ndef test_other(): pass"
    (tmp_path / "test_made_up.py").write_text(text, encoding="utf-8")
    code, output = run(tmp_path, *WORKERS, "-otimeout=2")
    assert (code, "1 failed, 1 passed" in output) == (1, True), output
    assert "test_made_up.py::test_wait" in output, output


def test_a_skip_is_free_outside_ci(tmp_path: Path) -> None:
    (tmp_path / "test_made_up.py").write_text(RUNS["unlisted skip"][0], encoding="utf-8")
    code, output = run(tmp_path, KPR_STRICT_SKIPS="")
    assert code == 0, output
