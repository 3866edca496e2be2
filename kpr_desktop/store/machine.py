"""What this machine and the libraries say of themselves. Nothing of it tells whose machine it is."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlcipher3 import dbapi2

from kpr_desktop.errors import disk_fault
from kpr_desktop.store.migrate import shipped

LIBRARIES = ("PySide6_Essentials", "sqlcipher3", "cryptography", "reportlab", "pypdfium2", "pikepdf", "lxml")
"""A built program carries what these were installed with, so that they can tell their version (packaging/app)."""


class ThisMachine:
    """Implements `Machine`."""

    def room(self, folder: Path) -> int:
        """Bytes that are free there. Raises EnvironmentFault of the disk."""
        try:
            return shutil.disk_usage(folder).free
        except OSError as error:
            raise disk_fault(error) from error

    def versions(self) -> Mapping[str, str]:
        """The system's name and release, the libraries, and the vault's format."""
        found = {
            "System": f"{platform.system()} {platform.release()} {platform.machine()}",
            "Python": platform.python_version(),
            "SQLite": dbapi2.sqlite_version,
            "Vault": str(max(step.version for step in shipped())),
        }
        return found | {name: _version(name) for name in LIBRARIES}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
