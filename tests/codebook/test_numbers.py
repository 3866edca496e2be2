"""Numbers as each language writes them, wherever the window counts or measures."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.numbers import grouped, number, room
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault

BLANK = "\N{NO-BREAK SPACE}"
ROOT = Path(__file__).parents[2]
BY_HAND = re.compile(r""":,}|:_}|:\.[1-9]f}|replace\(["']\.["'], ?["'],["']\)|replace\(["'],["']""")
"""A number that is written without asking for the language."""
ELSEWHERE = {
    "kpr_desktop/codebook/numbers.py": "this is the one place",
    "kpr_desktop/letters/tagging/forms.py": "PDF operators",
    "ui/kpr_desktop_ui/pages/start/desk_settings.py": "a settings file",
}


def by_hand(folder: Path) -> set[str]:
    """The files of the program that write numbers by hand."""
    files = [each for part in ("kpr_desktop", "ui") for each in (folder / part).rglob("*.py")]
    return {
        each.relative_to(folder).as_posix()
        for each in files
        if BY_HAND.search(each.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize(
    ("count", "norwegian", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1000, "1000", "1,000"),
        (9999, "9999", "9,999"),
        (10_000, f"10{BLANK}000", "10,000"),
        (1_234_567, f"1{BLANK}234{BLANK}567", "1,234,567"),
    ],
)
def test_counts(count: int, norwegian: str, english: str) -> None:
    assert [grouped(count, each) for each in LANGUAGES] == [norwegian, norwegian, english]


def test_decimals() -> None:
    assert [number(Fraction(11, 2), each) for each in LANGUAGES] == ["5,5", "5,5", "5.5"]
    assert (number(Fraction(150_001, 4), "nb"), number(7, "en")) == (f"37{BLANK}500,25", "7")


@pytest.mark.parametrize(
    ("megabytes", "norwegian", "english"),
    [
        (0, f"0{BLANK}MB", f"0{BLANK}MB"),
        (1023, f"1023{BLANK}MB", f"1,023{BLANK}MB"),
        (1024, f"1,0{BLANK}GB", f"1.0{BLANK}GB"),
        (66_892, f"65,3{BLANK}GB", f"65.3{BLANK}GB"),
        (12_345_678, f"12{BLANK}056,3{BLANK}GB", f"12,056.3{BLANK}GB"),
    ],
)
def test_room_on_a_disk(megabytes: int, norwegian: str, english: str) -> None:
    assert [room(megabytes, each) for each in LANGUAGES] == [norwegian, norwegian, english]


def test_texts_group_large_counts_and_leave_years_alone() -> None:
    nb, en = Texts.load("nb"), Texts.load("en")
    assert nb("persons.count", count=12_345).startswith(f"12{BLANK}345 ")
    assert en("persons.count", count=12_345).startswith("12,345 ")
    assert "2026" in en("submission.data_year", year=2026)
    assert "20,000" in en.fault(UserFault("service.note_too_long", "note", limit=20_000))


def test_nobody_writes_numbers_by_hand(tmp_path: Path) -> None:
    assert by_hand(ROOT) == set(ELSEWHERE), "use Texts.number"
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "new.py").write_text('f"{count:,}"', encoding="utf-8")
    assert by_hand(tmp_path) == {"ui/new.py"}
