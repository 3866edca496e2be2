"""What is risky about a folder that a file with person data is written to (security page, X1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kpr_desktop.domain.names import fold


class Risk(StrEnum):
    """Why a folder asks for a warning, the gravest first."""

    CLOUD = "cloud"
    NETWORK = "network"
    REMOVABLE = "removable"
    DOWNLOADS = "downloads"
    DESKTOP = "desktop"


@dataclass(frozen=True, slots=True)
class Drive:
    """What the system says of the drive that a folder lies on. `kind`: local | network | removable."""

    kind: str = "local"


_NAMED = {
    Risk.DOWNLOADS: ("downloads", "nedlastinger", "nedlastingar"),
    Risk.DESKTOP: ("desktop", "skrivebord", "skrivbord"),
}
_CLOUD = ("onedrive", "dropbox", "google drive", "googledrive", "my drive", "min disk", "icloud", "nextcloud",
          "owncloud", "creative cloud files", "box sync", "pcloud", "jottacloud", "tresorit", "mega")  # fmt: skip
_CLOUD_WHERE = ("cloudstorage", "mobile documents", "com apple clouddocs")
"""Where macOS keeps the folders of cloud services."""
_NETWORK_TYPES = frozenset(
    ("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "afpfs", "webdav", "davfs", "ncpfs", "9p",
     "fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.gvfsd-fuse", "glusterfs", "ceph")
)  # fmt: skip
_REMOVABLE_UNDER = ("/media/", "/run/media/", "/mnt/usb")


def risks(parts: Sequence[str], drive: Drive) -> frozenset[Risk]:
    """What to warn of for a folder. `parts` are the names on the way to it, without the drive's root."""
    found = {Risk(drive.kind)} if drive.kind in (Risk.NETWORK, Risk.REMOVABLE) else set[Risk]()
    for part in parts:
        name = fold(part)
        found.update(risk for risk, names in _NAMED.items() if name in names)
        if name in _CLOUD_WHERE or any(name == cloud or name.startswith(f"{cloud} ") for cloud in _CLOUD):
            found.add(Risk.CLOUD)
    return frozenset(found)


def linux_drive(folder: str, mounts: Iterable[str]) -> Drive:
    """From the lines of /proc/mounts: the longest mount point that `folder` (absolute) lies under."""
    best, kind = "", ""
    for line in mounts:
        fields = line.split(" ")
        if len(fields) < 3:  # device, point, type
            continue
        point = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        if len(point) >= len(best) and _under(folder, point):
            best, kind = point, fields[2]
    if kind in _NETWORK_TYPES:
        return Drive("network")
    if any(f"{best}/".startswith(under) for under in _REMOVABLE_UNDER):
        return Drive("removable")
    return Drive()


def windows_drive(number: int, folder: str) -> Drive:
    """From what GetDriveTypeW answers (2 removable, 4 remote, 5 disc); a folder on a server is its own sign."""
    if folder.startswith(("\\\\", "//")):
        return Drive("network")
    return Drive({2: "removable", 4: "network", 5: "removable"}.get(number, "local"))


def mac_drive(folder: str, point: str) -> Drive:
    """`point` is the mount point; everything but the start disk lies under /Volumes, and may be on a server."""
    return Drive("removable") if _under(folder, "/Volumes") and point.startswith("/Volumes/") else Drive()


def _under(folder: str, point: str) -> bool:
    return folder == point or folder.startswith(point.rstrip("/") + "/")
