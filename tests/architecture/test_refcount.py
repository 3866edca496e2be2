"""PySide6 6.12.0 loses one reference to None in every void call on CPython 3.10 and 3.11, and the program dies."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import PySide6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QPushButton

ROOT = Path(__file__).resolve().parents[2]


class Sender(QObject):
    sent = Signal()


def test_void_call_keeps_none(qapp: QApplication) -> None:
    button = QPushButton()
    before = sys.getrefcount(None)
    for _ in range(1000):
        button.setEnabled(True)
    assert abs(sys.getrefcount(None) - before) < 100


def test_emit_keeps_true(qapp: QApplication) -> None:
    sender = Sender()
    before = sys.getrefcount(True)
    for _ in range(1000):
        sender.sent.emit()
    assert abs(sys.getrefcount(True) - before) < 100


def test_pyside_is_pinned_below_6_12() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        dependencies = tomllib.load(file)["project"]["dependencies"]
    assert [line for line in dependencies if line.startswith("PySide6")] == ["PySide6-Essentials>=6.8,<6.12"]
    assert (6, 8) <= PySide6.__version_info__[:2] < (6, 12)
