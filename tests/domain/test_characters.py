"""Characters nobody can see are shown as a mark; all others stay as they are."""

from __future__ import annotations

import unicodedata

import pytest

from kpr_desktop.domain.characters import MARK, has_hidden, visible, without_hidden

UNSEEN_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}
SEEN = [
    "Blid Fjellbekk",
    "Čáhppes Guovža Ŋieŋ Đŧšž",
    "Żółty Łoś",
    "O’Brien-Åsgård (født 1931) & sønn <b>x</b> {navn}",
    "😀 🇳🇴 ❤\ufe0f",
    "no\u00a0break thin\u2009space",
    "Борис يوسف 王",
    "e\u0301 a\u030a",
    MARK,
]


@pytest.mark.parametrize("text", SEEN)
def test_what_can_be_seen_stays(text: str) -> None:
    assert visible(text) == without_hidden(text) == visible(text, lines=True) == text
    assert not has_hidden(text)


def test_all_unseen_categories_are_caught() -> None:
    """Every code point of the Unicode version that Python knows."""
    for number in range(0x110000):
        char = chr(number)
        if unicodedata.category(char) in UNSEEN_CATEGORIES:
            assert has_hidden(char), hex(number)
            assert visible(f"a{char}b") == f"a{MARK}b"
            assert without_hidden(f"a{char}b") == "ab"


def test_never_characters_are_caught() -> None:
    numbers = [plane << 16 | low for plane in range(17) for low in (0xFFFE, 0xFFFF)]
    numbers += range(0xFDD0, 0xFDF0)
    assert all(has_hidden(chr(number)) for number in numbers)


@pytest.mark.parametrize("category", ["L", "N", "P", "S", "Zs"])
def test_letters_figures_and_signs_are_not_caught(category: str) -> None:
    caught = {
        chr(number)
        for number in range(0x110000)
        if unicodedata.category(chr(number)).startswith(category) and has_hidden(chr(number))
    }
    fillers = set("\u115f\u1160\u2800\u3164\uffa0")
    assert caught == {char for char in fillers if unicodedata.category(char).startswith(category)}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_stay_only_when_asked_for(ending: str) -> None:
    text = f"en{ending}to"
    assert visible(text, lines=True) == without_hidden(text, lines=True) == "en\nto"
    assert not has_hidden(text, lines=True)
    assert visible(text) == f"en{MARK * len(ending)}to"
    assert without_hidden(text) == "ento"
    assert has_hidden(text)


def test_other_control_characters_are_marked_within_lines() -> None:
    assert visible("a\tb\x0bc\n\x1bd", lines=True) == f"a{MARK}b{MARK}c\n{MARK}d"


def test_every_mark_stands_for_one_character() -> None:
    text = "\u202e\u202dgnirts\u202c\ud800\x00"
    assert len(visible(text)) == len(text)
    assert visible(text) == f"{MARK * 2}gnirts{MARK * 3}"
