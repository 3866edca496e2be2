"""The manuals as PDF: valid, in order, with their pictures told in words."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.manual import Manual, read_manual
from kpr_desktop.errors import UserFault
from kpr_desktop.letters import Letters
from tests.support.pdf import text_of
from tests.support.verapdf import faults, why_no_verapdf

LETTERS = Letters()


@pytest.mark.skipif(bool(why_no_verapdf()), reason=why_no_verapdf() or "-")
@pytest.mark.parametrize(
    ("part", "chapters"), [("user", ("work_list",)), ("administrator", ("commands",)), ("lost", ())]
)
def test_a_manual_is_pdf_ua_and_pdf_a(part: str, chapters: tuple[str, ...]) -> None:
    """A chapter with a picture, one with a table, lists to tick. All would take the validator a quarter of a minute."""
    whole = read_manual(part, "en")
    some = tuple(each for each in whole.chapters if not chapters or each.id in chapters)
    made = LETTERS.manual(Manual(whole.part, whole.language, whole.title, some))
    assert faults(made.data, "ua1", "2a") == []


def test_the_same_text_gives_the_same_bytes_and_stands_in_order() -> None:
    manual = read_manual("lost", "nn")
    made = LETTERS.manual(manual)
    assert made.data == LETTERS.manual(manual).data
    assert made.pages == 1
    text = text_of(made.data)
    places = [text.index(chapter.title) for chapter in manual.chapters]
    assert places == sorted(places)


def test_pictures_are_told_in_words(tmp_path: Path) -> None:
    manual = read_manual("user", "nb")
    told = {b.texts[0] for chapter in manual.chapters for b in chapter.blocks if b.kind == "picture"}
    path = tmp_path / "a.pdf"
    path.write_bytes(LETTERS.manual(manual).data)
    with pikepdf.open(path) as pdf:
        alts = {
            str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
        }
    assert told <= alts


def test_a_language_without_a_frame_is_refused() -> None:
    manual = read_manual("lost", LANGUAGES[0])
    with pytest.raises(UserFault, match=r"letter\.no_such_language"):
        LETTERS.manual(Manual(manual.part, "se", manual.title, manual.chapters))
