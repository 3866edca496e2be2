"""Letters as data: the strict loader refuses whatever is not in order, with file and line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from kpr_desktop.codebook.letters import Frame, LetterTexts, Reference, read_frame, read_letter
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import ResourceError
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_text
from kpr_desktop.errors import UserFault

LETTER = """\
title: Et brev
fields: [sak]
lead:
  - id: lead.one
    text: Hei, {navn}
sections:
  - id: a
    heading: Overskrift
    blocks:
      - id: a.one
        bullet: Saken er {sak}, se {lov}
      - id: a.two
        line: "Telefon {kontakt_telefon}"
        optional: yes
"""
FRAME = """\
words:
  date: Dato
  reference: Vår ref.
  phone: Telefon
  page: Side {page} av {pages}
  day: "{day}. {month} {year}"
  practice: ØVELSE
  practice_note: Øvelse
  number: "Utskrift {number}"
  collect_by: "Hentes innen {day}"
  your_reference: Deres ref.
  case_worker: Saksbehandler
  exempt: Unntatt offentlighet
  signed: "Signert av {name} {day} kl. {time}"
  sign_name: Navn
  sign_day: Dag
months: [a, b, c, d, e, f, g, h, i, j, k, l]
references:
  lov:
    - from: "2020-01-01"
      text: § 1
    - from: "2021-01-01"
      text: § 2
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "one.nb.yaml", LETTER)
    write(tmp_path / "frame.nb.yaml", FRAME)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def frame(folder: Path) -> Frame:
    return read_frame(folder / "frame.nb.yaml", "nb")


def test_a_letter_is_read(folder: Path) -> None:
    letter, words = LetterTexts(folder).letter("one", "nb")
    assert (letter.kind, letter.language, letter.title, letter.fields) == (
        "one",
        "nb",
        "Et brev",
        frozenset({"sak"}),
    )
    assert [(b.id, b.style, b.optional) for b in letter.blocks()] == [
        ("lead.one", "text", False),
        ("a.one", "bullet", False),
        ("a.two", "line", True),
    ]
    assert letter.sections[0].blocks[0].gaps == {"sak", "lov"}
    assert words.day(date(2026, 11, 3)) == "3. k 2026"
    assert words.page(2, 3) == "Side 2 av 3"


def test_a_letter_is_read_once(folder: Path) -> None:
    texts = LetterTexts(folder)
    first = texts.letter("one", "nb")
    write(folder / "one.nb.yaml", "broken")
    assert texts.letter("one", "nb") == first


def test_a_reference_holds_from_its_day() -> None:
    reference = Reference(((date(2020, 1, 1), "§ 1"), (date(2021, 1, 1), "§ 2")))
    assert [
        reference.on(date(*day)) for day in ((2019, 1, 1), (2020, 12, 31), (2021, 1, 1), (2030, 1, 1))
    ] == [
        "§ 1",
        "§ 1",
        "§ 2",
        "§ 2",
    ]


def test_a_municipality_adds_a_language_by_a_file(folder: Path) -> None:
    write(folder / "one.se.yaml", LETTER)
    write(folder / "two.nb.yaml", LETTER)
    write(folder / "notes.yaml", "x")
    write(folder / "a.b.nb.yaml", "x")
    write(folder / "one.NB.yaml", "x")
    texts = LetterTexts(folder)
    assert texts.kinds() == ("one", "two")
    assert texts.languages("one") == ("nb",), "a language without a frame is not offered"
    write(folder / "frame.se.yaml", FRAME)
    assert texts.languages("one") == ("nb", "se")
    assert texts.letter("one", "se")[0].language == "se"
    assert texts.languages("nothing") == ()


@pytest.mark.parametrize(
    ("kind", "language", "code"),
    [
        ("two", "nb", "letter.unknown_kind"),
        ("frame", "nb", "letter.unknown_kind"),
        ("../one", "nb", "letter.unknown_kind"),
        ("", "nb", "letter.unknown_kind"),
        ("one", "en", "letter.no_such_language"),
        ("one", "../nb", "letter.no_such_language"),
    ],
)
def test_unknown_letters_and_languages(folder: Path, kind: str, language: str, code: str) -> None:
    with pytest.raises(UserFault) as fault:
        LetterTexts(folder).letter(kind, language)
    assert fault.value.code == code
    assert Texts.load("nb").fault(fault.value)


LETTER_FAULTS = [
    ("title: Et brev\n", "", 1, "missing key 'title'"),
    ("Et brev", "Et brev til {navn}", 1, "a title has no fields"),
    ("[sak]", "[sak, sak2]", 2, "no block uses the field 'sak2'"),
    ("[sak]", "[Sak]", 2, "a name is small letters"),
    ("[sak]", "[sak, navn]", 2, "is there already"),
    ("[sak]", "[sak, lov]", 2, "is there already"),
    ("lead.one", "a.zero", 4, "begins with 'lead'"),
    ("lead.one", "lead", 4, "begins with 'lead'"),
    ("lead.one", "lead.Å", 4, "an id is"),
    ("{navn}", "{navnet}", 5, "unknown field 'navnet'"),
    ("{navn}", "{navn!r}", 5, "a placeholder is a name alone"),
    ("{navn}", "{navn", 5, "a brace that is not a placeholder"),
    ("id: a\n", "id: a.b.c\n", 7, "an id is"),
    ("Overskrift", "Overskrift {navn}", 8, "a heading has no fields"),
    ("a.two", "a.one", 12, "duplicate id 'a.one'"),
    ("bullet:", "dot:", 11, "unknown key 'dot'"),
    ("        bullet: Saken er {sak}, se {lov}\n", "", 10, "a block has one of"),
    ("        bullet:", "        text: B\n        bullet:", 10, "a block has one of"),
    ("Telefon {kontakt_telefon}", "Telefon", 14, "only a part, or a block with fields"),
    ("fields:", "pages: two\nfields:", 2, "here belongs a whole number"),
    ("optional: yes", "optional: maybe", 14, "none of: no, yes"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), LETTER_FAULTS)
