"""Where a vault lies: not on a network file system, because SQLite's WAL needs one machine's shared memory."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path, PurePath, PurePosixPath

from kpr_desktop.errors import EnvironmentFault, disk_fault

NETWORK_TYPES = frozenset(
    (
        "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "fuse.ceph", "fuse.davfs", "fuse.davfs2",
        "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs", "glusterfs",
        "lustre", "ncpfs", "nfs", "nfs3", "nfs4", "smb2", "smb3", "smbfs", "webdav",
    )
)  # fmt: skip
"""Types in /proc/mounts (Linux) and in the output of `mount` (macOS). Not 9p: virtual machines use it locally."""
LEAST_FREE = 16 * 1024**2
"""Bytes: room for the -wal file of a day's work. What does not fit later is told when it is saved."""
_LINUX_LINE = re.compile(r"^\S+ (?P<place>\S+) (?P<type>\S+) ")
_MAC_LINE = re.compile(r"^.* on (?P<place>/.*) \((?P<type>[^,)]+)[,)]")
_DRIVE_REMOTE = 4


def check_place(folder: Path) -> None:
    """Raises EnvironmentFault vault.network."""
    if _is_remote(_nearest(folder)):
        raise EnvironmentFault("vault.network")


def check_room(folder: Path) -> None:
    """Raises EnvironmentFault vault.disk_low when a writer would hardly get begun there."""
    try:
        free = shutil.disk_usage(_nearest(folder)).free
    except OSError as error:
        raise disk_fault(error) from error
    if free < LEAST_FREE:
        raise EnvironmentFault("vault.disk_low", free=free // 1024**2, least=LEAST_FREE // 1024**2)


def on_network(folder: PurePath, mounts: str) -> bool:
    """Whether the mount that holds `folder` is a network one. `mounts`: text of /proc/mounts or of macOS' `mount`."""
    best, kind = "", ""
    for line in mounts.splitlines():
        found = _LINUX_LINE.match(line) if not _MAC_LINE.match(line) else _MAC_LINE.match(line)
        if found is None:
            continue
        place = _unescaped(found["place"])
        if len(place) >= len(best) and PurePosixPath(folder).is_relative_to(place):
            best, kind = place, found["type"]
    return kind in NETWORK_TYPES


def _unescaped(place: str) -> str:
    """/proc/mounts writes blank, tab, line feed and backslash as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)


def _nearest(folder: Path) -> Path:
    """The folder itself, or the closest one above it that exists."""
    place = folder.resolve()
    while not place.exists() and place != place.parent:
        place = place.parent
    return place


if sys.platform == "win32":  # pragma: no cover - asks Windows
    import ctypes

    def _is_remote(place: Path) -> bool:
        drive = place.anchor
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE

elif sys.platform == "darwin":  # pragma: no cover - asks macOS

    def _is_remote(place: Path) -> bool:
        answer = subprocess.run(["/sbin/mount"], capture_output=True, check=False)
        return on_network(place, answer.stdout.decode("utf-8", "replace"))

else:

    def _is_remote(place: Path) -> bool:
        return on_network(place, MOUNTS.read_text("utf-8", "replace"))


MOUNTS = Path("/proc/mounts")
