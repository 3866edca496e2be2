from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kpr_desktop.crypto.durable import write_durably
from kpr_desktop.errors import EnvironmentFault, disk_fault


def test_written_whole_and_for_the_owner_only(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"old and longer")
    write_durably(place, b"new")
    assert place.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
    assert place.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def fail(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    place = tmp_path / "file"
    place.write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        patch.setattr(Path, call, fail, raising=False)
        with pytest.raises(EnvironmentFault, match=r"^vault\.disk_full$"):
            write_durably(place, b"new")
    assert place.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_disk_that_gives_back_something_else_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda _path: b"neW")
    with pytest.raises(EnvironmentFault, match=r"^vault\.disk_error$"):
        write_durably(tmp_path / "file", b"new")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "vault.disk_full"),
        (errno.EDQUOT, "vault.disk_full"),
        (errno.EACCES, "vault.no_access"),
        (errno.EROFS, "vault.no_access"),
        (errno.EIO, "vault.disk_error"),
    ],
)
def test_what_an_error_means(number: int, code: str) -> None:
    assert disk_fault(OSError(number, "x")).code == code


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"^vault\.disk_error$"):
        write_durably(tmp_path / "nowhere" / "file", b"new")


def test_windows_has_no_folder_to_flush(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(os, "open", lambda *_args: pytest.fail("a folder was opened"))
    from kpr_desktop.crypto.durable import flush_folder

    flush_folder(tmp_path)
