"""How the program is opened: by a file manager, and from a memory stick."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kpr_desktop import stick
from kpr_desktop_ui import __main__ as program


def test_a_file_of_a_vault_stands_for_the_vault(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data.kpr").touch()
    seen: list[object] = []
    monkeypatch.setattr(program, "make_desk", lambda *given, **_: seen.append(given[3]))
    for given in ([str(tmp_path / "data.kpr")], ["--vault", str(tmp_path)], [str(tmp_path)]):
        program.open_window(program._Words(given).vault)._prepare()
    assert seen == [tmp_path] * 3
    assert not program._Words([str(tmp_path), "another"]).known


def test_on_a_memory_stick_the_desk_lies_beside_the_program(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not program.desk_settings().training_only
    monkeypatch.setattr(stick, "stick_folder", lambda: tmp_path / "kpr-data")
    settings = program.desk_settings()
    assert settings.training_only
    assert settings.home == tmp_path / "kpr-data"
    settings.remember_vault(tmp_path / "ovingshvelv")
    assert (tmp_path / "kpr-data/config/desk.ini").is_file()
