"""The PDF as a file: fonts, metadata, the same bytes every time, the preview."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from kpr_desktop.codebook.letters import LetterTexts
from kpr_desktop.letters import Letters
from kpr_desktop.usecases.output_ports import LetterMaker
from tests.support.letter_requests import letter_request
from tests.support.pdf import info_of

LETTERS: LetterMaker = Letters()


def make(**changes: Any) -> bytes:
    return LETTERS.make(letter_request(**changes)).data


def fonts_of(pdf: bytes, folder: Path) -> dict[str, str]:
    path = folder / "a.pdf"
    path.write_bytes(pdf)
    lines = (
        subprocess.run(["pdffonts", path], capture_output=True, check=True).stdout.decode().splitlines()[2:]
    )
    return {line.split()[0].partition("+")[2]: line for line in lines}


def test_all_fonts_are_embedded_as_subsets_with_unicode(tmp_path: Path) -> None:
    fonts = fonts_of(make(name="☐ Blid"), tmp_path)
    assert fonts.keys() == {"NotoSans-Regular", "NotoSans-Bold", "DejaVuSans"}
    assert all(re.search(r"yes yes yes +\d+ +0$", line) for line in fonts.values())
    assert fonts_of(make(), tmp_path).keys() == {"NotoSans-Regular", "NotoSans-Bold"}


def test_title_author_and_language_and_nothing_personal() -> None:
    pdf = make()
    info = info_of(pdf)
    letter = LetterTexts().letter("information", "nb")[0]
    assert re.search("^Page size: .*A4", info, re.MULTILINE)
    assert re.search("^Tagged: +yes$", info, re.MULTILINE)
    assert not re.search("^(Title|Author|CreationDate|Producer):", info, re.MULTILINE), "the metadata tells"
    with pikepdf.open(io.BytesIO(pdf)) as read, read.open_metadata() as told:
        assert told["dc:title"] == letter.title
        assert told["dc:creator"] == ["Sildrebekk kommune"]
        assert told["dc:language"] == {"nb"}
        assert (told["pdfuaid:part"], told["pdfaid:part"], told["pdfaid:conformance"]) == ("1", "2", "A")
        assert str(read.Root.Lang) == "nb"
        assert read.Root.ViewerPreferences.DisplayDocTitle
        assert b"Fjellbekk" not in read.Root.Metadata.read_bytes()
    assert "Fjellbekk" not in info


def test_the_same_request_gives_the_same_bytes() -> None:
    first = make()
    assert Letters().make(letter_request()).data == first
    assert make(name="Glad Nordavind") != first
    assert make() == first, "a letter leaves nothing behind for the next one"


def test_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys; from tests.letters.test_pdf import LETTERS, letter_request;"
        "sys.stdout.buffer.write(LETTERS.make(letter_request(name='☐ Blid Sti')).data)"
    )
    root = Path(__file__).parents[2]
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            check=True,
            capture_output=True,
            timeout=60,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert runs[0] == runs[1] == make(name="☐ Blid Sti")


def test_preview_from_memory() -> None:
    pictures = LETTERS.pages(make(), 420)
    assert len(pictures) == 2
    for picture in pictures:
        assert picture.width == 420
        assert picture.height == pytest.approx(594, abs=1)
        assert picture.stride >= 3 * 420
        assert len(picture.data) == picture.stride * picture.height
        assert picture.data[:3] == b"\xff\xff\xff"
        assert min(picture.data) < 100, "there is ink on the page"


@pytest.mark.parametrize("width", [0, -1, 10_001])
def test_preview_refuses_foolish_widths(width: int) -> None:
    with pytest.raises(ValueError, match="the width is from 1 to 10,000"):
        LETTERS.pages(make(), width)


def test_the_libraries_are_loaded_with_the_first_letter_only() -> None:
    code = (
        "import sys; from kpr_desktop.letters import Letters; Letters().kinds();"
        "sys.exit(' '.join(m for m in ('reportlab', 'pypdfium2', 'pikepdf', 'PIL') if m in sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.stderr.strip() == ""
