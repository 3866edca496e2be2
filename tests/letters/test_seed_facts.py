"""The brochure's facts are all in the letter: a row for every line of it, and no block without a reason to be there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kpr_desktop.codebook.letters import LetterText, LetterTexts
from kpr_desktop.codebook.strict import Node, load

CHECK_LIST = load(Path(__file__).with_name("seed_facts.yaml")).map(required=("rows", "ours"))
ROWS = CHECK_LIST["rows"].list()
OURS = dict(CHECK_LIST["ours"].items())
TEXTS = LetterTexts()
LANGUAGES = TEXTS.languages("information")
SEED_SHA256 = "787044731006276ce877b966f3efb900b5d49077831920a467f78b77b03af14f"
"""Of the 38 lines of the brochure, without blanks around them and without the empty ones, joined by line feeds."""


def places(letter: LetterText) -> dict[str, str]:
    """What stands in the letter by id; a section's id gives its heading."""
    found = {"title": letter.title} | {block.id: block.text for block in letter.blocks()}
    return found | {section.id: section.heading for section in letter.sections}


def carried(row: Node) -> Iterator[dict[str, Node]]:
    parts = row.map(required=("seed", "carried"), optional=("changed",))
    for entry in parts["carried"].list():
        yield entry.map(required=("in", *LANGUAGES))


def missing(letter: LetterText) -> list[str]:
    """Facts that the letter does not carry, and blocks we added that are gone."""
    found = places(letter)
    lost = [
        f"{fact['in'].line}: {fact['in'].text()}"
        for row in ROWS
        for fact in carried(row)
        if fact[letter.language].text() not in found.get(fact["in"].text(), "")
    ]
    return lost + [name for name in OURS if name not in found]


def without(letter: LetterText, name: str) -> LetterText:
    sections = tuple(
        replace(section, blocks=tuple(block for block in section.blocks if block.id != name))
        for section in letter.sections
    )
    return replace(letter, lead=tuple(block for block in letter.lead if block.id != name), sections=sections)


def information(language: str) -> LetterText:
    return TEXTS.letter("information", language)[0]


def test_every_line_of_the_brochure_has_its_row() -> None:
    lines = "\n".join(
        row.map(required=("seed", "carried"), optional=("changed",))["seed"].text() for row in ROWS
    )
    assert hashlib.sha256(lines.encode()).hexdigest() == SEED_SHA256


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_is_carried(language: str) -> None:
    assert missing(information(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [block.id for block in information("nb").blocks()])
def test_a_block_that_is_removed_is_missed(name: str, language: str) -> None:
    assert missing(without(information(language), name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_heading_that_is_changed_is_missed(language: str) -> None:
    letter = information(language)
    named = {fact["in"].text() for row in ROWS for fact in carried(row)}
    for section in letter.sections:
        if section.id in named:
            changed = replace(section, heading="Noe annet")
            assert missing(
                replace(letter, sections=tuple(changed if s is section else s for s in letter.sections))
            ), section.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_block_has_a_reason_to_be_there(language: str) -> None:
    named = {fact["in"].text() for row in ROWS for fact in carried(row)} | OURS.keys()
    assert [block.id for block in information(language).blocks() if block.id not in named] == []


def test_all_languages_have_the_same_blocks() -> None:
    shapes = {
        language: [
            (block.id, block.style, block.gaps, block.optional) for block in information(language).blocks()
        ]
        for language in LANGUAGES
    }
    assert all(shape == shapes["nb"] for shape in shapes.values())


@pytest.mark.parametrize("wrong", ["Helsedirektoratet", "helsedirektoratet.no", "pseudonym"])
def test_what_is_no_longer_true_is_gone(wrong: str) -> None:
    assert all(wrong not in text for text in places(information("nb")).values())


def test_plain_language() -> None:
    """Klarspråk, as far as counting goes: sentences of 16 words at most on average, none over 35; no officialese."""
    bodies = [block for block in information("nb").blocks() if block.style != "law"]
    sentences = [
        sentence.split()
        for block in bodies
        for sentence in block.text.replace("?", ".").split(". ")
        if sentence
    ]
    assert max(map(len, sentences)) <= 35
    assert sum(map(len, sentences)) / len(sentences) <= 16
    heavy = (
        "vedrørende",
        "herunder",
        "foreligger",
        "ovennevnte",
        "iht.",
        "bistand",
        "ivaretas",
        "utlevering",
    )
    assert not [word for block in bodies for word in heavy if word in block.text.lower()]
