from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from kpr_desktop_ui.pages.start.desk_settings import DeskSettings


def test_a_new_desk_remembers_nothing(tmp_path: Path) -> None:
    settings = DeskSettings(tmp_path / "desk.ini", tmp_path)
    assert (settings.last_vault, settings.mode, settings.scale, settings.home) == (
        None,
        "system",
        1.0,
        tmp_path,
    )


def test_what_is_remembered_is_the_place_and_the_look(tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "config" / "desk.ini"
    settings = DeskSettings(file, tmp_path)
    settings.remember_vault(tmp_path / "hvelv")
    with qtbot.waitSignal(settings.changed):
        settings.set_look("dark", 1.5)
    again = DeskSettings(file, tmp_path)
    assert (again.last_vault, again.mode, again.scale) == (tmp_path / "hvelv", "dark", 1.5)
    keys = [line.split("=")[0] for line in file.read_text(encoding="utf-8").splitlines() if "=" in line]
    assert sorted(keys) == ["mode", "path", "scale"]


def test_a_meddled_file_is_read_as_far_as_it_makes_sense(tmp_path: Path) -> None:
    file = tmp_path / "desk.ini"
    file.write_text("[look]\nmode=sepia\nscale=huge\n", encoding="utf-8")
    settings = DeskSettings(file, tmp_path)
    assert (settings.mode, settings.scale) == ("system", 1.0)
    file = tmp_path / "other.ini"  # Qt remembers what it has read
    file.write_text("[look]\nmode=contrast\nscale=9\n", encoding="utf-8")
    settings = DeskSettings(file, tmp_path)
    assert (settings.mode, settings.scale) == ("contrast", 2.0)


def test_one_key_a_score_is_off_until_it_is_wanted(tmp_path: Path) -> None:
    file = tmp_path / "desk.ini"
    settings = DeskSettings(file, tmp_path)
    assert not settings.one_key
    settings.set_one_key(on=True)
    assert DeskSettings(file, tmp_path).one_key
    settings.set_one_key(on=False)
    assert not DeskSettings(file, tmp_path).one_key
