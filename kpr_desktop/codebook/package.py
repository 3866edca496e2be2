"""Reads and makes code book packages, `.kprbok` (docs/formats/kprbok-1.md). Nothing is unpacked and nothing is run.

Two lines: the content as canonical JSON, and who has signed that line. The signature is judged before the content is
even looked at.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kpr_desktop.codebook.edition_files import MEASURE, SCOPE, SECTIONS, SERVICES
from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.node import Node
from kpr_desktop.errors import UserFault

FORMAT = "kprbok 1"
SUFFIX = ".kprbok"
LARGEST = 4 * 1024 * 1024
"""Bytes. An edition in use has about 300,000."""
LARGEST_FILE = 512 * 1024
"""Characters of one of the files in it."""
LONGEST_PUBLISHER = 80
CODEBOOK, SERVICE_LIST, PLACES = "codebook", "services", "places"
KINDS = (CODEBOOK, SERVICE_LIST)
"""What a package may be; a list of places comes as SSB's own file."""
KEY_BYTES, SIGNATURE_BYTES = 32, 64
_SEAL_BYTES = 300
_PARTS = frozenset(("format", "kind", "year", "publisher", "made", "files"))
_VARIABLE = re.compile(r"variables/v(?:0[1-9]|1\d|20)\.yaml")
_NAME = re.compile(r"[a-z0-9_/.]{1,60}")
_YEAR = re.compile(r"20\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Seal:
    """Who has signed which bytes. `key`: Ed25519, 32 bytes; `signature`: 64 bytes."""

    signed: bytes
    key: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Package:
    """What a package says of itself, and its files by name. `kind`: codebook | services."""

    kind: str
    year: int
    publisher: str
    made: date
    files: Mapping[str, str]


def looks_like(data: bytes) -> bool:
    """Whether these bytes are meant to be a package, and no list of places."""
    return data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")


def read_seal(data: bytes) -> Seal:
    """Take the two lines apart, without looking at the content.

    Raises UserFault (field file) codebook.too_large | not_package | unsigned | bad_seal.
    """
    if len(data) > LARGEST:
        raise UserFault("codebook.too_large", "file", limit=LARGEST // (1024 * 1024))
    signed, line, rest = data.partition(b"\n")
    if not signed.startswith(b"{") or b"\r" in signed:
        raise UserFault("codebook.not_package", "file")
    if not rest.strip():
        raise UserFault("codebook.unsigned", "file")
    if not line or rest.count(b"\n") > 1 or len(rest) > _SEAL_BYTES:
        raise UserFault("codebook.bad_seal", "file")
    seal = _plain(rest.removesuffix(b"\n"))
    if not isinstance(seal, dict) or seal.keys() != {"key", "signature"}:
        raise UserFault("codebook.bad_seal", "file")
    return Seal(signed, _octets(seal["key"], KEY_BYTES), _octets(seal["signature"], SIGNATURE_BYTES))


def read_package(signed: bytes) -> Package:
    """The content, once its signature has been found to be right.

    Raises UserFault (field file) codebook.form (part) | other_format | wrong_files (name) | too_large.
    """
    told = _plain(signed)
    if not isinstance(told, dict) or "format" not in told:
        raise _form("format")
    if told["format"] != FORMAT:
        raise UserFault("codebook.other_format", "file")
    if canonical(told) != signed:
        raise _form("json")
    if told.keys() != _PARTS:
        raise _form("keys")
    kind = told["kind"]
    if kind not in KINDS:
        raise _form("kind")
    year = told["year"]
    if not isinstance(year, str) or not _YEAR.fullmatch(year):
        raise _form("year")
    return Package(
        kind, int(year), _publisher(told["publisher"]), _made(told["made"]), _files(told["files"], kind)
    )


def written(package: Package) -> bytes:
    """The first line, which is what has to be signed (without a line feed)."""
    return canonical(
        {
            "format": FORMAT,
            "kind": package.kind,
            "year": str(package.year),
            "publisher": package.publisher,
            "made": package.made.isoformat(),
            "files": dict(package.files),
        }
    )


def sealed(signed: bytes, key: bytes, signature: bytes) -> bytes:
    """The whole package."""
    told = {
        name: base64.b64encode(value).decode() for name, value in (("key", key), ("signature", signature))
    }
    return signed + b"\n" + canonical(told) + b"\n"


def canonical(content: Mapping[str, object]) -> bytes:
    """The one way to write it: keys in order, no blanks, UTF-8. Half a letter gives bytes that nobody reads."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def known_name(name: str) -> str:
    """A foreign name for a message: itself, or a question mark."""
    return name if _NAME.fullmatch(name) else "?"


def scope_text(year: int, scope: Mapping[str, bool]) -> str:
    """A scope as the loader reads it: one line a service type."""
    lines = [f'from_year: "{year}"\n']
    if scope:
        lines.append("in_message:\n")
        lines += [f'  "{code}": {"yes" if told else "no"}\n' for code, told in scope.items()]
    return "".join(lines)


def scope_of(node: Node, book: CodeBook) -> dict[str, bool]:
    """A scope's lines. Raises ResourceError for a service type that the book has not."""
    found: dict[str, bool] = {}
    for code, told in node.map(("from_year", "in_message"))["in_message"].items():
        if code not in book.services:
            raise told.error(f"unknown service {known_name(code)!r}")
        found[code] = told.yes()
    if not found:
        raise node.error("no service type is named")
    return found


def _plain(line: bytes) -> Any:
    """JSON of texts and maps alone; None for anything else."""
    try:
        return json.loads(
            line.decode(),
            object_pairs_hook=_pairs,
            parse_int=_refuse,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError):
        return None


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError
    return made


def _refuse(_text: str) -> object:
    raise ValueError


def _octets(text: object, length: int) -> bytes:
    try:
        found = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != length or base64.b64encode(found).decode() != text:
        raise UserFault("codebook.bad_seal", "file")
    return found


def _publisher(text: object) -> str:
    fits = isinstance(text, str) and text == text.strip() and 0 < len(text) <= LONGEST_PUBLISHER
    if not isinstance(text, str) or not fits or not text.isprintable():
        raise _form("publisher")
    return text


def _made(text: object) -> date:
    try:
        made = date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        made = None
    if made is None or made.isoformat() != text:
        raise _form("made")
    return made


def _files(told: object, kind: str) -> dict[str, str]:
    if not isinstance(told, dict) or not told:
        raise _form("files")
    for name, text in told.items():
        if not _belongs(name, kind):
            raise UserFault("codebook.wrong_files", "file", name=known_name(name))
        if not isinstance(text, str):
            raise _form("files")
        if len(text) > LARGEST_FILE:
            raise UserFault("codebook.too_large", "file", limit=LARGEST // (1024 * 1024))
    needed: Collection[str] = SECTIONS if kind == CODEBOOK else ()
    if absent := [name for name in needed if name not in told]:
        raise UserFault("codebook.wrong_files", "file", name=absent[0])
    return told


def _belongs(name: str, kind: str) -> bool:
    if kind == SERVICE_LIST:
        return name in (SERVICES, SCOPE)
    return name in SECTIONS or name == MEASURE or _VARIABLE.fullmatch(name) is not None


def _form(part: str) -> UserFault:
    return UserFault("codebook.form", "file", part=part)
