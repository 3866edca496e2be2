"""The letter as a PDF, read by poppler: its words, places, fonts and bytes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop.codebook.letters import LetterTexts
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.person import Address
from kpr_desktop.errors import UserFault
from kpr_desktop.letters import Letters
from kpr_desktop.letters.sheet import address_lines
from kpr_desktop.usecases.letter_records import Said
from kpr_desktop.usecases.output_ports import LetterMaker
from tests.support.letter_requests import OFFICE, letter_request
from tests.support.pdf import MM, Word, info_of, squeezed, text_of, words_of

GOLDEN = Path(__file__).parents[1] / "golden" / "letters"
LETTERS: LetterMaker = Letters()


def make(**changes: Any) -> bytes:
    return LETTERS.make(letter_request(**changes)).data


def window_words(pdf: bytes) -> list[Word]:
    """What can be seen through either window (C5 44-79 mm, E6/5 40-70 mm; left edge 15-20 mm, 105 mm wide)."""
    return [w for w in words_of(pdf) if w.bottom > 40 and w.top < 79 and w.right > 15 and w.left < 125]


# --- words ----------------------------------------------------------------------------------------------------------


SHIPPED = LetterTexts()
ALL = [(kind, language) for kind in SHIPPED.kinds() for language in SHIPPED.languages(kind)]


@pytest.mark.parametrize(("kind", "language"), ALL)
def test_the_text_is_the_golden_one(kind: str, language: str) -> None:
    """Every field and part shows its name. KPR_WRITE_GOLDEN=1 writes it anew; the change is read in the commit."""
    letter, _ = SHIPPED.letter(kind, language)
    fields = {name: f"«{name}»" for name in letter.fields}
    parts = {name: (Said(f"«{name}»"),) for name in letter.parts}
    text = text_of(make(kind=kind, language=language, fields=fields, parts=parts), "-layout")
    assert [name for name in (*fields, *parts) if f"«{name}»" not in squeezed(text)] == []
    path = GOLDEN / f"{kind}.{language}.txt"
    if os.environ.get("KPR_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_every_golden_text_is_that_of_a_letter() -> None:
    texts = {path.name for path in GOLDEN.glob("*.txt")} - {
        path.name for path in GOLDEN.glob("*.structure.txt")
    }
    assert texts == {f"{kind}.{language}.txt" for kind, language in ALL}


def test_the_whole_text_is_there_in_reading_order() -> None:
    text = squeezed(text_of(make(), "-raw"))
    letter, frame = LetterTexts().letter("information", "nb")
    at = text.index(squeezed(letter.title))
    for section in letter.sections:
        for wanted in (section.heading, *(b.text for b in section.blocks if not b.gaps)):
            at = text.index(squeezed(wanted), at)
    values = {name: reference.on(date(2026, 11, 23)) for name, reference in frame.references.items()}
    for block in letter.blocks():
        if block.style == "law":
            assert squeezed(block.text.format_map(values)) in text


def test_every_field() -> None:
    text = text_of(make(), "-layout")
    office, request = OFFICE, letter_request()
    fields = [
        office.name,
        office.unit,
        office.phone,
        office.email,
        office.web,
        request.name,
        request.reference,
    ]
    for address in (office.address, request.address):
        assert address is not None
        fields += [address.line1, f"{address.postal_code} {address.place}"]
    assert [
        field for field in [*fields, office.address.line2, "Dato: 23. november 2026"] if field not in text
    ] == []


def test_contact_lines_without_content_are_left_out() -> None:
    text = text_of(make(office=replace(OFFICE, phone="", email=" ", web="", unit="", address=Address())))
    assert not re.search("Telefon|E-post|Nett:", text)
    text = text_of(make(office=replace(OFFICE, phone="", web="")))
    assert text.count("post@sildrebekk.example") == 2
    assert not re.search("Telefon|Nett:| · E-post", text)


def test_a_letter_without_sender_is_refused() -> None:
    with pytest.raises(UserFault) as fault:
        make(office=replace(OFFICE, name=" "))
    assert (fault.value.code, fault.value.field) == ("letter.field_missing", "kommune")
    assert "kommune" in Texts.load("nb").fault(fault.value)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"kind": "nothing"}, "letter.unknown_kind"), ({"language": "tlh"}, "letter.no_such_language")],
)
def test_unknown_letters(changes: dict[str, str], code: str) -> None:
    with pytest.raises(UserFault) as fault:
        make(**changes)
    assert fault.value.code == code


def test_no_reference_no_label() -> None:
    assert "Vår ref" not in text_of(make(reference=""))


def test_a_section_without_blocks_has_no_heading_and_a_case_field_is_filled(tmp_path: Path) -> None:
    shipped = LetterTexts()._folder
    (tmp_path / "frame.nb.yaml").write_bytes((shipped / "frame.nb.yaml").read_bytes())
    (tmp_path / "own.nb.yaml").write_text(
        "title: Eget brev\nfields: [sak]\nlead:\n  - id: lead.a\n"
        '    text: "Saken er {sak}, {navn}, {dato}, {var_ref}."\n'
        "sections:\n  - id: phone\n    heading: Ring oss\n    blocks:\n      - id: phone.a\n"
        '        line: "Ring {kontakt_telefon}"\n        optional: yes\n',
        encoding="utf-8",
    )
    letters = Letters(tmp_path)
    assert letters.kinds() == ("own",)
    assert letters.languages("own") == ("nb",)
    fields = {"sak": "<b>{navn} {sak!r}</b>", "navn": "ingen"}
    text = text_of(
        letters.make(letter_request(kind="own", fields=fields, office=replace(OFFICE, phone=""))).data
    )
    assert "Saken er <b>{navn} {sak!r}</b>, Blid Fjellbekk, 23. november 2026, 7F3A91C2." in text
    assert "Ring oss" not in text


# --- places ---------------------------------------------------------------------------------------------------------

LONG = "Overraskendevennlig Sommerfuglsamlersen-Vinterlandskapsmaleriet"
INSIDE: dict[str, dict[str, Any]] = {
    "plain": {},
    "60 letters": {"name": LONG},
    "six lines": {
        "address": Address("c/o Grønn Dal\nInngang B\n3. etasje", "Stille vei 12", "4998", "Lyngmo")
    },
    "protected": {"address": None},
    "no address": {"address": Address()},
}
OUTSIDE: dict[str, dict[str, Any]] = {
    "60 letters, no blank": {"name": LONG.replace(" ", "").replace("-", "")},
    "nine lines": {"address": Address("c/o A\nB\nC\nD", "E\r\nF\nG", "4998", "Lyngmo")},
    "long lines": {
        "name": LONG,
        "address": Address("Lang gate " * 12, "Postboks " * 12, "4998", "Lyngmo i Sol"),
    },
    "endless": {"name": f"{LONG} " * 9, "address": Address("W" * 300, "W" * 300, "4998", "W" * 300)},
}


@pytest.mark.parametrize("changes", INSIDE.values(), ids=INSIDE)
def test_the_receiver_lies_inside_both_windows(changes: dict[str, Any]) -> None:
    """From 45 mm, six lines of 10 pt on 4 mm at most, 85 mm wide; whichever way the sheet lies in the cover."""
    made = LETTERS.make(letter_request(**changes))
    seen = window_words(made.data)
    assert made.window
    assert seen[0].text == letter_request(**changes).name.split()[0]
    assert min(w.top for w in seen) == pytest.approx(45, abs=0.4)
    assert max(w.bottom for w in seen) <= 70, "E6/5 ends at 70 mm, C5 at 79 mm"
    assert min(w.left for w in seen) == pytest.approx(22, abs=0.3)
    assert max(w.right for w in seen) <= 22 + 85 + 0.1
    tops = sorted({round(w.top, 2) for w in seen})
    assert len(tops) <= 6
    assert [b - a for a, b in pairwise(tops)] == pytest.approx([4] * (len(tops) - 1), abs=0.05)
    assert {round(w.bottom - w.top, 1) for w in seen} == {round(10 * 1.362 / MM, 1)}, "10 pt, none smaller"


@pytest.mark.parametrize("changes", OUTSIDE.values(), ids=OUTSIDE)
def test_what_does_not_fit_the_window_stands_in_ordinary_lines(changes: dict[str, Any]) -> None:
    made = LETTERS.make(letter_request(**changes))
    assert not made.window
    words = words_of(made.data)
    title = next(w for w in words if w.text == "Dette" and w.bottom - w.top > 6)
    receiver = [w for w in words if w.top >= 44.5 and w.bottom < title.top and w.left < 128]
    assert max(w.right for w in receiver) < 128, "the references stand at its right"
    assert max(w.bottom for w in receiver) < title.top - 3
    if "W" * 300 not in str(changes):
        request = letter_request(**changes)
        lines = [request.name, *address_lines(request.address)]
        assert squeezed("".join(w.text for w in receiver)) == squeezed("".join(lines)), "nothing is cut"


def test_a_letter_without_window_says_so_and_holds_all_the_same() -> None:
    made = LETTERS.make(letter_request(window=False))
    assert not made.window
    assert [w.text for w in window_words(made.data)][:2] == ["Blid", "Fjellbekk"]


def test_six_lines_are_all_there() -> None:
    seen = window_words(make(**INSIDE["six lines"]))
    assert squeezed(" ".join(w.text for w in seen)) == squeezed(
        "Blid Fjellbekk c/o Grønn Dal Inngang B 3. etasje Stille vei 12 4998 Lyngmo"
    )


def test_a_protected_address_leaves_the_name_alone() -> None:
    pdf = make(address=None)
    assert [w.text for w in window_words(pdf)] == ["Blid", "Fjellbekk"]


@pytest.mark.parametrize("page", [1, 2])
@pytest.mark.parametrize("wide", ["Sildrebekk kommune", f"{LONG} kommune {LONG}", "W" * 400])
def test_nothing_leaves_the_sheet_or_covers_another_text(page: int, wide: str) -> None:
    office = replace(
        OFFICE, name=wide, unit=wide, address=Address(wide, wide, "4999", wide), phone=wide, email=wide
    )
    words = words_of(make(office=office, reference=wide, training=False), page)
    assert min(w.left for w in words) >= 18
    assert max(w.right for w in words) <= 210 - 18
    assert min(w.top for w in words) >= 10
    assert max(w.bottom for w in words) <= 297 - 8
    for one in words:
        for other in words:
            if one is not other and one.left < other.right - 0.2 and other.left < one.right - 0.2:
                deep = min(one.bottom, other.bottom) - max(one.top, other.top)
                assert deep < 0.62 * min(one.bottom - one.top, other.bottom - other.top), (one, other)


def test_a_long_sender_makes_the_text_smaller_not_the_letter_longer() -> None:
    name = "Storsteinnes og Ytre Langfjord kommune – Guhkesvuona suohkan"
    office = replace(
        OFFICE,
        name=name,
        email=f"{'tildelingskontoret.' * 3}@example.example",
        web="www.sildrebekk.example/" * 2,
    )
    pdf = make(office=office)
    assert "Pages:           2" in info_of(pdf)
    assert "Her står reglene" in text_of(pdf)
    heights = [max(w.bottom - w.top for w in words_of(p) if w.text == "Opplysningene") for p in (pdf, make())]
    assert 0.88 <= heights[0] / heights[1] < 1


def test_a_letter_too_long_for_its_sheet_goes_on() -> None:
    pdf = make(office=replace(OFFICE, name="Bekk " * 800))
    assert int(re.search(r"Pages: +(\d+)", info_of(pdf))[1]) > 2  # type: ignore[index]
    assert "Her står reglene" in text_of(pdf)


def test_two_pages_one_sheet_and_page_numbers() -> None:
    pdf = make()
    texts = [squeezed(text_of(pdf, "-f", str(page), "-l", str(page))) for page in (1, 2)]
    assert "Side1av2" in texts[0]
    assert "Side2av2" in texts[1]
    assert "Pages:           2" in info_of(pdf)
    assert re.search(r"Sildrebekk kommune · Vår ref. 7F3A91C2", text_of(pdf, "-f", "2"))


# --- practice -------------------------------------------------------------------------------------------------------


def test_practice_letters_are_marked_on_every_page() -> None:
    pdf = make(training=True)
    for page in ("1", "2"):
        text = text_of(pdf, "-f", page, "-l", page)
        assert "Øvelse: Dette er ikke et ekte brev." in text
        assert "ØVELSE" in squeezed(text_of(pdf, "-raw", "-f", page, "-l", page))
    assert "øvelse" not in text_of(make()).lower()


def test_the_practice_mark_goes_across_the_page() -> None:
    picture, plain = (LETTERS.pages(make(training=training), 210)[0] for training in (True, False))
    changed = [
        index // picture.stride
        for index in range(len(plain.data))
        if picture.data[index] != plain.data[index]
    ]
    assert min(changed) < 90
    assert max(changed) > 200


# --- hostile texts --------------------------------------------------------------------------------------------------

HOSTILE = [
    "<b>Fet</b> <i>skrift</i>",
    '<img src="file:///etc/passwd"/> <a href="http://x.example">x</a>',
    "<para>x</para> <font size=90>y</font> <br/> <seq/>",
    "a < b & c > d &amp; &lt; &#65; <",
    "</para> ]]> <!-- x --> <?php ?>",
    "{navn} {0} {kommune.__class__} {{x}} {",
    "%s %(name)s ${x} $(id) `id` \\n \\x41",
    "Čáhppes Guovža-Ŋieŋŋá Đŧšž",
    "Żółty Łoś Ťažký Ďábel Nguyễn Борис Ελένη",
    "😀 Glad ☐☑☒",
    "(1) Tj 0 0 m /F1 12 Tf ET endstream endobj %%EOF",
    "Å" * 60,
    "O’Brien «d’Ascoyne» – «x» \"y\" 'z'",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_is_literal(text: str, tmp_path: Path) -> None:
    wanted = squeezed(text)
    said = squeezed(text_of(make(name=text), "-raw"))
    assert wanted in said
    office = replace(OFFICE, name=text, unit=text)
    said = squeezed(text_of(make(office=office, reference=text), "-raw"))
    assert said.count(wanted) >= 4, "name, unit, text and reference"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Blid\u202eFjell\u202c", "Blid�Fjell�"),
        ("a\u200bb\u200fc\ufeffd", "a�b�c�d"),
        ("a\x00b\x1b[31mc\x07", "a�b�[31mc�"),
        ("a\tb\nc\rd", "a�b�c�d"),
        ("a\ud800b", "a�b"),
        ("王 \U0001f9ff \ue000", "� � �"),
        ("A\u030asmund", "Åsmund"),
        ("❤\ufe0f", "❤"),
    ],
)
def test_what_cannot_be_seen_or_drawn_is_a_mark(text: str, shown: str) -> None:
    fold = squeezed(shown)
    assert fold in squeezed(text_of(make(office=replace(OFFICE, unit=text)), "-raw"))
    assert fold in squeezed(text_of(make(office=replace(OFFICE, name=text)), "-raw"))
    name = text.replace("\n", "").replace("\r", "")
    assert squeezed(shown.replace("b�c�d", "bcd") if name != text else shown) in squeezed(
        text_of(make(name=name), "-raw")
    )


PLANTED = {
    "nothing": ("", ""),
    "a file": ("open(os.devnull).close()", "'open'"),
    "a socket": ("socket.socket().close()", "'socket.__new__'"),
}


@pytest.mark.parametrize(("planted", "heard"), PLANTED.values(), ids=PLANTED)
def test_hostile_texts_open_no_file_and_no_socket(planted: str, heard: str) -> None:
    """What is planted is heard."""
    code = f"""
import os, socket, sys
from tests.letters.test_pdf import HOSTILE, LETTERS, OFFICE, letter_request, replace
LETTERS.pages(LETTERS.make(letter_request(name="☐")).data, 100)
seen = []
sys.addaudithook(lambda event, args: seen.append((event, args)) if event.startswith(
    ("open", "socket", "subprocess", "os.", "exec", "compile", "import", "urllib", "ctypes.dlopen")) else None)
for text in HOSTILE:
    pdf = LETTERS.make(letter_request(name=text, reference=text, office=replace(OFFICE, name=text, unit=text))).data
    LETTERS.pages(pdf, 100)
{planted}
sys.exit(repr(seen) if seen else 0)
"""
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == bool(heard)
    assert heard in run.stderr if heard else not run.stderr


# --- the file -------------------------------------------------------------------------------------------------------
