"""A person's case in FHIR R4: out as a Bundle, in from a Bundle or a QuestionnaireResponse, and the code book.

Described in docs/formats/fhir.md. No register takes it, and it is no register file.
"""

from __future__ import annotations

import json
from hashlib import sha256

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.exports import fhir_terms as terms
from kpr_desktop.exports.fhir_read import CaseReader
from kpr_desktop.exports.fhir_write import Json, bundle, questionnaire
from kpr_desktop.exports.naming import PRACTICE_PART
from kpr_desktop.exports.strict_json import LARGEST, parse
from kpr_desktop.usecases.case_records import Case, ReadCase

__all__ = ["Fhir4", "terms"]


class Fhir4:
    """CaseFormat of the ports: `fhir-4`, our own profile of an official standard."""

    id: str = "fhir-4"
    official: bool = False
    largest: int = LARGEST

    def __init__(self, books: CodeBooks) -> None:
        self._books = books

    def write(self, case: Case) -> bytes:
        """The Bundle's bytes, UTF-8. Raises UserFault export.unknown_item."""
        return _bytes(bundle(case, [self._books.edition(a.codebook_year) for a in case.assessments]))

    def read(self, data: bytes) -> ReadCase:
        """Raises UserFault fhir.* for what is no such file at all; the rest is told in what it gives."""
        return CaseReader(parse(data), self._books).read()

    def questionnaire(self, book: CodeBook) -> bytes:
        """The edition's Questionnaire."""
        return _bytes(questionnaire(book))

    def file_name(self, case: Case) -> str:
        """`kartlegging_<yyyymmdd-hhmmss>_<8 hex digits>.fhir.json`; practice files `….ovelse.fhir.json`."""
        ids = " ".join((case.person.id, *(a.id for a in case.assessments), case.made_at.isoformat()))
        practice = PRACTICE_PART if case.practice else ""
        digest = sha256(ids.encode()).hexdigest()[:8]
        return f"kartlegging_{case.made_at:%Y%m%d-%H%M%S}_{digest}{practice}.fhir.json"

    def questionnaire_name(self, book: CodeBook) -> str:
        """`kodeverk_<year>.fhir.json`."""
        return f"kodeverk_{book.year}.fhir.json"


def _bytes(found: Json) -> bytes:
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()
