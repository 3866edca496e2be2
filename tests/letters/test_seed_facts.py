"""The brochure's facts are all in the letter: a row for every line of it, and no block without a reason to be there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kpr_desktop.codebook.letters import Block, LetterText, LetterTexts
from kpr_desktop.codebook.strict import Node, load

CHECK_LIST = load(Path(__file__).with_name("seed_facts.yaml")).map(required=("rows", "ours", "sentences"))
ROWS = CHECK_LIST["rows"].list()
OURS = dict(CHECK_LIST["ours"].items())
SENTENCES = {name: node.number() for name, node in CHECK_LIST["sentences"].items()}
TEXTS = LetterTexts()
LANGUAGES = TEXTS.languages("information")
SEED_SHA256 = "787044731006276ce877b966f3efb900b5d49077831920a467f78b77b03af14f"
"""Of the 38 lines of the brochure, without blanks around them and without the empty ones, joined by line feeds."""

_BETWEEN = re.compile(r"(?<=[.?!])(?<! kl\.) (?=[A-ZÆØÅ{])")


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
    lost += [name for name in OURS if name not in found]
    return lost + [b.id for b in letter.blocks() if len(sentences(b.text)) != SENTENCES.get(b.id, 1)]


def sentences(text: str) -> list[str]:
    return _BETWEEN.split(text)


def without(letter: LetterText, name: str) -> LetterText:
    sections = tuple(
        replace(section, blocks=tuple(block for block in section.blocks if block.id != name))
        for section in letter.sections
    )
    return replace(letter, lead=tuple(block for block in letter.lead if block.id != name), sections=sections)


def changed(letter: LetterText, block: Block) -> LetterText:
    """The letter with this block instead of the one of the same id."""

    def put(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(block if each.id == block.id else each for each in blocks)

    sections = tuple(replace(section, blocks=put(section.blocks)) for section in letter.sections)
    return replace(letter, lead=put(letter.lead), sections=sections)


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
def test_a_sentence_that_is_removed_is_missed(language: str) -> None:
    letter = information(language)
    tried = 0
    for block in letter.blocks():
        said = sentences(block.text)
        for gone in range(len(said) if len(said) > 1 else 0):
            rest = " ".join(text for number, text in enumerate(said) if number != gone)
            assert missing(changed(letter, replace(block, text=rest))), (block.id, gone)
            tried += 1
    assert tried == sum(SENTENCES.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fact_that_is_worded_away_is_missed(language: str) -> None:
    letter = information(language)
    for row in ROWS:
        for fact in carried(row):
            name, words = fact["in"].text(), fact[language].text()
            for block in [b for b in letter.blocks() if b.id == name]:
                assert missing(changed(letter, replace(block, text=block.text.replace(words, "x")))), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_heading_that_is_changed_is_missed(language: str) -> None:
    letter = information(language)
    named = {fact["in"].text() for row in ROWS for fact in carried(row)}
    for section in letter.sections:
        if section.id in named:
            other = replace(section, heading="Noe annet")
            assert missing(
                replace(letter, sections=tuple(other if s is section else s for s in letter.sections))
            ), section.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_block_has_a_reason_to_be_there(language: str) -> None:
    named = {fact["in"].text() for row in ROWS for fact in carried(row)} | OURS.keys()
    assert [block.id for block in information(language).blocks() if block.id not in named] == []


def test_all_three_languages_are_on_the_list() -> None:
    assert LANGUAGES == ("en", "nb", "nn")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wrong", ["direktorat", "Directorate", "pseudonym"])
def test_what_is_no_longer_true_is_gone(wrong: str, language: str) -> None:
    assert all(wrong not in text for text in places(information(language)).values())
