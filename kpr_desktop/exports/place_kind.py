"""Asks the system what a folder lies on; what is risky about it is decided in domain.file_places."""

from __future__ import annotations

import sys
from pathlib import Path

from kpr_desktop.domain.file_places import Drive, linux_drive, mac_drive, risks, windows_drive

_MOUNTS = Path("/proc/mounts")


class SystemPlaces:
    """PlaceKinds of the ports on this machine."""

    def __init__(self, mounts: Path = _MOUNTS, platform: str = sys.platform) -> None:
        self._mounts = mounts
        self._platform = platform

    def risks(self, folder: Path) -> frozenset[str]:
        """The risks of a folder; a link is followed. What the system does not tell is taken as a local drive."""
        try:
            real = folder.resolve()
        except OSError:
            real = folder.absolute()
        names = (*folder.absolute().parts[1:], *real.parts[1:])
        return frozenset(risk.value for risk in risks(names, self._drive(real)))

    def there(self, path: Path) -> bool | None:
        """Whether the file is there; None when its folder cannot be reached."""
        try:
            if not path.parent.is_dir():
                return None
            return path.is_symlink() or path.exists()
        except OSError:
            return None

    def _drive(self, folder: Path) -> Drive:
        if self._platform == "win32":  # pragma: no cover - the system's call is there on Windows alone
            import ctypes  # noqa: PLC0415 - as above

            asked = getattr(ctypes, "windll").kernel32.GetDriveTypeW(folder.anchor)  # noqa: B009 - not on other systems
            return windows_drive(int(asked), str(folder))
        if self._platform == "darwin":
            point = folder
            while point != point.parent and not point.is_mount():
                point = point.parent
            return mac_drive(str(folder), str(point))
        try:
            return linux_drive(str(folder), self._mounts.read_text(errors="replace").splitlines())
        except OSError:
            return Drive()
