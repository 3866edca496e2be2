"""Every letter is PDF/UA-1 and PDF/A-2a, by veraPDF's word; and what no validator sees: order, meaning, languages."""

from __future__ import annotations

import io
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from kpr_desktop.codebook.letters import LetterTexts
from kpr_desktop.domain.characters import MARK
from kpr_desktop.domain.person import Address
from kpr_desktop.errors import UserFault
from kpr_desktop.letters import Letters
from kpr_desktop.letters.tagging.forms import Forms
from kpr_desktop.letters.tagging.nodes import Field
from kpr_desktop.usecases.letter_records import (
    Choice,
    Facts,
    Grid,
    Heading,
    Part,
    Profile,
    ProfileRow,
    Room,
    Said,
    SignaturePlace,
)
from tests.letters.test_pdf import GOLDEN, HOSTILE, LONG
from tests.support.letter_full import CHART, FILL, TOLD, any_request, full_letter, full_request, logo
from tests.support.letter_requests import OFFICE, letter_request
from tests.support.pdf import misplaced, nodes_of, squeezed, structure_of, text_of, words_of
from tests.support.verapdf import faults, judge, why_no_verapdf

SHIPPED = LetterTexts()
ALL = [(kind, language) for kind in SHIPPED.kinds() for language in SHIPPED.languages(kind)]
BOTH = ("ua1", "2a")
ORDER = (
    "Sildrebekk kommune",
    "Helse og mestring",
    "Rådhusgata 1",
    "Blid Fjellbekk",
    "Dato:",
    "Alt et brev kan ha",
    "Dette brevet har",
    "Avsnitt",
    "Du må svare",
    "første punkt",
    "andre punkt",
    "1. Gjør dette",
    "2. Gjør så",
    "venstre øverst",
    "venstre nederst",
    "høyre øverst",
    "Det saken holder",
    "Dette står om deg.",
    "På to linjer.",
    "This is kept",
    "Grunnlag",
    "alene, i egen",
    "viktig",
    "Merk dette.",
    "☐ Kryss her.",
    "Hvem har sett",
    "Dag Hvem Hvorfor",
    "23.11.2026 Glad Nordavind",
    "24.11.2026 Rolig Sti",
    "Bevege seg",
    "Lage mat",
    "Fyll inn",
    "☐ Ja, dere kan spørre fastlegen.",
    "Hvem gjelder det?",
    "Vil du ha hjelp?",
    "☐ Ja ☐ Nei ☐ Vet ikke",
    "Skriv det du vil",
    "Pårørende",
    "Signert på skjermen av Blid Fjellbekk 23. november 2026 kl. 09.05",
)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Letters:
    return Letters(full_letter(tmp_path_factory.mktemp("letters")))


@pytest.fixture(scope="module", name="_vera")
def vera() -> None:
    if why := why_no_verapdf():
        pytest.skip(why)


# --- validity -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_vera")
@pytest.mark.parametrize(("kind", "language"), ALL)
def test_every_letter_in_every_language_keeps_both_standards(kind: str, language: str) -> None:
    text = SHIPPED.letter(kind, language)[0]
    assert faults(Letters().make(any_request(text)).data, *BOTH) == []
    assert faults(Letters().make(any_request(text, fillable=True)).data, "ua1") == []


@pytest.mark.usefixtures("_vera")
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"training": True},
        {"window": False},
        {"address": None},
        {"name": f"{LONG} ☐ Ŋ", "office": replace(OFFICE, logo=logo(), logo_right=True)},
        {"name": "\u202eBlid\x00 \ue000 😀", "fields": {"kode": "\uf43f <b> {x}"}},
        {"parts": {"told": (*TOLD * 12, CHART), "chart": (CHART,), "fill": (*FILL, Room("R", 40)) * 3}},
    ],
)
def test_a_letter_with_everything_keeps_both_standards(full: Letters, changes: dict[str, Any]) -> None:
    assert faults(full.make(full_request(**changes)).data, *BOTH) == []
    assert faults(full.make(full_request(**changes, fillable=True)).data, "ua1") == []


@pytest.mark.usefixtures("_vera")
def test_the_validator_finds_what_is_wrong() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 100, "Not tagged")
    canvas.save()
    assert [verdict.valid for verdict in judge(out.getvalue(), *BOTH)] == [False, False]
    with pikepdf.open(io.BytesIO(Letters().make(letter_request()).data)) as pdf:
        del pdf.Root.Lang
        broken = io.BytesIO()
        pdf.save(broken)
    assert [fault.split()[0] for fault in faults(broken.getvalue(), *BOTH)].count("ua1") > 0
    fillable = judge(Letters().make(letter_request(fillable=True)).data, "2a")
    assert not fillable[0].valid, "a copy to fill in says nothing of archives"


# --- order and meaning ----------------------------------------------------------------------------------------------


def test_the_text_comes_in_the_order_it_is_meant(full: Letters) -> None:
    text = squeezed(text_of(full.make(full_request()).data, "-raw"))
    at = 0
    for wanted in ORDER:
        at = text.index(squeezed(wanted), at)


