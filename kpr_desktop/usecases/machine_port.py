"""What the machine and the libraries say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol


class Machine(Protocol):
    """Nothing here tells whose machine it is: no host, no user, no folder."""

    def room(self, folder: Path) -> int:
        """Bytes that are free where `folder` lies. Raises EnvironmentFault of the disk."""
        ...

    def versions(self) -> Mapping[str, str]:
        """Name -> version: the system and the libraries that a fault may come from, and the vault's format."""
        ...
