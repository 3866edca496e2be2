"""Reads the official code files of ICPC-2 and ICD-10, which we do not ship (kpr-formats.md section 5).

Text files (.txt, .csv) with TAB or semicolon, UTF-8 or Latin-1, with or without a header that has a column «Kode».
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from types import MappingProxyType

from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.domain.checks.entries import plain_code
from kpr_desktop.errors import UserFault

LARGEST = 20 * 1024 * 1024
"""Bytes. The largest official file (ICD-10, some 19,500 codes in full text) has a tenth of it."""
MOST_CODES = 100_000
LONGEST_TEXT = 500
"""Characters; the official full texts have less than half of it."""
MOST_LINES = 2 * MOST_CODES
LONGEST_LINE = 20_000
"""Characters. More lines and longer ones are refused before they are taken apart, so that memory stays bounded."""
LEFT_OUT = ("no_code", "no_text", "long_text", "repeated")
"""Why a line gives no code; `repeated` = the same code with the same text stood before."""
SUBDIVIDED = frozenset({"icd-10"})
"""Systems whose lists have codes of four characters and more: a file without any is another system's."""
_HEADER_CODE = "kode"
_HEADER_TEXT = ("tekst", "navn", "term")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that gives no code; `line` counts from 1, `reason` is one of LEFT_OUT. What stands in it is not kept."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class CodeFile:
    """What a file holds: code without full stop -> text, in the file's order; and the lines that are left out."""

    texts: Mapping[str, str]
    left_out: tuple[LeftOut, ...]


def pattern_of(book: CodeBook, system: str) -> str:
    """What a code of the system looks like, without its full stop. Raises KeyError for a system without a rule."""
    for rule in book.rules.values():
        if rule.params.get("system") == system and "pattern" in rule.params:
            return rule.params["pattern"]
    raise KeyError(system)


def read_codes(data: bytes, *, system: str, pattern: str) -> CodeFile:
    """Read one official file, whole or not at all.

    Raises UserFault (field file) diagnoses.too_large | spreadsheet | not_text | encoding | cut | twice | too_many |
    no_codes | other_file.
    """
    lines = _lines(_decoded(data))
    head = list(islice(lines, 10))
    code_at, text_at, begin = _columns([cells for _, cells in head])
    texts: dict[str, str] = {}
    left_out: list[LeftOut] = []
    for line, cells in chain(head[begin:], lines):
        code = plain_code(cells[code_at]) if len(cells) > code_at else ""
        text = cells[text_at] if len(cells) > text_at else ""
        reason = _reason(code, text, pattern, texts)
        if reason == "twice":
            raise UserFault("diagnoses.twice", "file", line=line, diagnosis=code)
        if reason:
            left_out.append(LeftOut(line, reason))
        elif len(texts) == MOST_CODES:
            raise UserFault("diagnoses.too_many", "file", limit=MOST_CODES)
        else:
            texts[code] = text
    if not texts:
        raise UserFault("diagnoses.no_codes", "file")
    undivided = system in SUBDIVIDED and all(len(code) == 3 for code in texts)
    if undivided or sum(each.reason != "repeated" for each in left_out) > len(texts):
        raise UserFault("diagnoses.other_file", "file")
    return CodeFile(MappingProxyType(texts), tuple(left_out))


def _reason(code: str, text: str, pattern: str, known: Mapping[str, str]) -> str:
    """Why a line is left out (LEFT_OUT), `twice` for a code with two texts; an empty text for a good line."""
    if re.fullmatch(pattern, code) is None:
        return "no_code"
    if not text:
        return "no_text"
    if len(text) > LONGEST_TEXT:
        return "long_text"
    if code in known:
        return "repeated" if known[code] == text else "twice"
    return ""


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise UserFault("diagnoses.too_large", "file", limit=LARGEST // (1024 * 1024))
    if data.startswith(b"PK"):
        raise UserFault("diagnoses.spreadsheet", "file")
    if b"\0" in data:
        raise UserFault("diagnoses.not_text", "file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Letters in UTF-8 before, and half of one at the end: not a last letter in Latin-1.
        if error.reason == "unexpected end of data" and not data[: error.start].isascii():
            raise UserFault("diagnoses.cut", "file", line=data.count(b"\n") + 1) from None
        text = data.decode("latin-1")
    # Ã is what UTF-8 looks like when it is taken for Latin-1, C1 characters are letters of DOS and Mac code pages.
    strange = {each for each in set(text) if unicodedata.category(each) == "Cc"} - set("\t\r\n")
    if any(each < " " for each in strange):
        raise UserFault("diagnoses.not_text", "file")
    if strange or "Ã" in text or "\N{REPLACEMENT CHARACTER}" in text:
        raise UserFault("diagnoses.encoding", "file")
    return text


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every line that holds something. Raises UserFault diagnoses.cut | too_many."""
    if text.count("\n") + text.count("\r") > 2 * MOST_LINES:  # a line may end in both
        raise UserFault("diagnoses.too_many", "file", limit=MOST_CODES)
    for line, each in enumerate(text.splitlines(), 1):
        if len(each) > LONGEST_LINE:
            raise UserFault("diagnoses.cut", "file", line=line)
    first = next((line for line in text.split("\n") if line.strip()), "")
    tabs = "\t" in first
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter="\t" if tabs else ";",
        quoting=csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL,
        strict=True,
    )
    widest = 0
    try:
        for row in reader:
            cells = [" ".join(cell.split()) for cell in row]
            if any(cells):
                widest = max(widest, len(cells))
                yield reader.line_num, cells
    except csv.Error:
        raise UserFault("diagnoses.cut", "file", line=reader.line_num) from None
    whole = text.endswith(("\n", "\r")) or not text
    if not whole and len(text[text.rfind("\n") + 1 :].split("\t" if tabs else ";")) < widest:
        raise UserFault("diagnoses.cut", "file", line=reader.line_num)


def _columns(rows: list[list[str]]) -> tuple[int, int, int]:
    """Column of the code, column of the text, and the row where the codes begin."""
    for place, row in enumerate(rows):
        names = [cell.casefold() for cell in row]
        if _HEADER_CODE in names:
            code = names.index(_HEADER_CODE)
            text = next(
                (i for i, n in enumerate(names) if i != code and any(w in n for w in _HEADER_TEXT)), code + 1
            )
            return code, text, place + 1
    return 0, 1, 0
