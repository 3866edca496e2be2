from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kpr_desktop.store import flush


def test_file_and_folder_are_flushed_and_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[bool] = []
    handles: list[int] = []

    def fsync(handle: int) -> None:
        handles.append(handle)
        flushed.append(stat.S_ISDIR(os.fstat(handle).st_mode))

    monkeypatch.setattr(os, "fsync", fsync)
    (tmp_path / "a").write_bytes(b"x")
    flush.flush_file(tmp_path / "a")
    flush.flush_folder(tmp_path)
    assert flushed == [False, True]
    for handle in handles:
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(handle)


def test_a_disk_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(_handle: int) -> None:
        raise OSError(5, "I/O error")

    monkeypatch.setattr(os, "fsync", fsync)
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(OSError, match="I/O error"):
        flush.flush_file(tmp_path / "a")
    with pytest.raises(OSError, match="I/O error"):
        flush.flush_folder(tmp_path)
