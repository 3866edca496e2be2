"""The daily backup after the log-in and at the close of the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop_ui.pages.backup import automatic
from kpr_desktop_ui.pages.backup.automatic import after_log_in, at_close
from kpr_desktop_ui.theme import Theme
from tests.support.world import World, make_world


@pytest.fixture
def real(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path, training=False)
    yield made
    made.close()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(automatic, "tell", lambda _parent, _title, text, _close: found.append(text))
    return found


def full(*_: object, **__: object) -> None:
    raise EnvironmentFault("vault.disk_full")


def test_after_the_log_in_beside_the_window(real: World, qtbot: QtBot, texts: Texts, theme: Theme) -> None:
    owner, words = QWidget(), []  # type: ignore[var-annotated]
    qtbot.addWidget(owner)
    assert after_log_in(owner, texts, real.services.backups, words.append)
    qtbot.waitUntil(lambda: bool(words), timeout=20_000)
    assert words == ["Sikkerhetskopien er laget og kontrollert."]
    assert not after_log_in(owner, texts, real.services.backups, words.append), "once a day"


def test_what_goes_wrong_then_is_told(
    real: World, qtbot: QtBot, texts: Texts, theme: Theme, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    owner, words = QWidget(), []  # type: ignore[var-annotated]
    qtbot.addWidget(owner)
    with monkeypatch.context() as patch:
        patch.setattr("kpr_desktop.store.backup_folder.check_space", full)
        after_log_in(owner, texts, real.services.backups, words.append)
        qtbot.waitUntil(lambda: bool(words), timeout=20_000)
    assert "Disken er full" in words.pop()
    (tmp_path / "pinne").mkdir()
    real.services.backups.set_second(tmp_path / "pinne")
    (tmp_path / "pinne").rmdir()
    after_log_in(owner, texts, real.services.backups, words.append)
    qtbot.waitUntil(lambda: bool(words), timeout=20_000)
    assert "ikke på det andre stedet" in words.pop()


def test_one_that_is_due_no_more_says_nothing(
    real: World, qtbot: QtBot, texts: Texts, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, words = QWidget(), []  # type: ignore[var-annotated]
    qtbot.addWidget(owner)
    ended: list[Any] = []

    def at_once(_owner: object, work: Any, done: Any, _failed: object) -> None:
        real.services.backups.make("daily")
        done(work())
        ended.append(1)

    monkeypatch.setattr(automatic, "run", at_once)
    after_log_in(owner, texts, real.services.backups, words.append)
    assert (ended, words) == ([1], [])


def test_at_the_close(
    real: World, qtbot: QtBot, texts: Texts, theme: Theme, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    desk = real.services.backups
    with monkeypatch.context() as patch:
        patch.setattr("kpr_desktop.store.backup_folder.check_space", full)
        at_close(window, texts, desk)
    assert "Disken er full" in told.pop()
    at_close(window, texts, desk)
    assert told == []
    assert len(desk.standing().files) == 1
    at_close(window, texts, desk)
    assert len(desk.standing().files) == 1, "nothing was saved since"


def test_at_the_close_skipped_or_without_the_second_place(
    real: World, qtbot: QtBot, texts: Texts, theme: Theme, told: list[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    window = QWidget()
    qtbot.addWidget(window)
    desk = real.services.backups
    with monkeypatch.context() as patch:
        patch.setattr(automatic, "watched", lambda *_: (None, EnvironmentFault("backup.stopped")))
        at_close(window, texts, desk)
    assert told == []
    (tmp_path / "pinne").mkdir()
    desk.set_second(tmp_path / "pinne")
    (tmp_path / "pinne").rmdir()
    at_close(window, texts, desk)
    assert "ikke på det andre stedet" in told.pop()


def test_a_vault_that_cannot_be_read_keeps_nobody(
    real: World, qtbot: QtBot, texts: Texts, theme: Theme, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr(type(real.services.backups), "due", full)
    at_close(window, texts, real.services.backups)
    assert told == []
