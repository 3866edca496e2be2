"""The shared libraries of others that lie in a built folder, from the folder itself. Linux.

What was put there is what is told: a file that no row of assets.toml knows ends the build.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_ENDING = re.compile(r"(-[0-9a-f]{8})?\.so(\.(?P<version>[0-9.]+))?$")
"""Of a file's name; packages put a piece of a hash before it."""
_FOLDERS = {
    "pillow.libs": "pillow",
    "pikepdf.libs": "pikepdf",
    "pypdfium2_raw": "pypdfium2",
    "PySide6": "pyside6-essentials",
}
_TOLD = re.compile(r"\.cpython-|\.abi3\.so|/plugins/|/libQt6|/libpython3")
"""Modules of Python and of its packages, Qt's own libraries and the interpreter: they have their rows."""


class UnknownLibraryError(Exception):
    """A library lies in the folder that no row knows: the notices and the SBOM would keep quiet about it."""


@dataclass(frozen=True, slots=True)
class Library:
    """One row. `inside`: the package that brought it; "" = the system, `text` is what that says of its licence."""

    name: str
    version: str
    licence: str
    inside: str = ""
    text: str = ""


def libraries(folder: Path, origin: Mapping[str, str]) -> list[Library]:
    """Every row for a built folder. `origin`: where a file of the system came from. Raises UnknownLibraryError."""
    rows = tomllib.loads((ROOT / "packaging/app/assets.toml").read_text("utf-8"))["library"]
    found: dict[tuple[str, str], Library] = {}
    for path in sorted(_files(folder)):
        inside = _FOLDERS.get(path.relative_to(folder).parts[0], "")
        stem, ending = _ENDING.sub("", path.name), _ENDING.search(path.name)
        own = (each for each in rows if each.get("inside", "") == inside)
        row = next((each for each in own if re.fullmatch(each["files"], stem)), None)
        if row is None:
            raise UnknownLibraryError(path.relative_to(folder).as_posix())
        version, text = (ending["version"] or "" if ending and row.get("numbered") else ""), ""
        if not inside:
            version, text = _of_system(origin.get(path.name, ""))
        found.setdefault((row["name"], inside), Library(row["name"], version, row["licence"], inside, text))
    return list(found.values())


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*.so*"):
        if (
            path.is_file()
            and not path.is_symlink()
            and not _TOLD.search(f"/{path.relative_to(folder).as_posix()}")
        ):
            yield path


def _of_system(source: str) -> tuple[str, str]:
    """Version and copyright of the Debian package that a file is of; empty where there is no dpkg."""
    places = (
        (source, str(Path(source).resolve()), str(Path(source).resolve()).removeprefix("/usr"))
        if source
        else ()
    )
    for place in places:
        try:
            told = subprocess.run(
                ["dpkg-query", "-S", place], capture_output=True, text=True, check=False
            ).stdout
        except FileNotFoundError:
            break
        if told:
            package = told.partition(": ")[0].partition(",")[0]
            words = ["dpkg-query", "-W", "-f=${Version}", package]
            version = subprocess.run(words, capture_output=True, text=True, check=True).stdout
            text = Path("/usr/share/doc") / package.partition(":")[0] / "copyright"
            return version, text.read_text("utf-8", errors="replace") if text.is_file() else ""
    return "", ""


def brought(told: Path) -> dict[str, str]:
    """What the spec wrote down: the name of each file of the system, and where it came from."""
    lines = told.read_text("utf-8").splitlines() if told.is_file() else []
    return dict(line.split("\t", 1) for line in lines)
