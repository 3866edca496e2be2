"""Where the sections of a code book edition are read from: a shipped folder, or texts that were read into a vault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kpr_desktop.codebook.node import Node, ResourceError
from kpr_desktop.codebook.strict import load, parse

SECTIONS = (
    "attention.yaml",
    "book.yaml",
    "codelists.yaml",
    "expectations.yaml",
    "groups.yaml",
    "guides.yaml",
    "items.yaml",
    "profile.yaml",
    "rules.yaml",
    "scales.yaml",
    "services.yaml",
)
"""What every edition has, beside the function variables."""
VARIABLES = "variables/"
SERVICES = "services.yaml"
MEASURE = "official_measure.yaml"
SCOPE = "scope.yaml"
"""Only in an edition that was made of an older one: from when it is in force, and which services the message tells."""


class EditionFiles(Protocol):
    """The files of one edition. Names are those under its folder, with a slash."""

    @property
    def year(self) -> str:
        """What the edition is called."""
        ...

    def names(self) -> tuple[str, ...]:
        """All names, in their order."""
        ...

    def load(self, name: str) -> Node:
        """Raises ResourceError for one that is not there, or not in order."""
        ...


@dataclass(frozen=True, slots=True)
class EditionFolder:
    """A folder, called after the year."""

    path: Path

    @property
    def year(self) -> str:
        """The folder's name."""
        return self.path.name

    def names(self) -> tuple[str, ...]:
        """The YAML files in the folder, and those of the variables."""
        return tuple(
            sorted(
                each.relative_to(self.path).as_posix()
                for pattern in ("*.yaml", f"{VARIABLES}*.yaml")
                for each in self.path.glob(pattern)
            )
        )

    def load(self, name: str) -> Node:
        """Raises ResourceError."""
        return load(self.path / name, f"{self.year}/{name}")

    def texts(self) -> dict[str, str]:
        """The files as they are, byte for byte."""
        return {name: (self.path / name).read_bytes().decode() for name in self.names()}


@dataclass(frozen=True, slots=True)
class EditionTexts:
    """Texts by name, as they were read in."""

    year: str
    files: Mapping[str, str]

    def names(self) -> tuple[str, ...]:
        """In their order."""
        return tuple(sorted(self.files))

    def load(self, name: str) -> Node:
        """Raises ResourceError."""
        shown = f"{self.year}/{name}"
        if name not in self.files:
            raise ResourceError(shown, 1, "cannot be read")
        return parse(self.files[name], shown)

    def texts(self) -> dict[str, str]:
        """The texts themselves."""
        return dict(self.files)
