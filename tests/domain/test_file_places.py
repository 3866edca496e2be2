"""Which folders are warned of."""

from __future__ import annotations

import pytest

from kpr_desktop.domain.file_places import Drive, Risk, linux_drive, mac_drive, risks, windows_drive

MOUNTS = """
/dev/sda2 / ext4 rw 0 0
/dev/sda3 /home ext4 rw 0 0
//server/felles /home/kari/felles cifs rw 0 0
/dev/sdb1 /media/kari/MINNE\\040PENN vfat rw 0 0
tmpfs /run/media tmpfs rw 0 0
/dev/sdc1 /run/media/kari/x exfat rw 0 0
rare
""".strip().splitlines()


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("home/kari/Downloads", {Risk.DOWNLOADS}),
        ("home/kari/Nedlastinger/x", {Risk.DOWNLOADS}),
        ("Users/kari/Desktop", {Risk.DESKTOP}),
        ("home/kari/Skrivebord", {Risk.DESKTOP}),
        ("Users/kari/OneDrive - Øvingsby kommune/Brev", {Risk.CLOUD}),
        ("Users/kari/Library/CloudStorage/GoogleDrive-x/Min disk", {Risk.CLOUD}),
        ("Users/kari/Library/Mobile Documents/com~apple~CloudDocs", {Risk.CLOUD}),
        ("home/kari/Dropbox", {Risk.CLOUD}),
        ("home/kari/Nextcloud/Desktop", {Risk.CLOUD, Risk.DESKTOP}),
        ("home/kari/iCloud Drive", {Risk.CLOUD}),
        ("home/kari/brev", set()),
        ("home/kari/megafon", set()),
    ],
)
def test_names(path: str, found: set[Risk]) -> None:
    assert risks(path.split("/"), Drive()) == found


def test_drives_add_to_names() -> None:
    assert risks(["Downloads"], Drive("removable")) == {Risk.DOWNLOADS, Risk.REMOVABLE}
    assert risks(["x"], Drive("network")) == {Risk.NETWORK}


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/kari/brev", "local"),
        ("/home/kari/felles/brev", "network"),
        ("/home/kari/fellesskap", "local"),
        ("/media/kari/MINNE PENN", "removable"),
        ("/run/media/kari/x/y", "removable"),
        ("/tmp", "local"),
    ],
)
def test_linux(folder: str, kind: str) -> None:
    assert linux_drive(folder, MOUNTS).kind == kind
    assert linux_drive(folder, []).kind == "local"


@pytest.mark.parametrize(
    ("number", "folder", "kind"),
    [(3, "C:\\brev", "local"), (2, "E:\\", "removable"), (5, "D:\\", "removable"), (4, "H:\\x", "network"),
     (3, "\\\\server\\x", "network"), (1, "?", "local")],
)  # fmt: skip
def test_windows(number: int, folder: str, kind: str) -> None:
    assert windows_drive(number, folder).kind == kind


@pytest.mark.parametrize(
    ("folder", "point", "kind"),
    [
        ("/Volumes/PENN/x", "/Volumes/PENN", "removable"),
        ("/Users/kari", "/", "local"),
        ("/Volumes/Macintosh HD", "/", "local"),
    ],
)
def test_mac(folder: str, point: str, kind: str) -> None:
    assert mac_drive(folder, point).kind == kind
