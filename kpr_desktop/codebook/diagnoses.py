"""Reads the official code files of ICPC-2 and ICD-10, which we do not ship (kpr-formats.md section 5).

Text files (.txt, .csv) with TAB or semicolon, UTF-8 or Latin-1, with or without a header that has a column «Kode».
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.domain.checks.entries import plain_code
from kpr_desktop.errors import UserFault

LARGEST = 32 * 1024 * 1024
"""Bytes. The largest official file (ICD-10, some 19,500 codes in full text) has a tenth of it."""
_HEADER_CODE = "kode"
_HEADER_TEXT = ("tekst", "navn", "term")


@dataclass(frozen=True, slots=True)
class DiagnosisCodes:
    """One code system as valid in `year`: code without full stop -> text. `skipped` = lines that held no code."""

    system: str
    year: int
    texts: Mapping[str, str]
    skipped: int

    def text(self, code: str) -> str | None:
        """The text of a code as people type it; None = unknown, which is a warning and no refusal."""
        return self.texts.get(plain_code(code))


def pattern_of(book: CodeBook, system: str) -> str:
    """What a code of the system looks like, without its full stop. Raises KeyError for a system without a rule."""
    for rule in book.rules.values():
        if rule.params.get("system") == system and "pattern" in rule.params:
            return rule.params["pattern"]
    raise KeyError(system)


def read_codes(data: bytes, *, system: str, pattern: str, year: int) -> DiagnosisCodes:
    """Read one official file. Of a code that comes twice the first text counts.

    Raises UserFault diagnoses.too_large | diagnoses.spreadsheet | diagnoses.not_text | diagnoses.no_codes.
    """
    lines = _decoded(data).splitlines()
    first = next((line for line in lines if line.strip()), "")
    rows = list(csv.reader(lines, delimiter="\t" if "\t" in first else ";"))
    code_at, text_at, begin = _columns(rows)
    texts: dict[str, str] = {}
    skipped = 0
    for row in rows[begin:]:
        cells = [cell.strip() for cell in row]
        code = plain_code(cells[code_at]) if len(cells) > max(code_at, text_at) else ""
        if re.fullmatch(pattern, code) and cells[text_at]:
            texts.setdefault(code, cells[text_at])
        elif any(cells):
            skipped += 1
    if not texts:
        raise UserFault("diagnoses.no_codes", "file")
    return DiagnosisCodes(system, year, MappingProxyType(texts), skipped)


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise UserFault("diagnoses.too_large", "file", limit=LARGEST // (1024 * 1024))
    if data.startswith(b"PK"):
        raise UserFault("diagnoses.spreadsheet", "file")
    if b"\0" in data:
        raise UserFault("diagnoses.not_text", "file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _columns(rows: list[list[str]]) -> tuple[int, int, int]:
    """Column of the code, column of the text, and the row where the codes begin."""
    for place, row in enumerate(rows[:10]):
        names = [cell.strip().casefold() for cell in row]
        if _HEADER_CODE in names:
            code = names.index(_HEADER_CODE)
            text = next(
                (i for i, n in enumerate(names) if i != code and any(w in n for w in _HEADER_TEXT)), code + 1
            )
            return code, text, place + 1
    return 0, 1, 0
