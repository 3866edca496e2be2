"""Packages and place lists for tests. Keys are made when they are needed; none is kept anywhere."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kpr_desktop.codebook.edition_files import EditionFolder
from kpr_desktop.codebook.package import CODEBOOK, SERVICE_LIST, Package, sealed, written
from kpr_desktop.codebook.resources import resource
from kpr_desktop.usecases.renewal import RenewalPreview
from kpr_desktop.usecases.renewal_ports import Renewal
from tests.support.world import World

MADE = date(2026, 10, 1)
YEAR = 2027
"""The year after that of the tests' clock."""
EARLIER = range(2019, YEAR)


@dataclass
class Publisher:
    """Somebody who signs packages."""

    name: str = "Kodebokforlaget"
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    def sign(self, signed: bytes) -> bytes:
        return sealed(signed, self.public, self.key.sign(signed))

    def book(self, year: int = YEAR, change: Callable[[dict[str, str]], None] | None = None) -> bytes:
        """A whole code book for a year; `change` edits its files."""
        return self.sign(written(book_package(self.name, year, change)))

    def services(self, files: Mapping[str, str], year: int = YEAR) -> bytes:
        return self.sign(written(Package(SERVICE_LIST, year, self.name, MADE, files)))

    def scope(self, lines: str, year: int = YEAR) -> bytes:
        """A change of the scope: `lines` such as `"1": yes`."""
        body = "".join(f"  {line}\n" for line in lines.splitlines())
        return self.services({"scope.yaml": f'from_year: "{year}"\nin_message:\n{body}'}, year)


def shipped_files(year: int = 2026) -> dict[str, str]:
    """The files of an edition of ours."""
    return EditionFolder(resource("codebook", str(year))).texts()


def book_package(name: str, year: int, change: Callable[[dict[str, str]], None] | None = None) -> Package:
    files = shipped_files()
    edit(files, "book.yaml", 'year: "2026"\nfrom_year: "2019"', f'year: "{year}"\nfrom_year: "{year}"')
    if change is not None:
        change(files)
    return Package(CODEBOOK, year, name, MADE, files)


def edit(files: dict[str, str], name: str, old: str, new: str) -> None:
    """Change the first place; it must be there."""
    assert old in files[name], (name, old)
    files[name] = files[name].replace(old, new, 1)


def with_parts(package: Package, **parts: object) -> Package:
    return replace(package, **parts)  # type: ignore[arg-type]


KLASS_HEAD = "code;parentCode;level;name;shortName;notes;validFrom;validTo"


def municipalities() -> list[list[str]]:
    """The municipalities of today as SSB KLASS 131 gives them: number and all official names."""
    with resource("places", "municipalities.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            [row["kommunenummer"], "", "1", row["navn_offisielt_2026"], "", "", "2024-01-01", ""]
            for row in csv.DictReader(file)
        ]
    return [*rows, ["9999", "", "1", "Uoppgitt", "", "", "", ""]]


def districts() -> list[list[str]]:
    """The districts as KLASS 103 gives them."""
    with resource("places", "districts.csv").open(encoding="utf-8", newline="") as file:
        return [
            [row["bydelsnummer"], row["kommunenummer"], "2", row["navn"], "", "", "", ""]
            for row in csv.DictReader(file)
        ]


def klass(rows: list[list[str]], head: str = KLASS_HEAD) -> bytes:
    return "\n".join([head, *(";".join(row) for row in rows), ""]).encode()


def put(folder: Path, data: bytes, name: str = "fil.kprbok") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read_in(world: World, path: Path, year: int | None = None) -> tuple[RenewalPreview, Renewal]:
    desk = world.services.renewal
    preview = desk.preview(path, year)
    return preview, desk.import_file(path, preview.sha256, year, accept=preview.fingerprint)


def earlier(world: World) -> list[object]:
    """Everything that the years before the new one have, each with its bytes."""
    books, places = world.session.books, world.session.places
    found: list[object] = []
    for year in EARLIER:
        found += [repr(books.for_year(year)), books.files_for(year).texts()]
        found += [places.all_for(year), places.list_for(year)]
    return found


def in_message(world: World, year: int) -> set[str]:
    return {each.code for each in world.session.books.for_year(year).services.values() if each.in_message}
