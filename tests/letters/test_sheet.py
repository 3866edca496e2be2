"""The sheet around the text (arms, references, footer), and the copy to fill in."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from kpr_desktop.errors import UserFault
from kpr_desktop.letters import Letters
from kpr_desktop.letters.logo import LARGEST
from tests.support.letter_full import full_letter, full_request, logo
from tests.support.letter_requests import OFFICE, letter_request
from tests.support.pdf import nodes_of, text_of, words_of


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Letters:
    return Letters(full_letter(tmp_path_factory.mktemp("letters")))


# --- the sheet ------------------------------------------------------------------------------------------------------


def test_footer_references_and_marks(full: Letters) -> None:
    pdf = full.make(full_request(training=True)).data
    text = text_of(pdf, "-layout")
    for wanted in (
        "Deres ref.: 2026/44-2",
        "Saksbehandler: Glad Nordavind",
        "Unntatt offentlighet",
        "Offl. § 13, jf. fvl. § 13",
        "Utskrift 2026-000123 · Hentes innen 30. november 2026",
        "Øvelse: Dette er ikke et ekte brev.",
    ):
        assert wanted in text
    assert text.count("Utskrift 2026-000123") == text.count("Side ")
    plain = text_of(full.make(full_request(exempt=False, your_reference="", case_worker="", number="")).data)
    assert not re.search("Deres|Saksbehandler|Unntatt|Offl|Utskrift", plain)
    assert "Hentes innen" in plain


@pytest.mark.parametrize("right", [False, True])
def test_six_lines_of_references_end_above_the_title(full: Letters, *, right: bool) -> None:
    made = full.make(full_request(office=replace(OFFICE, logo=logo(), logo_right=right)))
    words = words_of(made.data)
    title = next(w for w in words if w.text == "Alt")
    last = max(w.bottom for w in words if w.left > 130 and w.bottom < title.bottom)
    assert last < 80
    assert last < title.top
    told = text_of(made.data, "-raw")
    assert told.index("Unntatt") < told.index("Offl.") < told.index("Alt et brev")


def test_a_frame_may_tell_no_reason_for_an_exempt_letter(tmp_path: Path) -> None:
    full_letter(tmp_path)
    path = tmp_path / "frame.nb.yaml"
    own = path.read_text(encoding="utf-8").replace("lov_unntatt:", "lov_annet:")
    path.write_text(own, encoding="utf-8")
    text = text_of(Letters(tmp_path).make(full_request()).data, "-layout")
    assert "Unntatt offentlighet" in text
    assert "Offl." not in text


def test_a_sheet_has_the_sender_alone(tmp_path: Path) -> None:
    path = full_letter(tmp_path) / "full.nb.yaml"
    path.write_text(f"head: sheet\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    made = Letters(tmp_path).make(full_request())
    words = words_of(made.data)
    title = next(w for w in words if w.text == "Alt")
    assert "Sildrebekk" in {w.text for w in words if w.top < title.top}
    assert "Dato:" not in {w.text for w in words}
    assert title.top < 65, "no room is kept for a receiver"


@pytest.mark.parametrize("right", [False, True])
@pytest.mark.parametrize("size", [(300, 200), (900, 60), (40, 400)])
def test_arms_keep_their_place(full: Letters, size: tuple[int, int], *, right: bool) -> None:
    office = replace(OFFICE, logo=logo(*size), logo_right=right)
    pdf = full.make(full_request(office=office)).data
    [box] = [n["box"] for n in nodes_of(pdf, "Figure") if n["alt"] == "Sildrebekk kommune"]
    left, top, end, bottom = (
        box[0] / 72 * 25.4,
        297 - box[3] / 72 * 25.4,
        box[2] / 72 * 25.4,
        297 - box[1] / 72 * 25.4,
    )
    assert 22 - 0.1 <= left < end <= 188.1
    assert 10 < top < bottom < 28
    assert (end - left) / (bottom - top) == pytest.approx(size[0] / size[1], rel=0.03)
    for word in words_of(pdf):
        apart = word.left > end or word.right < left or word.top > bottom or word.bottom < top
        assert apart, word


@pytest.mark.parametrize(
    "bad", [b"x", b"\x89PNG\r\n\x1a\n", logo()[:200], logo() + b"\0" * LARGEST, b"GIF89a" + bytes(40)]
)
def test_bad_arms_are_told(full: Letters, bad: bytes) -> None:
    with pytest.raises(UserFault) as fault:
        full.make(full_request(office=replace(OFFICE, logo=bad)))
    assert (fault.value.code, fault.value.field) == ("letter.logo", "logo")


def test_a_letter_to_nobody_has_no_room_for_a_receiver() -> None:
    made = Letters().make(letter_request(name="", address=None))
    assert made.window
    assert next(w for w in words_of(made.data) if w.text == "Dette").top < 75


def test_arms_of_too_many_dots_are_told(full: Letters) -> None:
    huge = logo(5_000, 4_000)
    assert len(huge) < LARGEST
    with pytest.raises(UserFault, match=r"letter\.logo"):
        full.make(full_request(office=replace(OFFICE, logo=huge)))
    with pytest.raises(UserFault, match=r"letter\.logo"):
        full.check_logo(huge)
    full.check_logo(logo())


# --- the copy to fill in --------------------------------------------------------------------------------------------


def test_fields_in_reading_order_with_names_and_labels(full: Letters) -> None:
    with pikepdf.open(io.BytesIO(full.make(full_request(fillable=True)).data)) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        names = [str(field.T) for field in fields]
        assert len(set(names)) == len(names)
        assert not any("." in name for name in names)
        assert [str(field.TU) for field in fields[:7]] == [
            "Kryss her.",
            "Ja, dere kan spørre fastlegen.",
            "Ja, dere kan spørre sykehuset.",
            "Hvem gjelder det?",
            "Vil du ha hjelp?: Ja",
            "Vil du ha hjelp?: Nei",
            "Vil du ha hjelp?: Vet ikke",
        ]
        on_pages = [str(widget.T) for page in pdf.pages for widget in page.get("/Annots", [])]
        assert on_pages == names, "the tabulator follows the text"
        assert {str(page.Tabs) for page in pdf.pages} == {"/S"}
        lines = next(field for field in fields if field.T == "fritt")
        assert int(lines.Ff) == 1 << 12
        font = pdf.Root.AcroForm.DR.Font.Text
        assert int(font.FontDescriptor.FontFile2.Length1) > 400_000, "whole: nobody knows what will be typed"
        assert float(font.Widths[65]) > 500


def test_an_archived_letter_has_no_fields(full: Letters) -> None:
    with pikepdf.open(io.BytesIO(full.make(full_request()).data)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert not any("/Annots" in page for page in pdf.pages)
    assert "☐" in text_of(full.make(full_request()).data)
    assert "☐" not in text_of(full.make(full_request(fillable=True)).data)
