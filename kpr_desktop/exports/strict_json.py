"""JSON from somebody else: bounded in size and depth, in UTF-8, each key once. Nothing packed is ever unpacked."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from kpr_desktop.errors import UserFault

LARGEST = 8 * 1024 * 1024
"""Bytes. A person with a hundred assessments takes a tenth of it."""
DEEPEST = 40
_LONGEST_NUMBER = 20
_PACKED = (b"PK", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd", b"Rar!")
_BOM = b"\xef\xbb\xbf"
_OTHER_BOMS = (b"\xff\xfe", b"\xfe\xff")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)
"""A string, closed or not, in one go (no way back into it), or a bracket."""


def parse(data: bytes) -> object:
    """The document. Raises UserFault fhir.empty, fhir.too_large, fhir.packed, fhir.encoding, fhir.not_json (line),
    fhir.too_deep, fhir.duplicate_key.
    """
    if not data.strip():
        raise UserFault("fhir.empty")
    if len(data) > LARGEST:
        raise UserFault("fhir.too_large", limit=LARGEST // 1024 // 1024)
    if data.startswith(_PACKED):
        raise UserFault("fhir.packed")
    text = _decoded(data)
    _check_depth(text)
    try:
        found: object = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_int, parse_float=_float
        )
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is found here
    except json.JSONDecodeError as error:
        raise UserFault("fhir.not_json", line=error.lineno) from None
    except UnicodeEncodeError:
        raise UserFault("fhir.encoding") from None
    return found


def _decoded(data: bytes) -> str:
    if data.startswith(_OTHER_BOMS) or b"\0" in data:
        raise UserFault("fhir.encoding")
    try:
        return data.removeprefix(_BOM).decode()
    except UnicodeDecodeError:
        raise UserFault("fhir.encoding") from None


def _check_depth(text: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        sign = token[0][0]
        if sign in "[{":
            depth += 1
            if depth > DEEPEST:
                raise UserFault("fhir.too_deep", limit=DEEPEST)
        elif sign in "]}":
            depth -= 1


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise UserFault("fhir.duplicate_key")
    return found


def _no_constant(_word: str) -> NoReturn:
    """NaN and the infinities are not JSON."""
    raise UserFault("fhir.not_json", line=1)


def _int(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise UserFault("fhir.not_json", line=1)
    return int(digits)


def _float(_digits: str) -> str:
    """Nothing that is read is a decimal number; kept as what no field takes."""
    return ""
