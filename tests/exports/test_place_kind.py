"""The adapter asks the system, and survives when the system does not answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.exports.place_kind import SystemPlaces


def mounts(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mounts"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_local_folder_and_one_on_a_server(tmp_path: Path) -> None:
    target = tmp_path / "felles" / "brev"
    target.mkdir(parents=True)
    local = SystemPlaces(mounts(tmp_path, "x / ext4 rw 0 0"), "linux")
    assert local.risks(target) == frozenset()
    server = SystemPlaces(mounts(tmp_path, f"x / ext4 rw 0 0\ny {tmp_path}/felles nfs4 rw 0 0"), "linux")
    assert server.risks(target) == {"network"}
    assert SystemPlaces(tmp_path / "none", "linux").risks(target) == frozenset()


def test_a_link_hides_nothing(tmp_path: Path) -> None:
    real = tmp_path / "Dropbox"
    real.mkdir()
    link = tmp_path / "brev"
    link.symlink_to(real, target_is_directory=True)
    assert SystemPlaces(mounts(tmp_path, "")).risks(link) == {"cloud"}


def test_a_mac_is_asked_for_its_mount_points(tmp_path: Path) -> None:
    assert SystemPlaces(platform="darwin").risks(tmp_path / "ny") == frozenset()


def test_a_folder_that_cannot_be_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: Path) -> Path:
        raise OSError

    monkeypatch.setattr(Path, "resolve", fails)
    assert SystemPlaces(mounts(tmp_path, "")).risks(tmp_path / "Downloads") == {"downloads"}


def test_whether_a_file_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = SystemPlaces()
    path = tmp_path / "brev.pdf"
    assert places.there(path) is False
    path.write_bytes(b"x")
    assert places.there(path) is True
    assert places.there(tmp_path / "borte" / "brev.pdf") is None

    def fails(self: Path) -> bool:
        raise PermissionError

    monkeypatch.setattr(Path, "is_dir", fails)
    assert places.there(path) is None