def test_the_structure_comes_in_the_same_order_and_skips_no_heading(full: Letters) -> None:
    told = structure_of(full.make(full_request()).data)
    read = squeezed("".join(re.findall(r'"(.*)"', told)))
    at = 0
    for wanted in ORDER:
        at = read.index(squeezed(wanted), at)
    levels = [int(level) for level in re.findall(r"^ *H(\d)\b", told, re.MULTILINE)]
    assert levels == [1, 2, 2, 3, 4, 2]
    assert "Side 1 av" not in told, "footers are not read"
    assert "Utskrift" not in told


def test_the_structure_is_the_golden_one(full: Letters) -> None:
    """KPR_WRITE_GOLDEN=1 writes it anew; the change is then read in the commit."""
    for name, pdf in (("full", full.make(full_request()).data), ("information.nb", make_plain())):
        path = GOLDEN / f"{name}.structure.txt"
        if os.environ.get("KPR_WRITE_GOLDEN"):
            path.write_text(structure_of(pdf), encoding="utf-8")
        assert structure_of(pdf) == path.read_text(encoding="utf-8")


def make_plain() -> bytes:
    return Letters().make(letter_request()).data


def test_a_heading_is_one_step_below_the_last_one(full: Letters) -> None:
    parts = {"told": (Heading("Dypt", 4), Said("x")), "chart": (CHART,), "fill": FILL}
    told = structure_of(full.make(full_request(parts=parts)).data)
    assert re.findall(r"^ *H(\d)\b", told, re.MULTILINE) == ["1", "2", "2", "3", "2"]


def test_who_listens_hears_a_blank_between_two_lines() -> None:
    told = structure_of(make_plain())
    letter = SHIPPED.letter("information", "nb")[0]
    plain = "".join(re.findall(r'"(.*)"', told))
    long = next(b.text for b in letter.blocks() if b.style == "text" and len(b.text) > 200 and not b.gaps)
    assert long in plain


def test_languages_alternatives_scopes_and_boxes(full: Letters) -> None:
    pdf = full.make(full_request()).data
    assert {node["lang"] for node in nodes_of(pdf, "P")} == {"", "se", "en"}
    assert sum(node["lang"] == "en" for node in nodes_of(pdf, "TD")) == 2
    assert [node["scope"] for node in nodes_of(pdf, "TH")].count("/Column") == 3
    assert [node["scope"] for node in nodes_of(pdf, "TH")].count("/Row") == 5
    figures = {node["alt"]: node["box"] for node in nodes_of(pdf, "Figure")}
    assert set(figures) == {
        "Sildrebekk kommunes våpen",
        CHART.alt,
        "Signert på skjermen av Blid Fjellbekk 23. november 2026 kl. 09.05",
    }
    for left, bottom, right, top in figures.values():
        assert 0 < left < right < 595
        assert 0 < bottom < top < 842
    assert [node["actual"] for node in nodes_of(pdf, "Span")] == ["ABCDE", "FGHJK", "WMWMW", "23456"]


def test_a_repeated_head_is_read_once(full: Letters) -> None:
    long = Grid("Logg", ("Dag", "Hvem"), tuple((f"d{n}", "x") for n in range(150)), (1.0, 2.0))
    pdf = full.make(full_request(parts={"told": (long,), "chart": (CHART,), "fill": FILL})).data
    assert squeezed(text_of(pdf, "-raw")).count("DagHvem") >= 3
    assert {node["kids"] for node in nodes_of(pdf, "TH")} == {1}, "the head again is decoration"
    said = text_of(pdf)
    assert all(f"d{n}" in said for n in range(150))


def test_a_long_paragraph_is_one_paragraph_on_two_pages(full: Letters) -> None:
    long = Said(" ".join(f"ord{n}" for n in range(2_000)))
    pdf = full.make(full_request(parts={"told": (long,), "chart": (CHART,), "fill": FILL})).data
    assert max(node["kids"] for node in nodes_of(pdf, "P")) >= 2
    assert squeezed(long.text) in squeezed("".join(re.findall(r'"(.*)"', structure_of(pdf))))


# --- nothing is clipped ---------------------------------------------------------------------------------------------


def longer(text: str) -> str:
    """Twice as long, as a translation may be."""
    return f"{text} {text}"


@pytest.mark.parametrize("wide", ["plain", "longer", "unbroken"])
def test_nothing_leaves_the_page_or_its_column(tmp_path: Path, wide: str) -> None:
    path = full_letter(tmp_path) / "full.nb.yaml"
    source = path.read_text(encoding="utf-8")
    if wide != "plain":
        twice = longer if wide == "longer" else (lambda text: text.replace(" ", "") * 3)
        keys = "title|heading|text|strong|bullet|short|number|law|tick|room|sign"
        source = re.sub(rf'((?:{keys}): )"([^"{{]+)"', lambda m: f'{m[1]}"{twice(m[2])}"', source)
        path.write_text(source, encoding="utf-8")
    request = full_request(
        name=LONG,
        address=Address("c/o Grønn Dal\nInngang B\n3. etasje", "Stille vei 12", "4998", "Lyngmo"),
        office=replace(OFFICE, name=LONG, unit=LONG, logo=logo()),
        case_worker=LONG,
    )
    made = Letters(tmp_path).make(request)
    for page in range(1, made.pages + 1):
        assert misplaced(words_of(made.data, page)) == []


