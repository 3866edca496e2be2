"""Files in the layouts of the official registers; the codes' texts are made up."""

from __future__ import annotations

import pytest

from kpr_desktop.codebook.diagnoses import (
    LARGEST,
    LEFT_OUT,
    LONGEST_TEXT,
    MOST_CODES,
    CodeFile,
    LeftOut,
    pattern_of,
    read_codes,
)
from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault

BOOK = CodeBooks().edition(2026)
ICPC, ICD = pattern_of(BOOK, "icpc-2"), pattern_of(BOOK, "icd-10")


def icpc(data: bytes) -> CodeFile:
    return read_codes(data, system="icpc-2", pattern=ICPC)


def icd(data: bytes) -> CodeFile:
    return read_codes(data, system="icd-10", pattern=ICD)


def test_plain_text_with_tabs_as_until_2013() -> None:
    found = icd('A00\tØvd hodeløshet\nA000\tØvd "rask"  hodeløshet\nF00.1*\tØvd glemsel\n'.encode())
    assert dict(found.texts) == {
        "A00": "Øvd hodeløshet",
        "A000": 'Øvd "rask" hodeløshet',
        "F001*": "Øvd glemsel",
    }
    assert found.left_out == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("end", ["\r\n", "\n", ""])
def test_semicolons_encodings_and_line_ends(encoding: str, end: str) -> None:
    found = icpc(f"P70;Øvd glemsel\r\n-45;Øvde rå{end}".encode(encoding))
    assert dict(found.texts) == {"P70": "Øvd glemsel", "-45": "Øvde rå"}


@pytest.mark.parametrize("header", ["Nr;Kode;Merke;Kodetekst", "Nr;KODE ;Merke;Navn", "Nr;kode;Merke;Term"])
def test_a_header_tells_the_columns(header: str) -> None:
    found = icpc(f'\n{header}\n1;P70;x;"Øvd; flere"\n2;P71;x;Annet\n'.encode())
    assert dict(found.texts) == {"P70": "Øvd; flere", "P71": "Annet"}


def test_without_a_text_column_the_one_after_the_code_is_taken() -> None:
    assert dict(icpc(b"x;Kode;y\n1;P70;Ovd\n").texts) == {"P70": "Ovd"}


def test_what_is_no_code_is_left_out_and_told_by_line() -> None:
    long = b"x" * (LONGEST_TEXT + 1)
    data = b"\nP70\tOvd\nP70\tOvd\nKapittel P\tx\nP71\nP73\t" + long + b"\n\nP74\ta\nP75\tb\nP76\tc\n\tz\n"
    found = icpc(data)
    assert dict(found.texts) == {"P70": "Ovd", "P74": "a", "P75": "b", "P76": "c"}
    assert found.left_out == (
        LeftOut(3, "repeated"),
        LeftOut(4, "no_code"),
        LeftOut(5, "no_text"),
        LeftOut(6, "long_text"),
        LeftOut(11, "no_code"),
    )
    assert {each.reason for each in found.left_out} == set(LEFT_OUT)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "diagnoses.no_codes"),
        (b"hei\n", "diagnoses.no_codes"),
        (b"A000\tOvd\n", "diagnoses.no_codes"),
        (b"PK\x03\x04...", "diagnoses.spreadsheet"),
        (b"P70\0\tOvd", "diagnoses.not_text"),
        ("P70\tØvd\n".encode("utf-16"), "diagnoses.not_text"),
        (b"P70\tOvd\x1b[31m\n", "diagnoses.not_text"),
        (b"x" * (LARGEST + 1), "diagnoses.too_large"),
        ("P70\tØvd\n".encode("cp850"), "diagnoses.encoding"),
        ("P70\tØvde bår\n".encode("mac-roman"), "diagnoses.encoding"),
        ("P70\tØvd\n".encode() + "P71\tØvd\n".encode("latin-1"), "diagnoses.encoding"),
        ("P70\tØvd\n".encode().decode("latin-1").encode(), "diagnoses.encoding"),
        ("P70\t\ufffdvd\n".encode(), "diagnoses.encoding"),
        ("P70\tØvd\nP71\tØv å".encode()[:-1], "diagnoses.cut"),
        (b"P70\tOvd\nP71", "diagnoses.cut"),
        (b"P70;x;Ovd\nP71;x", "diagnoses.cut"),
        (b'P70;Ovd\nP71;"Ovd\nP72;Annet\n', "diagnoses.cut"),
        (b"P70\ta\nP71" + b"\t" * 200_000 + b"\n", "diagnoses.cut"),
        (b'P70;"a' + b"\nb" * 150_000 + b'"\n', "diagnoses.cut"),
        (b"P70\ta\n" + b"x\n" * 1_000_000, "diagnoses.too_many"),
        (b"P70\tOvd\nP71\tb\np70\tAnnet\n", "diagnoses.twice"),
        (b"P70\tOvd\nKap\tx\nKap\ty\n", "diagnoses.other_file"),
    ],
)
def test_refused_with_words(data: bytes, code: str) -> None:
    with pytest.raises(UserFault) as caught:
        icpc(data)
    assert (caught.value.code, caught.value.field) == (code, "file")
    assert Texts.load("nb").fault(caught.value)


def test_a_refusal_names_the_line() -> None:
    for data, line in ((b"P70\ta\n\nP70\tb\n", 3), (b"P70\ta\nP71\tb\nP72", 3), (b'P70;a\nP71;"b', 2)):
        with pytest.raises(UserFault) as caught:
            icpc(data)
        assert caught.value.params["line"] == line


def test_a_file_of_the_other_system_is_refused_both_ways() -> None:
    with pytest.raises(UserFault, match=r"diagnoses\.other_file"):
        icd(b"P70\tOvd\nP71\tAnnet\n")
    with pytest.raises(UserFault, match=r"diagnoses\.other_file"):
        icpc(b"P70\tOvd\nP701\tAnnet\nP702\tMer\n")


def test_more_codes_than_any_register_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_CODES == 100_000
    monkeypatch.setattr("kpr_desktop.codebook.diagnoses.MOST_CODES", 2)
    assert len(icpc(b"P70\ta\nP71\tb\nP71\tb\n").texts) == 2
    with pytest.raises(UserFault, match=r"diagnoses\.too_many"):
        icpc(b"P70\ta\nP71\tb\nP72\tc\n")


def test_a_system_without_a_pattern() -> None:
    with pytest.raises(KeyError):
        pattern_of(BOOK, "snomed")
