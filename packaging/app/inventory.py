"""What the built program holds: THIRD-PARTY-NOTICES.txt and a CycloneDX SBOM, from the lock and what is installed.

    python packaging/app/inventory.py FOLDER [BUILT]

The rows are those of requirements.txt, so none can be forgotten; licences and their texts come from the metadata that
each package was installed with. What is no package stands in assets.toml; which shared libraries of others came along
is read from the folder BUILT, once there is one. No clock and no chance: the same lock and the same packages give the
same bytes.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTICES, SBOM = "THIRD-PARTY-NOTICES.txt", "sbom.cdx.json"
_ENTRY = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<rest>(?:.*\\\n)*.*)", re.MULTILINE
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_TEXT_NAME = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*$", re.IGNORECASE)
_SAME_LICENCE = {  # where the metadata has a sentence instead of an expression
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "reportlab": "BSD-3-Clause",
    "sqlcipher3": "Zlib",  # that of the wrapper; what is inside has rows of its own
}


class NotInstalledError(Exception):
    """A locked package is not installed here, or in another version: the notices would tell something else."""


@dataclass(frozen=True, slots=True)
class Part:
    """One row. `hashes`: SHA-256 of each file that the lock accepts for it. `texts`: title and licence text."""

    name: str
    version: str
    licence: str
    kind: str
    package: bool = False
    hashes: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


def parts(root: Path = ROOT) -> list[Part]:
    """Every row, packages first. Raises NotInstalledError."""
    locked = {
        name: Part(name, version, "", "library", package=True, hashes=hashes)
        for name, version, hashes in lock(root)
    }
    found = [_described(part) for part in locked.values()]
    return [*found, *_assets(root, {part.name: part.version for part in found})]


def lock(root: Path = ROOT) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Name, version and hashes of each entry of requirements.txt."""
    text = (root / "requirements.txt").read_text("utf-8")
    for entry in _ENTRY.finditer(text):
        yield canonical(entry["name"]), entry["version"], tuple(_HASH.findall(entry["rest"]))