@pytest.mark.parametrize("text", [*HOSTILE, "Blid\u202eFjell\u202c", "a\x00b", "a\u200bb"])
def test_a_hostile_text_is_literal_everywhere(full: Letters, text: str) -> None:
    told = (
        Said(text),
        Said(text, "bullet"),
        Grid(text, (text, "b"), ((text, text),), (1.0, 1.0)),
        Heading(text),
        *FILL,
    )
    parts = {"told": told, "chart": (replace(CHART, alt=text, now=text),), "fill": (Room(text, 2),)}
    request = full_request(parts=parts, case_worker="", your_reference="")
    pdf = full.make(request).data
    shown = squeezed(re.sub("[\u202e\u202c\x00\u200b]", MARK, text))
    assert squeezed(text_of(pdf, "-raw")).count(shown) >= 7
    assert any(squeezed(node["alt"]) == shown for node in nodes_of(pdf, "Figure"))


def test_the_same_request_gives_the_same_bytes(full: Letters) -> None:
    for changes in ({}, {"fillable": True}):
        assert full.make(full_request(**changes)) == full.make(full_request(**changes))
    assert full.make(full_request(day=date(2026, 11, 24))) != full.make(full_request())


def test_a_part_that_is_missing_stops_the_letter(full: Letters) -> None:
    with pytest.raises(UserFault) as fault:
        full.make(full_request(parts={"chart": (CHART,), "fill": FILL}))
    assert (fault.value.code, fault.value.field) == ("letter.field_missing", "told")


def test_fonts_are_embedded(full: Letters) -> None:
    with pikepdf.open(io.BytesIO(full.make(full_request(fillable=True)).data)) as pdf:
        fonts = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        described = [thing for thing in fonts if thing.get("/Type") == "/FontDescriptor"]
        assert len(described) >= 3
        assert all("/FontFile2" in thing for thing in described)


ODD: tuple[Part, ...] = (
    Grid("", ("A",), (("uten tittel " * 1_500,), ("etter",)), (1.0,)),
    Profile("Bare nå.", (("", (ProfileRow("Gå", 2, None),)),), "nå"),
    Profile("Høy.", (("G", tuple(ProfileRow(f"Rad {n}", n % 5 + 1, 3) for n in range(90))),), "nå", "sist"),
    Room("", 3),
    Choice("Hvilke?", tuple(f"Svar nummer {n} av ti" for n in range(10))),
    SignaturePlace("Underskrift", "Rolig Sti", strokes=(((0.1, 0.1), (9.0, -9.0)),)),
)


@pytest.mark.usefixtures("_vera")
def test_odd_parts(full: Letters) -> None:
    """No caption, no label, no day of a signature; a row and a chart taller than a page."""
    request = full_request(parts={"told": ODD, "chart": (CHART,), "fill": FILL})
    made = full.make(request)
    assert faults(made.data, *BOTH) == []
    assert faults(full.make(replace(request, fillable=True)).data, "ua1") == []
    assert "Underskrift Rolig Sti" in {node["alt"] for node in nodes_of(made.data, "Figure")}
    for page in range(1, made.pages + 1):
        assert misplaced(words_of(made.data, page)) == []
    text = " ".join(text_of(made.data, "-raw").split())
    assert text.split().count("tittel") == 1_500
    assert all(f"Rad {n}" in text for n in range(90))
    assert "nummer 9 av ti" in text


def test_fields_need_a_font() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        forms = Forms(pdf, [pdf.pages[0].obj], None)
        forms.widget(Field("tick", "a", "b", 0, (0, 0, 9, 9)), pikepdf.Dictionary())
        with pytest.raises(ValueError, match="fields need a font"):
            forms.end()


def test_whatever_is_endless_goes_on_over_pages(full: Letters) -> None:
    """Nothing that is never cut may be taller than a page."""
    endless = "ord " * 4_000
    told = (
        SignaturePlace(endless),
        SignaturePlace(endless, endless, strokes=(((0.1, 0.1),),), stamp=endless),
        Room(endless, 40),
        Choice(endless, tuple(f"v{n}" for n in range(200)), endless),
        Choice("Kort", (endless,)),
        Grid(endless, (endless, "b"), ((endless, endless),), (9.0, 1.0), row_heads=True),
        Facts(((endless, endless),)),
        Heading(endless),
        Said(endless, "tick"),
        Said(endless, "note"),
        replace(CHART, alt=endless, now=endless, groups=((endless, (ProfileRow(endless, 1, 2),)),)),
    )
    request = full_request(
        name=endless, fields={"kode": "ABCDE " * 400}, parts={"told": told, "chart": (CHART,), "fill": FILL}
    )
    made = full.make(request)
    assert made.pages > 30
    assert full.make(replace(request, fillable=True)).pages == made.pages
    codes = [node["actual"] for node in nodes_of(made.data, "Span")]
    assert codes == ["ABCDE"] * 400
