from __future__ import annotations

import pytest

from kpr_desktop.codebook.diagnoses import LARGEST, DiagnosisCodes, pattern_of, read_codes
from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault

BOOK = CodeBooks().edition(2026)
ICPC, ICD = pattern_of(BOOK, "icpc-2"), pattern_of(BOOK, "icd-10")


def icpc(data: bytes) -> DiagnosisCodes:
    return read_codes(data, system="icpc-2", pattern=ICPC, year=2026)


def icd(data: bytes) -> DiagnosisCodes:
    return read_codes(data, system="icd-10", pattern=ICD, year=2026)


def test_plain_text_with_tabs_as_until_2013() -> None:
    found = icd("A000\tKolera\nF00.1*\tDemens ved øvelse\n".encode())
    assert (found.system, found.year, found.skipped) == ("icd-10", 2026, 0)
    assert dict(found.texts) == {"A000": "Kolera", "F001*": "Demens ved øvelse"}
    assert found.text("a00.0") == "Kolera"
    assert found.text("Z99") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_semicolons_and_encodings(encoding: str) -> None:
    found = icpc("P70;Øvd demens\r\n-45;Råd\r\n".encode(encoding))
    assert dict(found.texts) == {"P70": "Øvd demens", "-45": "Råd"}


@pytest.mark.parametrize("header", ["Nr;Kode;Merke;Kodetekst", "Nr;KODE ;Merke;Navn", "Nr;kode;Merke;Term"])
def test_a_header_tells_the_columns(header: str) -> None:
    found = icpc(f'{header}\n1;P70;x;"Demens; flere"\n2;P71;x;Annet\n'.encode())
    assert dict(found.texts) == {"P70": "Demens; flere", "P71": "Annet"}


def test_without_a_text_column_the_one_after_the_code_is_taken() -> None:
    assert dict(icpc(b"x;Kode;y\n1;P70;Demens\n").texts) == {"P70": "Demens"}


def test_what_is_no_code_is_counted_and_left_out() -> None:
    found = icpc(b"\nP70\tDemens\nP70\tNoe annet\nKapittel P\tPsykisk\nP71\nP72\t\n\n")
    assert dict(found.texts) == {"P70": "Demens"}
    assert found.skipped == 3


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "diagnoses.no_codes"),
        (b"hei\n", "diagnoses.no_codes"),
        (b"A000\tKolera\n", "diagnoses.no_codes"),
        (b"PK\x03\x04...", "diagnoses.spreadsheet"),
        (b"P70\0\tDemens", "diagnoses.not_text"),
        (b"x" * (LARGEST + 1), "diagnoses.too_large"),
    ],
)
def test_refused_with_words(data: bytes, code: str) -> None:
    with pytest.raises(UserFault) as caught:
        icpc(data)
    assert caught.value.code == code
    assert Texts.load("nb").fault(caught.value)


def test_a_system_without_a_pattern() -> None:
    with pytest.raises(KeyError):
        pattern_of(BOOK, "snomed")