def test_a_faulty_letter_is_refused(folder: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in LETTER
    path = write(folder / "one.nb.yaml", LETTER.replace(old, new, 1))
    with pytest.raises(ResourceError, match=re.escape(message)) as error:
        read_letter(path, "one", frame(folder))
    assert (error.value.file, error.value.line) == ("one.nb.yaml", line)


PARTS = """\
title: Et skjema
parts: [seen]
words:
  seen: Sett {day}
head: sheet
lead:
  - id: lead.one
    text: Nasjonal kjernejournal
    lang: nn-NO
sections:
  - id: a
    heading: Overskrift
    blocks:
      - id: a.one
        part: seen
        optional: yes
"""
PART_FAULTS = [
    ("[seen]", "[seen, other]", 2, "no block is the part 'other'"),
    ("[seen]", "[Seen]", 2, "a name is small letters"),
    ("  seen: Sett", "  Seen: Sett", 4, "a word's name is small letters"),
    ("{day}", "{day", 4, "a brace that is not a placeholder"),
    ("sheet", "page", 5, "none of: letter, sheet"),
    ("nn-NO", "nynorsk", 9, "a language is written as"),
    ("part: seen", "part: heard", 15, "unknown part 'heard'"),
    ("part: seen", 'part: seen\n        lines: "2"', 16, "a room has 1 to 20 lines"),
    ("part: seen", 'room: "{navn}"\n        lines: "21"', 16, "a room has 1 to 20 lines"),
    ("part: seen", 'room: "{navn}"\n        lines: "0"', 16, "a room has 1 to 20 lines"),
]


def test_a_letter_has_parts_words_and_languages(folder: Path) -> None:
    letter = read_letter(write(folder / "one.nb.yaml", PARTS), "one", frame(folder))
    assert (letter.parts, letter.head, letter.word("seen", day="{x}")) == (
        frozenset({"seen"}),
        "sheet",
        "Sett {x}",
    )
    assert [(b.style, b.text, b.lang, b.optional) for b in letter.blocks()] == [
        ("text", "Nasjonal kjernejournal", "nn-NO", False),
        ("part", "seen", "", True),
    ]


@pytest.mark.parametrize(("old", "new", "line", "message"), PART_FAULTS)
def test_a_faulty_part_is_refused(folder: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in PARTS
    path = write(folder / "one.nb.yaml", PARTS.replace(old, new, 1))
    with pytest.raises(ResourceError, match=re.escape(message)) as error:
        read_letter(path, "one", frame(folder))
    assert (error.value.file, error.value.line) == ("one.nb.yaml", line)


FRAME_FAULTS = [
    ("  phone: Telefon\n", "", 1, "missing key 'phone'"),
    ("Side {page} av {pages}", "Side {page}", 5, "takes the fields: page, pages"),
    ("Dato", "Dato {day}", 2, "takes the fields: none"),
    ("ØVELSE", "Ø" * 81, 7, "81 characters, 80 at most"),
    (", l]", "]", 17, "twelve months"),
    ("  lov:", "  navn:", 19, "cannot be the name of a reference"),
    ("  lov:", "  Lov:", 19, "cannot be the name of a reference"),
    ("2020-01-01", "1. januar 2020", 20, "a date is written as"),
    ("2021-01-01", "2020-01-01", 22, "the oldest wording comes first"),
    ("§ 2", "§ {navn}", 23, "a reference has no fields"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), FRAME_FAULTS)
def test_a_faulty_frame_is_refused(folder: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in FRAME
    path = write(folder / "frame.nb.yaml", FRAME.replace(old, new, 1))
    with pytest.raises(ResourceError, match=re.escape(message)) as error:
        read_frame(path, "nb")
    assert (error.value.file, error.value.line) == ("frame.nb.yaml", line)


def test_every_shipped_letter_is_in_order() -> None:
    texts = LetterTexts()
    assert "information" in texts.kinds()
    for kind in texts.kinds():
        assert "nb" in texts.languages(kind)
        for language in texts.languages(kind):
            texts.letter(kind, language)
    frames = len(texts.languages("recovery"))
    letters = sum(len(texts.languages(kind)) for kind in texts.kinds())
    assert len(list(resource("letters").glob("*.yaml"))) == frames + letters


def test_dates_read_as_in_the_window() -> None:
    words = LetterTexts().letter("information", "nb")[1]
    days = [date(2026, month, 1) for month in range(1, 13)]
    assert [words.day(day) for day in days] == [in_text(day) for day in days]
