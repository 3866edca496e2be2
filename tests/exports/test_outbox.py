from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.texts import read_area
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.exports.kpr56 import Kpr56
from kpr_desktop.exports.naming import file_name, yearly_file_name
from kpr_desktop.exports.outbox import FolderOutbox
from kpr_desktop.exports.yearly import Yearly1
from tests.exports.samples import Shelf, extract, message

NAME = "kpr56_4201_20261123-090507_0123abcd.xml"
REAL = Kpr56("1").write(message(local_id=""))
OUTBOX = FolderOutbox()


def content(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def cannot_write(folder: Path, name: str = NAME) -> str | int:
    with pytest.raises(EnvironmentFault) as caught:
        OUTBOX.put(folder, name, REAL)
    assert caught.value.code == "outbox.cannot_write"
    return caught.value.params["reason"]


def test_the_file_lies_there_whole_and_for_the_owner_only(tmp_path: Path) -> None:
    path = OUTBOX.put(tmp_path, NAME, REAL)
    assert path == tmp_path / NAME
    assert path.read_bytes() == REAL
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.stat().st_nlink == 1
    assert content(tmp_path) == [NAME]


def test_file_and_folder_reach_the_disk_before_the_path_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[bool, bool]] = []
    plain = os.fsync

    def fsync(handle: int) -> None:
        seen.append((stat.S_ISDIR(os.fstat(handle).st_mode), (tmp_path / NAME).exists()))
        plain(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    OUTBOX.put(tmp_path, NAME, REAL)
    assert seen == [(False, False), (True, True)]


# --- practice files -----------------------------------------------------------------------------------------------

PRACTICE = [
    (file_name(message(), message().notifications[0].made_at), REAL),
    ("ØVING.OVELSE.XML", REAL),
    (NAME, Kpr56("1").write(message())),
    (NAME, b"<Melding lokalident = 'OVELSE'/>"),
    (NAME, b'<x:Melding lokalident="OVELSE 2"/>'),
    (yearly_file_name(extract()), Yearly1(Shelf()).write(extract(practice=False))),
    ("yearly.json", Yearly1(Shelf()).write(extract())),
    ("yearly.json", b'{"practice" :\n true}'),
]


@pytest.mark.parametrize(("name", "data"), PRACTICE)
def test_a_practice_file_never_gets_there(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(UserFault) as caught:
        OUTBOX.put(tmp_path, name, data)
    assert caught.value.code == "outbox.practice_refused"
    assert content(tmp_path) == []


def test_a_real_extract_gets_there(tmp_path: Path) -> None:
    real = extract(practice=False)
    path = OUTBOX.put(tmp_path, yearly_file_name(real), Yearly1(Shelf()).write(real))
    assert path.exists()


# --- trouble ------------------------------------------------------------------------------------------------------


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"old")
    with pytest.raises(UserFault) as caught:
        OUTBOX.put(tmp_path, NAME, REAL)
    assert (caught.value.code, caught.value.field) == ("outbox.exists", "name")
    assert (tmp_path / NAME).read_bytes() == b"old"
    assert content(tmp_path) == [NAME]


def test_a_dangling_link_is_a_taken_name(tmp_path: Path) -> None:
    (tmp_path / NAME).symlink_to(tmp_path / "elsewhere.xml")
    with pytest.raises(UserFault, match=r"outbox\.exists"):
        OUTBOX.put(tmp_path, NAME, REAL)
    assert content(tmp_path) == [NAME]


@pytest.mark.parametrize("name", ["../a.xml", "a/b.xml", "/a.xml", "", "..\\a.xml"])
def test_a_path_is_not_a_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(ValueError, match="not a path"):
        OUTBOX.put(folder, name, REAL)
    assert content(tmp_path) == ["out"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert cannot_write(tmp_path / "gone") == "ENOENT"
    (tmp_path / "file").write_bytes(b"")
    assert cannot_write(tmp_path / "file") == "ENOTDIR"


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    assert cannot_write(tmp_path, "x" * 300) == "ENAMETOOLONG"
    assert content(tmp_path) == []


def test_a_folder_that_may_not_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real read-only folder; root may write everywhere, so there its answer is played."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    if os.geteuid() == 0:
        fail(monkeypatch, "open", errno.EACCES)
    assert cannot_write(folder) == "EACCES"
    monkeypatch.undo()
    folder.chmod(0o700)
    assert content(folder) == []


def fail(monkeypatch: pytest.MonkeyPatch, name: str, number: int, when: int = 1) -> None:
    """Let the `when`-th call of `os.<name>` and all later ones fail as the system would."""
    plain = getattr(os, name)
    calls = 0

    def failing(*args: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls >= when:
            raise OSError(number, "played")
        return plain(*args, **options)

    monkeypatch.setattr(os, name, failing)


@pytest.mark.parametrize("full", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_a_full_or_broken_disk_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: int
) -> None:
    fail(monkeypatch, "fsync", full)
    assert cannot_write(tmp_path) == errno.errorcode[full]
    monkeypatch.undo()
    assert content(tmp_path) == []


def test_a_file_that_can_not_get_its_name_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, "link", errno.EROFS)
    assert cannot_write(tmp_path) == "EROFS"
    assert content(tmp_path) == []


def test_a_folder_that_can_not_be_made_durable_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, "fsync", errno.EIO, when=2)
    assert cannot_write(tmp_path) == "EIO"
    monkeypatch.undo()
    assert content(tmp_path) == []


def test_an_unknown_error_still_has_a_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, "link", 99_999)
    assert cannot_write(tmp_path) == "EIO"


def test_a_memory_stick_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, "link", errno.EPERM)
    assert OUTBOX.put(tmp_path, NAME, REAL).read_bytes() == REAL
    assert content(tmp_path) == [NAME]
    with pytest.raises(UserFault, match=r"outbox\.exists"):
        OUTBOX.put(tmp_path, NAME, REAL)
    assert (tmp_path / NAME).read_bytes() == REAL


def test_a_memory_stick_that_is_pulled_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, "link", errno.EPERM)
    fail(monkeypatch, "rename", errno.ENODEV)
    assert cannot_write(tmp_path) == "ENODEV"
    assert content(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="os.O_DIRECTORY is not there to be taken away")
def test_where_folders_can_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "O_DIRECTORY")
    assert OUTBOX.put(tmp_path, NAME, REAL).exists()


def test_a_fault_names_neither_file_nor_folder(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        OUTBOX.put(tmp_path / "Fjellbekk", NAME, REAL)
    assert "Fjellbekk" not in repr(caught.value) + repr(caught.value.params)
    assert caught.value.__suppress_context__


def test_every_fault_has_its_text() -> None:
    texts = read_area(resource("texts", "nb", "outbox.yaml"))
    assert texts.keys() == {
        "outbox.practice_refused", "outbox.not_practice", "outbox.exists", "outbox.cannot_write",
    }  # fmt: skip
    assert texts["outbox.cannot_write"][1] == {"reason"}
