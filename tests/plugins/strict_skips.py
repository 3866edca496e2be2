"""With KPR_STRICT_SKIPS=1 (set by .ci/run) a skip that `tests/allowed_skips.txt` does not list fails the run.

A test that silently stopped running proves nothing; here it says so. In a run with several workers (pytest-xdist) each
worker notes its own and hands them over when it ends: skipped modules never reach the leading process otherwise.
"""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

_HANDED_OVER = "kpr_unlisted_skips"
LIST = Path(__file__).resolve().parent.parent / "allowed_skips.txt"


def allowed_patterns() -> list[str]:
    """The patterns of the list; ValueError for a line that gives no reason for its pattern."""
    patterns = []
    for number, line in enumerate(LIST.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        pattern, dashes, why = line.partition(" -- ")
        if not dashes or not why.strip():
            raise ValueError(f"{LIST.name}:{number}: no reason given")
        patterns.append(pattern.strip())
    return patterns


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """What pytest prints for a skipped test or module."""
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)


class _Watcher:
    def __init__(self) -> None:
        self.patterns = allowed_patterns()
        self.unlisted: dict[str, None] = {}

    def note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        reason = reason_of(report)
        if not any(fnmatchcase(reason, pattern) for pattern in self.patterns):
            self.unlisted[f"{report.nodeid}: {reason}"] = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.note(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if (output := getattr(session.config, "workeroutput", None)) is not None:
            output[_HANDED_OVER] = list(self.unlisted)
        if self.unlisted and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self.unlisted |= dict.fromkeys(getattr(node, "workeroutput", {}).get(_HANDED_OVER, ()))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.unlisted:
            terminalreporter.section("skips that tests/allowed_skips.txt does not list", red=True)
            for line in self.unlisted:
                terminalreporter.line(line)


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("KPR_STRICT_SKIPS") == "1":
        config.pluginmanager.register(_Watcher(), "kpr-strict-skips")