def canonical(name: str) -> str:
    """A package's name as the lock writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _described(part: Part) -> Part:
    try:
        found = metadata.distribution(part.name)
    except metadata.PackageNotFoundError as error:
        raise NotInstalledError(part.name) from error
    if found.version != part.version:
        raise NotInstalledError(f"{part.name} {found.version}, not {part.version}")
    licence = (
        _SAME_LICENCE.get(part.name)
        or found.metadata["License-Expression"]
        or found.metadata["License"]
        or ""
    )
    texts = tuple(sorted(_texts(found)))
    return Part(
        part.name,
        part.version,
        " ".join(licence.split()),
        part.kind,
        package=True,
        hashes=part.hashes,
        texts=texts,
    )


def _texts(found: metadata.Distribution) -> Iterator[tuple[str, str]]:
    """The licence texts that came with a package."""
    for file in found.files or ():
        place = file.as_posix()
        if ".dist-info/" in place and (_TEXT_NAME.search(place) or "/licenses/" in place.lower()):
            path = Path(str(file.locate()))
            if path.is_file():
                yield place.split(".dist-info/")[1], path.read_text("utf-8", errors="replace")


def _assets(root: Path, versions: dict[str, str]) -> Iterator[Part]:
    known = tomllib.loads((root / "packaging/app/assets.toml").read_text("utf-8"))["asset"]
    versions = {**versions, **_inside(), "python": sys.version.split()[0]}
    for asset in known:
        version = asset["version"]
        if version == "pyinstaller":
            version = _installed("pyinstaller")
        texts = [(name.rpartition("/")[2], (root / name).read_text("utf-8")) for name in asset["texts"]]
        if asset["name"] == "Python":
            texts += _of_python()
        inside = asset.get("inside", "")
        name = f"{asset['name']} (in {inside})" if inside else asset["name"]
        yield Part(
            name,
            versions.get(version, version),
            asset["licence"],
            "data" if "folder" in asset else "library",
            texts=tuple(texts),
        )


def _inside() -> dict[str, str]:
    """What the libraries say of the libraries inside them."""
    from cryptography.hazmat.backends.openssl.backend import backend  # noqa: PLC0415 - only where a build is made
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - as above

    connection = dbapi2.connect(":memory:")
    try:
        connection.execute("PRAGMA key = 'inventory'")
        cipher = str(connection.execute("PRAGMA cipher_version").fetchone()[0]).split()[0]
        provider = str(connection.execute("PRAGMA cipher_provider_version").fetchone()[0])
    finally:
        connection.close()
    import pikepdf  # noqa: PLC0415 - as above
    from lxml import etree  # noqa: PLC0415 - as above
    from PIL import features  # noqa: PLC0415 - as above

    return {
        "lxml's libxml2": ".".join(map(str, etree.LIBXML_VERSION)),
        "lxml's libxslt": ".".join(map(str, etree.LIBXSLT_VERSION)),
        "pillow's libjpeg-turbo": str(features.version("libjpeg_turbo")),
        "pillow's Little CMS": str(features.version("littlecms2")),
        "pillow's LibTIFF": str(features.version("libtiff")),
        "pikepdf's qpdf": pikepdf.__libqpdf_version__,
        "pypdfium2's PDFium": _pdfium(),
        "cryptography's OpenSSL": backend.openssl_version_text().split()[1],
        "sqlcipher3's OpenSSL": provider.split()[1],
        "sqlcipher3's SQLCipher": cipher,
        "sqlcipher3's SQLite": str(dbapi2.sqlite_version),
    }


def _pdfium() -> str:
    import pypdfium2  # noqa: PLC0415 - only where a build is made

    return str(pypdfium2.PDFIUM_INFO).partition("@")[0]


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _of_python() -> list[tuple[str, str]]:
    """Python keeps its licence in one of two places; some builds leave it out, and then it tells it itself."""
    import builtins  # noqa: PLC0415 - only here
    from _sitebuiltins import _Printer  # noqa: PLC0415 - only here

    license_ = getattr(builtins, "license", None)
    if isinstance(license_, _Printer):
        license_._Printer__setup()  # type: ignore[attr-defined]  # noqa: SLF001 - no other way to its text
        return [("LICENSE", "\n".join(license_._Printer__lines))]  # type: ignore[attr-defined]  # noqa: SLF001 - as above
    return []


def notices(found: Iterable[Part]) -> str:
    """THIRD-PARTY-NOTICES.txt: a table, then each text once, with those it belongs to."""
    rows = list(found)
    width = max(len(part.name) for part in rows)
    out = ["KPR Desktop is made with the work of others, which keeps its own licences.", ""]
    out += [f"{part.name:{width}}  {part.version:12}  {part.licence}" for part in rows]
    out += [
        "",
        "Qt, PySide6 and Shiboken are used under the LGPL 3. They lie as separate libraries in the folder and may be",
    ]
    out += [
        "replaced by versions of your own; taking the program apart in order to find faults after that is allowed.",
        "",
    ]
    texts: dict[str, list[str]] = {}
    for part in rows:
        for title, text in part.texts:
            texts.setdefault(text.strip(), []).append(f"{part.name}: {title}")
    for text, titles in texts.items():
        out += ["=" * 100, *titles, "=" * 100, "", text, ""]
    return "\n".join(out)


def sbom(found: Iterable[Part], version: str) -> dict[str, object]:
    """CycloneDX 1.5. A part's hashes are those that the lock accepts; which of them was taken depends on the system."""
    components = [_component(part) for part in found]
    seed = json.dumps([version, components], sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, seed)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "kpr-desktop",
                "name": "kpr-desktop",
                "version": version,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": components,
        "dependencies": [{"ref": "kpr-desktop", "dependsOn": [str(each["bom-ref"]) for each in components]}],
    }


def _component(part: Part) -> dict[str, object]:
    component: dict[str, object] = {
        "type": part.kind,
        "bom-ref": f"{part.name}@{part.version}",
        "name": part.name,
    }
    if part.version:
        component["version"] = part.version
    if part.licence:
        component["licenses"] = [{"expression": part.licence}]
    if part.package:
        component["purl"] = f"pkg:pypi/{part.name}@{part.version}"
        component["properties"] = [{"name": "kpr:accepted-sha256", "value": each} for each in part.hashes]
    return component


def came_along(built: Path, folder: Path) -> list[Part]:
    """The shared libraries of others in a built folder. Raises UnknownLibraryError."""
    from libraries import brought, libraries  # noqa: PLC0415 - only where a build is made

    told = _inside()
    found = []
    for each in libraries(built / "_internal", brought(folder / "brought.txt")):
        name = (
            f"{each.name} (in {each.inside})"
            if each.inside
            else f"{each.name} (of the system it was built on)"
        )
        version = told.get(f"{each.inside}'s {each.name}", each.version)
        texts = (("copyright", each.text),) if each.text else ()
        found.append(Part(name, version, each.licence, "library", texts=texts))
    return found


def write(folder: Path, root: Path = ROOT, built: Path | None = None) -> list[Part]:
    """Both files into `folder`, and into the built folder; gives the rows."""
    found = parts(root) + (came_along(built, folder) if built else [])
    version = re.search(r'__version__ = "([^"]+)"', (root / "kpr_desktop/__init__.py").read_text("utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    described = sbom(found, version[1] if version else "")
    for place in (folder, built / "_internal") if built else (folder,):
        (place / NOTICES).write_text(notices(found), "utf-8")
        (place / SBOM).write_text(json.dumps(described, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return found


if __name__ == "__main__":
    made = write(Path(sys.argv[1]), built=Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    packages = sum(part.package for part in made)
    print(f"{len(made)} parts: {packages} packages, {len(made) - packages} others")
