from __future__ import annotations

import json
import subprocess
import sys
import uuid
from pathlib import Path, PurePosixPath

import pytest

from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store import place
from kpr_desktop.store.device import FILE_NAME, device_id
from kpr_desktop.store.lock import WriterLock
from kpr_desktop.store.place import check_place, on_network
from tests.support.steady import Ids

LINUX = r"""proc /proc proc rw 0 0
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/local ext4 rw 0 0
//office/share /mnt/felles\040omr cifs rw 0 0
kari@host: /mnt/sshfs fuse.sshfs rw 0 0
nonsense
"""
MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//kari@office/share on /Volumes/Felles (1) (smbfs, nodev, nosuid)
/dev/disk4s1 on /Volumes/Minne (exfat, local)
"""


@pytest.mark.parametrize(
    ("folder", "mounts", "network"),
    [
        ("/srv/vault", LINUX, False),
        ("/home/kari/vault", LINUX, True),
        ("/home", LINUX, True),
        ("/home/local/vault", LINUX, False),
        ("/homestead", LINUX, False),
        ("/mnt/felles omr/vault", LINUX, True),
        ("/mnt/sshfs/x", LINUX, True),
        ("/Users/kari/vault", MAC, False),
        ("/Volumes/Felles (1)/vault", MAC, True),
        ("/Volumes/Minne/vault", MAC, False),
        ("/x", "", False),
    ],
)
def test_where_a_folder_lies(folder: str, mounts: str, network: bool) -> None:
    assert on_network(PurePosixPath(folder), mounts) is network


def test_a_place_on_the_network_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_place(tmp_path / "not" / "there")
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/x {tmp_path.resolve()} nfs rw 0 0\n")
    monkeypatch.setattr(place, "MOUNTS", mounts)
    with pytest.raises(EnvironmentFault, match=r"^vault\.network$"):
        check_place(tmp_path / "not" / "there")


def test_one_lock_at_a_time(tmp_path: Path) -> None:
    first = WriterLock(tmp_path)
    with pytest.raises(EnvironmentFault, match=r"^vault\.in_use$"):
        WriterLock(tmp_path)
    first.release()
    WriterLock(tmp_path).release()


def test_the_lock_is_gone_with_the_process_that_held_it(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from kpr_desktop.store.lock import WriterLock;"
        "lock = WriterLock(pathlib.Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(EnvironmentFault, match=r"^vault\.in_use$"):
            WriterLock(tmp_path)
        other.kill()
    WriterLock(tmp_path).release()


def test_no_folder_to_lock(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"^vault\.disk_error$"):
        WriterLock(tmp_path / "nowhere")


def test_a_machine_keeps_its_id(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "config"
    new_id = Ids()
    first = device_id(folder, new_id)
    assert uuid.UUID(first)
    assert device_id(folder, new_id) == first


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"device_id": 3}', '{"device_id": "x"}'])
def test_a_damaged_id_is_made_anew(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    made = device_id(tmp_path, Ids())
    assert json.loads((tmp_path / FILE_NAME).read_text()) == {"device_id": made}


def test_no_place_for_the_id(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentFault, match=r"^vault\.disk_error$"):
        device_id(tmp_path / "file" / "config", Ids())
