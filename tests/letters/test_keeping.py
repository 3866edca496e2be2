"""What stands together on a page, read from the pages that poppler sees."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from kpr_desktop.codebook.letters import LetterTexts
from kpr_desktop.letters import Letters, pdf
from kpr_desktop.letters.pdf import make
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
)
from tests.support.letter_requests import letter_request
from tests.support.pdf import text_of

ONE_PART = """\
title: Et ark
parts: [alt]
lead:
  - id: lead.one
    text: Hei.
sections:
  - id: a
    heading: Alt
    blocks:
      - id: a.all
        part: alt
"""


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> LetterTexts:
    folder = tmp_path_factory.mktemp("letters")
    (folder / "ett.nb.yaml").write_text(ONE_PART, encoding="utf-8")
    frame = Path(str(LetterTexts()._folder)) / "frame.nb.yaml"
    (folder / "frame.nb.yaml").write_bytes(frame.read_bytes())
    return LetterTexts(folder)


def pages(letters: LetterTexts, *parts: Part) -> list[str]:
    text, frame = letters.letter("ett", "nb")
    made = make(text, frame, letter_request(kind="ett", parts={"alt": parts}))
    return text_of(made.data).split("\f")[: made.pages]


def question(number: int, *, together: bool) -> tuple[Part, ...]:
    options = tuple(f"Svar {number}-{at}" for at in range(1, 7))
    return (
        Heading(f"Spørsmål {number}:", 4, together=together),
        Choice("Hva passer?", options),
        Room("Notat", 2 + number % 3),
        Said(f"Slutt {number}."),
    )


def torn(found: list[str], count: int) -> list[int]:
    """The questions whose heading and end stand on different pages."""
    return [
        number
        for number in range(count)
        if not any(f"Spørsmål {number}:" in page and f"Slutt {number}." in page for page in found)
    ]


def test_a_question_is_not_cut_by_the_end_of_a_page(letters: LetterTexts) -> None:
    found = pages(letters, *(part for n in range(12) for part in question(n, together=True)))
    assert len(found) > 3
    assert torn(found, 12) == []
    loose = pages(letters, *(part for n in range(12) for part in question(n, together=False)))
    assert torn(loose, 12), "control: without it some are"
    assert len(loose) <= len(found)


def test_what_leads_to_a_question_goes_with_it(letters: LetterTexts) -> None:
    for lines in range(20, 34):
        fill = Said("\n".join(f"Linje {n}" for n in range(lines)))
        found = pages(letters, fill, Heading("Gruppe:", 3), *question(1, together=True))
        assert any("Gruppe:" in page and "Slutt 1." in page for page in found), lines


def test_what_is_longer_than_a_page_begins_where_it_is(letters: LetterTexts) -> None:
    long = tuple(Said(f"Avsnitt {n}.") for n in range(90))
    found = pages(letters, Heading("Langt:", 3, together=True), *long, Heading("Sist:", 3))
    assert "Langt:" in found[0]
    assert "Avsnitt 1." in found[0]
    assert "Sist:" in found[-1]


def test_a_heading_stands_with_the_first_rows_of_a_table(letters: LetterTexts) -> None:
    rows = tuple((f"Rad {n}", "x") for n in range(70))
    table = Grid("Svarene:", ("Hva", "Svar"), rows, (1, 1))
    begun = []
    for lines in range(1, 45):
        fill = Said("\n".join(f"Linje {n}" for n in range(lines)))
        found = pages(letters, fill, Heading("Hele:", 3), table)
        at = next(n for n, page in enumerate(found) if "Hele:" in page)
        assert "Svarene:" in found[at]
        assert "Rad 1\n" in found[at], lines
        begun.append(at)
    assert begun[0] == 0
    assert begun[-1] == 1
    assert all(one <= other for one, other in pairwise(begun))


def test_the_last_row_does_not_stand_alone(letters: LetterTexts) -> None:
    seen = set()
    for count in range(25, 45):
        facts = Facts(tuple((f"Hva {n}:", "x") for n in range(count)))
        found = pages(letters, facts)
        last = found[-1].count("Hva ")
        seen.add(len(found))
        assert len(found) == 1 or last >= 2, count
    assert seen == {1, 2}


def test_a_letter_is_kept_the_same_however_often_it_is_made(letters: LetterTexts) -> None:
    assert Letters().make(letter_request()).data == Letters().make(letter_request()).data
    assert pages(letters, Heading("Alene:", 3)) == pages(letters, Heading("Alene:", 3))


def natural(letters: LetterTexts, monkeypatch: pytest.MonkeyPatch, *parts: Part) -> list[str]:
    """The pages as they are where nothing is set smaller."""
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "_FEW", 0)
        return pages(letters, *parts)


def test_a_few_lines_do_not_get_a_page_of_their_own(
    letters: LetterTexts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lines(count: int) -> tuple[Part, ...]:
        return tuple(Said(f"Linje {n}.") for n in range(count))

    one = natural(letters, monkeypatch, *lines(90))[0].count("Linje")
    assert len(natural(letters, monkeypatch, *lines(one))) == 1
    assert len(natural(letters, monkeypatch, *lines(one + 1))) == 2
    assert len(pages(letters, *lines(one + 1))) == 1, "a little smaller"
    assert pages(letters, *lines(one + 6)) == natural(letters, monkeypatch, *lines(one + 6)), (
        "more than smaller letters save: it stays as large as it was"
    )
    long = lines(one * 12)
    assert len(pages(letters, *long)) > 6
    assert pages(letters, *long) == natural(letters, monkeypatch, *long)


def test_nothing_leads_to_a_score_that_is_no_amount(letters: LetterTexts) -> None:
    text, frame = letters.letter("ett", "nb")

    def drawn(now: int, before: int) -> int:
        chart = Profile("Alt", (("", (ProfileRow("Gå", now, before),)),), "nå", "sist")
        made = make(text, frame, letter_request(kind="ett", parts={"alt": (chart,)}))
        return sum(1 for _ in pypdfium2.PdfDocument(made.data)[0].get_objects())

    assert drawn(3, 2) == drawn(9, 2) + 1 == drawn(2, 9) + 1 == drawn(2, 2) + 1
