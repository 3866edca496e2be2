from __future__ import annotations

import errno
import multiprocessing
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpr_desktop.domain.attempts import begun
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store.attempts import FILE_NAME, AttemptFile

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def count(file: AttemptFile) -> int:
    return sum(tries.wrong for tries in file.change(lambda book: book).values())


def test_tries_outlive_the_program(tmp_path: Path) -> None:
    file = AttemptFile(tmp_path / "config")
    book = file.change(lambda book: begun(book, "kari", NOW))
    assert AttemptFile(tmp_path / "config").change(lambda book: book) == book
    assert stat.S_IMODE((tmp_path / "config" / FILE_NAME).stat().st_mode) == 0o600


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    assert AttemptFile(tmp_path).change(lambda book: book) == {}
    assert not (tmp_path / FILE_NAME).exists()


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"a": 1}', '{"a": [1]}', '{"a": [1, 1, "x"]}', "\xff", '{"a": [1, 1, "2026-01-01"]}'],
)
def test_a_spoilt_file_counts_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content, "latin-1")
    file = AttemptFile(tmp_path)
    assert count(file) == 0
    file.change(lambda book: begun(book, "kari", NOW))
    assert count(file) == 1


def test_it_is_on_the_disk_when_the_call_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[str] = []
    real = os.fsync

    def watched(handle: int) -> None:
        flushed.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        real(handle)

    monkeypatch.setattr(os, "fsync", watched)
    AttemptFile(tmp_path).change(lambda book: begun(book, "kari", NOW))
    assert flushed == ["file", "folder"]


def test_a_full_disk_is_told_and_the_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = AttemptFile(tmp_path)
    file.change(lambda book: begun(book, "kari", NOW))

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(EnvironmentFault, match=r"vault\.disk_full"):
            file.change(lambda book: begun(book, "kari", NOW))
    assert count(file) == 1


def _many(folder: str) -> None:
    file = AttemptFile(Path(folder))
    for _ in range(20):
        file.change(lambda book: begun(book, "kari", NOW))


def test_programs_at_the_same_time_lose_no_try(tmp_path: Path) -> None:
    made = multiprocessing.get_context("spawn")
    children = [made.Process(target=_many, args=(str(tmp_path),)) for _ in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert count(AttemptFile(tmp_path)) == 60
