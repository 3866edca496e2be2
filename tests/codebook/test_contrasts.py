"""The contrast texts: each variable, each pair, both sides, three languages; each an example of its own.

«Alike» is measured once the variable's own name is out of a text, so that a sentence that was made once and got another
name put in is found however it is spelt.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pytest

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.model import LANGUAGES, Item
from kpr_desktop.codebook.parts import CONTRASTS

BOOK = CodeBooks().edition(2026)
ALIKE = 0.5
"""Share of the words two texts have in common (of all words in either) from which they count as one.

Two sentences that differ by a noun or two share 0.6 and more of their words (the control below); the nearest two of the
600 shipped texts share 0.41 (two infants of eight months), and 0.5 lies between.
"""
LONGEST = 140
"""Characters: two lines and a half beside each other in a window of 1366 pixels."""


class Side(NamedTuple):
    """One example: where it stands, and its words without the variable's name."""

    place: str
    text: str
    words: frozenset[str]


def without_name(text: str, item: Item, language: str) -> str:
    """The text in small letters without signs, and without any name that the variable goes by."""
    for name in (item.official, item.label.in_(language), item.short.in_(language)):
        text = re.sub(rf"\b{re.escape(name)}\b", " ", text, flags=re.IGNORECASE)
    return re.sub(r"\W+", " ", text).strip().casefold()


def side(place: str, text: str, item: Item, language: str) -> Side:
    bare = without_name(text, item, language)
    return Side(place, bare, frozenset(bare.split()))


def sides(language: str) -> Iterator[Side]:
    for item in BOOK.variables:
        for pair, contrast in item.contrasts.items():
            for name, text in (("low", contrast.low), ("high", contrast.high)):
                yield side(f"{item.id} {pair} {name}", text.in_(language), item, language)


def likeness(one: Side, other: Side) -> float:
    """Words in common / words in either."""
    return len(one.words & other.words) / len(one.words | other.words)


def alike(texts: Iterable[Side]) -> list[str]:
    """One line for each two that say the same, or nearly."""
    return [
        f"{one.place} and {other.place}: {likeness(one, other):.2f} «{one.text}» «{other.text}»"
        for one, other in itertools.combinations(texts, 2)
        if one.text == other.text or likeness(one, other) >= ALIKE
    ]


@pytest.mark.parametrize("item", BOOK.variables, ids=lambda i: i.id)
def test_every_pair_has_an_example_of_either_score_in_every_language(item: Item) -> None:
    assert tuple(item.contrasts) == CONTRASTS == ("1-2", "2-3", "3-4", "4-5", "1-9")
    for pair, contrast in item.contrasts.items():
        for text in (contrast.low, contrast.high):
            for language in LANGUAGES:
                said = text.in_(language)
                assert 30 <= len(said) <= LONGEST, (pair, language, said)
                assert said[-1] in ".!?»”"
                assert len(without_name(said, item, language).split()) >= 6, (pair, language, said)
                assert not re.search(r"\d", said), "a code has no place in an example"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_texts_are_alike(language: str) -> None:
    texts = list(sides(language))
    assert len(texts) == 20 * 5 * 2
    assert alike(texts) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_made_from_another_is_caught(language: str) -> None:
    """The control: every text again with its longest word exchanged, and every one under another variable's name."""
    home, away = BOOK.items["v07"], BOOK.items["v09"]
    for one in sides(language):
        longest = max(one.words, key=len)
        copy = side("copy", one.text.replace(longest, "noe"), away, language)
        assert alike([one, copy]), one
    names = [(item, item.label.in_(language)) for item in (home, away)]
    assert alike([side(item.id, f"{name} går greit hjemme.", item, language) for item, name in names])
